"""The main navigation as one table; a person sees only the rooms they may enter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, ResolverMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import access


@dataclass(frozen=True)
class Entry:
    """One way into the site: its words, where it leads, who may go and when it is lit."""

    label: str | Promise
    url_name: str
    permission: str
    namespaces: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    icon: str = ""
    only_in_training: bool = False

    def names(self, match: ResolverMatch) -> bool:
        """Whether the page is one this entry names itself."""
        return match.view_name in (self.url_name, *self.views)


@dataclass(frozen=True)
class Link:
    """An entry as this person's page shows it."""

    label: str | Promise
    address: str
    is_current: bool
    icon: str


ENTRIES = (
    Entry(_("To do"), "reports:home", "accounts.use_site", icon="checklist"),
    Entry(
        _("Households"), "households:list", "households.view_household",
        ("households",), icon="folder",
    ),
    Entry(_("Visits"), "surveys:list", "surveys.view_visit", ("surveys",), icon="home"),
    Entry(
        _("Applications"), "assistance:list", "assistance.view_application",
        ("assistance",), icon="file-text",
    ),
    Entry(_("Comparison"), "verification:list", "verification.view_round", ("verification",)),
    Entry(_("Petitions"), "petitions:list", "petitions.view_case", ("petitions",)),
    Entry(
        _("Ledgers"), "reports:ledgers", "reports.view_ledgers",
        views=("reports:ledger", "reports:ledger_request"),
    ),
    Entry(
        _("Statistics"), "reports:dashboard", "reports.view_dashboard",
        views=("reports:screening", "reports:cadres"),
    ),
    Entry(
        _("Users"), "accounts:users", "accounts.administer_users",
        views=("accounts:user", "accounts:add_user", "accounts:import_users"),
    ),
    Entry(_("Audit"), "accounts:audit", "accounts.read_audit"),
    Entry(
        _("Divisions"), "accounts:divisions", "accounts.reorganise_divisions",
        views=("accounts:division_change", "accounts:prepare_division_change"),
    ),
    Entry(
        _("Exchange codes"), "households:codes", "households.maintain_codes",
        views=("households:pairs", "households:import_codes", "households:change_pair"),
    ),
    Entry(_("Working calendar"), "accounts:calendar", "accounts.maintain_calendar"),
    Entry(
        _("Practice"), "reports:training", "accounts.use_site",
        views=("reports:training_people", "reports:training_person"), only_in_training=True,
    ),
)  # fmt: skip


def entries_for(user, request: HttpRequest) -> Iterator[Link]:
    """The entries ``user`` may open, in the order of the table; at most one of them is lit."""
    links = [(entry, address) for entry in ENTRIES if (address := _address(entry, user))]
    lit = _lit([entry for entry, _address in links], getattr(request, "resolver_match", None))
    for entry, address in links:
        yield Link(entry.label, address, entry is lit, entry.icon)


def _address(entry: Entry, user) -> str:
    """Where an entry leads; nowhere for who may not go, or while there is no such page."""
    if entry.only_in_training and not settings.TRAINING:
        return ""
    try:
        return reverse(entry.url_name) if access.may(user, entry.permission) else ""
    except NoReverseMatch:
        return ""


def _lit(entries: Sequence[Entry], match: ResolverMatch | None) -> Entry | None:
    """The entry that names the page, else the one whose room it is in."""
    if match is None:
        return None
    rooms = (entry for entry in entries if match.namespace in entry.namespaces)
    return next((entry for entry in entries if entry.names(match)), next(rooms, None))
