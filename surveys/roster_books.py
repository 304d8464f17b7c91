"""Workbooks of a roster: the form to fill in, and the refused rows with the reasons."""

from collections.abc import Iterable
from io import BytesIO

from accounts.models import Area, User
from foundation import clock
from foundation.codelists import code_list
from foundation.ledger_forms import Column, Ledger
from foundation.spreadsheets import LedgerBook
from surveys.models import Campaign
from surveys.roster_reading import HEADS, MOST_ROWS, NEEDED, PLACE, WHY
from surveys.roster_rows import JudgedRow
from surveys.services.roster import place_of

WIDTHS = {"name": 12, "unit": 28, "duty": 16, "level": 8, "area": 32, "user": 18,
          "active_from": 14, "reason": 24}  # fmt: skip
BLANK_ROWS = 100
"""Lines drawn in the form, their cells text, so that codes and accounts stay as typed."""
COLUMNS = tuple(Column(title, WIDTHS[name]) for name, title in HEADS.items())
TITLE = "走访干部花名册"
FORM = Ledger("HMC", TITLE, COLUMNS, unit_line="", signature_line="", frozen_columns=1)
REFUSED = Ledger(
    "HMC", TITLE, (*COLUMNS, Column(PLACE, 12), Column(WHY, 60)),
    unit_line="", signature_line="", numbered=False, frozen_columns=1,
)  # fmt: skip
PLACES = Ledger(
    "HMC", "地区名称", (Column("地区", 44), Column("区划代码", 16)),
    unit_line="", signature_line="", numbered=False,
)  # fmt: skip
_NOTES = {
    "name": "必填。",
    "unit": "必填，与入户表上写的完全一致，才能对上。",
    "duty": "可不填。",
    "area": "必填，写全称或本辖区内不重名的名称，可从“地区名称”表复制；县、乡、村也可分列填写。",
    "user": "有系统账号的填账号，走访按账号计入。",
    "active_from": "可不填，默认为导入当天；须在行动期间内，如 2021-06-18。",
    "reason": "可不填，只用于新列入的干部。",
}


def write_form(campaign: Campaign, by: User) -> bytes:
    """An empty roster to fill in, with the names of the places it may hold."""
    places = Area.objects.current(clock.today()).within(place_of(campaign, by)).order_by("code")
    with BytesIO() as out:
        with _book(out, campaign, by, _explained()) as book:
            book.add(FORM, [[""] * len(COLUMNS)] * BLANK_ROWS)
            book.add(PLACES, [(area.full_name or area.name, area.code) for area in places])
        return out.getvalue()


def write_refused(campaign: Campaign, by: User, rows: Iterable[JudgedRow]) -> bytes:
    """The refused rows as they were typed, the reasons beside them, to mend and upload again."""
    with BytesIO() as out:
        with _book(out, campaign, by, {}) as book:
            book.add(REFUSED, [_refused(one) for one in rows])
        return out.getvalue()


def _refused(one: JudgedRow) -> tuple[str, ...]:
    why = "；".join(f"{fault.label}：{fault.message}" for fault in one.faults)
    where = f"{one.row.sheet} {one.row.number}".strip()
    return (*(one.row.cells.get(name) or "" for name in HEADS), where, why)


def _book(out: BytesIO, campaign: Campaign, by: User, notes: dict[str, str]) -> LedgerBook:
    place = place_of(campaign, by)
    return LedgerBook(
        out,
        region=place.full_name or place.name,
        cut_off=clock.today(),
        reported_by=by.unit or by.area.full_name or by.area.name,
        data_notes={"行动": campaign.name} | notes,
    )


def _explained() -> dict[str, str]:
    """What to write in each column, for the sheet that explains the workbook."""
    levels = "、".join(entry.zh for entry in code_list("interviewer_level").entries.values())
    notes = _NOTES | {"level": f"必填，{levels}之一。"}
    told = {f"{title}（列）": notes[name] for name, title in HEADS.items()}
    needed = "、".join(HEADS[name] for name in NEEDED)
    return told | {
        "填写说明": f"一人一行，最多 {MOST_ROWS} 行；必须有的列：{needed}；列的次序不限。",
    }
