"""What the pages of an import show: columns, figures, differences and reasons in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import codelists
from foundation.contact import mask_bank_account, mask_phone
from foundation.formats import EMPTY
from foundation.identity import mask_identity
from households.history import CODE_LISTS, SEALED
from households.import_forms import ColumnsForm, HeaderForm, RowFilterForm
from households.importing.faults import column_letters
from households.importing.mapping import guess_mapping, header_at
from households.importing.targets import TARGETS
from households.models import Household, ImportBatch, ImportedHousehold, Member
from households.models.imports import BatchState, RowState
from households.services import imports
from households.services.import_files import SheetLook, load_looks
from households.services.import_payloads import Difference, Reason, Waiting
from households.services.written_codes import standard_named

MASKS = {
    "identity_number": mask_identity, "agent_identity": mask_identity,
    "disability_cert": mask_identity, "phone": mask_phone, "agent_phone": mask_phone,
    "account_no": mask_bank_account,
}  # fmt: skip
SEALED_NAMES = {column.removesuffix("_sealed"): label for column, label in SEALED.items()}
BODY_SHOWN = 5
DEFAULTS = ("default_area", "default_kind", "default_urban_rural", "standard")
KEPT = ("q", "state", "page")
NAMED = 30
KINDS_OF_ROWS = {
    "total": gettext_lazy("Totals"),
    "foot": gettext_lazy("Signatures and notes"),
    "heading": gettext_lazy("Headings again"),
    "example": gettext_lazy("Examples"),
    "empty": gettext_lazy("Numbered or marked as blank"),
}


class ColumnsPage:
    """Sheet and heading as chosen or guessed, and the form of its columns."""

    def __init__(
        self, batch: ImportBatch, asked: Mapping[str, Any], posted: Mapping[str, Any] | None
    ) -> None:
        self.batch = batch
        self.looks = load_looks(batch.inspection)
        chosen = posted if posted is not None else asked
        self.header = HeaderForm(self._completed(chosen), looks=self.looks)
        self.header_is_right = self.header.is_valid()
        names, self.has_heading = self.names, self.rows_of_header[1] >= 0
        self.remembered = imports.remembered(batch.area, names) if self.has_heading else {}
        before = batch.columns if batch.mapping and self._is_as_before else self.remembered
        self.guessed = before or (guess_mapping(names) if self.has_heading else {})
        self.form = ColumnsForm(
            posted if self.header_is_right else None,
            names=names,
            guessed=self.guessed,
            area=batch.area,
            initial={name: getattr(batch, name) for name in DEFAULTS} | self._codes_named,
        )

    @cached_property
    def look(self) -> SheetLook:
        wanted = self.header.cleaned_data.get("sheet") if self.header_is_right else ""
        by_name = {look.name: look for look in self.looks}
        return by_name.get(wanted or self.batch.sheet, self.looks[0])

    @property
    def rows_of_header(self) -> tuple[int, int]:
        """First and last row of the heading, counted from 0."""
        if not self.header_is_right:
            return self.look.header_first, self.look.header_last
        data = self.header.cleaned_data
        return data["first"] - 1, data["last"] - 1

    @cached_property
    def names(self) -> tuple[str, ...]:
        first, last = self.rows_of_header
        return header_at(self.look.first_rows, first, last, self.look.merges).names

    @property
    def first(self) -> int:
        return self.rows_of_header[0] + 1

    @property
    def last(self) -> int:
        return self.rows_of_header[1] + 1

    @property
    def defaults(self) -> list[Any]:
        """The fields about the file as a whole, and for rows that say nothing themselves."""
        return [self.form[name] for name in DEFAULTS]

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        body = self.look.first_rows[self.rows_of_header[1] + 1 :]
        return self.form.rows(body[:BODY_SHOWN])

    @property
    def chosen(self) -> dict[str, Any]:
        """What ``imports.choose_columns`` takes."""
        first, last = self.rows_of_header
        return {
            "sheet": self.look.name,
            "header_first": first,
            "header_last": last,
            "names": self.names,
            "mapping": self.form.mapping(self.form.cleaned_data),
            **{name: self.form.cleaned_data[name] for name in DEFAULTS},
        }

    @property
    def _codes_named(self) -> dict[str, str]:
        """Whose codes a file of our own says it holds, above its heading."""
        above = self.look.first_rows[: self.rows_of_header[0]]
        named = standard_named(" ".join(cell for row in above for cell in row))
        return {"standard": named} if named and not self.batch.mapping else {}

    @property
    def _is_as_before(self) -> bool:
        before = (self.batch.sheet, self.batch.header_first, self.batch.header_last)
        return before == (self.look.name, *self.rows_of_header)

    def _completed(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        """What was asked; a sheet chosen without its rows gets those guessed for it."""
        sheet = chosen.get("sheet", self.batch.sheet)
        look = next((look for look in self.looks if look.name == sheet), self.looks[0])
        is_own = sheet == self.batch.sheet
        first = self.batch.header_first if is_own else look.header_first
        last = self.batch.header_last if is_own else look.header_last
        is_other = "was" in chosen and chosen["was"] != sheet
        given = {} if is_other else chosen
        return {
            "sheet": sheet,
            "first": given.get("first") or first + 1,
            "last": given.get("last") or last + 1,
        }


@dataclass(frozen=True)
class Figure:
    """One cell of the strip, a link to its households."""

    figure: int
    label: str | Promise
    address: str
    is_on: bool
    tone: str = ""


@dataclass(frozen=True)
class ShownRow:
    """One household of the preview, with its differences and reasons in words."""

    row: ImportedHousehold
    waiting: Waiting

    @property
    def differences(self) -> list[tuple[str, str | Promise, Any, Any]]:
        return [in_words(found) for found in self.waiting.differences]

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """(place in the sheet, words)."""
        return [(place_of(reason), reason.message) for reason in self.waiting.reasons]

    @property
    def warnings(self) -> list[tuple[str, str]]:
        return [(place_of(reason), reason.message) for reason in self.waiting.warnings]

    @property
    def people(self) -> int:
        return len(self.waiting.people)


def rows_of(batch: ImportBatch, form: RowFilterForm) -> QuerySet[ImportedHousehold]:
    """The households of a batch that are asked for."""
    rows = batch.households.select_related("area", "household").order_by("first_row")
    data = form.cleaned_data if form.is_valid() else {}
    if data.get("state"):
        rows = rows.filter(state=data["state"])
    typed = (data.get("q") or "").strip()
    if typed.isdigit() and len(typed) < 8:
        return rows.filter(first_row__lte=int(typed), last_row__gte=int(typed))
    return rows.filter(Q(head_name__startswith=typed)) if typed else rows


def shown(rows: Sequence[ImportedHousehold]) -> list[ShownRow]:
    return [ShownRow(row, Waiting.of(row)) for row in rows]


def counts(batch: ImportBatch, form: RowFilterForm) -> list[Figure]:
    """How many households become what, each figure leading to them."""
    on = form.cleaned_data.get("state", "") if form.is_valid() else ""
    tones = {RowState.NEW: "ok", RowState.CHANGED: "warn", RowState.REFUSED: "bad"}
    figures = [Figure(batch.households_read, _("All households"), "?", not on)]
    return figures + [
        Figure(
            getattr(batch, f"households_{state}"),
            state.label,
            "?" + urlencode({"state": state.value}),
            on == state,
            tones.get(state, ""),
        )
        for state in RowState
    ]


def remarks_of(batch: ImportBatch) -> list[str]:
    """What may surprise about the sheet that is read."""
    looks = load_looks(batch.inspection)
    return next((look.remarks for look in looks if look.name == batch.sheet), [])


def passed_over(batch: ImportBatch) -> list[tuple[str, str, int]]:
    """(what the rows are, their numbers, how many more there are) of the rows without data."""
    by_kind: dict[str, list[int]] = {}
    for row, kind in batch.passed_over:
        by_kind.setdefault(kind, []).append(row)
    return [
        (str(KINDS_OF_ROWS.get(kind, kind)), "、".join(map(str, rows[:NAMED])), len(rows) - NAMED)
        for kind, rows in by_kind.items()
    ]


def earlier_of(batch: ImportBatch) -> ImportBatch | None:
    """An import of the very same file that has been applied, if there is one."""
    same = ImportBatch.objects.filter(area_id=batch.area_id, digest=batch.digest)
    return same.filter(state=BatchState.APPLIED).exclude(pk=batch.pk).order_by("-pk").first()


def kept_query(typed: str) -> str:
    """The filters of the preview out of a query string, and nothing else."""
    found = {name: values[0] for name, values in parse_qs(typed).items() if name in KEPT}
    return f"?{urlencode(found)}" if found else ""


def place_of(reason: Reason) -> str:
    """``row 12, column F``."""
    if reason.column is None:
        return _("row %(row)s") % {"row": reason.row}
    words = {"row": reason.row, "column": column_letters(reason.column)}
    return _("row %(row)s, column %(column)s") % words


def in_words(found: Difference) -> tuple[str, str | Promise, Any, Any]:
    """(whose, field, before, after), codes by name and numbers masked."""
    if found.field == "new_member":
        return found.whose, _("New member"), EMPTY, found.after
    if found.field == "new_kind":
        return found.whose, _("New kind"), EMPTY, codelists.label("household_kind", found.after)
    label = label_of(found)
    return found.whose, label, _shown(found.field, found.before), _shown(found.field, found.after)


def label_of(found: Difference) -> str | Promise:
    group, model = ("member", Member) if found.whose else ("household", Household)
    target = TARGETS.get(f"{group}.{found.field}")
    if target is not None:
        return target.label
    if found.field in SEALED_NAMES:
        return SEALED_NAMES[found.field]
    return getattr(model._meta.get_field(found.field), "verbose_name", found.field)


def _shown(name: str, value: Any) -> Any:
    if value in (None, "", []):
        return EMPTY
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name in MASKS:
        return MASKS[name](value)
    if name in CODE_LISTS:
        entries = codelists.code_list(CODE_LISTS[name]).entries
        return "、".join(str(entries.get(code, code)) for code in _listed(value))
    return "、".join(map(str, _listed(value)))


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]
