"""How the income of a visit is counted (57号第十三条): what counts, what is deducted (pure).

The same sums as ``assistance.rules.income`` and ``static/surveys/sums.js``: a test holds the three
together. ``Terms`` say how a place counts on a day; the rules of assistance deliver them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from foundation.money import yuan
from surveys.choices import SERIOUS_DISEASES, SupporterStanding
from surveys.content import number, rows
from surveys.income_lines import CATEGORIES, MONTHS, TRANSFERS, WAGES, IncomeLine, income_lines
from surveys.income_lines import exact as amount_of
from surveys.questions.economy import UNCOUNTED

Content = Mapping[str, Any]
ART_7, ART_13 = "民发〔2021〕57号 第七条", "民发〔2021〕57号 第十三条"
SHARES = 10_000
MOST_SUPPORTED = 36
NOT_A_MEMBER = "not_a_member"
WORK_COST, RIGID = "work_cost", "rigid"
NO_COST, OF_WAGE = "none", "rate_of_wage"
DEDUCTIBLE = ("medical", "rehabilitation")
POOR = (SupporterStanding.DIBAO, SupporterStanding.LOW_INCOME, SupporterStanding.TEKUN)
CHILD = "child"


def _all_grounds() -> dict[str, str]:
    return dict.fromkeys(UNCOUNTED, ART_13)


@dataclass(frozen=True)
class Terms:
    """How a place counts income on a day: yuan a month, rates in ten-thousandths.

    ``grounds``: the incomes left out and the document each rests on. ``work_cost_base`` is what
    the rate is of where it is not the wage. ``support_rates`` by the number of persons supported.
    """

    grounds: Mapping[str, str] = field(default_factory=_all_grounds)
    work_cost_mode: str = NO_COST
    work_cost_rate: int = 0
    work_cost_base: Decimal = Decimal(0)
    work_cost_clause: str = ART_13
    rigid_rate: int = 0
    rigid_clause: str = ART_13
    standard: Decimal | None = None
    low_income_line: Decimal | None = None
    line_clause: str = ""
    support_multiple: int = 15_000
    support_rates: tuple[int, ...] = (3_000,)
    child_rate: int = 2_500
    child_cap: int = 5_000


USUAL = Terms()


@dataclass(frozen=True)
class LeftOut:
    """An income that is written down but not counted; ``why`` is a ground or NOT_A_MEMBER."""

    line: IncomeLine
    why: str
    clause: str


@dataclass(frozen=True)
class Deduction:
    """What is taken off, yuan a month: ``member`` is a row id of ``members``, or ""."""

    why: str
    member: str
    amount: Fraction
    clause: str


@dataclass(frozen=True)
class Counted:
    """Counted income, yuan a month, exact: by category (never below 0), less deductions, a head."""

    people: int
    lines: tuple[IncomeLine, ...]
    by_category: Mapping[str, Fraction]
    support: Fraction
    left_out: tuple[LeftOut, ...]
    deductions: tuple[Deduction, ...]
    total: Fraction

    @property
    def per_head(self) -> Decimal:
        """Rounded once; 0 while nobody is counted."""
        return yuan(self.total / self.people) if self.people else yuan(0)

    @property
    def uncounted(self) -> Fraction:
        return sum((one.line.net for one in self.left_out), Fraction(0))


def counted_members(content: Content) -> dict[str, Mapping[str, Any]]:
    """Members living together (共同生活的家庭成员), by row id."""
    return {
        row_id: row for row_id, row in rows(content, "members") if row.get("is_counted") is True
    }


def count(content: Content, terms: Terms = USUAL) -> Counted:
    """Σ counted net income − deductions, for the members living together."""
    people = counted_members(content)
    lines, left_out = _sorted_out(content, terms, people)
    ordinary = [line for line in lines if not line.is_support]
    sums = dict.fromkeys(CATEGORIES, Fraction(0))
    for line in ordinary:
        sums[line.category] = sums.get(line.category, Fraction(0)) + line.net
    deductions = _work_costs(ordinary, people, terms)
    sums[WAGES] -= sum((one.amount for one in deductions), Fraction(0))
    sums = {category: max(Fraction(0), net) for category, net in sums.items()}
    support = sum((line.gross for line in lines if line.is_support), Fraction(0))
    support += sum(fees(content, terms).values(), Fraction(0))
    gross = sum(sums.values(), Fraction(0)) + support
    rigid = min(_rigid(content, people, terms), gross)
    if rigid:
        deductions.append(Deduction(RIGID, "", rigid, terms.rigid_clause))
    sums[TRANSFERS] += support
    return Counted(
        len(people), tuple(lines), sums, support, tuple(left_out), tuple(deductions), gross - rigid
    )


def fees(content: Content, terms: Terms) -> dict[str, Fraction]:
    """What each supporter written down counts for, yuan a month, by row id.

    An agreement or judgment, else the formula; what is really paid when it is more (domain 3.4).
    """
    people = counted_members(content)
    return {
        row_id: _fee(row, terms)
        for row_id, row in rows(content, "supporters")
        if row.get("member") in people
    }


def how_many(answer: Any) -> int:
    """A count between 1 and the most one sum is shared by; 1 while it is open."""
    return min(max(int(number(answer) or 1), 1), MOST_SUPPORTED)


def _sorted_out(
    content: Content, terms: Terms, people: Mapping[str, Any]
) -> tuple[list[IncomeLine], list[LeftOut]]:
    """Lines that count, and those that do not with why. What is nobody's is the family's."""
    counted, left_out = [], []
    for line in income_lines(content):
        is_others = line.member in content["members"] and line.member not in people
        if is_others or not people:
            left_out.append(LeftOut(line, NOT_A_MEMBER, ART_7))
        elif line.exclude in terms.grounds:
            left_out.append(LeftOut(line, line.exclude, terms.grounds[line.exclude]))
        else:
            counted.append(line)
    return counted, left_out


def _work_costs(
    lines: list[IncomeLine], people: Mapping[str, Any], terms: Terms
) -> list[Deduction]:
    """Necessary cost of employment (必要的就业成本), never more than the member's wages."""
    if terms.work_cost_mode == NO_COST or not terms.work_cost_rate:
        return []
    wages: dict[str, Fraction] = {}
    for line in lines:
        if line.category == WAGES:
            owner = line.member if line.member in people else next(iter(people))
            wages[owner] = wages.get(owner, Fraction(0)) + line.net
    found = []
    for member, wage in wages.items():
        base = wage if terms.work_cost_mode == OF_WAGE else Fraction(terms.work_cost_base)
        cost = min(base * terms.work_cost_rate / SHARES, max(Fraction(0), wage))
        found.append(Deduction(WORK_COST, member, cost, terms.work_cost_clause))
    return [one for one in found if one.amount]


def _rigid(content: Content, people: Mapping[str, Any], terms: Terms) -> Fraction:
    """Extra spending forced by disability or serious illness, at the rate the locality set."""
    if not terms.rigid_rate or not people:
        return Fraction(0)
    burdened = {row_id for row_id, row in people.items() if _is_burdened(row)}
    spent = sum((amount_of(people[one].get("medical_cost")) for one in burdened), Fraction(0))
    for _row_id, row in rows(content, "expenses"):
        owner = row.get("member")
        owner = owner if owner in content["members"] else next(iter(people))
        if owner in burdened and row.get("kind") in DEDUCTIBLE:
            spent += amount_of(row.get("amount"))
    return spent / MONTHS * terms.rigid_rate / SHARES


def _is_burdened(row: Mapping[str, Any]) -> bool:
    is_ill = row.get("is_ill") is True and row.get("disease") in SERIOUS_DISEASES
    return is_ill or (row.get("is_disabled") is True and bool(row.get("grade")))


def _fee(row: Mapping[str, Any], terms: Terms) -> Fraction:
    if row.get("standing") in POOR or row.get("exempt"):
        return Fraction(0)
    return max(_owed(row, terms), amount_of(row.get("paid_monthly")))


def _owed(row: Mapping[str, Any], terms: Terms) -> Fraction:
    """By agreement or formula; 0 while a figure it needs is missing."""
    if number(row.get("agreed_monthly")) is not None:
        return amount_of(row.get("agreed_monthly"))
    shared = how_many(row.get("supported_count"))
    if row.get("duty") == CHILD:
        rate = min(terms.child_rate * shared, terms.child_cap)
        return amount_of(row.get("own_income")) * rate / SHARES / shared
    income = amount_of(row.get("household_income"))
    if terms.standard is None:
        return Fraction(0)
    kept = Fraction(terms.standard) * terms.support_multiple / SHARES
    spare = max(Fraction(0), income - kept * how_many(row.get("family_size")))
    rate = terms.support_rates[min(shared, len(terms.support_rates)) - 1]
    return spare * rate / SHARES / shared
