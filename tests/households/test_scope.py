"""Deliberate attempts on a neighbour's household; each zero beside the owner's exact row."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError, ProgrammingError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Area
from accounts.owner import APP_ROLE
from foundation.faults import InputError
from households.models import ClosedDoor, Grant, Household, HouseholdKind, Member
from households.services import doors
from tests.factories.households import household, kind

TODAY = datetime.date(2026, 1, 5)
FAR = datetime.date(2099, 12, 31)


@pytest.fixture
def file(areas):
    made = household()
    kind(made, "04")
    return made


def raw(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


READS = {
    "orm": lambda f: list(Household.objects.filter(pk=f.pk).values_list("pk", flat=True)),
    "count": lambda f: [f.pk] * Household.objects.filter(pk=f.pk).count(),
    "raw": lambda f: [r[0] for r in raw("SELECT id FROM households_household WHERE id=%s", f.pk)],
    "join": lambda f: [
        r[0]
        for r in raw(
            "SELECT m.household_id FROM households_member m"
            " LEFT JOIN households_household h ON h.id = m.household_id WHERE m.household_id=%s",
            f.pk,
        )
    ],
    "kinds": lambda f: list(
        HouseholdKind.objects.filter(household_id=f.pk).values_list("household_id", flat=True)
    ),
    "history": lambda f: sorted(
        set(Household.pgh_event_model.objects.filter(id=f.pk).values_list("id", flat=True))
    ),
    "aggregate": lambda f: [
        r[0] for r in raw("SELECT max(id) FROM households_household HAVING max(id) = %s", f.pk)
    ],
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", sorted(READS))
def test_reading_finds_the_row_for_its_owner_only(
    way, file, seen_by, caseworker, neighbour, other_county, city_viewer
):
    with seen_by(caseworker):
        assert READS[way](file) == [file.pk]
    with seen_by(city_viewer):
        assert READS[way](file) == [file.pk]
    for stranger in (neighbour, other_county):
        with seen_by(stranger):
            assert READS[way](file) == []


WRITES = {
    "orm": lambda f: Household.objects.filter(pk=f.pk).update(note="x"),
    "delete": lambda f: HouseholdKind.objects.filter(household_id=f.pk).delete()[0],
    "raw": lambda f: len(
        raw("UPDATE households_household SET note='x' WHERE id=%s RETURNING id", f.pk)
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", sorted(WRITES))
def test_writing_touches_the_row_of_its_owner_only(way, file, seen_by, caseworker, neighbour):
    with seen_by(neighbour):
        assert WRITES[way](file) == 0
    with seen_by(caseworker):
        assert WRITES[way](file) == 1


@pytest.mark.django_db
def test_a_child_cannot_hang_on_the_neighbours_household(file, seen_by, caseworker, neighbour):
    def child(area_id):
        return HouseholdKind.objects.create(
            household_id=file.pk, area_id=area_id, kind="01", since=TODAY
        )

    with seen_by(neighbour):
        with pytest.raises(IntegrityError, match="in_household_area"), transaction.atomic():
            child("211224101200")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            child(file.area_id)
    with seen_by(caseworker):
        assert child(file.area_id).pk


@pytest.mark.django_db
def test_pages_and_searches_of_strangers_are_empty(file, client_for, caseworker, other_county):
    page, listed = reverse("households:household", args=[file.pk]), reverse("households:list")
    for query in ("hsy", "韩淑英", file.household_no):
        own = client_for(caseworker).get(listed, {"q": query}).content.decode()
        other = client_for(other_county).get(listed, {"q": query}).content.decode()
        assert page in own
        assert page not in other
    stranger = client_for(other_county).get(listed, {"area": "211224105000"}).content.decode()
    assert page not in stranger


@pytest.mark.django_db
def test_a_closed_door_hides_everything_from_one_user(
    file, seen_by, client_for, caseworker, colleague, chief
):
    with seen_by(chief):
        door = doors.close_door(by=chief, household=file, user=caseworker, reason="近亲属")
    page = reverse("households:household", args=[file.pk])
    for name, read in READS.items():
        with seen_by(caseworker):
            assert read(file) == [], name
        with seen_by(colleague):
            assert read(file) == [file.pk], name
    assert client_for(caseworker).get(page).status_code == 404
    assert client_for(colleague).get(page).status_code == 200
    with seen_by(chief):
        doors.open_door(by=chief, door=ClosedDoor.objects.get(pk=door.pk), on=timezone.localdate())
    with seen_by(caseworker):
        assert READS["orm"](file) == [file.pk]


@pytest.mark.django_db
def test_a_closed_door_for_an_office(file, seen_by, caseworker, colleague, chief):
    office = Area.objects.get(pk=caseworker.area_id)
    with seen_by(chief):
        doors.close_door(by=chief, household=file, office=office, reason="被投诉单位回避")
        assert READS["orm"](file) == [file.pk]
    for shut_out in (caseworker, colleague):
        with seen_by(shut_out):
            assert READS["orm"](file) == []


@pytest.mark.django_db
def test_a_grant_lets_one_stranger_read_and_write_nothing(
    file, seen_by, client_for, other_county, neighbour, chief
):
    with seen_by(chief):
        grant = doors.give_grant(
            by=chief, household=file, user=other_county, reason="跨县移交", until=FAR
        )
    page = reverse("households:household", args=[file.pk])
    with seen_by(other_county):
        for name in ("orm", "raw", "join", "kinds"):
            assert READS[name](file) == [file.pk], name
        assert WRITES["orm"](file) == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            HouseholdKind.objects.create(
                household=file, area_id=file.area_id, kind="01", since=TODAY
            )
    with seen_by(neighbour):
        assert READS["orm"](file) == []
    assert client_for(other_county).get(page).status_code == 200
    assert client_for(neighbour).get(page).status_code == 404
    with seen_by(chief):
        doors.end_grant(by=chief, grant=Grant.objects.get(pk=grant.pk), on=timezone.localdate())
    assert client_for(other_county).get(page).status_code == 404


@pytest.mark.django_db
def test_a_door_names_one_person_or_one_office(file, seen_by, chief, caseworker):
    with seen_by(chief):
        with pytest.raises(InputError):
            doors.close_door(by=chief, household=file, reason="x")
        with pytest.raises(InputError):
            doors.give_grant(
                by=chief, household=file, user=caseworker, office=caseworker.area,
                reason="x", until=FAR,
            )  # fmt: skip
        assert not ClosedDoor.objects.exists()


FORBIDDEN = (
    "TRUNCATE households_household CASCADE",
    "TRUNCATE accounts_auditevent CASCADE",
    "DROP POLICY area ON households_household",
    "ALTER TABLE households_household DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE households_household NO FORCE ROW LEVEL SECURITY",
    "UPDATE accounts_auditevent SET action = 'nothing'",
    "DELETE FROM accounts_auditevent",
    "UPDATE households_issueddocument SET title = 'x'",
    "DELETE FROM households_issueddocument",
    "DELETE FROM households_memberevent",
    "ALTER TABLE accounts_auditevent DISABLE TRIGGER ALL",
    "SET ROLE nuanxin_owner",
)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_app_role_cannot_take_the_walls_down(statement, file, seen_by, city_manager):
    with seen_by(city_manager):
        assert raw("SELECT current_user")[0][0] == APP_ROLE
        before = (Household.objects.count(), Member.objects.count())
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert (Household.objects.count(), Member.objects.count()) == before == (1, 1)
