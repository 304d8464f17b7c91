"""Who looked at a household (谁看过): opened, saw in full, printed, or took along in a list."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEvent, User
from foundation.forms import DateInput
from households.history import LOOKS
from households.models import Household
from households.reveal_forms import PURPOSES
from households.sealed_numbers import NUMBERS

REFUSED = "identity.reveal_refused"
EXPORTS = {
    "ledger.exported": _("exported a ledger of an area with this household"),
    "register.exported": _("exported a list of an area with this household"),
    "campaign.exported": _("exported a campaign's list of an area with this household"),
}
LISTS = {
    "register.listed": _("read a list of an area with this household through the API"),
    "visit.together_read": _("read the waiting visits of an area with this household"),
}
OF_AN_AREA = {**EXPORTS, **LISTS}
KINDS: Mapping[str, tuple[str | Promise, tuple[str, ...]]] = {
    "opened": (_("Opened the file"), ("household.viewed",)),
    "full": (
        _("Saw a full number"),
        ("identity.revealed", "number.revealed", "petitioner.revealed"),
    ),
    "papers": (
        _("Opened a paper or photo"),
        ("document.opened", "attachment.opened", "check_report.opened", "visit.photo_opened"),
    ),
    "printed": (_("Printed"), ("visit.printed", "household.form_printed", "visit.list_printed")),
    "exported": (_("Exported"), tuple(EXPORTS)),
    "listed": (_("Read in a list"), tuple(LISTS)),
    "refused": (_("Was refused a full number"), (REFUSED,)),
}
WORDS = {**LOOKS, **OF_AN_AREA, REFUSED: _("was refused a full number")}


@dataclass(frozen=True)
class Looked:
    """One look: who, when, what, and the purpose that was given."""

    at: datetime.datetime
    by: str
    unit: str
    what: str
    purpose: str
    is_refused: bool


def looks_of(household: Household) -> QuerySet[AuditEvent]:
    """Everything that was seen of the household, newest first.

    Exports and lists name an area, not each household: those of an area that contains it are
    listed since it is on the register, for its rows may have been among them.
    """
    area = household.area
    around = {area.pk, area.township_code, area.county_code, area.code[:4] + "0" * 8}
    own = Q(household_id=household.pk, action__in=[*LOOKS, REFUSED])
    taken = Q(action__in=OF_AN_AREA, detail__area__in=sorted(around), at__gte=household.created_at)
    return AuditEvent.objects.filter(own | taken).order_by("-id")


def people_who_looked(household: Household) -> list[tuple[str, str]]:
    """(key, name) of everybody in the list, for the filter."""
    own = AuditEvent.objects.filter(
        household_id=household.pk, action__in=[*LOOKS, REFUSED], by_id__isnull=False
    )
    people = own.order_by().values_list("by_id", "by_name").distinct()
    return sorted(((str(pk), name) for pk, name in people), key=lambda pair: pair[1])


class LooksFilter(django_filters.FilterSet):
    """By person, kind of look, and days."""

    by = django_filters.ChoiceFilter(label=_("Who"), field_name="by_id", empty_label=_("Everybody"))
    kind = django_filters.ChoiceFilter(
        label=_("What was seen"),
        choices=[(kind, label) for kind, (label, _actions) in KINDS.items()],
        method="of_kind",
        empty_label=_("Everything"),
    )
    since = django_filters.DateFilter(
        label=_("From"), field_name="at", lookup_expr="date__gte", widget=DateInput
    )
    until = django_filters.DateFilter(
        label=_("To"), field_name="at", lookup_expr="date__lte", widget=DateInput
    )

    class Meta:
        model = AuditEvent
        fields = ["by", "kind", "since", "until"]

    def __init__(self, data: Any, household: Household) -> None:
        super().__init__(data, queryset=looks_of(household))
        self.filters["by"].extra["choices"] = people_who_looked(household)

    def of_kind(self, events: Any, name: str, value: str) -> Any:
        return events.filter(action__in=KINDS[value][1])


def told(events: Any) -> list[Looked]:
    """The events as lines of the page or the file; one further query for the units."""
    rows = list(events)
    units = dict(User.objects.filter(pk__in={row.by_id for row in rows}).values_list("pk", "unit"))
    return [
        Looked(
            at=row.at,
            by=row.by_name,
            unit=units.get(row.by_id, ""),
            what=_what(row),
            purpose=_purpose(row.detail),
            is_refused=row.is_refused,
        )
        for row in rows
    ]


def _what(event: AuditEvent) -> str:
    words = str(WORDS[event.action])
    number = NUMBERS.get(str(event.detail.get("what", "")))
    if number and not event.is_refused:
        if number.is_number:
            return gettext("saw in full: %(label)s") % {"label": number.label}
        return gettext("saw on file: %(label)s") % {"label": number.label}
    if event.detail.get("is_plain"):
        return gettext("%(words)s, with full numbers") % {"words": words}
    return words


def _purpose(detail: Mapping[str, Any]) -> str:
    given = str(detail.get("reason", ""))
    words = [str(dict(PURPOSES).get(given, given)), str(detail.get("note", ""))]
    return " · ".join(part for part in [*words, str(detail.get("purpose", ""))] if part)
