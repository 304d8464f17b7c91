"""What a person can start from the home page, by permission (常用操作)."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import may


@dataclass(frozen=True)
class Action:
    """One button: its words, where it leads, who has it."""

    label: str | Promise
    url_name: str
    permission: str
    icon: str
    query: str = ""


ACTIONS = (
    Action(
        _("Register a household"), "households:register", "households.register_household", "plus"
    ),
    Action(
        _("Start a visit"), "households:list", "surveys.record_visit", "home", "?status=to_screen"
    ),
    Action(_("Register a petition"), "petitions:register", "petitions.register_case", "file-text"),
    Action(_("New comparison round"), "verification:open", "verification.open_round", "plus"),
    Action(_("Administer users"), "accounts:users", "accounts.administer_users", "users"),
    Action(_("Read the audit trail"), "accounts:audit", "accounts.read_audit", "checklist"),
)


@dataclass(frozen=True)
class Button:
    """An action as this person's page shows it."""

    label: str | Promise
    address: str
    icon: str


def buttons(user) -> list[Button]:
    """The actions ``user`` may start, the main one first."""
    shown = []
    for action in ACTIONS:
        if not may(user, action.permission):
            continue
        try:
            address = reverse(action.url_name) + action.query
        except NoReverseMatch:
            continue
        shown.append(Button(action.label, address, action.icon))
    return shown
