"""Seeing a household's pages is recorded where they are drawn, once for what is seen together."""

from django.http import HttpRequest

from accounts.models import User
from foundation.htmx import wants_part
from households.models import Household
from households.services import viewing


def record_look(request: HttpRequest, household: Household) -> None:
    """Record that somebody sees a page of the file; called by the view that draws it.

    A page that is asked for is a look of its own. A part loaded into a page that is shown, and a
    form drawn again with what must be mended, belong to the look before if that was just now:
    whoever asks for a part alone is recorded all the same, whatever headers are sent.
    """
    assert isinstance(request.user, User)
    if request.method == "GET" and not wants_part(request):
        viewing.view_household(by=request.user, household=household)
    else:
        viewing.view_part(by=request.user, household=household)
