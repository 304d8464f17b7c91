"""What goes on paper: the notices of acceptance, publication, confirmation and refusal (文书).

Official documents are Chinese only.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import Area, User
from assistance.models import Application, Decision, Notice, Programme
from foundation.money import format_yuan, in_words
from foundation.spreadsheets import chinese_date
from households.models import DocumentKind, Household, IssuedDocument, Member
from households.services import documents

PROGRAMMES = {
    Programme.TEKUN: "特困人员救助供养",
    Programme.DIBAO: "最低生活保障",
    Programme.LOW_INCOME: "低收入家庭（最低生活保障边缘家庭）",
    Programme.SINGLE_PERSON: "最低生活保障（单人纳入）",
    Programme.RIGID_EXPENSE: "刚性支出困难家庭",
    Programme.TEMPORARY: "临时救助",
}
UNLOCKED = {
    "heating": "取暖救助（供热部门）",
    "charity": "慈善救助（慈善总会）",
    "medical": "医疗救助（医保部门）",
    "education": "教育救助（教育部门）",
    "rehabilitation": "残疾人康复救助（残联）",
}
MINOR_AGE = 18


def issue_acceptance(
    application: Application, *, by: User, at: datetime.datetime
) -> IssuedDocument:
    """W5 受理通知书: number, day, when the whole procedure is due."""
    context = {
        "addressee": application.applicant.name,
        "application_no": application.application_no,
        "programme": PROGRAMMES[Programme(application.programme)],
        "submitted_on": chinese_date(application.submitted_on),
        "accepted_on": _written(application.accepted_on),
        "total_due_on": _written(application.total_due_on),
        "phone": _complaint_phone(application.policy),
    }
    return _issue(
        DocumentKind.ACCEPTANCE, application, "社会救助申请受理通知书", "acceptance",
        context, unit=_township(application), by=by, at=at,
    )  # fmt: skip


def notice_context(application: Application, notice: Notice) -> dict[str, Any]:
    """What the notice shows, and nothing more (domain section 4.5).

    Applicant, village, numbers of people, programme, amount, days, where to complain. Never
    identity numbers, phones, bank, door number, disease, disability, income, children's names.
    """
    amount = application.proposed_amount
    return {
        "applicant": _public_name(application.applicant, notice.posted_on),
        "place": application.area.full_name,
        "family_size": application.assessment["income"]["people"],
        "covered_count": application.covered_count,
        "programme": PROGRAMMES[Programme(application.proposed_programme)],
        "amount": format_yuan(amount) if amount else "",
        "posted_on": chinese_date(notice.posted_on),
        "first_day": chinese_date(notice.posted_on + datetime.timedelta(days=1)),
        "ends_on": chinese_date(notice.ends_on),
        "township": _township(application).full_name,
        "county": _county(application).name,
        "phone": _complaint_phone(application.policy),
    }


def issue_notice(
    application: Application, notice: Notice, *, by: User, at: datetime.datetime
) -> IssuedDocument:
    """W20 公示单."""
    return _issue(
        DocumentKind.PUBLIC_NOTICE, application, "社会救助初审结果公示", "notice",
        notice_context(application, notice), unit=_township(application), by=by, at=at,
    )  # fmt: skip


def issue_confirmation(decision: Decision, *, by: User, at: datetime.datetime) -> IssuedDocument:
    """W25 确认通知书: programme, people, amount, from when until when, on which article."""
    application, benefit = decision.application, decision.benefit
    context = {
        **_of_decision(decision),
        "covered": "、".join(_names(benefit.members_covered)),
        "amount": format_yuan(benefit.amount) if benefit.amount else "",
        "amount_words": in_words(benefit.amount) if benefit.amount else "",
        "since": chinese_date(benefit.since),
        "until": _written(benefit.until),
        "unlocks": [UNLOCKED[row.kind] for row in benefit.unlocks.all()],
    }
    return _issue(
        DocumentKind.CONFIRMATION, application, "社会救助审核确认通知书", "confirmation",
        context, unit=_county(application), by=by, at=at,
    )  # fmt: skip


def issue_refusal(decision: Decision, *, by: User, at: datetime.datetime) -> IssuedDocument:
    """W26 不予确认通知书: reason, article, figures, and the remedies of 60 days and six months."""
    application = decision.application
    context = {**_of_decision(decision), "reason": decision.reason}
    return _issue(
        DocumentKind.REFUSAL, application, "社会救助不予确认通知书", "refusal",
        context, unit=_county(application), by=by, at=at,
    )  # fmt: skip


def _of_decision(decision: Decision) -> dict[str, Any]:
    application = decision.application
    return {
        "addressee": application.applicant.name,
        "application_no": application.application_no,
        "submitted_on": chinese_date(application.submitted_on),
        "place": application.area.full_name,
        "programme": PROGRAMMES[Programme(decision.programme)],
        "family_size": decision.family_size,
        "covered_count": decision.covered_count,
        "per_capita": format_yuan(decision.per_capita),
        "standard": _amount(decision.standard),
        "low_income_line": _amount(decision.low_income_line),
        "clause": decision.clause,
        "phone": _complaint_phone(decision.policy),
    }


def _issue(
    kind: DocumentKind,
    application: Application,
    title: str,
    template: str,
    context: Mapping[str, Any],
    *,
    unit: Area,
    by: User,
    at: datetime.datetime,
) -> IssuedDocument:
    household: Household = application.household
    return documents.issue(
        kind=kind,
        subject=application,
        household=household,
        unit=unit,
        title=title,
        template=f"assistance/pdf/{template}.html",
        context=context,
        by=by,
        at=timezone.localtime(at),
    )


def _public_name(applicant: Member, on: datetime.date) -> str:
    """Children are never named in public; their family is told apart by its place."""
    age = applicant.age_on(on)
    if age is not None and age < MINOR_AGE:
        return f"{applicant.name[:1]}某（未成年人）"
    return applicant.name


def _names(member_ids: list[int]) -> list[str]:
    return list(
        Member.objects.filter(pk__in=member_ids).order_by("pk").values_list("name", flat=True)
    )


def _complaint_phone(policy: Mapping[str, Any]) -> str:
    """The number to complain to, a dated parameter like the others."""
    rows = policy.get("rows", [])
    return next((row["value"] for row in rows if row["key"] == "complaint_phone"), "12345")


def _township(application: Application) -> Area:
    return Area.objects.get(pk=application.area.township_code)


def _county(application: Application) -> Area:
    return Area.objects.get(pk=application.area.county_code)


def _written(day: datetime.date | None) -> str:
    return chinese_date(day) if day else ""


def _amount(value: Decimal | None) -> str:
    return "" if value is None else format_yuan(value)
