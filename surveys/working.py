"""How a visit's income was counted, line by line in words: for the review page and paper (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from foundation.codelists import codes, label
from foundation.faults import Text
from foundation.money import format_yuan
from surveys.content import rows
from surveys.counting import (
    ART_7,
    ART_13,
    NOT_A_MEMBER,
    WORK_COST,
    Counted,
    LeftOut,
    Terms,
    count,
    fees,
)
from surveys.income_lines import CATEGORIES, MONTHS
from surveys.questions.economy import CATEGORIES as NAMES
from surveys.questions.economy import GROUND_NAMES

Content = Mapping[str, Any]
OTHER_INCOME = "501"


@dataclass(frozen=True)
class WorkingLine:
    """One line of the working: what, how much with its unit, and the clause it rests on."""

    label: Text
    shown: Text
    clause: str = ""
    is_sum: bool = False


@dataclass(frozen=True)
class Working:
    """The lines that lead to income a head, and who is not counted."""

    lines: list[WorkingLine]
    asides: list[Text] = field(default_factory=list)


def working(content: Content, terms: Terms) -> Working:
    """From the categories over what is left out and deducted to income a head a month."""
    counted = count(content, terms)
    lines = [
        *_categories(counted),
        *_supported(content, terms),
        *(_left_out(content, one) for one in counted.left_out if one.line.net),
        *_deductions(content, counted),
        WorkingLine(_("Family income a month"), _month(counted.total), ART_13, is_sum=True),
        WorkingLine(_("÷ %(n)s living together") % {"n": counted.people}, "", ART_7),
        WorkingLine(_("Income per person"), _month(counted.per_head), is_sum=True),
    ]
    return Working(lines, list(_not_counted(content)))


def _categories(counted: Counted) -> Iterator[WorkingLine]:
    names = dict(NAMES)
    for code in CATEGORIES:
        if counted.by_category[code]:
            yield WorkingLine(names[code], _month(counted.by_category[code]))


def _supported(content: Content, terms: Terms) -> Iterator[WorkingLine]:
    for row_id, fee in fees(content, terms).items():
        if fee:
            name = content["supporters"][row_id].get("name", "")
            yield WorkingLine(_("Included: support by %(name)s") % {"name": name}, _month(fee))


def _left_out(content: Content, one: LeftOut) -> WorkingLine:
    who = content["members"].get(one.line.member, {}).get("name", "")
    kind = one.line.kind if one.line.kind in codes("income_kind") else OTHER_INCOME
    income = GROUND_NAMES.get(one.line.exclude) or label("income_kind", kind)
    name = f"{who} {income}".strip()
    if one.why == NOT_A_MEMBER:
        words = _("Not counted, of somebody not counted: %(income)s")
    else:
        words = _("Not counted: %(income)s")
    return WorkingLine(words % {"income": name}, _year(one.line.net), one.clause)


def _deductions(content: Content, counted: Counted) -> Iterator[WorkingLine]:
    for one in counted.deductions:
        name = content["members"].get(one.member, {}).get("name", "")
        if one.why == WORK_COST:
            words = _("Deducted from wages: work cost of %(name)s") % {"name": name}
        else:
            words = _("Deducted: spending forced by serious illness or disability")
        yield WorkingLine(words, f"− {_month(one.amount)}", one.clause)


def _not_counted(content: Content) -> Iterator[Text]:
    for _row_id, row in rows(content, "members"):
        if row.get("is_counted") is False:
            code = row.get("not_counted_reason")
            reason = label("not_counted_reason", code) if code else "—"
            words = _("%(name)s is not counted: %(reason)s 〔%(clause)s〕")
            yield words % {"name": row.get("name", ""), "reason": reason, "clause": ART_7}


def _month(amount: Any) -> Text:
    return _("%(amount)s yuan/month") % {"amount": format_yuan(amount)}


def _year(amount: Fraction) -> Text:
    return _("%(amount)s yuan/year") % {"amount": format_yuan(amount * MONTHS)}
