"""L1 困难群众排查工作台账: every household of the register with what its last visit found."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef

from accounts.ledger_requests import LedgerFilters
from accounts.models import Area, User
from foundation.codelists import label_zh
from foundation.ledger_forms import Column, Group, Ledger
from foundation.ledger_rows import Value
from households.models import Household, HouseholdKind, Member
from households.models.households import HouseholdQuerySet
from reports.ledgers.l1_cells import blank_cells, cells_of_visit
from surveys.counting import Terms
from surveys.known import terms_of
from surveys.models import CurrentFacts, Interviewer, VisitMove

LEDGER = Ledger(
    "L1",
    "困难群众排查工作台账",
    [
        Column("县(市)区", 10),
        Column("乡镇(街道)", 12),
        Column("村(社区)", 12),
        Column("户主姓名", 10),
        Column("身份证号", 20),
        Column("联系电话", 13),
        Column("家庭住址", 24),
        Column("户籍类别", 8),
        Column("对象类别", 14),
        Group(
            "一、家庭基本情况",
            [
                Column("家庭人口", 6, "integer", total=True),
                Column("劳动力人口", 6, "integer", total=True),
                Column("就业人数", 6, "integer", total=True),
                Column("就学子女", 6, "integer", total=True),
                Column("老年人", 6, "integer", total=True),
                Column("残疾人", 6, "integer", total=True),
                Column("重慢性病患者", 7, "integer", total=True),
            ],
        ),
        Group(
            "二、家庭经济状况",
            [
                Column("家庭月收入", 11, "money"),
                Column("人均月收入", 11, "money"),
                Column("土地(亩)", 8, "money"),
                Column("养殖", 12),
                Column("车辆", 12),
                Column("企业经营", 14),
                Column("住房(套/㎡/等级)", 16),
            ],
        ),
        Group(
            "三、保障情况",
            [
                *(
                    Column(title, 12)
                    for title in (
                        "低保", "低收入", "特困", "困难残补", "重残护补", "临时救助",
                        "取暖救助", "价格临补", "教育", "医疗", "住房", "就业",
                    )
                ),
                Column("月保障金合计", 12, "money", total=True),
            ],
        ),
        Group(
            "四、需要帮助解决问题",
            [
                Column("需求类别", 16),
                Column("具体诉求", 26),
                Column("处置方式", 16),
                Column("责任单位", 16),
                Column("办理时限", 12),
                Column("办理结果", 16),
                Column("办结日期", 12),
            ],
        ),
        Column("走访人(单位及姓名)", 22),
        Column("走访日期", 11, "date"),
        Column("审核人", 9),
        Column("备注", 16),
    ],
    frozen_columns=5,
)  # fmt: skip
NEED_KINDS = next(i for i, leaf in enumerate(LEDGER.leaves) if leaf.title == "需求类别")
DISPOSITIONS = NEED_KINDS + 2
VISITED_ON = next(i for i, leaf in enumerate(LEDGER.leaves) if leaf.title == "走访日期")
BATCH = 500
SEPARATOR = "；"


def households(user: User, filters: LedgerFilters) -> HouseholdQuerySet:
    """The households of the ledger; with dates only those visited between them."""
    found = Household.objects.on_register().within(filters.area)
    if filters.kind:
        found = found.of_kind(filters.kind, filters.on)
    visited = {}
    if filters.since:
        visited["as_of__gte"] = filters.since
    if filters.until:
        visited["as_of__lte"] = filters.until
    if visited:
        facts = CurrentFacts.objects.filter(household=OuterRef("pk"), **visited)
        found = found.filter(Exists(facts))
    return found


def count(user: User, filters: LedgerFilters) -> int:
    """How many rows the ledger will have."""
    return households(user, filters).count()


def rows(user: User, filters: LedgerFilters) -> Iterator[Sequence[Value]]:
    """One row per household by division, village and head; never more than a batch in memory."""
    names = _area_names(filters.area)
    chosen = households(user, filters)
    for low, high in _runs(chosen):
        part = chosen.filter(area_id__gte=low, area_id__lte=high)
        yield from _batch(part.order_by("area_id", "head_name", "pk"), filters, names)


def needs_in(row: Sequence[Value]) -> int:
    """How many needs one row holds."""
    return len(_parts(row[NEED_KINDS]))


def solved_in(row: Sequence[Value]) -> int:
    """How many of them were solved on the spot."""
    return _parts(row[DISPOSITIONS]).count(label_zh("need_disposition", "1"))


def is_visited(row: Sequence[Value]) -> bool:
    return row[VISITED_ON] is not None


def _parts(cell: Value) -> list[str]:
    return str(cell).split(SEPARATOR) if cell else []


def _runs(chosen: HouseholdQuerySet) -> Iterator[tuple[str, str]]:
    """Neighbouring villages, together about one batch: first and last code."""
    low, size, code = "", 0, ""
    villages = chosen.order_by("area_id").values_list("area_id").annotate(size=Count("pk"))
    for code, number in villages:
        low, size = low or code, size + number
        if size >= BATCH:
            yield low, code
            low, size = "", 0
    if low:
        yield low, code


def _area_names(area: Area) -> Mapping[str, str]:
    above = Area.objects.filter(code__in=[area.county_code, area.township_code])
    return dict((above | Area.objects.within(area)).values_list("code", "name"))


@dataclass
class _Known:
    """What belongs to one batch: heads, kinds and facts by household, people by visit."""

    heads: dict[int, Member] = field(default_factory=dict)
    kinds: dict[int, list[str]] = field(default_factory=dict)
    facts: dict[int, CurrentFacts] = field(default_factory=dict)
    interviewers: dict[int, list[str]] = field(default_factory=dict)
    approvers: dict[int, str] = field(default_factory=dict)


def _batch(
    part: HouseholdQuerySet, filters: LedgerFilters, names: Mapping[str, str]
) -> Iterator[Sequence[Value]]:
    found = list(part)
    terms: dict[tuple[str, str, datetime.date], Terms] = {}
    known = _known([household.pk for household in found], filters)
    for household in found:
        facts = known.facts.get(household.pk)
        visit = facts.visit_id if facts else 0
        yield [
            *_who(household, known, filters, names),
            *(_visited(household, facts, terms) if facts else blank_cells(household)),
            "、".join(known.interviewers.get(visit, ())),
            facts.as_of if facts else None,
            known.approvers.get(visit, ""),
            household.note,
        ]


def _visited(
    household: Household, facts: CurrentFacts,
    terms: dict[tuple[str, str, datetime.date], Terms],
) -> list[Value]:  # fmt: skip
    """Counted as the county counted on the day of the visit; asked once for each such day."""
    key = household.area_id[:6], household.urban_rural, facts.as_of
    if key not in terms:
        terms[key] = terms_of(household.area_id, household.urban_rural, facts.as_of)
    return cells_of_visit(facts.content, household, terms[key])


def _known(keys: Iterable[int], filters: LedgerFilters) -> _Known:
    known = _Known()
    heads = Member.objects.active().filter(relation__in=Member.HEAD_RELATIONS)
    known.heads = {head.household_id: head for head in heads.filter(household__in=keys)}
    kinds = HouseholdKind.objects.on(filters.on).filter(household__in=keys).order_by("kind")
    for household_id, kind in kinds.values_list("household_id", "kind"):
        known.kinds.setdefault(household_id, []).append(kind)
    facts = CurrentFacts.objects.filter(household__in=keys)
    known.facts = {one.household_id: one for one in facts}
    visits = [one.visit_id for one in known.facts.values()]
    people = Interviewer.objects.filter(visit__in=visits).order_by("visit_id", "pk")
    for visit_id, unit, name in people.values_list("visit_id", "unit", "name"):
        known.interviewers.setdefault(visit_id, []).append(f"{unit}{name}")
    moves = VisitMove.objects.filter(visit__in=visits, move="approve").order_by("pk")
    known.approvers = dict(moves.values_list("visit_id", "by__name"))
    return known


def _who(
    household: Household, known: _Known, filters: LedgerFilters, names: Mapping[str, str]
) -> Sequence[Value]:
    code, head = household.area_id, known.heads.get(household.pk)
    hukou = head.hukou_kind if head else ""
    return [
        names.get(code[:6] + "0" * 6, ""),
        names.get(code[:9] + "0" * 3, ""),
        names.get(code, "") if code[9:] != "000" else "",
        household.head_name,
        filters.identity(head.identity_number if head else None),
        filters.phone(household.phone or (head.phone if head else None)),
        household.address,
        label_zh("hukou_kind", hukou) or label_zh("urban_rural", household.urban_rural),
        "、".join(label_zh("household_kind", kind) for kind in known.kinds.get(household.pk, ())),
    ]
