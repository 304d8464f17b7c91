"""What a clerk takes along to a village without network (离线数据包): households to visit."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.models import Area, User
from foundation import clock
from foundation.codelists import label
from foundation.contact import mask_phone
from foundation.identity import mask_identity
from households.models import Household, HouseholdKind, Member
from surveys import coverage
from surveys.known_json import known_json
from surveys.models import Campaign, Visit, VisitAssignment
from surveys.services import interviewers
from surveys.services.background import known_of_all
from surveys.services.drafts import first_content, on_register
from surveys.visit_json import visit_document

FIRST_KIND = "1"


def households_of(user: User, village: Area) -> QuerySet[Household]:
    """Households of a village the user may visit, in the order of their addresses."""
    low, high = village.code_range
    rows = Household.objects.on_register().within(user.area)
    return rows.filter(area_id__gte=low, area_id__lte=high).order_by("address_key", "pk")


def pack(households: Iterable[Household], user: User) -> list[dict[str, Any]]:
    """Everything the form needs for these households while there is no network.

    Numbers are masked; the open visit comes whole, so that it can be gone on with.
    """
    rows = list(households)
    keys = [row.pk for row in rows]
    today = clock.today()
    open_visits = {
        visit.household_id: visit
        for visit in Visit.objects.open()
        .filter(household__in=keys)
        .select_related("household", "area")
    }
    tasks, team = _tasks(keys, user), _team(rows)
    known, register = known_of_all(rows, on=today), on_register(rows)
    wanted = _wanted(rows)
    return [
        {
            **_household(row),
            "content": first_content(
                row,
                kind=FIRST_KIND,
                on="",
                benefits=known[row.pk].benefits,
                register=register[row.pk],
            ),  # fmt: skip
            "colleagues": team,
            "known": known_json(known[row.pk]),
            "visit": visit_document(open_visits[row.pk], user) if row.pk in open_visits else None,
            "due_on": tasks.get(row.pk, ""),
            "is_wanted": row.pk in wanted,
        }
        for row in rows
    ]


def with_people(rows: QuerySet[Household]) -> QuerySet[Household]:
    """Members and running kinds in two queries for all households."""
    today = clock.today()
    running = HouseholdKind.objects.filter(since__lte=today).exclude(until__lt=today)
    return rows.select_related("area").prefetch_related(
        Prefetch("members", Member.objects.active().order_by("pk"), to_attr="people"),
        Prefetch("kinds", running, to_attr="running_kinds"),
    )


def _household(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.household_no,
        "head": row.head_name,
        "area": row.area.full_name or row.area.name,
        "address": row.address,
        "phone": mask_phone(row.phone),
        "kinds": [str(label("household_kind", kind.kind)) for kind in row.running_kinds],
        "people": [
            {"name": one.name, "number": mask_identity(one.identity_number)} for one in row.people
        ],
    }


def _team(rows: list[Household]) -> list[dict[str, Any]]:
    """Who of the village and its township may be an investigator."""
    if not rows:
        return []
    people = interviewers.colleagues_of(rows[0].area_id)
    return [{"id": one.pk, "name": one.name, "unit": one.unit or one.duty} for one in people]


def _wanted(rows: list[Household]) -> set[int]:
    """Those the running campaign of the village has not reached yet, as its page counts them."""
    if not rows:
        return set()
    campaign = Campaign.objects.running(clock.today(), rows[0].area_id).first()
    if campaign is None:
        return set()
    left = coverage.targets(campaign, is_covered=False).filter(household__in=rows)
    return set(left.values_list("household_id", flat=True))


def _tasks(keys: list[int], user: User) -> dict[int, str]:
    """By when the user is to visit each household."""
    mine = VisitAssignment.objects.of_user(user).open().filter(household__in=keys)
    return {task.household_id: task.due_on.isoformat() for task in mine}
