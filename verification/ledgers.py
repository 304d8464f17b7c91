"""L9 信息核对疑点台账: every finding from the agency's words to the striking off."""

from collections.abc import Iterator, Sequence

from django.db.models import Count, Q, QuerySet, Sum

from accounts.ledger_requests import LedgerFilters
from accounts.models import Area, User
from foundation.codelists import label_zh
from foundation.ledger_forms import Column, Ledger
from foundation.ledger_rows import Value
from surveys.models import CurrentFacts
from verification.declarations import declared_in_ledger
from verification.models import Finding, FindingMove, Step
from verification.models.findings import VERIFIED
from verification.rules import TRUE_CONCLUSIONS, Action, Conclusion, Kind

KINDS_ZH = {Kind.VEHICLE: "机动车", Kind.IDENTITY: "信息不一致"}
CONCLUSIONS_ZH = {
    Conclusion.STOP: "属实-停发",
    Conclusion.DECREASE: "属实-减发",
    Conclusion.ADJUST: "属实-调整",
    Conclusion.EXEMPT: "属实-豁免",
    Conclusion.FALSE_ALARM: "不属实-误报",
    Conclusion.CHANGED: "已变化",
}
ACTIONS_ZH = {
    Action.STOP: "停",
    Action.DECREASE: "减",
    Action.INCREASE: "增",
    Action.KEEP: "维持",
    Action.UPDATE: "更新信息",
}
LEDGER = Ledger(
    code="L9",
    title="信息核对疑点台账",
    columns=(
        Column("批次", 22),
        Column("县区"),
        Column("乡镇"),
        Column("村", 12),
        Column("户主"),
        Column("核查对象"),
        Column("身份证号", 20),
        Column("与户主关系"),
        Column("数据来源部门", 14),
        Column("数据时点", 12, "date"),
        Column("疑点类型", 12),
        Column("疑点内容", 40),
        Column("申报情况", 20),
        Column("入户核实情况", 40),
        Column("核实人(2人)", 16),
        Column("核实日期", 12, "date"),
        Column("乡镇结论", 14),
        Column("县级意见", 20),
        Column("处理措施", 10),
        Column("执行年月", 10, "month"),
        Column("追回金额", 12, "money", total=True),
        Column("销号日期", 12, "date"),
        Column("备注", 16),
    ),
    unit_line="单位:条、元",
    frozen_columns=7,
)
TOTALS = Ledger(
    code="L9",
    title="信息核对疑点分类汇总",
    columns=(
        Column("疑点类型", 16),
        Column("疑点数", 10, "integer", total=True),
        Column("核实数", 10, "integer", total=True),
        Column("属实数", 10, "integer", total=True),
        Column("停发", 10, "integer", total=True),
        Column("减发", 10, "integer", total=True),
        Column("增发", 10, "integer", total=True),
        Column("维持", 10, "integer", total=True),
        Column("更新信息", 10, "integer", total=True),
        Column("销号数", 10, "integer", total=True),
        Column("追回金额", 14, "money", total=True),
    ),
    unit_line="单位:条、元",
)
BATCH = 500


def found(filters: LedgerFilters) -> QuerySet:
    """The findings the ledger is about; ``kind`` is a kind of finding, dates its creation."""
    rows = Finding.objects.within(filters.area)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.since:
        rows = rows.filter(created_at__date__gte=filters.since)
    if filters.until:
        rows = rows.filter(created_at__date__lte=filters.until)
    return rows


def count(user: User, filters: LedgerFilters) -> int:
    """How many rows the ledger will have."""
    return found(filters).count()


def rows(user: User, filters: LedgerFilters) -> Iterator[Sequence[Value]]:
    """The ledger's rows by batch and place, in the scope that is declared."""
    asked = found(filters).select_related("round", "household", "member", "agency", "area")
    ordered = asked.order_by("-round__period", "area_id", "household_id", "pk")
    names = dict(Area.objects.within(filters.area).values_list("code", "name"))
    above = {filters.area.county_code, filters.area.township_code}
    names |= dict(Area.objects.filter(code__in=above).values_list("code", "name"))
    batch: list[Finding] = []
    for finding in ordered.iterator(BATCH):
        batch.append(finding)
        if len(batch) == BATCH:
            yield from _rows(batch, names, filters)
            batch = []
    yield from _rows(batch, names, filters)


def _rows(
    batch: list[Finding], names: dict[str, str], filters: LedgerFilters
) -> Iterator[Sequence[Value]]:
    households = {finding.household_id for finding in batch}
    facts = {
        row.household_id: row.content
        for row in CurrentFacts.objects.filter(household_id__in=households)
    }
    moves = FindingMove.objects.filter(finding__in=batch, move__in=("confirm", "return")).order_by(
        "pk"
    )
    opinions = {move.finding_id: move for move in moves}
    for finding in batch:
        move = opinions.get(finding.pk)
        yield (
            *_place(finding, names),
            filters.identity(finding.member.identity_number),
            label_zh("relation", finding.member.relation),
            finding.agency.name,
            finding.data_date,
            KINDS_ZH[Kind(finding.kind)],
            finding.text,
            declared_in_ledger(finding, facts.get(finding.household_id)),
            *_verified(finding),
            _opinion(move),
            ACTIONS_ZH[Action(finding.action)] if finding.action else "",
            finding.effective_month,
            finding.recovered,
            finding.closed_on,
            "" if finding.is_sure else "仅姓名与部分号码相符，须人工甄别",
        )


def _place(finding: Finding, names: dict[str, str]) -> tuple[str, ...]:
    area = finding.area
    return (
        finding.round.name,
        names.get(area.county_code, ""),
        names.get(area.township_code, ""),
        area.name,
        finding.household.head_name,
        finding.member.name,
    )


def _verified(finding: Finding) -> tuple[Value, ...]:
    verifiers = "、".join(filter(None, (finding.verifier_first, finding.verifier_second)))
    conclusion = CONCLUSIONS_ZH[Conclusion(finding.conclusion)] if finding.conclusion else ""
    return finding.account, verifiers, finding.verified_on, conclusion


def _opinion(move: FindingMove | None) -> str:
    if move is None:
        return ""
    words = "同意" if move.move == "confirm" else "退回重新核实"
    return f"{words}：{move.reason}" if move.reason else words


def totals(user: User, filters: LedgerFilters) -> Iterator[Sequence[Value]]:
    """One row per kind: found, verified, true, how dealt with, money recovered."""
    counted = (
        found(filters)
        .order_by()
        .values("kind")
        .annotate(
            all=Count("pk"),
            verified=Count("pk", filter=Q(step__in=VERIFIED)),
            true=Count("pk", filter=Q(step__in=VERIFIED, conclusion__in=TRUE_CONCLUSIONS)),
            **{f"is_{a.value}": Count("pk", filter=Q(action=a)) for a in Action},
            closed=Count("pk", filter=Q(step=Step.CLOSED)),
            money=Sum("recovered"),
        )
        .order_by("kind")
    )
    for row in counted:
        yield (
            KINDS_ZH[Kind(row["kind"])],
            row["all"], row["verified"], row["true"],
            *(row[f"is_{action.value}"] for action in Action),
            row["closed"],
            row["money"] or 0,
        )  # fmt: skip
