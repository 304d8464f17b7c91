"""Handing a household over to another county: proposed, then answered, taken back or lapsed."""

import datetime
from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import audit
from accounts.models import Area, User
from accounts.models.areas import Level
from accounts.models.users import Role
from accounts.scope import whole_city
from accounts.services.messages import tell
from foundation import clock
from foundation.faults import InputError
from households import stakes
from households.models import ChangeKind, HandOver, Household
from households.models.hand_overs import HandOverStatus
from households.services import doors
from households.services.changes import moving, plans, records
from households.services.changes.plans import Plan
from households.stakes import Act, Stake

READABLE_FOR = datetime.timedelta(days=60)
GRANT_REASON = "跨县移交，接收前查看"
WHY_WIDE = "a hand-over is answered by the receiving county on rows of the giving one"


def foresee(household: Household, act: Act, on: datetime.date) -> Iterator[Stake]:
    """An open hand-over stands in the way of whatever would change the file under it.

    Not of people's comings and goings: they happen all the same.
    """
    if act == Act.LEAVE:
        return
    for open_one in household.hand_overs.filter(status=HandOverStatus.PROPOSED):
        if act == Act.JOIN:
            words = _("The file is offered to {county}: who joins goes there with it.")
            yield Stake(format_lazy(words, county=open_one.to_county.name))
            continue
        words = _("The file is offered to {county}: wait for the answer, or take the offer back.")
        text = format_lazy(words, county=open_one.to_county.name)
        yield Stake(text, is_blocking=True)


def plan(*, household: Household, to_county: Area, on: datetime.date) -> Plan:
    """What proposing would do. Raises InputError."""
    _check(household, to_county, on)
    words = _("{county} may read the file until it answers, at most {days} days.")
    made = Plan(lines=[format_lazy(words, county=to_county.name, days=READABLE_FOR.days)])
    words = _("Without an answer the offer has run out after that; the file stays.")
    made.lines.append(words)
    words = _("Only when {county} accepts do file, members and benefits go there.")
    made.lines.append(format_lazy(words, county=to_county.name))
    words = _("From then on {county} does not see the file any more.")
    own = Area.objects.get(pk=household.area.county_code)
    made.lines.append(format_lazy(words, county=own.name))
    return plans.with_stakes(made, household, Act.HAND_OVER, on)


@transaction.atomic
def propose(
    *,
    by: User,
    household: Household,
    to_county: Area,
    on: datetime.date,
    reason: str,
    address: str = "",
) -> HandOver:
    """Offer a file to another county, which may read it until it answers. Raises InputError.

    One offer at a time: the second is refused.
    """
    (locked,) = records.lock(household)
    _check(locked, to_county, on)
    stakes.refuse_blocking(locked, Act.HAND_OVER, on)
    last_day = clock.today() + READABLE_FOR
    grant = doors.give_grant(
        by=by, household=locked, office=to_county, reason=GRANT_REASON, until=last_day
    )
    try:
        with transaction.atomic():
            made = HandOver.objects.create(
                household=locked, area_id=locked.area_id, household_no=locked.household_no,
                from_area_id=locked.area_id, to_county=to_county, on=on, reason=reason,
                address=address, grant=grant, proposed_by=by, answer_by=last_day,
            )  # fmt: skip
    except IntegrityError as error:
        raise InputError("to_county", _("The file has been offered already.")) from error
    audit.record(by=by, action="handover.proposed", target=made, detail={"county": to_county.code})
    sentence = gettext_noop("Household file %(number)s is offered to your county.")
    _tell(made, moving.officers(to_county, Role.COUNTY_SECTION_CHIEF), sentence)
    return made


def plan_accept(*, hand_over: HandOver, to: Area, on: datetime.date, by: User) -> Plan:
    """What accepting would do. Raises InputError."""
    _check_answer(hand_over, by)
    _check_village(hand_over, to, on)
    words = _("The file goes from {old} to {new}; from now on your county manages it.")
    old, new = hand_over.from_area.full_name, to.full_name
    made = Plan(lines=[format_lazy(words, old=old, new=new)])
    with whole_city(WHY_WIDE):
        household = Household.objects.get(pk=hand_over.household_id)
        for stake in stakes.of(household, Act.HAND_OVER, on):
            if not _is_own(stake, hand_over):
                (made.blockers if stake.is_blocking else made.lines).append(str(stake.text))
    return made


@transaction.atomic
def accept(*, by: User, hand_over: HandOver, to: Area, on: datetime.date) -> HandOver:
    """Take the file over into the village ``to``; twice does it once. Raises InputError."""
    _check_answer(hand_over, by, is_open=False)
    with whole_city(WHY_WIDE):
        locked = _lock(hand_over)
        if locked.status == HandOverStatus.ACCEPTED:
            return locked
        _check_open(locked)
        _check_village(locked, to, on)
        (household,) = records.lock(locked.household)
        _answer(locked, HandOverStatus.ACCEPTED, by=by, words="")
        records.refuse_closed(household)
        stakes.refuse_blocking(household, Act.HAND_OVER, on)
        moving.relocate(
            by=by, household=household, to=to, on=on, reason=locked.reason,
            address=locked.address, kind=ChangeKind.HANDED_OVER,
        )  # fmt: skip
        stakes.follow(household, Act.HAND_OVER, on, by=by)
    sentence = gettext_noop("Household file %(number)s has been accepted by the other county.")
    _tell(locked, [locked.proposed_by], sentence)
    township = Area.objects.get(pk=to.township_code)
    sentence = gettext_noop("Household file %(number)s has moved into your township.")
    # They are no party to the offer: for them there is the file.
    address = reverse("households:household", args=[household.pk])
    _tell(locked, moving.officers(township, Role.TOWNSHIP_CASEWORKER), sentence, address)
    return locked


@transaction.atomic
def decline(*, by: User, hand_over: HandOver, reason: str) -> HandOver:
    """Leave the file where it is, with a reason; twice does it once. Raises InputError."""
    _check_answer(hand_over, by, is_open=False)
    with whole_city(WHY_WIDE):
        locked = _lock(hand_over)
        if locked.status == HandOverStatus.DECLINED:
            return locked
        _check_open(locked)
        _answer(locked, HandOverStatus.DECLINED, by=by, words=reason)
    sentence = gettext_noop("The other county has declined household file %(number)s.")
    _tell(locked, [locked.proposed_by], sentence)
    return locked


@transaction.atomic
def cancel(*, by: User, hand_over: HandOver) -> HandOver:
    """Take an offer back while nobody has answered; twice does it once. Raises InputError."""
    if not by.area.contains(hand_over.from_area_id):
        raise InputError("whose", _("Only the giving side takes an offer back."))
    with whole_city(WHY_WIDE):
        locked = _lock(hand_over)
        if locked.status == HandOverStatus.CANCELLED:
            return locked
        _check_open(locked)
        _answer(locked, HandOverStatus.CANCELLED, by=by, words="")
    return locked


def lapse_unanswered() -> int:
    """Close the offers nobody has answered in time, telling both sides; returns how many.

    An open offer stands in the way of most acts on the file: it must not do so for ever.
    """
    with whole_city("scheduled: offers between counties that nobody has answered run out"):
        open_ones = HandOver.objects.filter(status=HandOverStatus.PROPOSED)
        return sum(_lapse(one) for one in open_ones.filter(answer_by__lt=clock.today()))


@transaction.atomic
def _lapse(hand_over: HandOver) -> int:
    locked = _lock(hand_over)
    if not locked.is_open:
        return 0
    _answer(locked, HandOverStatus.LAPSED, by=None, words="")
    receivers = moving.officers(locked.to_county, Role.COUNTY_SECTION_CHIEF)
    sentence = gettext_noop("The offer of household file %(number)s was not answered in time.")
    _tell(locked, [locked.proposed_by, *receivers], sentence)
    return 1


def _lock(hand_over: HandOver) -> HandOver:
    rows = HandOver.objects.select_for_update(of=("self",))
    rows = rows.select_related("household", "grant", "to_county", "from_area", "proposed_by")
    return rows.get(pk=hand_over.pk)


def _answer(hand_over: HandOver, status: HandOverStatus, *, by: User | None, words: str) -> None:
    """Close an offer, and with it the leave to read the file."""
    hand_over.status, hand_over.answer = status, words
    hand_over.answered_by, hand_over.answered_at = by, timezone.now()
    hand_over.save(update_fields=["status", "answer", "answered_by", "answered_at"])
    doors.end_grant(by=by, grant=hand_over.grant, on=clock.today())
    audit.record(by=by, action=f"handover.{status}", target=hand_over)


def _tell(hand_over: HandOver, to, sentence: str, url: str = "") -> None:
    tell(
        to=to,
        sentence=sentence,
        figures={"number": hand_over.household_no},
        url=url or reverse("households:hand_overs"),
    )


def _is_own(stake: Stake, hand_over: HandOver) -> bool:
    """Whether a stake is this very offer, which does not stand in its own way."""
    offers = foresee(hand_over.household, Act.HAND_OVER, hand_over.on)
    return str(stake.text) in {str(offer.text) for offer in offers}


def _check(household: Household, to_county: Area, on: datetime.date) -> None:
    records.refuse_closed(household)
    records.refuse_future(on)
    if to_county.level != Level.COUNTY or to_county.code == household.area.county_code:
        raise InputError("to_county", _("Choose another county: within the county, move it."))


def _check_answer(hand_over: HandOver, by: User, *, is_open: bool = True) -> None:
    if not by.area.contains(hand_over.to_county_id):
        raise InputError("whose", _("Only the receiving county answers an offer."))
    if is_open:
        _check_open(hand_over)


def _check_open(hand_over: HandOver) -> None:
    if not hand_over.is_open:
        raise InputError("answered", _("This offer has been answered or taken back already."))


def _check_village(hand_over: HandOver, to: Area, on: datetime.date) -> None:
    records.refuse_future(on)
    if to.level != Level.VILLAGE or to.county_code != hand_over.to_county_id:
        raise InputError("to", _("Choose a village or community of your county."))
