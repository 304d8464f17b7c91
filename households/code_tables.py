"""The pairs of codes as an Excel table: written to be filled in, read back with every fault."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from foundation import clock, codelists
from foundation.codelists import CodeList
from foundation.faults import InputError, Text
from foundation.ledger_forms import Column, Ledger
from foundation.spreadsheets import write_ledger
from foundation.workbooks import read_workbook
from households.models import CodeMapping
from households.services.code_mappings import check_codes

MOST_ROWS, MOST_BYTES = 5000, 5 * 1024 * 1024
YES, NO = ("是", "1", "yes"), ("否", "0", "no", "")
HEADINGS = {
    "code_list": "代码表",
    "code": "本系统代码",
    "our_name": "本系统名称",
    "ext_code": "对方代码",
    "ext_name": "对方名称",
    "is_for_export": "导出用",
    "is_for_import": "导入用",
    "note": "备注",
}
FORM = Ledger(
    code="DZ",
    title="代码对照表",
    columns=[Column(title, 18) for title in HEADINGS.values()],
    unit_line="",
    signature_line="",
    numbered=False,
)


def write_table(by: User, standard_name: str, pairs: Iterable[CodeMapping]) -> bytes:
    """A workbook of the pairs, and of every code of ours that has none yet, to be filled in."""
    found: dict[tuple[str, str], list[CodeMapping]] = {}
    for pair in pairs:
        found.setdefault((pair.code_list, pair.code), []).append(pair)
    out = BytesIO()
    write_ledger(
        out,
        FORM,
        [row for name in codelists.names() for row in _rows(codelists.code_list(name), found)],
        region=by.area.full_name,
        cut_off=clock.today(),
        reported_by=by.unit or by.area.full_name,
        data_notes={"标准": standard_name, "制表人": by.name},
    )
    return out.getvalue()


def _rows(
    listed: CodeList, found: Mapping[tuple[str, str], Sequence[CodeMapping]]
) -> Iterator[tuple[str, ...]]:
    """The pairs of each code of a list; a code without one has a row to be filled in."""
    for entry in listed.entries.values():
        ours = (listed.zh, entry.code, entry.zh)
        pairs = found.get((listed.name, entry.code), ())
        for pair in sorted(pairs, key=lambda one: one.ext_code):
            flags = (YES[0] if on else NO[0] for on in (pair.is_for_export, pair.is_for_import))
            yield (*ours, pair.ext_code, pair.ext_name, *flags, pair.note)
        if not pairs:
            yield (*ours, "", "", "", "", "")


def read_table(path: Path) -> tuple[list[dict[str, Any]], list[Text]]:
    """The pairs of a filled-in table, and a line for each fault; rows without 对方代码 are skipped.

    Raises UnreadableWorkbook.
    """
    rows = read_workbook(path, max_rows=MOST_ROWS, max_bytes=MOST_BYTES)
    at = next((i for i, row in enumerate(rows[:20]) if HEADINGS["ext_code"] in row), None)
    if at is None or not {HEADINGS["code_list"], HEADINGS["code"]} <= set(rows[at]):
        return [], [gettext_lazy("The headings 代码表, 本系统代码 and 对方代码 are missing.")]
    places = {key: rows[at].index(title) for key, title in HEADINGS.items() if title in rows[at]}
    found: list[dict[str, Any]] = []
    faults: list[Text] = []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        cells = {key: row[i].strip() if i < len(row) else "" for key, i in places.items()}
        if not cells["ext_code"]:
            continue
        try:
            found.append(_pair(cells))
        except InputError as error:
            faults.append(
                format_lazy("{row}：{words}", row=_("Row %s") % number, words=error.message)
            )
    return found, faults


def _pair(cells: Mapping[str, str]) -> dict[str, Any]:
    name = _list_of(cells["code_list"])
    check_codes(name, cells["code"])
    if len(cells["ext_code"]) > 20 or len(cells.get("ext_name", "")) > 60:
        raise InputError("ext_code", gettext_lazy("Their code or name is too long."))
    flags = dict(_flags(cells))
    texts = {key: cells.get(key, "")[:60] for key in ("ext_name", "note")}
    ours = {"code_list": name, "code": cells["code"], "ext_code": cells["ext_code"]}
    return ours | texts | flags


def _list_of(text: str) -> str:
    """The list a row is about, by its Chinese title or its name; what is neither stays."""
    try:
        return codelists.name_of(text)
    except KeyError:
        return text


def _flags(cells: Mapping[str, str]) -> Iterator[tuple[str, bool | None]]:
    for key in ("is_for_export", "is_for_import"):
        word = cells.get(key, "").lower()
        if word not in (*YES, *NO):
            raise InputError(key, gettext_lazy("Write 是 or 否 for what is written and read."))
        yield key, None if not word else word in YES
