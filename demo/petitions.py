"""Petition cases of the demo city: every step, clocks that run, are near and were missed."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from accounts.models import Area, User
from demo.clock import Clock, at
from households.models import Household, Member
from petitions.models import PetitionCase
from petitions.rules import Step
from petitions.services import cases, closing, handling

SOURCES = ("04", "04", "03", "05", "09", "07", "01", "02", "08")
MATTERS = {
    "01": ("申请低保未获批准，要求说明理由并重新核查。", "重新入户核查，纳入低保。"),
    "02": ("反映低保被停发，家中老人长期患病，生活困难。", "恢复低保待遇。"),
    "03": ("反映补助水平偏低，难以维持日常用药。", "提高补助标准。"),
    "04": ("反映同村村民隐瞒收入领取低保。", "依规核查处理。"),
    "06": ("反映办事窗口态度生硬，材料往返多次。", "改进服务，一次性告知所需材料。"),
    "07": ("反映本季度救助金未到账。", "查明原因并补发。"),
    "08": ("反映突发疾病医疗费用高，请求临时救助。", "给予临时救助。"),
}
LEADS = (("孟宪辉", "副县长", "2"), ("佟德民", "县民政局局长", "2"), ("关振海", "镇党委书记", "3"))
LOG = (
    "与信访人电话联系，了解诉求。",
    "会同村委会入户走访，核实家庭情况。",
    "召开碰头会研究办理意见。",
)
BASIS = "《最低生活保障审核确认办法》（民发〔2021〕57号）第四条、第二十一条。"
# Days from the day received to each act.
ACCEPT, BEGIN, REPLY, DELIVER, RESOLVE, PROPOSE, DECIDE = 5, 7, 30, 33, 36, 70, 75
PLAN: tuple[tuple[Step, int], ...] = (
    (Step.REGISTERED, 3), (Step.REGISTERED, 13), (Step.REGISTERED, 18), (Step.ACCEPTED, 9),
    (Step.ACCEPTED, 14), (Step.HANDLING, 20), (Step.HANDLING, 62), (Step.HANDLING, 70),
    (Step.REPLIED, 40), (Step.RESOLVED, 60), (Step.STRIKE_OFF_PROPOSED, 78),
    (Step.RETURNED, 90), (Step.STRUCK_OFF, 110), (Step.STRUCK_OFF, 150),
    (Step.NOT_ACCEPTED, 15),
)  # fmt: skip
"""Where each case of the main county stands, and how many days ago it was received."""
LIGHT: tuple[tuple[Step, int], ...] = (
    (Step.REGISTERED, 2),
    (Step.REGISTERED, 14),
    (Step.ACCEPTED, 25),
    (Step.HANDLING, 48),
)


@dataclass
class Bureau:
    """The office that answers for a case, and the city that strikes it off."""

    area: Area
    handler: User
    chief: User
    city: User


@dataclass
class PetitionDesk:
    """Registers petitions and carries each to where it stands."""

    rng: Random
    clock: Clock
    number: int = 0

    def seed(self, near: Sequence[Bureau], far: Sequence[Bureau]) -> int:
        """All steps in the main county's offices, running clocks in the others."""
        made = []
        for number, (step, ago) in enumerate(PLAN):
            made.append(self._case(near[number % len(near)], step, ago))
        for bureau in far:
            made += [self._case(bureau, step, ago) for step, ago in LIGHT]
        ended = [case for case in made if case.step == Step.STRUCK_OFF]
        made += [self._again(case, near[0]) for case in ended]
        return len(made)

    def _case(self, bureau: Bureau, step: Step, ago: int) -> PetitionCase:
        received = self.clock.ago(ago)
        member = self._petitioner(bureau.area)
        matter = self.rng.choice(list(MATTERS))
        case = self._register(bureau, received, member, matter)
        if step == Step.NOT_ACCEPTED:
            moment = self._on(received, ACCEPT)
            reason = "该事项已依法终结，不再受理。"
            return handling.decline(case_id=case.pk, by=bureau.handler, at=moment, reason=reason)
        return self._carry(case, bureau, received, step)

    def _again(self, earlier: PetitionCase, bureau: Bureau) -> PetitionCase:
        """The same person with the same matter comes back (重访)."""
        member = Member.objects.active().get(identity_digest=earlier.identity_digest)
        return self._register(bureau, self.clock.ago(6), member, earlier.matter, source="06")

    def _petitioner(self, area: Area) -> Member:
        low, high = area.code_range
        homes = Household.objects.on_register().filter(area_id__gte=low, area_id__lte=high)
        found = homes.order_by("household_no").values_list("pk", flat=True)[:200]
        household = self.rng.choice(list(found))
        return Member.objects.active().get(household=household, relation__in=("01", "02"))

    def _register(
        self, bureau: Bureau, received: datetime.date, member: Member, matter: str,
        source: str = "",
    ) -> PetitionCase:  # fmt: skip
        summary, demand = MATTERS[matter]
        self.number += 1
        source = source or self.rng.choice(SOURCES)
        return cases.register(
            by=bureau.handler, at=at(received, 10), area=bureau.area,
            identity_number=member.identity_number, received_on=received, source=source,
            source_system="辽宁8890平台" if source in ("03", "04") else "",
            original_no=f"YS{received:%Y%m%d}{self.number:04d}", petitioner=member.name,
            phone=member.household.phone, address=member.household.residence_address,
            matter=matter, summary=summary, demand=demand, risk=self.rng.choice("2333"),
            times_city=1 if source == "06" else 0, is_demo=True,
        )  # fmt: skip

    def _carry(
        self, case: PetitionCase, bureau: Bureau, received: datetime.date, step: Step
    ) -> PetitionCase:
        """Act by act until the case stands at ``step``."""
        for act in (self._accept, self._begin, self._reply, self._resolve, self._propose):
            if case.step == step:
                return case
            case = act(case, bureau, received)
        moment = self._on(received, DECIDE)
        if step == Step.STRUCK_OFF:
            return closing.strike_off(case_id=case.pk, by=bureau.city, at=moment)
        if step == Step.RETURNED:
            return closing.return_to_county(
                case_id=case.pk, by=bureau.city, at=moment, reason="请补充信访人签字材料。"
            )
        return case

    def _accept(self, case: PetitionCase, bureau: Bureau, received: datetime.date):
        moment = self._on(received, ACCEPT)
        return handling.accept(case_id=case.pk, by=bureau.handler, at=moment)

    def _begin(self, case: PetitionCase, bureau: Bureau, received: datetime.date):
        name, duty, level = self.rng.choice(LEADS)
        cases.assign(
            case_id=case.pk, by=bureau.chief, handler=bureau.handler, lead_name=name,
            lead_duty=duty, lead_level=level, responsible_unit=bureau.handler.unit,
            keeper=bureau.handler.name, risk=case.risk,
        )  # fmt: skip
        case = handling.begin(case_id=case.pk, by=bureau.handler, at=self._on(received, BEGIN))
        for number, text in enumerate(LOG):
            day = received + datetime.timedelta(days=BEGIN + 1 + number * 4)
            if day < self.clock.on:
                cases.add_record(
                    case_id=case.pk, by=bureau.handler, at=at(day, 15), happened_on=day, text=text
                )
        return case

    def _reply(self, case: PetitionCase, bureau: Bureau, received: datetime.date):
        handling.issue_reply(
            case_id=case.pk, by=bureau.handler, at=self._on(received, REPLY),
            facts="经入户调查和信息核对，信访人家庭情况基本属实。", policy_basis=BASIS,
            opinion="已按规定程序重新核查，并将结果告知信访人。",
        )  # fmt: skip
        return handling.deliver(
            case_id=case.pk, by=bureau.handler, at=self._on(received, DELIVER),
            delivered_on=received + datetime.timedelta(days=DELIVER), delivery="1",
            delivered_to=case.petitioner,
        )  # fmt: skip

    def _resolve(self, case: PetitionCase, bureau: Bureau, received: datetime.date):
        return handling.resolve(
            case_id=case.pk, by=bureau.handler, at=self._on(received, RESOLVE), result="1",
            measures="重新入户核查，落实救助政策，村干部定期走访。",
            resolved_on=received + datetime.timedelta(days=RESOLVE), is_calmed=True,
            satisfaction="1", keeper=bureau.handler.name,
        )  # fmt: skip

    def _propose(self, case: PetitionCase, bureau: Bureau, received: datetime.date):
        signed = received + datetime.timedelta(days=PROPOSE - 1)
        return closing.propose(
            case_id=case.pk, by=bureau.chief, at=self._on(received, PROPOSE),
            lead_signed_on=signed,
        )  # fmt: skip

    def _on(self, received: datetime.date, days: int) -> datetime.datetime:
        return at(received + datetime.timedelta(days=days), 10)
