"""The main navigation as one table; a person sees only the rooms they may enter."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
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

    def is_current(self, request: HttpRequest) -> bool:
        match = getattr(request, "resolver_match", None)
        if match is None:
            return False
        return match.view_name in (self.url_name, *self.views) or (
            match.namespace in self.namespaces
        )


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
)  # fmt: skip


def entries_for(user, request: HttpRequest) -> Iterator[Link]:
    """The entries ``user`` may open, in the order of the table."""
    for entry in ENTRIES:
        if not access.may(user, entry.permission):
            continue
        try:
            address = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        yield Link(entry.label, address, entry.is_current(request), entry.icon)
