"""Parts of the household page that draw themselves, most in later apps; named, never imported."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.permissions import PERMISSIONS


@dataclass(frozen=True)
class Panel:
    """A fragment the page loads by htmx: its words and its address."""

    title: str | Promise
    address: str


SOURCES = (
    (_("Economic situation"), "households:economy", "households.view_economy"),
    (_("Photos and papers"), "households:attachments_panel", "households.view_attachment"),
    (_("Visits"), "surveys:household_panel", "surveys.view_visit"),
    (_("Applications and benefits"), "assistance:household_panel", "assistance.view_application"),
    (_("Comparison findings"), "verification:household_panel", "verification.view_round"),
    (_("Petitions"), "petitions:household_panel", "petitions.view_case"),
)


def panels_for(user, household) -> Iterator[Panel]:
    """The panels whose address exists and whose permission the user holds."""
    for title, name, permission in SOURCES:
        if permission not in PERMISSIONS or not may(user, permission):
            continue
        try:
            yield Panel(title, reverse(name, args=[household.pk]))
        except NoReverseMatch:
            continue
