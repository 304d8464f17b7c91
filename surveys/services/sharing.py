"""Acts of sharing visits out among pairs, giving them to others, taking back (分配走访任务)."""

import datetime
import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts import audit, jobs
from accounts.access import may
from accounts.models import Area, Job, User
from accounts.services.messages import tell
from foundation import clock
from foundation.encryption import sm3_hex
from foundation.faults import InputError
from households.models import Household
from surveys import coverage, planning
from surveys.models import Campaign, FollowUp, Visit, VisitAssignment
from surveys.planning import Pair, Plan, Stop
from surveys.routes import route_key
from surveys.services import assignments, list_making

KIND = "surveys.share_out"
AT_ONCE, MOST = 200, 5_000
BY_VILLAGE, BY_LOAD, BY_HAND = "village", "load", "hand"
UNCOVERED, EVERY = "uncovered", "every"
TOLD = gettext_noop("%(count)s visits have been assigned to you, to be made by %(due_on)s.")
CHANGED = gettext_lazy("The list has changed since you looked at it: look again, then assign.")


@dataclass(frozen=True)
class Wish:
    """What the person sharing out wants: which households, whom, how, by when.

    ``pairs`` are keys of two users each; ``chosen`` gives villages to pairs by their place in
    ``pairs`` (only by hand); ``kinds`` narrows to households that belong to one of them.
    """

    area: str
    which: str
    method: str
    due_on: str
    pairs: tuple[tuple[int, int], ...]
    kinds: tuple[str, ...] = ()
    chosen: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, params: dict[str, Any]) -> "Wish":
        """From a job's parameters, where tuples have become lists."""
        bare = cls(**params)
        return replace(
            bare,
            pairs=tuple((first, second) for first, second in bare.pairs),
            kinds=tuple(bare.kinds),
            chosen=tuple((village, place) for village, place in bare.chosen),
        )


def plan_for(*, by: User, wish: Wish) -> Plan:
    """Who would get which households now. Raises InputError for pairs that cannot be sent."""
    stops, pairs = stops_of(by=by, wish=wish), pairs_of(by=by, wish=wish)
    if wish.method == BY_LOAD:
        return planning.by_load(stops, pairs)
    if wish.method == BY_HAND:
        return planning.by_hand(stops, pairs, dict(wish.chosen))
    return planning.by_village(stops, pairs)


def stops_of(*, by: User, wish: Wish) -> list[Stop]:
    """Households to be shared out, village by village in the order of the route.

    Those with an open visit or an open assignment are being visited already. Raises InputError
    where there are more than can be shared out at once.
    """
    area = Area.objects.get(pk=wish.area)
    rows = Household.objects.on_register().within(by.area).within(area)
    open_visits = Visit.objects.open().filter(household=OuterRef("pk"))
    assigned = VisitAssignment.objects.open().filter(household=OuterRef("pk"))
    rows = rows.filter(~Exists(open_visits), ~Exists(assigned))
    if wish.kinds:
        rows = rows.of_kinds(list(wish.kinds), clock.today())
    if wish.which == UNCOVERED:
        campaign = running_campaign(wish.area)
        if campaign is None:
            return []
        list_making.refuse_meanwhile(campaign)
        wanted = coverage.targets(campaign, area=area, is_covered=False)
        rows = rows.filter(pk__in=wanted.values("household_id"))
    found = list(rows.only("pk", "area_id", "residence_address", "hukou_address")[: MOST + 1])
    if len(found) > MOST:
        message = _("More than %(most)s households: choose a smaller area") % {"most": MOST}
        raise InputError("area", message)
    found.sort(key=lambda one: (one.area_id, route_key(one.address), one.pk))
    return [Stop(one.pk, one.area_id) for one in found]


def pairs_of(*, by: User, wish: Wish) -> list[Pair]:
    """The pairs with where they may go and what they still have to do."""
    keys = {key for pair in wish.pairs for key in pair}
    people = {one.pk: one for one in User.objects.within(by.area).filter(pk__in=keys)}
    for key in keys:
        person = people.get(key)
        if person is None or not person.is_active or not may(person, "surveys.record_visit"):
            name = person.name if person else str(key)
            raise InputError("pairs", _("%(name)s makes no visits there") % {"name": name})
    open_tasks = VisitAssignment.objects.open().within(by.area).filter(first__in=keys)
    counted = open_tasks.order_by().values("first_id", "second_id").annotate(count=Count("pk"))
    loads: dict[frozenset[int], int] = {}
    for row in counted:
        pair = frozenset((row["first_id"], row["second_id"]))
        loads[pair] = loads.get(pair, 0) + row["count"]
    made = []
    for first, second in wish.pairs:
        low, high = _common_reach(people[first].area, people[second].area)
        made.append(Pair(first, second, low, high, loads.get(frozenset((first, second)), 0)))
    return made


def _common_reach(one: Area, other: Area) -> tuple[str, str]:
    """The codes both areas cover; none when neither lies in the other."""
    low = max(one.code_range[0], other.code_range[0])
    return low, min(one.code_range[1], other.code_range[1])


def digest_of(plan: Plan) -> str:
    """Names a plan, so that what is carried out is what was shown."""
    rows = [[pair.first, pair.second, stop.household] for pair, stop in plan.rows()]
    return sm3_hex(json.dumps(sorted(rows)).encode())


def running_campaign(area: str) -> Campaign | None:
    """The campaign or round a place belongs to today, the city's before its own."""
    return Campaign.objects.running(clock.today(), area).first()


@transaction.atomic
def share_out(*, by: User, wish: Wish, seen: str, token: str) -> tuple[uuid.UUID, Job | None]:
    """Carry the plan out as it was shown (``seen``): at once up to 200 visits, else by a job.

    The same page (``token``) sent twice does it once. Raises InputError when the plan has changed
    meanwhile, is empty, or its day is over.
    """
    batch = uuid.uuid5(uuid.NAMESPACE_OID, f"share:{by.pk}:{token}")
    if VisitAssignment.objects.filter(batch=batch).exists():
        return batch, None
    if datetime.date.fromisoformat(wish.due_on) < clock.today():
        raise InputError("due_on", _("This day is over."))
    plan = plan_for(by=by, wish=wish)
    if digest_of(plan) != seen:
        raise InputError("changed", CHANGED)
    if not plan.total:
        raise InputError("empty", _("There is no household to assign."))
    if plan.total <= AT_ONCE:
        _carry_out(by=by, wish=wish, plan=plan, batch=batch)
        return batch, None
    params = {"wish": asdict(wish), "seen": seen, "batch": str(batch)}
    title = _("Assign %(count)s visits") % {"count": plan.total}
    return batch, jobs.ask(kind=KIND, title=title, by=by, params=params, key=f"share:{batch}")


@jobs.job_kind(KIND)
def run_share_out(job: jobs.Running) -> None:
    """All visits of the plan in one go; run again after a death it finds them made."""
    wish, batch = Wish.of(job.params["wish"]), uuid.UUID(job.params["batch"])
    if not may(job.by, "surveys.assign_visit"):
        raise jobs.JobFailed(_("You may no longer do this."))
    with transaction.atomic():
        if not VisitAssignment.objects.filter(batch=batch).exists():
            try:
                plan = plan_for(by=job.by, wish=wish)
                if digest_of(plan) != job.params["seen"]:
                    raise InputError("changed", CHANGED)
                _carry_out(by=job.by, wish=wish, plan=plan, batch=batch, progress=job.progress)
            except InputError as changed:
                raise jobs.JobFailed(str(changed)) from changed
        job.fence()


def _carry_out(*, by: User, wish: Wish, plan: Plan, batch: uuid.UUID, progress=None) -> None:
    keys = sorted(stop.household for _pair, stop in plan.rows())
    # No key lock: visits of these families may begin meanwhile, which names them by their key.
    rows = Household.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.filter(pk__in=keys).order_by("pk")
    homes = {one.pk: one for one in locked.only("pk", "area_id")}
    taken = VisitAssignment.objects.open().filter(household__in=keys).exists()
    if len(homes) != len(keys) or taken:
        raise InputError("changed", CHANGED)
    campaign, due_on = running_campaign(wish.area), datetime.date.fromisoformat(wish.due_on)
    made = VisitAssignment.objects.bulk_create(
        [
            VisitAssignment(
                household_id=stop.household, area_id=homes[stop.household].area_id,
                first_id=pair.first, second_id=pair.second, due_on=due_on, campaign=campaign,
                assigned_by=by, batch=batch,
            )
            for pair, stop in plan.rows()
        ],
        batch_size=1000,
    )  # fmt: skip
    for number, one in enumerate(made, start=1):
        audit.record(by=by, action="visit.assigned", target=one, detail={"due_on": wish.due_on})
        if progress and number % 50 == 0:
            progress(number, len(made))
    for pair, stops in plan.given.items():
        if stops:
            people = User.objects.filter(pk__in=[pair.first, pair.second])
            _tell(people, count=len(stops), due_on=wish.due_on)


@transaction.atomic
def take_back(*, by: User, batch: uuid.UUID) -> int:
    """Withdraw a batch's visits that nobody has begun; returns how many. Twice does it once."""
    rows = VisitAssignment.objects.within(by.area).filter(batch=batch, assigned_by=by)
    return assignments.withdraw_open(by=by, rows=rows)


@transaction.atomic
def reassign(
    *, by: User, keys: Sequence[int], first: User, second: User, due_on: datetime.date
) -> int:
    """Give open assignments to another pair; returns how many changed hands.

    The old one is withdrawn and a new one made, so that the list tells who was to go before.
    Those already with that pair by that day are left. Raises InputError for one person twice, for
    who does not record visits in a household's place, and for a day that is over.
    """
    if first.pk == second.pk:
        raise InputError("second", _("Two different people make a visit."))
    if due_on < clock.today():
        raise InputError("due_on", _("This day is over."))
    rows = VisitAssignment.objects.select_for_update(of=("self",)).open().within(by.area)
    changed = 0
    for old in rows.filter(pk__in=keys).order_by("pk"):
        if (old.first_id, old.second_id, old.due_on) == (first.pk, second.pk, due_on):
            continue
        for place, person in (("first", first), ("second", second)):
            if not may(person, "surveys.record_visit") or not person.area.contains(old.area_id):
                message = _("%(name)s makes no visits there") % {"name": person.name}
                raise InputError(place, message)
        old.withdrawn_at = clock.now()
        old.save(update_fields=["withdrawn_at"])
        new = VisitAssignment.objects.create(
            household_id=old.household_id, area_id=old.area_id, campaign_id=old.campaign_id,
            first=first, second=second, due_on=due_on, assigned_by=by, batch=old.batch,
        )  # fmt: skip
        FollowUp.objects.waiting().filter(assignment=old).update(assignment=new)
        audit.record(by=by, action="visit.reassigned", target=new, detail={"from": old.pk})
        changed += 1
    if changed:
        _tell([first, second], count=changed, due_on=due_on.isoformat())
    return changed


@transaction.atomic
def withdraw_many(*, by: User, keys: Sequence[int]) -> int:
    """Take open assignments back; returns how many."""
    rows = VisitAssignment.objects.within(by.area).filter(pk__in=keys)
    return assignments.withdraw_open(by=by, rows=rows)


def _tell(people, *, count: int, due_on: str) -> None:
    tell(to=people, sentence=TOLD, figures={"count": count, "due_on": due_on},
         url="/visits/assignments/?whose=mine")  # fmt: skip
