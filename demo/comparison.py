"""Comparison rounds of the demo city: findings come of real comparisons of files written here."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from accounts import jobs
from accounts.models import User
from demo import names
from demo.applications import Office
from demo.clock import Clock, at
from demo.people import Numbers
from households.models import Household, Member
from verification.models import ComparisonRound, FileLayoutVersion, Finding, Step
from verification.rules import half_of
from verification.services import extracts, findings, rounds
from verification.services.layouts import load_shipped

HEADING = "车主姓名,身份证号,号牌号码,车辆类型,品牌型号,使用性质,初次登记日期,状态"
MODELS = (
    ("小型轿车", "大众牌FV7160"), ("小型普通客车", "五菱牌LZW6450"),
    ("小型轿车", "现代牌BH7162"),
    ("轻型栏板货车", "福田牌BJ1030"), ("小型轿车", "比亚迪牌BYD7152"),
)  # fmt: skip
STRANGERS, PURPOSE = 300, "在保家庭经济状况核对"
SEEN = "经入户核实，车辆为子女出资购买、登记在本人名下，平时由子女使用。"
FATES = (
    Step.DISPATCHED, Step.VERIFYING, Step.CONCLUDED, Step.CONFIRMED, Step.RETURNED, Step.CLOSED,
    Step.DISPATCHED, Step.CONCLUDED,
)  # fmt: skip


@dataclass
class Checking:
    """Opens rounds, writes agencies' files, compares them, follows the findings."""

    rng: Random
    clock: Clock
    numbers: Numbers
    checker: User
    checkers: dict[str, User]
    office_of: Callable[[str], Office]

    def seed(self, *, before: int, batches: tuple[tuple[int, int], ...]) -> int:
        """A closed round with ``before`` findings; in the open one a file for each batch.

        A batch is (people found, working days since it was sent out; 0: not sent out yet).
        """
        (layout,) = load_shipped()
        this = half_of(self.clock.on)
        rounds.open_half_year_rounds(on=this.before.starts_on)
        rounds.open_half_year_rounds(on=self.clock.on)
        people = self._people(before + sum(count for count, _ago in batches))
        earlier = self._round(this.before.code)
        self._compare(earlier, layout, [people.pop() for _ in range(min(before, len(people)))],
                      earlier.ends_on - datetime.timedelta(days=60))  # fmt: skip
        self._finish(earlier)
        current = self._round(this.code)
        for count, ago in batches:
            some = [people.pop() for _ in range(min(count, len(people)))]
            self._compare(current, layout, some, self.clock.workday_ago(ago + 2))
            if ago:
                self._send_out(current, ago)
        return Finding.objects.count()

    def _round(self, period: str) -> ComparisonRound:
        found = ComparisonRound.objects.get(period=period, area=self.checker.area)
        ComparisonRound.objects.filter(period=period).update(opened_at=at(found.starts_on, 2))
        return found

    def _people(self, count: int) -> list[Member]:
        """Heads of households of the county who could own a car."""
        low, high = self.checker.area.code_range
        homes = Household.objects.on_register().filter(area_id__gte=low, area_id__lte=high)
        members = (
            Member.objects.active()
            .filter(household__in=homes, relation__in=("01", "02"))
            .order_by("household__household_no")[: count * 4]
        )
        found = list(members)
        self.rng.shuffle(found)
        return found[:count]

    def _compare(
        self,
        held: ComparisonRound,
        layout: FileLayoutVersion,
        people: list[Member],
        day: datetime.date,
    ) -> None:
        """Import a file as the checker does, and run the comparison at once."""
        text = "\r\n".join([HEADING, *self._rows(people)]) + "\r\n"
        made = extracts.import_extract(
            by=self.checker,
            round=held,
            layout=layout,
            file_name=f"机动车信息{day:%Y%m%d}.csv",
            blocks=[text.encode("gb18030")],
            data_date=day,
            purpose=PURPOSE,
        )
        if made.job is not None:
            jobs.run(made.job.pk)

    def _rows(self, people: list[Member]) -> list[str]:
        rows = [self._row(member.name, member.identity_number) for member in people]
        for _ in range(STRANGERS):
            born = self.clock.ago(self.rng.randrange(9000, 25000))
            male = self.rng.random() < 0.7
            number, born = self.numbers.take(born, male=male)
            family = names.surname(self.rng, names.HAN)
            name = names.full_name(self.rng, group=names.HAN, family=family, male=male, born=born)
            rows.append(self._row(name, number))
        self.rng.shuffle(rows)
        return rows

    def _row(self, name: str, number: str) -> str:
        kind, model = self.rng.choice(MODELS)
        plate = f"辽M{self.rng.randrange(10000, 99999)}"
        since = self.clock.ago(self.rng.randrange(100, 3000))
        return f"{name},{number},{plate},{kind},{model},非营运,{since.isoformat()},正常"

    def _send_out(self, held: ComparisonRound, ago: int) -> None:
        moment = at(self.clock.workday_ago(ago), 9)
        findings.dispatch_round(by=self.checker, round=held, at=moment)
        sent = Finding.objects.filter(round=held, step=Step.DISPATCHED, step_since=moment)
        for number, finding in enumerate(sent.order_by("pk")):
            self._follow(finding, FATES[number % len(FATES)], self.clock.workday_ago(ago - 2))

    def _finish(self, held: ComparisonRound) -> None:
        """Follow everything to its end and close the round, in every county."""
        day = held.ends_on - datetime.timedelta(days=40)
        findings.dispatch_round(by=self.checker, round=held, at=at(day, 9))
        for finding in Finding.objects.filter(round=held).order_by("pk"):
            self._follow(finding, Step.CLOSED, day + datetime.timedelta(days=5))
        for each in ComparisonRound.objects.filter(period=held.period).select_related("area"):
            rounds.close_round(by=self.checkers[each.area_id], round=each)
            ComparisonRound.objects.filter(pk=each.pk).update(closed_at=at(held.ends_on, 16))

    def _follow(self, finding: Finding, fate: str, day: datetime.date) -> None:
        """The township looks, concludes, the county agrees or not, and treats."""
        office = self.office_of(finding.area_id)
        clerk, reviewer = office.caseworker, office.reviewer
        if fate == Step.DISPATCHED:
            return
        findings.begin(by=clerk, finding=finding, at=at(day, 9))
        if fate == Step.VERIFYING:
            return
        findings.conclude(
            by=clerk, finding=finding, conclusion="false_alarm", account=SEEN, verified_on=day,
            verifiers=(clerk.name, office.leader.name), at=at(day, 14),
        )  # fmt: skip
        if fate == Step.CONCLUDED:
            return
        later = at(day + datetime.timedelta(days=1), 10)
        if fate == Step.RETURNED:
            findings.send_back(by=reviewer, finding=finding, opinion="请补充购车凭证。", at=later)
            return
        findings.confirm(by=reviewer, finding=finding, opinion="同意核实意见。", at=later)
        if fate == Step.CLOSED:
            findings.close(
                by=reviewer, finding=finding, action="update", effective_month=None,
                recovered=None, at=later + datetime.timedelta(hours=1),
            )  # fmt: skip
