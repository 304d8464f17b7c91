"""Finding pairs of records that may be one person, and settling them (查重)."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, jobs, scope
from accounts.models import Area, Job, User
from accounts.models.areas import Level
from foundation.faults import InputError
from foundation.variants import FIRST_FORMS, OTHER_FORMS
from households.duplicates import Likeness, Person, common_area, compare
from households.models import DuplicatePair, Member
from households.models.households import OFF_REGISTER

KIND = "households.duplicates"
AT_ONCE = 1_000
COLUMNS = ("name_is", "birth_is", "place_is", "numbers_are", "is_exact", "area_id")

# Who shares enough with whom to be compared: three joins on equality over one county at most.
CANDIDATES = """
WITH people AS MATERIALIZED (
    SELECT m.id, m.household_id, m.area_id, m.name, m.pinyin, m.birth_on, m.sex,
           m.identity_digest <> '' AS numbered,
           translate(m.name, %(other)s, %(first)s) AS folded
    FROM households_member m JOIN households_household h ON h.id = m.household_id
    WHERE m.is_active AND m.name <> '' AND h.status <> ALL (%(off)s)
      AND m.area_id BETWEEN %(low)s AND %(high)s
), pairs AS (
    SELECT a.id AS one, b.id AS two FROM people a JOIN people b
        ON a.folded = b.folded AND a.birth_on = b.birth_on AND a.id < b.id
    UNION
    SELECT a.id, b.id FROM people a JOIN people b
        ON a.birth_on = b.birth_on AND a.area_id = b.area_id AND a.id < b.id
    UNION
    SELECT a.id, b.id FROM people a JOIN people b
        ON a.name = b.name AND a.area_id = b.area_id AND a.id < b.id
)
SELECT a.id, a.name, a.pinyin, a.birth_on, a.sex, a.area_id, a.numbered,
       b.id, b.name, b.pinyin, b.birth_on, b.sex, b.area_id, b.numbered
FROM pairs JOIN people a ON a.id = one JOIN people b ON b.id = two
WHERE a.household_id <> b.household_id AND left(a.area_id, 6) = left(b.area_id, 6)
"""

Found = dict[tuple[int, int], tuple[Likeness, str]]


def find_pairs(area: Area) -> tuple[int, int]:
    """Write the pairs of one county or smaller area; returns how many are new and how many stand.

    Safe to run twice: pairs there are stay, with their settlement; open ones that resemble each
    other no more are forgotten. Sees what the declared scope sees, and forgets nothing else.
    """
    with transaction.atomic():
        found = {
            (one, two): (likeness, common_area(first.area, second.area))
            for one, first, two, second in _candidates(area)
            if (likeness := compare(first, second))
        }
        standing = len(found)
        _refresh(area, found)
        return _insert(found), standing


def as_person(member: Member) -> Person:
    """What the rules look at in a member."""
    return Person(
        member.name, member.pinyin, member.birth_on, member.sex, member.area_id,
        bool(member.identity_digest),
    )  # fmt: skip


def called_different(people: Iterable[Member]) -> set[frozenset[int]]:
    """Which two of some people have been called different, as far as the reader may know."""
    keys = [member.pk for member in people]
    pairs = DuplicatePair.objects.filter(is_different=True, first__in=keys, second__in=keys)
    return {frozenset(pair) for pair in pairs.values_list("first_id", "second_id")}


def find_in_all_counties() -> int:
    """The nightly run, county by county; returns how many pairs are new."""
    new = 0
    for county in Area.objects.filter(level=Level.COUNTY, valid_to=None):
        with scope.area_scope(county, user_id=scope.SYSTEM_USER):
            new += find_pairs(county)[0]
    return new


def ask(*, by: User) -> Job:
    """Ask for the pairs of one's own area now; while one search is under way, it is that one."""
    with transaction.atomic():
        under_way = Job.objects.of(by).filter(kind=KIND).unfinished().first()
        if under_way:
            return under_way
        title = _("Finding duplicates in %(area)s") % {"area": by.area.full_name or by.area.name}
        job = jobs.ask(kind=KIND, title=title[:200], by=by, params={})
        audit.record(by=by, action="duplicates.asked", target=job)
        return job


@jobs.job_kind(KIND)
def run(job: jobs.Running) -> None:
    """The county, or each county of the city, in the scope of the person who asked."""
    area = job.by.area
    parts = [area]
    if area.level == Level.CITY:
        parts = list(Area.objects.within(area).filter(level=Level.COUNTY, valid_to=None))
    new = 0
    for done, part in enumerate(parts):
        job.progress(done, len(parts))
        new += find_pairs(part)[0]
    job.progress(len(parts), len(parts))
    job.result(new=new)


@transaction.atomic
def call_different(*, by: User, pair: DuplicatePair, reason: str) -> DuplicatePair:
    """Note that a pair is two people; the finder does not bring it up again."""
    if not reason.strip():
        raise InputError("reason", _("Say how you know that they are two people."))
    locked = DuplicatePair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    if locked.is_different:
        return locked
    _settle(locked, is_different=True, reason=reason.strip(), by=by)
    audit.record(by=by, action="duplicates.different", target=locked, detail=_members(locked))
    return locked


@transaction.atomic
def reopen(*, by: User, pair: DuplicatePair) -> DuplicatePair:
    """Take back that a pair is two people: it is to be settled again."""
    locked = DuplicatePair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    if not locked.is_different:
        return locked
    _settle(locked, is_different=False, reason="", by=None)
    audit.record(by=by, action="duplicates.reopened", target=locked, detail=_members(locked))
    return locked


def _settle(pair: DuplicatePair, *, is_different: bool, reason: str, by: User | None) -> None:
    pair.is_different, pair.reason, pair.settled_by = is_different, reason, by
    pair.settled_at = timezone.now() if by else None
    pair.save(update_fields=["is_different", "reason", "settled_by", "settled_at"])


def _members(pair: DuplicatePair) -> dict[str, int]:
    return {"first": pair.first_id, "second": pair.second_id}


def _candidates(area: Area) -> Iterator[tuple[int, Person, int, Person]]:
    low, high = area.code_range
    values: dict[str, Any] = {
        "low": low,
        "high": high,
        "off": [str(status) for status in OFF_REGISTER],
    }
    values |= {"other": OTHER_FORMS, "first": FIRST_FORMS}
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, values)
        while rows := cursor.fetchmany(AT_ONCE):
            for row in rows:
                yield row[0], Person(*row[1:7]), row[7], Person(*row[8:])


def _refresh(area: Area, found: Found) -> None:
    """Pairs there are: their likeness as it is now; open ones without any are forgotten.

    What has been seen is taken out of ``found``: new pairs are left.
    """
    changed, gone = [], []
    for pair in DuplicatePair.objects.within(area).select_for_update(of=("self",)):
        seen = found.pop((pair.first_id, pair.second_id), None)
        if seen is None:
            gone += [] if pair.is_different else [pair.pk]
            continue
        values = _values(*seen)
        if any(getattr(pair, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(pair, name, value)
            changed.append(pair)
    DuplicatePair.objects.bulk_update(changed, COLUMNS, batch_size=AT_ONCE)
    DuplicatePair.objects.filter(pk__in=gone).delete()


def _insert(found: Found) -> int:
    """New pairs; one written meanwhile, or known in another area, is left as it is."""
    before = DuplicatePair.objects.count() if found else 0
    rows = [
        DuplicatePair(first_id=one, second_id=two, **_values(*seen))
        for (one, two), seen in found.items()
    ]
    DuplicatePair.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    return DuplicatePair.objects.count() - before if found else 0


def _values(likeness: Likeness, area: str) -> dict[str, Any]:
    return {
        "name_is": likeness.name.value,
        "birth_is": likeness.birth.value,
        "place_is": likeness.place.value,
        "numbers_are": likeness.numbers.value,
        "is_exact": likeness.is_exact,
        "area_id": area,
    }
