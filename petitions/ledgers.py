"""L11 信访案件台账: its columns, its rows, and the summary by county and source."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone, translation

from accounts.models import Area, User
from foundation import clock, codelists
from foundation.ledger_forms import Column, Group, Ledger
from foundation.ledger_rows import Value
from petitions import figures, privacy
from petitions.filters import CaseFilter
from petitions.models import PetitionCase, PetitionCaseQuerySet
from petitions.services.moving import handling_clock

LEDGER = Ledger(
    "L11",
    "信访案件台账",
    (
        Column("案件编号", 22),
        Column("来源渠道", 12),
        Column("原编号", 18),
        Column("登记日期", 12, "date"),
        Column("信访人", 10),
        Column("身份证号", 20),
        Column("电话", 14),
        Column("住址", 24),
        Column("是否重访", 8),
        Group(
            "上访次数",
            (
                Column("京", 6, "integer", total=True),
                Column("省", 6, "integer", total=True),
                Column("市", 6, "integer", total=True),
            ),
        ),
        Column("信访事项", 24),
        Column("诉求", 24),
        Column("责任单位", 18),
        Column("承办人", 10),
        Group("包案领导", (Column("姓名", 10), Column("职务", 14))),
        Column("受理日期", 12, "date"),
        Column("办结期限", 12, "date"),
        Column("延期至", 12, "date"),
        Column("调查情况", 30),
        Column("政策依据", 24),
        Column("处理意见", 30),
        Column("答复日期", 12, "date"),
        Column("化解措施", 24),
        Column("化解方式（三到位一处理）", 22),
        Column("化解日期", 12, "date"),
        Column("是否息诉罢访", 10),
        Column("满意度", 10),
        Column("销号日期", 12, "date"),
        Column("稳控责任人", 10),
        Column("风险等级", 8),
        Column("备注", 20),
    ),
    unit_line="单位:件、人、次",
    frozen_columns=2,
)

SUMMARY = Ledger(
    "L11",
    "信访案件汇总表",
    (
        Column("县（市）区", 14),
        Column("来源渠道", 16),
        *(
            Column(title, 9, "integer", total=True)
            for title in ("登记", "受理", "办结", "化解", "销号", "超期", "重访")
        ),
    ),
    unit_line="单位:件",
)

NOTES: Mapping[str, str] = {
    "数据口径": "一件信访案件一行；重访另立一行，编号后缀 -R1、-R2。",
    "办结期限": "自受理之日起 60 日，延期的见“延期至”（《信访工作条例》第三十四条）。",
    "超期": "到期未决定受理、未答复，或答复晚于办结期限（含延期）。",
    "保密": "举报类事项的信访人对无权知悉的人员不显示；证件号码和电话默认脱敏。",
}


def rows(
    user: User, filters: Mapping[str, str], *, is_plain: bool = False
) -> Iterator[tuple[Value, ...]]:
    """One row per case the user sees, narrowed by ``filters`` as on the list.

    ``filters``: ``area`` (code), ``q``, ``source``, ``step``, ``state``. Numbers are masked unless
    ``is_plain`` (an export with permission and purpose, which the caller records); authors of
    reports stay hidden from who may not know them. Runs in the declared scope.
    """
    found = cases(user, filters).select_related("handler").order_by("area_id", "received_on", "pk")
    for case in found.iterator(chunk_size=500):
        yield row(case, user, is_plain=is_plain)


def summary_rows(
    user: User, filters: Mapping[str, str], *, on: datetime.date | None = None
) -> Iterator[tuple[Value, ...]]:
    """Figures per county and source for the summary sheet."""
    return summarised(cases(user, filters), on or clock.today())


def summarised(found: PetitionCaseQuerySet, on: datetime.date) -> Iterator[tuple[Value, ...]]:
    """The same figures of cases already chosen."""
    names = dict(Area.objects.counties().values_list("code", "name"))
    for line in figures.by_source_and_county(found, on):
        yield (
            names.get(line["county"] + "000000", "市本级"),
            codelists.label_zh("petition_source", line["source"]),
            line["registered"],
            line["accepted"],
            line["replied"],
            line["resolved"],
            line["struck_off"],
            line["overdue"],
            line["repeats"],
        )


def cases(user: User, filters: Mapping[str, str]) -> PetitionCaseQuerySet:
    """The cases of the chosen area that the filters leave."""
    code = filters.get("area", "")
    chosen = user.area
    if code and user.area.contains(code):
        chosen = Area.objects.filter(code=code).first() or chosen
    here = PetitionCase.objects.within(chosen)
    narrowed: Any = CaseFilter(filters, here, user=user)
    return narrowed.qs


def row(case: PetitionCase, user: User, *, is_plain: bool = False) -> tuple[Value, ...]:
    """One line of L11, in Chinese whatever the reader's language."""
    with translation.override("zh-hans"):
        who = privacy.petitioner_of(case, user, is_plain=is_plain)
    due = handling_clock(case)
    return (
        case.case_no,
        codelists.label_zh("petition_source", case.source),
        case.original_no,
        timezone.localtime(case.registered_at).date(),
        who.name,
        who.identity_number,
        who.phone,
        who.address,
        _yes(case.is_repeat),
        case.times_beijing,
        case.times_province,
        case.times_city,
        f"{codelists.label_zh('petition_matter', case.matter)}：{case.summary}",
        case.demand,
        case.responsible_unit,
        case.handler.name if case.handler else "",
        case.lead_name,
        case.lead_duty,
        case.accepted_on,
        _without_extension(case, due),
        case.extended_until,
        case.facts,
        case.policy_basis,
        case.opinion,
        case.replied_on,
        case.measures,
        codelists.label_zh("petition_result", case.result),
        case.resolved_on,
        _yes(case.is_calmed) if case.resolved_on else "",
        codelists.label_zh("petition_satisfaction", case.satisfaction),
        case.struck_off_on,
        case.keeper,
        codelists.label_zh("petition_risk", case.risk),
        case.note,
    )


def _without_extension(case: PetitionCase, due: Any) -> datetime.date | None:
    if due is None or case.extended_until is None:
        return due.due_on if due else None
    return due.due_on - datetime.timedelta(days=due.limits[-1].due.days)


def _yes(value: bool) -> str:
    return "是" if value else "否"
