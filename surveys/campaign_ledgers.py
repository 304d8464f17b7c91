"""Ledgers of a campaign: its list of households, and L17 走访干部台账."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q

from foundation.codelists import label_zh
from foundation.ledger_forms import Column, Ledger
from foundation.ledger_rows import Value
from surveys.cadre_coverage import Made
from surveys.coverage import Period
from surveys.models import Campaign, RosterCadre, VisitAssignment
from surveys.target_list import Wanted, for_page, kinds_of, listed

AT_ONCE = 500
STANDING_ZH = {
    "covered": "已走访",
    "submitted": "待审核",
    "returned": "退回修改",
    "draft": "填写中",
    "unmet": "去过未见到人",
    "untouched": "未走访",
}
TARGETS = Ledger(
    "MD",
    "走访对象名单",
    (
        Column("县（市、区）、乡镇、村", 30),
        Column("户主", 10),
        Column("档案编号", 20),
        Column("家庭人口", 8, "integer", total=True),
        Column("对象类别", 24),
        Column("进展", 12),
        Column("最近走访日期", 12, "date"),
        Column("列入日期", 12, "date"),
        Column("补入原因", 20),
        Column("移出原因", 20),
    ),
    unit_line="单位:户、人",
    frozen_columns=2,
)
CADRES = Ledger(
    "L17",
    "走访干部台账",
    (
        Column("姓名", 10),
        Column("单位", 28),
        Column("职务", 14),
        Column("级别", 8),
        Column("应走访户数", 10, "integer", total=True),
        Column("已走访户数", 10, "integer", total=True),
        Column("完成率（%）", 10, "money"),
        Column("发现问题数", 10, "integer", total=True),
        Column("最近走访日期", 12, "date"),
        Column("离开日期", 12, "date"),
        Column("离开原因", 20),
    ),
    unit_line="单位:户、件",
    frozen_columns=1,
)


def target_rows(campaign: Campaign, wanted: Wanted) -> Iterator[Sequence[Value]]:
    """One row a household, as the page lists it."""
    rows = for_page(listed(campaign, wanted)).select_related("area__parent__parent")
    batch = []
    for row in rows.iterator(chunk_size=AT_ONCE):
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield from _told(campaign, batch)
            batch = []
    yield from _told(campaign, batch)


def _told(campaign: Campaign, rows) -> Iterator[Sequence[Value]]:
    kinds = kinds_of(campaign, rows)
    for row in rows:
        home = row.household
        yield (
            row.area.full_name,
            home.head_name,
            home.household_no,
            home.family_size,
            "、".join(str(kind) for kind in kinds.get(home.pk, [])),
            "" if row.voided_at else STANDING_ZH[row.standing],
            row.last_on,
            row.added_on,
            row.added_reason,
            row.voided_reason,
        )


def cadre_rows(
    campaign: Campaign, period: Period, rows: Sequence[RosterCadre], made: Mapping[int, Made]
) -> Iterator[Sequence[Value]]:
    """One row a cadre. 应走访: households given to the cadre to visit, at least those visited."""
    given = _given(campaign, period, rows)
    for cadre in rows:
        own = made.get(cadre.pk)
        visited = own.households if own else 0
        due = max(given.get(cadre.user_id or 0, 0), visited)
        share = Decimal(100 * visited) / due if due else None
        yield (
            cadre.name,
            cadre.unit,
            cadre.duty,
            label_zh("interviewer_level", cadre.level),
            due,
            visited,
            share and share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP),
            own.needs if own else 0,
            own.last_on if own else None,
            cadre.active_to,
            cadre.left_reason,
        )


def _given(campaign: Campaign, period: Period, rows: Sequence[RosterCadre]) -> dict[int, int]:
    """Households each user was told to visit in the campaign, by the user's key."""
    users = [cadre.user_id for cadre in rows if cadre.user_id]
    own = VisitAssignment.objects.filter(Q(campaign=campaign) | Q(due_on__range=period.days))
    if period.closed_at is None:
        orders = own.filter(withdrawn_at=None)
    else:
        stood = Q(withdrawn_at=None) | Q(withdrawn_at__gt=period.closed_at)
        orders = own.filter(stood, assigned_at__lte=period.closed_at)
    found: dict[int, int] = {}
    for person in ("first_id", "second_id"):
        counted = orders.filter(**{f"{person}__in": users}).order_by().values_list(person)
        for user_id, households in counted.annotate(n=Count("household", distinct=True)):
            found[user_id] = found.get(user_id, 0) + households
    return found
