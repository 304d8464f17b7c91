"""L3 低收入(低保边缘)家庭台账: the form and rows; figures are those of the decision."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.ledger_requests import LedgerFilters
from accounts.models import Area, User
from assistance.models import Benefit, Decision, Programme, UnlockKind
from foundation.codelists import label_zh
from foundation.ledger_forms import Column, Group, Ledger
from foundation.ledger_rows import Value
from households.models import Member

BATCH = 500
YES, NO = "是", "否"
LEDGER = Ledger(
    "L3",
    "低收入(低保边缘)家庭台账",
    [
        Column("县区", 10),
        Column("乡镇", 12),
        Column("村", 12),
        Column("户主", 10),
        Column("身份证号", 20),
        Column("住址", 24),
        Column("电话", 13),
        Column("家庭人口", 6, "integer", total=True),
        Column("人均月收入", 11, "money"),
        Column("低保标准", 10, "money"),
        Column("1.5倍线", 10, "money"),
        Column("收入/标准比", 8),
        Column("财产是否符合", 8),
        Column("致困原因", 14),
        Column("认定日期", 12, "date"),
        Column("有效期至", 12, "date"),
        Group(
            "已享受",
            [Column(title, 6) for title in ("取暖", "慈善", "医疗", "教育", "残疾人康复", "其他")],
        ),
        Column("单人保人员", 14),
        Column("备注", 16),
    ],
)
RECEIVED = (
    UnlockKind.HEATING, UnlockKind.CHARITY, UnlockKind.MEDICAL, UnlockKind.EDUCATION,
    UnlockKind.REHABILITATION,
)  # fmt: skip


def benefits(user: User, filters: LedgerFilters) -> QuerySet[Benefit]:
    """Low-income findings that hold, or begin, on the ledger's day; dates are those of decision."""
    found = Benefit.objects.within(filters.area).not_ended(filters.on)
    found = found.filter(programme=Programme.LOW_INCOME)
    if filters.since:
        found = found.filter(decision__decided_at__date__gte=filters.since)
    if filters.until:
        found = found.filter(decision__decided_at__date__lte=filters.until)
    return found


def count(user: User, filters: LedgerFilters) -> int:
    """How many rows the ledger will have."""
    return benefits(user, filters).count()


def rows(user: User, filters: LedgerFilters) -> Iterator[Sequence[Value]]:
    """One row per household by division and head; never more than a batch in memory."""
    names = _area_names(filters.area)
    found = (
        benefits(user, filters)
        .select_related("household", "decision")
        .prefetch_related("unlocks")
        .order_by("area_id", "household__head_name", "pk")
    )
    batch: list[Benefit] = []
    for benefit in found.iterator(chunk_size=BATCH):
        batch.append(benefit)
        if len(batch) == BATCH:
            yield from _rows(batch, filters, names)
            batch = []
    yield from _rows(batch, filters, names)


def _rows(
    batch: list[Benefit], filters: LedgerFilters, names: Mapping[str, str]
) -> Iterator[Sequence[Value]]:
    heads = _heads(benefit.household_id for benefit in batch)
    for benefit in batch:
        household, decision, code = benefit.household, benefit.decision, benefit.area_id
        head, found = heads.get(benefit.household_id), decision.assessment
        received = {row.kind for row in benefit.unlocks.all() if row.is_received}
        yield [
            names.get(code[:6] + "000000", ""),
            names.get(code[:9] + "000", ""),
            names.get(code, ""),
            household.head_name,
            filters.identity(head.identity_number) if head else "",
            household.address,
            filters.phone(household.phone),
            decision.family_size,
            decision.per_capita,
            decision.standard,
            decision.low_income_line,
            _ratio(decision),
            _property(found),
            label_zh("poverty_cause", household.poverty_cause),
            timezone.localtime(decision.decided_at).date(),
            benefit.until,
            *(YES if kind in received else "" for kind in RECEIVED),
            "",
            _single_persons(decision, found),
            household.note,
        ]


def _ratio(decision: Decision) -> str:
    """Income to standard, two decimals; the figures beside it decide, not this."""
    if not decision.standard:
        return ""
    ratio = decision.per_capita / decision.standard
    return f"{ratio.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}"


def _property(found: Mapping[str, Any]) -> str:
    """Whether every property condition of the low-income finding was met."""
    outcome = _outcome(found, Programme.LOW_INCOME)
    answers = [c["answer"] for c in outcome["conditions"] if c["rule"].startswith("PR-")]
    return YES if all(answer == "yes" for answer in answers) else NO


def _single_persons(decision: Decision, found: Mapping[str, Any]) -> str:
    """Members who could be covered alone (单人保), as the decision's findings name them."""
    outcome = _outcome(found, Programme.SINGLE_PERSON)
    if outcome["verdict"] != "yes":
        return ""
    names = {member["key"]: member["name"] for member in decision.facts["members"]}
    return "、".join(names.get(key, "") for key in outcome["covered"])


def _outcome(found: Mapping[str, Any], programme: str) -> Mapping[str, Any]:
    return next(outcome for outcome in found["outcomes"] if outcome["programme"] == programme)


def _heads(household_ids: Iterable[int]) -> dict[int, Member]:
    people = Member.objects.active().filter(household__in=list(household_ids))
    heads = people.filter(relation__in=Member.HEAD_RELATIONS)
    return {head.household_id: head for head in heads}


def _area_names(area: Area) -> Mapping[str, str]:
    above = Area.objects.filter(code__in=[area.county_code, area.township_code])
    return dict((above | Area.objects.within(area)).values_list("code", "name"))
