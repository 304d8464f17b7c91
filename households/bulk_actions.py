"""What can be done to many households at once; apps to the right register theirs when they load."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from accounts.access import may
from accounts.models import User
from foundation.faults import Text
from foundation.forms import Form
from households.models import Household


@dataclass(frozen=True, slots=True)
class Done:
    """How one household went: something was made, or it was so already."""

    is_new: bool
    note: Text = ""
    made_id: int | None = None


class Apply(Protocol):
    """Does the act to one household; raises InputError with the reason it refuses."""

    def __call__(self, *, by: User, household: Household, answers: dict[str, Any]) -> Done: ...


@dataclass(frozen=True)
class BulkAction:
    """One act of the bar above the list: its words, who may, its form, and how to take it back.

    ``form`` is called with the answers and ``by``. ``undo`` gets the household's key, what
    ``apply`` made and the answers; False means it can no longer be taken back.
    """

    key: str
    label: Text
    question: Text
    permission: str
    form: Callable[..., Form]
    apply: Apply
    undo: Callable[..., bool] | None = None
    icon: str = "checks"


ACTIONS: dict[str, BulkAction] = {}


def register(action: BulkAction) -> None:
    """Offer an act in the bar; the same key again replaces it."""
    ACTIONS[action.key] = action


def actions_for(user: User) -> list[BulkAction]:
    """The acts ``user`` may do to many households."""
    return [action for action in ACTIONS.values() if may(user, action.permission)]
