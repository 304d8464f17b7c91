"""The door to a visit that may still be changed: locked, or refused in words."""

import uuid

from django.utils.translation import gettext_lazy as _

from foundation.moves import MoveRefused, Refusal
from surveys.models import Visit


def editable_visit(visit_uuid: uuid.UUID | str) -> Visit:
    """The visit, waiting for whoever changes it. Raises MoveRefused, Visit.DoesNotExist."""
    visit = Visit.objects.select_for_update(of=("self",)).get(uuid=visit_uuid)
    refuse_closed(visit)
    return visit


def refuse_closed(visit: Visit) -> None:
    """Raises MoveRefused once the visit has been handed in."""
    if not visit.is_editable:
        label = visit.get_step_display()
        message = _("The visit is at the step “%(step)s” and can no longer be changed")
        raise MoveRefused([Refusal("wrong_step", message % {"step": label})])
