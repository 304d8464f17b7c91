"""The ledgers (台账) one may make: their form, rows, filters and permission, in one table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.ledger_requests import LedgerFilters
from accounts.models import User
from assistance import ledgers as low_income_ledger
from foundation.codelists import choices as code_choices
from foundation.faults import Text
from foundation.ledger_forms import Ledger
from foundation.ledger_rows import Value
from petitions import ledgers as petition_ledgers
from reports.ledgers import l1, l11
from verification import ledgers as finding_ledgers
from verification.rules import Kind as FindingKind

Rows = Callable[[User, LedgerFilters], Iterable[Sequence[Value]]]
Choices = Sequence[tuple[str, Text]]


@dataclass(frozen=True)
class Entry:
    """One ledger on the page: its words, who may make it, and how it is narrowed.

    ``tallies`` are further totals for 数据说明, counted row by row. ``kinds`` gives the choices
    of the kind filter and ``kind_label`` its words; ``dates_label`` says what the dates mean
    ("" means the ledger has no such filter). ``explanations`` go into 数据说明 as they
    stand; ``summary`` is a further sheet of totals.
    """

    ledger: Ledger
    name: Text
    group: Text
    permission: str
    rows: Rows
    count: Callable[[User, LedgerFilters], int]
    note: Text = ""
    kind_label: Text = ""
    kinds: Callable[[], Choices] = field(default=lambda: ())
    dates_label: Text = ""
    tallies: Mapping[str, Callable[[Sequence[Value]], int]] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    summary: tuple[Ledger, Rows] | None = None

    @property
    def code(self) -> str:
        return self.ledger.code.lower()


SCREENING, CASES = _("Screening and people"), _("Cases and checks")

ENTRIES: tuple[Entry, ...] = (
    Entry(
        ledger=l1.LEDGER,
        name=_("Screening ledger of people in hardship"),
        group=SCREENING,
        permission="surveys.view_visit",
        rows=l1.rows,
        count=l1.count,
        note=_("One row for each household on the register, with what the last visit found"),
        kind_label=_("Kind"),
        kinds=lambda: code_choices("household_kind"),
        dates_label=_("Visited"),
        tallies={
            "已走访(户)": l1.is_visited,
            "需求(件)": l1.needs_in,
            "当场解决(件)": l1.solved_in,
        },
    ),
    Entry(
        ledger=low_income_ledger.LEDGER,
        name=_("Ledger of low-income households"),
        group=SCREENING,
        permission="assistance.view_application",
        rows=low_income_ledger.rows,
        count=low_income_ledger.count,
        note=_("One row for each low-income finding that holds, with the figures of its decision"),
        dates_label=_("Decided"),
    ),
    Entry(
        ledger=finding_ledgers.LEDGER,
        name=_("Ledger of comparison findings"),
        group=CASES,
        permission="verification.view_round",
        rows=finding_ledgers.rows,
        count=finding_ledgers.count,
        note=_("One row for each finding, from the agency's words to the striking off"),
        kind_label=_("Kind of finding"),
        kinds=lambda: FindingKind.choices,
        dates_label=_("Finding made"),
        summary=(finding_ledgers.TOTALS, finding_ledgers.totals),
    ),
    Entry(
        ledger=petition_ledgers.LEDGER,
        name=_("Ledger of petition cases"),
        group=CASES,
        permission="petitions.view_case",
        rows=l11.rows,
        count=l11.count,
        note=_("One row for each case; a repeat petition has a row of its own"),
        kind_label=_("Source of petitions"),
        kinds=lambda: code_choices("petition_source"),
        dates_label=_("Petition received"),
        explanations=petition_ledgers.NOTES,
        summary=(petition_ledgers.SUMMARY, l11.summary_rows),
    ),
)


def entries_for(user: User) -> list[Entry]:
    """The ledgers ``user`` may make."""
    return [entry for entry in ENTRIES if may(user, entry.permission)]


def entry_of(code: str) -> Entry | None:
    return next((entry for entry in ENTRIES if entry.code == code), None)
