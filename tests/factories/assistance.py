"""Makes applications at any step through the real services, acted by a cast of the place."""

import csv
import datetime

from django.utils import timezone

from accounts import scope
from accounts.models.users import Role
from assistance.management.commands.load_standards import SHIPPED
from assistance.models import (
    Application,
    Benefit,
    CheckResult,
    Decision,
    Notice,
    Objection,
    Step,
)
from assistance.services import applications, decisions, notices, policies
from foundation.moves import MoveRefused
from tests.factories import accounts as people
from tests.factories import households, surveys

__all__ = ["MoveRefused", "notices", "people"]
DAYS_AGO = 25
LOW_INCOME_WAGES = "700.00"
DIBAO_WAGES = "100.00"
RICH_WAGES = "5000.00"
SUPPORTED = {"supporters": {"status": "able", "reason": "有成年子女"}}
PLACE = "村委会公示栏"


def standards() -> None:
    """The shipped standards, as ``load_standards`` loads them."""
    with open(SHIPPED, encoding="utf-8", newline="") as source:
        policies.load(rows=csv.DictReader(source))
    policies.forget()


def cast(area_code: str = households.VILLAGE) -> dict:
    """Who acts on the household: people of its township and its county."""
    town, county = area_code[:9] + "000", area_code[:6] + "000000"
    made = [
        ("caseworker", Role.TOWNSHIP_CASEWORKER, town, "李晓梅"),
        ("leader", Role.TOWNSHIP_LEADER, town, "赵立强"),
        ("checker", Role.COUNTY_CHECKER, county, "孙核"),
        ("reviewer", Role.COUNTY_REVIEWER, county, "周海峰"),
        ("county_leader", Role.COUNTY_LEADER, county, "吴局长"),
    ]
    return {
        key: people.user(role, area, f"as.{key}.{area}", name) for key, role, area, name in made
    }


def fresh(user):
    """The user as the next request reads them, with the roles now held."""
    return type(user).objects.select_related("area").get(pk=user.pk)


def content(of, *, wages: str = LOW_INCOME_WAGES, at=None):
    """Wages of the first member are the whole income; no land."""
    on = timezone.localtime(at).date() if at else None
    fill = surveys.content(of, wages=wages, on=on)
    fill["land"] = {}
    fill["family"]["contracted_land"] = "0"
    return fill


def visit(of=None, *, wages: str = LOW_INCOME_WAGES, at=None):
    """An approved visit, signed by two investigators and the person spoken to."""
    of = of or households.household()
    return surveys.approved_visit(of, fill=content(of, wages=wages, at=at), at=at)


def application_at(
    step: str = Step.SUBMITTED, *, of=None, wages: str = LOW_INCOME_WAGES, start=None, team=None
) -> Application:
    """An application moved to ``step`` by the services, a day or two between the steps."""
    standards()
    of = of or households.household()
    team = team or cast(of.area_id)
    start = start or timezone.now() - datetime.timedelta(days=DAYS_AGO)

    def after(days):
        return start + datetime.timedelta(days=days)

    made = visit(of, wages=wages, at=start)
    with scope.whole_city("test data"):
        key = applications.start(visit_id=made.pk, by=team["caseworker"], at=after(0)).pk
        for name, days, act in _line(key, team, made):
            if Application.objects.get(pk=key).step == step:
                break
            if name == step or step not in ASIDE:
                act(after(days))
        if step in ASIDE:
            ASIDE[step](key, team, after(1))
        return Application.objects.get(pk=key)


def _line(key, team, made):
    clerk, leader = team["caseworker"], team["leader"]
    return [
        (Step.ACCEPTED, 1, lambda at: applications.accept(application_id=key, by=clerk, at=at)),
        (Step.CHECKED, 4, lambda at: applications.record_check(
            application_id=key, by=team["checker"], report_no=f"HD-{key}",
            checked_on=timezone.localtime(at).date(), conclusion="1", note="未发现疑点", at=at)),
        (Step.INVESTIGATED, 5, lambda at: applications.record_investigation(
            application_id=key, by=clerk, rulings=SUPPORTED, at=at)),
        (Step.OPINED, 6, lambda at: applications.opine(
            application_id=key, by=leader, reason="情况属实，同意上报。", at=at)),
        (Step.NOTICED, 7, lambda at: notices.post(
            application_id=key, by=clerk, place=PLACE, at=at)),
        (Step.REPORTED, 15, lambda at: notices.report(application_id=key, by=clerk, at=at)),
        (Step.REVIEWED, 17, lambda at: applications.review(
            application_id=key, by=team["reviewer"], reason="同意镇初审意见。", at=at)),
        (Step.CONFIRMED, 18, lambda at: decisions.confirm(
            application_id=key, by=team["county_leader"], reason="同意。", at=at)),
    ]  # fmt: skip


ASIDE = {
    Step.REJECTED: lambda key, team, at: applications.reject(
        application_id=key, by=team["caseworker"], reason="户籍不在本县。", at=at
    ),
    Step.WITHDRAWN: lambda key, team, at: applications.withdraw(
        application_id=key, by=team["caseworker"], reason="本人自愿撤回。", at=at
    ),
}


def returned(**fields) -> Application:
    """An application the county has sent back."""
    team = cast()
    made = application_at(Step.REPORTED, team=team, **fields)
    with scope.whole_city("test data"):
        applications.return_(application_id=made.pk, by=team["reviewer"], reason="补充收入证明。")
        return Application.objects.get(pk=made.pk)


def refused(**fields) -> Application:
    """An application the county has refused."""
    team = cast()
    made = application_at(Step.REVIEWED, team=team, **fields)
    with scope.whole_city("test data"):
        decisions.refuse(
            application_id=made.pk, by=team["county_leader"], reason="家庭财产超过规定。"
        )
        return Application.objects.get(pk=made.pk)


def decision(**fields) -> Decision:
    """A confirmed decision with its benefit."""
    made = application_at(Step.CONFIRMED, **fields)
    with scope.whole_city("test data"):
        return Decision.objects.get(application=made)


def benefit(**fields) -> Benefit:
    made = decision(**fields)
    with scope.whole_city("test data"):
        return Benefit.objects.get(decision=made)


def notice(**fields) -> Notice:
    """A standing public notice."""
    made = application_at(Step.NOTICED, **fields)
    with scope.whole_city("test data"):
        return Notice.objects.select_related("application__visit").get(application=made)


def check_result(of: Application) -> CheckResult:
    """A further report on an application, with a file."""
    with scope.whole_city("test data"):
        made = CheckResult(
            application=of,
            household_id=of.household_id,
            area_id=of.area_id,
            report_no=f"HD-{of.pk}-2",
            checked_on=timezone.localdate(),
            conclusion="1",
            recorded_by=cast(of.area_id)["checker"],
            recorded_at=timezone.now(),
            report_name="report.pdf",
        )
        made.put_report(b"%PDF-1.7 made for a test")
        made.save()
        return made


def objection(of: Notice) -> Objection:
    """An objection that nobody has settled yet."""
    with scope.whole_city("test data"):
        return notices.object_to(notice_id=of.pk, by=of.posted_by, text="该户在县城有一处商铺。")
