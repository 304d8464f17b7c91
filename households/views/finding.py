"""The search box's suggestions; the full list is the register's own page."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.access import requires
from foundation import clock
from households import suggestions

TYPED_AT_MOST = 60


@require_POST
@requires("households.view_household")
def suggest(request):
    """Households for what has been typed so far; before that, those opened last.

    By POST, so that half-typed names and numbers stay out of addresses and their logs.
    """
    typed = request.POST.get("q", "")[:TYPED_AT_MOST].strip()
    if typed:
        found = suggestions.suggest(typed, on=clock.today())
    else:
        found = [suggestions.Suggestion(one) for one in suggestions.recently_viewed(request.user)]
    context = {"typed": typed, "suggestions": found}
    return render(request, "households/_suggestions.html", context)
