"""Applications of the demo city at every step, made by the services with their instants given."""

import csv
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from django.utils import timezone

from accounts.models import User
from assistance.management.commands.load_standards import SHIPPED
from assistance.models import Programme, Step
from assistance.rules.answers import Answer
from assistance.services import applications, decisions, notices, policies, precheck
from demo.cast import BAOLI, CHANGTU, TWO_PERSON_TOWNSHIP
from demo.clock import Clock, at
from demo.families import DIBAO, LOW, ORPHAN, TEKUN
from households.models import HouseholdKind
from surveys.models import Visit

RULINGS = {"supporters": {"status": "able", "reason": "子女均已成年，履行赡养义务"}}
PLACE = "村务公开栏"
AIDED = (DIBAO, TEKUN, ORPHAN)
BEST = {Programme.DIBAO, Programme.LOW_INCOME, Programme.SINGLE_PERSON, Programme.TEKUN}
GAPS = {
    Step.ACCEPTED: 1, Step.CHECKED: 3, Step.INVESTIGATED: 1, Step.OPINED: 2, Step.NOTICED: 1,
    Step.REPORTED: 7, Step.REVIEWED: 2, Step.CONFIRMED: 1, Step.REFUSED: 1, Step.RETURNED: 1,
}  # fmt: skip
"""Working days between an act and the one before it."""
LINE = (
    Step.ACCEPTED, Step.CHECKED, Step.INVESTIGATED, Step.OPINED, Step.NOTICED, Step.REPORTED,
    Step.REVIEWED, Step.CONFIRMED,
)  # fmt: skip
PLAN = (
    (Step.SUBMITTED, 1), (Step.SUBMITTED, 3), (Step.ACCEPTED, 2), (Step.ACCEPTED, 9),
    (Step.ACCEPTED, 12), (Step.CHECKED, 3), (Step.CHECKED, 11), (Step.INVESTIGATED, 1),
    (Step.INVESTIGATED, 9), (Step.OPINED, 1), (Step.OPINED, 5), (Step.NOTICED, 0),
    (Step.NOTICED, 1), (Step.NOTICED, 4), (Step.REPORTED, 1), (Step.REPORTED, 9),
    (Step.REPORTED, 12), (Step.REVIEWED, 1), (Step.REVIEWED, 2), (Step.RETURNED, 4),
    (Step.REFUSED, 3), (Step.CONFIRMED, 2), (Step.CONFIRMED, 6), (Step.CONFIRMED, 12),
    (Step.WITHDRAWN, 5), (Step.REJECTED, 6),
)  # fmt: skip
"""Where each case stands, and since how many working days; notices: days they still hang."""
ELSEWHERE = (
    (Step.SUBMITTED, 1), (Step.ACCEPTED, 9), (Step.INVESTIGATED, 2), (Step.NOTICED, 2),
    (Step.REPORTED, 5), (Step.REVIEWED, 1), (Step.CONFIRMED, 4), (Step.CONFIRMED, 9),
)  # fmt: skip
"""The same for places far from the main township."""


@dataclass
class Office:
    """Who acts on applications of one household."""

    caseworker: User
    leader: User
    checker: User
    reviewer: User
    county_leader: User


@dataclass
class Desk:
    """Moves applications along the line, act by act."""

    rng: Random
    clock: Clock
    office_of: Callable[[str], Office]

    def seed(self, most: int) -> int:
        """Make up to ``most`` applications; returns how many."""
        _load_standards()
        near, made = self._candidates(), 0
        far = near[::-1]
        plans = [(near, *case) for case in PLAN] + [(far, *case) for case in ELSEWHERE]
        # The longest first: they need families that were visited long ago.
        plans.sort(key=lambda plan: self._begins(plan[1], plan[2]))
        for pool, step, ago in plans[:most]:
            first = self._begins(step, ago)
            found = next((v for v in pool if _known_by(v, first) and self._fits(v, step)), None)
            if found is not None:
                near.remove(found)
                far.remove(found)
                self._carry(found, step, ago)
                made += 1
        return made

    def _candidates(self) -> list[Visit]:
        """Visited families: those without aid before low-income ones whose year ends, and those
        of the main township and its county before all others."""
        aided = HouseholdKind.objects.filter(kind__in=AIDED).values("household")
        visits = (
            Visit.objects.complete()
            .exclude(household__in=aided)
            .exclude(area__parent=TWO_PERSON_TOWNSHIP)
            .select_related("household__area")
            .order_by("household__household_no")
        )
        low = HouseholdKind.objects.filter(kind=LOW).values("household")
        found: list[Visit] = []
        for some in (visits.exclude(household__in=low), visits.filter(household__in=low)):
            found += some.filter(area__parent=BAOLI)[:60]
            of_county = some.filter(area__parent__parent=CHANGTU)
            found += of_county.exclude(area__parent=BAOLI)[:60]
        return [*found, *visits.exclude(area__parent__parent=CHANGTU)[:60]]

    def _fits(self, visit: Visit, step: str) -> bool:
        """Whether the findings propose what the end of the case needs."""
        best = precheck.judge(
            content=visit.content, household=visit.household, on=self.clock.on, rulings=RULINGS
        ).assessment.proposal
        proposed = best is not None and best.verdict is Answer.YES and best.programme in BEST
        return not proposed if step == Step.REFUSED else proposed

    def _acts(self, step: str) -> list[str]:
        """The acts that lead to a step."""
        if step in (Step.SUBMITTED, Step.WITHDRAWN, Step.REJECTED):
            return []
        if step == Step.REFUSED:
            without = [s for s in LINE[:-1] if s != Step.NOTICED]
            return [*without, Step.REFUSED]
        if step == Step.RETURNED:
            return [*LINE[: LINE.index(Step.REPORTED) + 1], Step.RETURNED]
        return list(LINE[: LINE.index(Step(step)) + 1])

    def _begins(self, step: str, ago: int) -> datetime.datetime:
        return self._instants(step, ago)[0]

    def _instants(self, step: str, ago: int) -> list[datetime.datetime]:
        """When the application starts, then when each act is done; the last ``ago`` days back."""
        acts = self._acts(step)
        if step == Step.NOTICED:
            posted = self.clock.ago(notices.NOTICE_DAYS - ago)
            known = [day for day in self.clock.workdays if day <= posted]
            ago = len(self.clock.workdays) - len(known) + 1
        gaps = [GAPS[Step(act)] for act in acts]
        back = [ago + sum(gaps[number:]) for number in range(len(gaps) + 1)]
        days = [self.clock.workday_ago(max(1, count)) for count in back]
        if step == Step.NOTICED:
            days[-1] = posted
        return [at(day, 9 + min(number, 7), 10) for number, day in enumerate(days)]

    def _carry(self, visit: Visit, step: str, ago: int) -> None:
        office = self.office_of(visit.area_id)
        start, *moments = self._instants(step, ago)
        made = applications.start(visit_id=visit.pk, by=office.caseworker, at=start)
        made.is_demo = True
        made.save(update_fields=["is_demo"])
        for act, moment in zip(self._acts(step), moments, strict=True):
            ACTS[Step(act)](made.pk, office, moment)
        if step == Step.WITHDRAWN:
            applications.withdraw(
                application_id=made.pk, by=office.caseworker, reason="本人自愿撤回申请。",
                at=start + datetime.timedelta(hours=3),
            )  # fmt: skip
        if step == Step.REJECTED:
            applications.reject(
                application_id=made.pk, by=office.caseworker,
                reason="户籍已迁出本县，请向户籍所在地申请。",
                at=start + datetime.timedelta(hours=2),
            )  # fmt: skip


def _known_by(visit: Visit, moment: datetime.datetime) -> bool:
    """Whether the visit was approved by then."""
    return visit.approved_at is not None and visit.approved_at < moment


def _load_standards() -> None:
    with open(SHIPPED, encoding="utf-8", newline="") as source:
        policies.load(rows=csv.DictReader(source))
    policies.forget()


ACTS: dict[Step, Callable[[int, Office, datetime.datetime], object]] = {
    Step.ACCEPTED: lambda key, office, moment: applications.accept(
        application_id=key, by=office.caseworker, at=moment
    ),
    Step.CHECKED: lambda key, office, moment: applications.record_check(
        application_id=key, by=office.checker, report_no=f"HD-{moment:%Y%m%d}-{key}",
        checked_on=timezone.localtime(moment).date(), conclusion="1",
        note="经比对车辆、不动产、社保信息，未发现超标财产。", at=moment,
    ),
    Step.INVESTIGATED: lambda key, office, moment: applications.record_investigation(
        application_id=key, by=office.caseworker, rulings=RULINGS, at=moment
    ),
    Step.OPINED: lambda key, office, moment: applications.opine(
        application_id=key, by=office.leader, reason="经入户调查，情况属实，同意上报。", at=moment
    ),
    Step.NOTICED: lambda key, office, moment: notices.post(
        application_id=key, by=office.caseworker, place=PLACE, at=moment
    ),
    Step.REPORTED: lambda key, office, moment: notices.report(
        application_id=key, by=office.caseworker, at=moment
    ),
    Step.RETURNED: lambda key, office, moment: applications.return_(
        application_id=key, by=office.reviewer, reason="务工收入证明不清，请补充调查。", at=moment
    ),
    Step.REVIEWED: lambda key, office, moment: applications.review(
        application_id=key, by=office.reviewer, reason="材料齐全，同意乡镇初审意见。", at=moment
    ),
    Step.CONFIRMED: lambda key, office, moment: decisions.confirm(
        application_id=key, by=office.county_leader, reason="同意。", at=moment
    ),
    Step.REFUSED: lambda key, office, moment: decisions.refuse(
        application_id=key, by=office.county_leader,
        reason="家庭月人均收入高于低收入家庭标准，不符合认定条件。", at=moment,
    ),
}  # fmt: skip
