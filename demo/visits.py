"""Visits to the households of the demo city, written as the services leave them."""

import datetime
import json
import uuid
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field, replace
from random import Random

from accounts.models import Message, User
from demo import answers
from demo.aftermath import follow_up
from demo.bulk import Load
from demo.campaign import VILLAGE_HEADS
from demo.clock import Clock, at, office_hour
from demo.evidence import Evidence
from demo.register import Home
from demo.signatures import Hands
from foundation.deadlines import working_days
from households.models import Household
from households.models.households import HouseholdStatus
from surveys.choices import DONE
from surveys.content import Content
from surveys.digests import content_digest, frozen_digest
from surveys.figures import summary
from surveys.models import (
    Campaign,
    CurrentFacts,
    Interviewer,
    SignatureKind,
    Step,
    Visit,
    VisitMove,
    VisitRemark,
    VisitRevision,
)
from surveys.services.readings import reading_of
from surveys.services.visits import TOLD_APPROVED, TOLD_RETURNED
from surveys.steps import FIRST_DRAFT_DUE, FLOW
from surveys.unremarkable import MAINTAIN

SCREENING, REGULAR = "1", "3"
PLOT = "family.contracted_land"
APPROVAL_DUE = working_days(3)
RECENT = 10
MOST_A_DAY, GUEST_EVERY = 12, 7
WRONG = ("收入来源填写不完整，请核实务工收入。", "土地亩数与承包合同不符，请核对后重新签字。")
OFFICE: dict[str, int] = {Step.DRAFT: 12, Step.SUBMITTED: 6, Step.RETURNED: 6}


@dataclass(frozen=True)
class Team:
    """Who visits and approves in one township; ``guests`` of the county go along now and then."""

    authors: tuple[User, ...]
    partner: User | None
    leader: User
    guests: tuple[User, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The answers of one visit, written out and digested once."""

    content: Content
    text: str
    digest: str

    @classmethod
    def of(cls, content: Content) -> "Sheet":
        text = json.dumps(content, ensure_ascii=False)
        return cls(content, text, content_digest(content))


@dataclass
class Surveyor:
    """Visits the households of one township for the campaign.

    ``wanted`` are steps to be seen first, so that the smallest city has each of them.
    """

    load: Load
    rng: Random
    clock: Clock
    campaign: Campaign
    hands: Hands
    team: Team
    coverage: float
    wanted: list[str]
    taken: Counter[tuple[int, datetime.date]] = field(default_factory=Counter)
    again: int = 4

    def __post_init__(self) -> None:
        self.evidence = Evidence(self.load)

    def survey(self, homes: list[Home]) -> None:
        """Visit most of the households that are still followed."""
        for home in homes:
            if home.is_followed and (fate := self._fate()):
                self._visit(home, fate)

    def _fate(self) -> str:
        """The step a household's visit has reached; "" when nobody has been there yet."""
        rng = self.rng
        if self.wanted:
            return self.wanted.pop()
        if rng.random() < self.coverage:
            return Step.APPROVED
        return rng.choices(("", Step.DRAFT, Step.SUBMITTED, Step.RETURNED), (35, 25, 28, 12))[0]

    def _days(self, step: str) -> tuple[datetime.date, datetime.date]:
        """When the household was visited, and when the last move was made."""
        days = [day for day in self.clock.workdays if day >= self.campaign.starts_on]
        if step == Step.APPROVED:
            place = self.rng.randrange(len(days) - 1)
            return days[place], days[min(place + self.rng.randint(1, 3), len(days) - 1)]
        place = len(days) - self.rng.randint(1, OFFICE[step])
        return days[place], days[min(place + 1, len(days) - 1)]

    def _visit(self, home: Home, step: str) -> None:
        rng, household = self.rng, home.household
        day, moved = self._days(step)
        day = max(day, household.registered_on)
        author, began = rng.choice(self.team.authors), office_hour(rng, day)
        content = self._content(home, step, day)
        self._keep_apart(content, author, day)
        sheet = Sheet.of(content)
        visit = self._draft(household, author, began)
        put(visit, sheet)
        self.evidence.place(visit)
        self.load.add(visit)
        self._revisions(visit, home, sheet, began)
        record = _Record(self.load, self.clock, visit, author)
        record.act("visit.started", author, began, {"kind": SCREENING})
        interviewers = self._interviewers(visit, home, author)
        record.act("visit.interviewer_added", author, began, {"name": interviewers[1].name})
        if step == Step.DRAFT:
            self._read(visit, step)
            return
        self._sign(record, visit, interviewers, sheet, began + datetime.timedelta(minutes=50))
        handed = began + datetime.timedelta(minutes=55)
        record.move("submit", author, handed, due=APPROVAL_DUE)
        count = 1 if step == Step.APPROVED else 3
        photos = self.evidence.photos(visit, author, entered(sheet, began), count=count)
        decided = max(office_hour(rng, max(day, moved)), handed + datetime.timedelta(minutes=5))
        if step == Step.APPROVED:
            self._approve(record, home, visit, interviewers, sheet, decided, photos)
            self._again(home, visit, sheet)
        elif step == Step.RETURNED:
            reason = rng.choice(WRONG)
            move = record.move("return", self.team.leader, decided, reason=reason,
                               snapshot={"revision": visit.revision},
                               due=APPROVAL_DUE)  # fmt: skip
            self._remark(visit, move, sheet.content)
            record.tell(TOLD_RETURNED, home, decided, is_recent=True)
        self._read(visit, step)

    def _keep_apart(self, content: Content, author: User, day: datetime.date) -> None:
        """One author's visits of a day one after the other; one in forty suspiciously short."""
        header = content["header"]
        if "started_at" not in header:
            return
        place = self.taken[author.pk, day] % MOST_A_DAY
        self.taken[author.pk, day] += 1
        begun = at(day, 8) + datetime.timedelta(minutes=48 * place)
        number = sum(self.taken.values())
        lasts = 6 if number % 40 == 7 else 25 + number % 20
        header["started_at"] = f"{begun:%H:%M}"
        header["ended_at"] = f"{begun + datetime.timedelta(minutes=lasts):%H:%M}"

    def _remark(self, visit: Visit, move: VisitMove, content: Content) -> None:
        """What the leader asked, at the very answer."""
        first = next(iter(content["incomes"]), "")
        path = f"incomes.{first}.amount" if first and move.reason == WRONG[0] else PLOT
        self.load.add(
            VisitRemark(
                uuid=uuid.uuid5(visit.uuid, path),
                visit=visit, household_id=visit.household_id, area_id=visit.area_id, move=move,
                revision=visit.revision, path=path, text=move.reason, by=move.by, at=move.at,
            )
        )  # fmt: skip

    def _again(self, home: Home, before: Visit, sheet: Sheet) -> None:
        """A few households were seen once more, and nothing had changed there."""
        if before.result != DONE or not self.again:
            return
        days = self.clock.workdays[-4:-1]
        if before.approved_at is None or before.approved_at.date() >= days[0]:
            return
        self.again -= 1
        calm = replace(self, rng=Random(f"again {before.uuid}"))
        calm.evidence = self.evidence
        calm.look_again(home, before.created_by, sheet, calm.rng.choice(days))

    def look_again(self, home: Home, author: User, sheet: Sheet, day: datetime.date) -> None:
        """Hand in the same answers a second time: proposal 维持, nothing needed."""
        content = deepcopy(sheet.content)
        content["header"] |= {"kind": REGULAR, "visited_on": day.isoformat()}
        content["conclusion"] |= {"proposals": [MAINTAIN], "has_needs": False}
        content["needs"] = {}
        again, began = Sheet.of(content), office_hour(self.rng, day)
        visit = self._draft(home.household, author, began)
        visit.kind = REGULAR
        put(visit, again)
        self.evidence.place(visit)
        self.load.add(visit)
        self._revisions(visit, home, again, began)
        record = _Record(self.load, self.clock, visit, author)
        record.act("visit.started", author, began, {"kind": REGULAR})
        interviewers = self._interviewers(visit, home, author)
        record.act("visit.interviewer_added", author, began, {"name": interviewers[1].name})
        self._sign(record, visit, interviewers, again, began + datetime.timedelta(minutes=50))
        self.evidence.photos(visit, author, entered(again, began))
        handed = began + datetime.timedelta(minutes=55)
        record.move("submit", author, handed, due=APPROVAL_DUE)

    def _draft(self, household: Household, author: User, began: datetime.datetime) -> Visit:
        return Visit(
            uuid=uuid.UUID(int=self.rng.getrandbits(128), version=4),
            household=household,
            area_id=household.area_id,
            campaign=self.campaign,
            kind=SCREENING,
            step=Step.DRAFT,
            step_since=began,
            due_on=self.clock.due(began.date(), FIRST_DRAFT_DUE),
            flow=FLOW.table.version,
            revision=1,
            created_by=author,
            created_at=began,
            updated_at=began,
        )

    def _content(self, home: Home, step: str, day: datetime.date) -> Content:
        if step == Step.DRAFT:
            return answers.half_filled(self.rng, home, kind=SCREENING, on=day)
        if step == Step.APPROVED and self.rng.random() < 0.03:
            return answers.nobody_met(self.rng, home, kind=SCREENING, on=day)
        return answers.filled(self.rng, home, kind=SCREENING, on=day)

    def _read(self, visit: Visit, step: str) -> None:
        """What the quality page counts of the visit, as the scheduled work would read it."""
        if step == Step.DRAFT:
            return
        approver = self.team.leader.pk if step == Step.APPROVED else None
        reading = reading_of(
            visit, on=self.clock.on, approver_id=approver, was_returned=step == Step.RETURNED
        )
        reading.read_at = visit.updated_at
        self.load.add(reading)

    def _revisions(self, visit: Visit, home: Home, sheet: Sheet, began: datetime.datetime) -> None:
        opened = answers.opening(home, kind=SCREENING, on=began.date())
        texts = (json.dumps(opened, ensure_ascii=False), sheet.text)
        for number, text in enumerate(texts):
            kept = VisitRevision(
                visit=visit, household_id=visit.household_id, area_id=visit.area_id,
                number=number, base_number=0, by=visit.created_by,
                at=began + datetime.timedelta(minutes=45 * number),
                request_digest=sheet.digest if number else "",
            )  # fmt: skip
            kept.content_text = text
            self.load.add(kept)

    def _interviewers(self, visit: Visit, home: Home, author: User) -> list[Interviewer]:
        partner = self.team.partner
        common = {"household_id": visit.household_id, "area_id": visit.area_id}
        first = Interviewer(
            visit=visit, user=author, name=author.name, unit=author.unit, duty=author.duty,
            level="3", **common,
        )  # fmt: skip
        if partner is not None and partner != author:
            second = Interviewer(
                visit=visit, user=partner, name=partner.name, unit=partner.unit,
                duty=partner.duty, level="3", **common,
            )  # fmt: skip
        elif self.team.guests and (made := sum(self.taken.values())) % GUEST_EVERY == 3:
            guest = self.team.guests[made // GUEST_EVERY % len(self.team.guests)]
            second = Interviewer(
                visit=visit, user=guest, name=guest.name, unit=guest.unit, duty=guest.duty,
                level="2", **common,
            )  # fmt: skip
        else:
            name = f"{home.village.short_name[:1]}{VILLAGE_HEADS[self.rng.random() >= 0.5]}"
            second = Interviewer(
                visit=visit, name=name, unit=home.village.area.name, duty="村主任", level="4",
                **common,
            )  # fmt: skip
        for person in (first, second):
            person.uuid = uuid.UUID(int=self.rng.getrandbits(128), version=4)
            self.load.add(person)
        return [first, second]

    def _sign(
        self, record: "_Record", visit: Visit, interviewers: list[Interviewer],
        sheet: Sheet, moment: datetime.datetime,
    ) -> None:  # fmt: skip
        """Both investigators sign, and the person spoken to unless nobody was met."""
        signers = [*interviewers, visit] if visit.result == DONE else interviewers
        for signed in signers:
            name = signed.name if isinstance(signed, Interviewer) else visit.household.head_name
            picture, _ = self.hands.of(name)
            signed.put_signature(picture)
            signed.signature_kind, signed.signed_at = SignatureKind.DRAWN, moment
            signed.signed_digest = sheet.digest
            signer = "respondent" if signed is visit else "interviewer"
            detail = {"signer": signer, "kind": str(SignatureKind.DRAWN)}
            record.act("visit.signed", record.author, moment, detail)

    def _approve(
        self, record: "_Record", home: Home, visit: Visit, interviewers: list[Interviewer],
        sheet: Sheet, moment: datetime.datetime, photos: list[str],
    ) -> None:  # fmt: skip
        names = [visit.household.head_name] if visit.signed_at else []
        names += [person.name for person in interviewers]
        signatures = [self.hands.of(name)[1] for name in names]
        visit.digest = frozen_digest(sheet.content, signatures, photos)
        visit.approved_at = moment
        snapshot = {"digest": visit.digest}
        record.move("approve", self.team.leader, moment, snapshot=snapshot)
        is_recent = moment.date() >= self.clock.ago(RECENT)
        record.tell(TOLD_APPROVED, home, moment, is_recent=is_recent)
        if visit.result != DONE:
            follow_up(self.load, self.clock, visit, sheet.content, self.team.leader, moment)
            return
        facts = CurrentFacts(
            household_id=visit.household_id, area_id=visit.area_id, visit=visit,
            family_size=visit.family_size, per_capita=visit.per_capita,
            as_of=visit.visited_on or moment.date(),
            updated_at=moment,
        )  # fmt: skip
        facts.content_text = sheet.text
        self.load.add(facts)
        if home.household.status == HouseholdStatus.TO_SCREEN:
            self.load.change(
                home.household, by=self.team.leader, status=HouseholdStatus.REGISTERED,
                updated_at=moment,
            )  # fmt: skip


@dataclass
class _Record:
    """Notes what happened to one visit."""

    load: Load
    clock: Clock
    visit: Visit
    author: User

    def act(self, action: str, by: User, moment: datetime.datetime, detail: dict) -> None:
        self.load.act(action, self.visit, by=by, at=moment, detail=detail)

    def move(self, name: str, by: User, moment: datetime.datetime, **more) -> VisitMove:
        """One move, as the runner of moves leaves it."""
        visit, move = self.visit, FLOW.table.moves[name]
        made = VisitMove(
            visit=visit, move=name, from_step=visit.step, to_step=move.target, by=by,
            at=moment, reason=more.get("reason", ""), snapshot=more.get("snapshot", {}),
            area_id=visit.area_id,
        )  # fmt: skip
        self.load.add(made)
        visit.step, visit.step_since, visit.updated_at = move.target, moment, moment
        due = more.get("due")
        visit.due_on = self.clock.due(moment.date(), due) if due else None
        self.act(f"visit.{name}", by, moment, {"to": str(move.target)})
        return made

    def tell(self, sentence: str, home: Home, moment: datetime.datetime, *, is_recent: bool):
        """A message to the author; what is long ago has been read."""
        self.load.add(
            Message(
                to=self.author, sentence=sentence, figures={"head": home.household.head_name},
                sent_at=moment, read_at=None if is_recent else moment + datetime.timedelta(hours=3),
            )
        )  # fmt: skip


def entered(sheet: Sheet, began: datetime.datetime) -> datetime.datetime:
    """When the investigators came in, as the form says; ``began`` where nobody was met."""
    header = sheet.content["header"]
    if "started_at" not in header:
        return began
    hour, minute = header["started_at"].split(":")
    return at(datetime.date.fromisoformat(header["visited_on"]), int(hour), int(minute))


def put(visit: Visit, sheet: Sheet) -> None:
    """Keep the content and the columns derived from it."""
    content = sheet.content
    figures = summary(content)
    visit.content_text = sheet.text
    visit.visited_on = datetime.date.fromisoformat(content["header"]["visited_on"])
    visit.result = content["header"].get("result", "")
    visit.family_size, visit.per_capita = figures.family_size, figures.per_capita
    visit.need_count = figures.need_count
