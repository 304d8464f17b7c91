"""Forms of an import: the file, what each column holds, which village where none is named."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from foundation import clock
from foundation.codelists import choices
from foundation.forms import Form
from households.importing.faults import column_letters
from households.importing.mapping import is_data, is_other_time
from households.importing.targets import TARGETS
from households.models.code_mappings import Standard
from households.models.households import UrbanRural
from households.models.imports import RowState
from households.services.import_files import LARGEST, SUFFIXES, SheetLook

GROUPS = {
    "area": _("Where"),
    "household": _("Household"),
    "head": _("Head of household"),
    "member": _("Person in the household"),
    "kind": _("Kinds"),
    "stated": _("To compare only"),
}
NAMES = ("member.name", "head.name")
SAMPLES = 3


class UploadForm(Form):
    """The ledger to import."""

    file = forms.FileField(
        label=_("Ledger"),
        help_text=_("An Excel workbook (.xlsx, .xls) or a .csv file, up to 60 MB and 200,000 rows"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(SUFFIXES):
            raise forms.ValidationError(
                _("Choose an Excel workbook or a .csv file; save other files as .xlsx first."),
                code="suffix",
            )
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than 60 MB: split it by township."), code="size"
            )
        return file


class HeaderForm(Form):
    """Which sheet, and where its heading stands (rows as Excel numbers them)."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    first = forms.IntegerField(
        label=_("Heading from row (0: no heading)"), min_value=0, max_value=30
    )
    last = forms.IntegerField(label=_("to row"), min_value=0, max_value=30)

    def __init__(self, *args: Any, looks: Sequence[SheetLook], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looks = looks
        self.fields["sheet"].choices = [  # type: ignore[attr-defined]
            (look.name, _sheet_words(look)) for look in looks
        ]
        if len(looks) < 2:
            self.fields["sheet"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first is None or last is None:
            return data
        if last < first or (last and not first):
            self.add_error("last", _("The heading ends before it begins."))
        elif row := self._row_of_data(data, first, last):
            message = _("Row %(row)s is no heading: a number stands in it. 0 means no heading.")
            self.add_error("first", forms.ValidationError(message, "data", {"row": row}))
        return data

    def _row_of_data(self, data: Mapping[str, Any], first: int, last: int) -> int | None:
        """The row said to be of the heading that holds somebody's number: it must not be kept."""
        wanted = data.get("sheet")
        look = next((look for look in self.looks if look.name == wanted), self.looks[0])
        rows = enumerate(look.first_rows[max(first - 1, 0) : last], start=max(first, 1))
        return next((number for number, row in rows if any(map(is_data, row))), None)


class ColumnsForm(Form):
    """What each column holds; ``column-0`` is the first one."""

    default_area = forms.ModelChoiceField(
        label=_("Village of rows that name none"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=_("Refuse such rows"),
    )
    default_kind = forms.ChoiceField(
        label=_("Kind of rows that name none"),
        choices=lambda: [("", _("None")), *choices("household_kind")],
        required=False,
    )
    default_urban_rural = forms.ChoiceField(
        label=_("Urban or rural, where the ledger does not say"),
        choices=[("", _("Rural")), *UrbanRural.choices[:1]],
        required=False,
    )
    standard = forms.ChoiceField(
        label=_("Codes in this file"),
        help_text=_("Choose another system where its code and ours may be one and the same sign."),
        choices=[("", _("Ours, and words")), *Standard.choices],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        names: Sequence[str],
        guessed: Mapping[int, str],
        area: Area,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        villages = Area.objects.current(clock.today()).within(area).villages().order_by("code")
        self.fields["default_area"].queryset = villages  # type: ignore[attr-defined]
        self.names = names
        for place, name in enumerate(names):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=name or column_letters(place),
                choices=_targets,
                required=False,
                initial=guessed.get(place, ""),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen: dict[str, int] = {}
        for place, key in self.mapping(data).items():
            if key in chosen:
                message = _("Column %(column)s holds this already: choose one of the two.")
                column = column_letters(chosen[key])
                self.add_error(
                    f"column-{place}",
                    forms.ValidationError(message, code="twice", params={"column": column}),
                )
            chosen.setdefault(key, place)
            if is_other_time(key, self.names[place]):
                message = _("By its heading the column holds amounts a year, not a month.")
                self.add_error(f"column-{place}", forms.ValidationError(message, code="per"))
        if not any(key in chosen for key in NAMES):
            raise forms.ValidationError(_("Say which column holds the names."), code="name")
        return data

    def mapping(self, data: Mapping[str, Any]) -> dict[int, str]:
        """Column to target key, of what is chosen."""
        chosen = {place: data.get(f"column-{place}", "") for place in range(len(self.names))}
        return {place: key for place, key in chosen.items() if key}

    def rows(self, body: Sequence[Sequence[str]]) -> Iterator[dict[str, Any]]:
        """For the page: letter, heading, some values and the field of each column."""
        for place, name in enumerate(self.names):
            values = [row[place] for row in body if place < len(row) and row[place]]
            yield {
                "letter": column_letters(place),
                "name": "" if name == column_letters(place) else name,
                "values": values[:SAMPLES],
                "field": self[f"column-{place}"],
            }


class RowFilterForm(Form):
    """Which households of an import are shown."""

    q = forms.CharField(
        label=_("Head of household or row"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("What becomes of it"), choices=[("", _("All")), *RowState.choices], required=False
    )


def _targets() -> list[tuple[Any, Any]]:
    grouped: dict[str, list[tuple[str, Any]]] = {}
    for key, target in TARGETS.items():
        group = key.partition(".")[0]
        grouped.setdefault("kind" if target.group == "kind" else group, []).append(
            (key, target.label)
        )
    return [("", _("Not imported")), *((GROUPS.get(g, g), found) for g, found in grouped.items())]


def _sheet_words(look: SheetLook) -> str:
    return f"{look.name} ({look.row_count})"
