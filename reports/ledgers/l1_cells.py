"""The cells of L1 that a visit's answers fill: family, economy, benefits, needs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from foundation.codelists import label_zh
from foundation.ledger_rows import Value
from households.models import Household
from surveys.choices import SOLVED, Benefit, BusinessForm, Livestock, Period
from surveys.content import number, rows
from surveys.counting import USUAL, Terms
from surveys.figures import summary

Content = Mapping[str, Any]
NONE = "无"
SHOWN = (
    Benefit.DIBAO, Benefit.LOW_INCOME, Benefit.TEKUN, Benefit.DISABLED_LIVING,
    Benefit.SEVERE_CARE, Benefit.TEMP_AID, Benefit.HEATING, Benefit.PRICE, Benefit.EDUCATION,
    Benefit.MEDICAL, Benefit.HOUSING, Benefit.EMPLOYMENT,
)  # fmt: skip
"""Columns of 三、保障情况, in their order."""
PER = {Period.MONTH: "元/月", Period.YEAR: "元/年"}


def blank_cells(household: Household) -> list[Value]:
    """A household nobody has visited yet: only the register's own count of people."""
    cells: list[Value] = [household.family_size, *[None] * 6, *[None] * 3, *[""] * 4]
    return [*cells, *[""] * len(SHOWN), None, *[""] * 7]


def cells_of_visit(content: Content, household: Household, terms: Terms = USUAL) -> list[Value]:
    """The cells from 家庭人口 to 办结日期 for a visited household.

    ``terms`` are those income was counted by on the day of the visit.
    """
    figures = summary(content, terms)
    return [
        household.family_size,
        figures.labour_count,
        figures.employed_count,
        figures.student_count,
        figures.elderly_count,
        figures.disabled_count,
        figures.ill_count,
        figures.monthly_income,
        figures.per_capita,
        _mu(content),
        _animals(content),
        _vehicles(content),
        _businesses(content),
        _homes(content),
        *(_benefit(content["coverage"].get(code, {})) for code in SHOWN),
        figures.benefits_monthly,
        *_needs(content),
    ]


def _mu(content: Content) -> Decimal:
    areas = [number(row.get("area")) or Decimal(0) for _id, row in rows(content, "land")]
    return sum(areas, Decimal(0))


def _animals(content: Content) -> str:
    if content["economy"].get("has_livestock") is not True:
        return NONE
    return "、".join(
        f"{Livestock(row['kind']).label}{row.get('heads') or ''}"
        for _id, row in rows(content, "livestock")
        if row.get("kind") in Livestock.values
    )


def _vehicles(content: Content) -> str:
    if content["economy"].get("has_vehicle") is not True:
        return NONE
    kinds = Counter(row.get("kind") or "other" for _id, row in rows(content, "vehicles"))
    return "、".join(f"{label_zh('vehicle_kind', kind)}{many}辆" for kind, many in kinds.items())


def _businesses(content: Content) -> str:
    if content["economy"].get("has_business") is not True:
        return NONE
    return "、".join(
        f"{BusinessForm(row['form']).label} {row.get('name') or ''}".strip()
        for _id, row in rows(content, "businesses")
        if row.get("form") in BusinessForm.values
    )


def _homes(content: Content) -> str:
    """``1套/60㎡/C级``; homes that are not the family's own name their tenure."""
    homes = [row for _id, row in rows(content, "homes")]
    own = [row for row in homes if row.get("tenure") == "1"]
    others = [label_zh("housing_kind", row.get("tenure") or "") for row in homes if row not in own]
    if not own:
        return "、".join(others)
    metres = sum((number(row.get("area")) or Decimal(0) for row in own), Decimal(0))
    grades = sorted({row["danger"] for row in own if row.get("danger")}, reverse=True)
    parts = [f"{len(own)}套", f"{metres.normalize():f}㎡", *(f"{g}级" for g in grades[:1])]
    return "、".join(["/".join(parts), *others])


def _benefit(row: Mapping[str, Any]) -> str:
    received = row.get("received")
    if received is not True:
        return "否" if received is False else ""
    amount, per = number(row.get("amount")), PER.get(row.get("period", ""), "元")
    return f"{amount:.2f}{per}" if amount else "是"


def _needs(content: Content) -> Sequence[str]:
    """Seven cells; several needs stand in the same order in each, parted by ；."""
    needs = [row for _id, row in rows(content, "needs")]
    visited_on = content["header"].get("visited_on") or ""
    columns = [
        [label_zh("need_kind", row.get("kind") or "") or "其他帮扶" for row in needs],
        [(row.get("description") or "").replace("；", ";") for row in needs],
        [label_zh("need_disposition", row.get("disposition") or "") for row in needs],
        [row.get("unit") or "" for row in needs],
        [row.get("due_on") or "" for row in needs],
        [row.get("outcome") or "" for row in needs],
        [visited_on if row.get("disposition") == SOLVED else "" for row in needs],
    ]
    return ["；".join(column) if any(column) else "" for column in columns]
