"""The area scope holds for the ORM, raw SQL and counts, and raises where nothing is declared."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts import audit, scope
from accounts.models import Area, AuditEvent
from accounts.models.users import Role
from households.models import ClosedDoor, Grant, Household, HouseholdKind, Member
from tests.factories import accounts as people
from tests.factories import households as make

KAIYUAN_VILLAGE = "211282102200"


@pytest.fixture
def ours(areas):
    return make.household(head="韩淑英")


@pytest.fixture
def theirs(areas):
    village = Area.objects.villages().filter(code__startswith="211282102").first()
    return make.household(area_code=village.code, head="周邻县")


def names() -> list[str]:
    return list(Household.objects.values_list("head_name", flat=True))


def raw_names() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT head_name FROM households_household ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


def test_each_sees_exactly_the_own_rows(ours, theirs, caseworker, other_county, city_viewer):
    for user, expected in [
        (caseworker, ["韩淑英"]),
        (other_county, ["周邻县"]),
        (city_viewer, ["韩淑英", "周邻县"]),
    ]:
        with scope.user_scope(user):
            assert names() == expected
            assert raw_names() == expected
            assert Household.objects.count() == len(expected)
            assert list(Member.objects.values_list("name", flat=True)) == expected


def test_no_scope_raises_for_orm_and_raw_sql_even_where_the_answer_would_be_empty(ours, caseworker):
    with pytest.raises(scope.ScopeNotDeclared):
        names()
    with pytest.raises(scope.ScopeNotDeclared):
        raw_names()
    with pytest.raises(scope.ScopeNotDeclared):
        HouseholdKind.objects.count()
    with scope.user_scope(caseworker):
        assert names() == raw_names() == ["韩淑英"]


def test_database_itself_raises_without_a_scope(ours, caseworker):
    """The guard in Python is not the wall: the policy refuses the same statement."""
    connection.execute_wrappers.remove(scope.guard)
    try:
        with pytest.raises(DatabaseError, match="scope is not declared"), transaction.atomic():
            names()
        with pytest.raises(DatabaseError, match="scope is not declared"), transaction.atomic():
            HouseholdKind.objects.count()
    finally:
        connection.execute_wrappers.append(scope.guard)
    with scope.user_scope(caseworker):
        assert names() == ["韩淑英"]


def test_neighbours_rows_can_neither_be_changed_nor_written(ours, theirs, caseworker, other_county):
    with scope.user_scope(caseworker):
        assert Household.objects.filter(pk=theirs.pk).update(note="x") == 0
        assert Member.objects.filter(household=theirs).delete()[0] == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            HouseholdKind.objects.create(
                household=theirs, area_id=theirs.area_id, kind="01", since=make.ON
            )
    with scope.user_scope(other_county):
        assert Household.objects.filter(pk=theirs.pk).update(note="y") == 1
        kind = HouseholdKind.objects.create(
            household=theirs, area_id=theirs.area_id, kind="01", since=make.ON
        )
        assert kind.pk


def test_child_cannot_hang_on_a_neighbours_household(ours, theirs, caseworker):
    """In my own area, under a household of another county: the pair key refuses."""
    with scope.user_scope(caseworker):
        with pytest.raises(IntegrityError, match="in_household_area"), transaction.atomic():
            HouseholdKind.objects.create(
                household_id=theirs.pk, area_id=ours.area_id, kind="01", since=make.ON
            )
        own = HouseholdKind.objects.create(
            household_id=ours.pk, area_id=ours.area_id, kind="01", since=make.ON
        )
        assert own.household_id == ours.pk


def test_moving_a_household_carries_its_children(ours, city_manager, caseworker, neighbour):
    new = Area.objects.villages().filter(code__startswith="211224101").first()
    with scope.user_scope(city_manager):
        Household.objects.filter(pk=ours.pk).update(area=new)
    with scope.user_scope(caseworker):
        assert names() == []
        assert Member.objects.count() == 0
    with scope.user_scope(neighbour):
        assert names() == ["韩淑英"]
        assert Member.objects.get().area_id == new.code


def test_closed_door_hides_one_household_from_one_user(ours, caseworker, colleague, chief):
    other = make.household(head="李大山")
    with scope.whole_city("test"):
        ClosedDoor.objects.create(
            household=ours, area=ours.area, user=caseworker, reason="近亲属", closed_by=chief
        )
    with scope.user_scope(caseworker):
        assert names() == ["李大山"]
        assert raw_names() == ["李大山"]
        assert list(Member.objects.values_list("name", flat=True)) == ["李大山"]
        assert ClosedDoor.objects.count() == 0
        assert Household.objects.filter(pk=ours.pk).update(note="x") == 0
    with scope.user_scope(colleague):
        assert names() == ["韩淑英", "李大山"]
        assert ClosedDoor.objects.get().household_id == ours.pk
    assert other.pk


def test_closed_door_hides_a_household_from_a_whole_office(ours, caseworker, colleague, chief):
    with scope.whole_city("test"):
        ClosedDoor.objects.create(
            household=ours,
            area=ours.area,
            office=caseworker.area,
            reason="被投诉单位",
            closed_by=chief,
        )
    for user in (caseworker, colleague):
        with scope.user_scope(user):
            assert names() == []
    with scope.user_scope(chief):
        assert names() == ["韩淑英"]


def test_grant_opens_one_household_for_reading_only(ours, theirs, other_county, chief, today):
    make.household(head="李大山")
    with scope.whole_city("test"):
        grant = Grant.objects.create(
            household=ours,
            area=ours.area,
            user=other_county,
            reason="跨县移交",
            given_by=chief,
            until=today,
        )
    with scope.user_scope(other_county):
        assert sorted(names()) == ["周邻县", "韩淑英"]
        assert Member.objects.filter(household=ours).get().name == "韩淑英"
        assert Household.objects.filter(pk=ours.pk).update(note="x") == 0
    with scope.whole_city("test"):
        Grant.objects.filter(pk=grant.pk).update(until=make.ON)
    with scope.user_scope(other_county):
        assert names() == ["周邻县"]


def test_the_three_powers_see_no_household(ours, caseworker):
    auditor = people.user(Role.AUDITOR, "211200000000", "shen.ji", "审计员")
    with scope.user_scope(auditor):
        assert names() == []
    with scope.user_scope(caseworker):
        assert names() == ["韩淑英"]


def test_history_is_scoped_like_what_it_tells_of(ours, caseworker, neighbour):
    with scope.user_scope(caseworker):
        assert list(Household.pgh_event_model.objects.values_list("pgh_obj_id", flat=True)) == [
            ours.pk
        ]
    with scope.user_scope(neighbour):
        assert Household.pgh_event_model.objects.count() == 0


def test_roll_back_restores_the_scope(ours, caseworker, neighbour):
    with scope.user_scope(caseworker):
        with scope.user_scope(neighbour):
            with pytest.raises(DatabaseError), transaction.atomic(), scope.user_scope(neighbour):
                Household.objects.raw("SELECT no_such_column FROM households_household")[0]
            assert names() == []
        assert names() == ["韩淑英"]


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE households_household CASCADE",
        "DROP POLICY area ON households_household",
        "ALTER TABLE households_household DISABLE ROW LEVEL SECURITY",
        "UPDATE accounts_auditevent SET action = 'x'",
        "DELETE FROM accounts_auditevent",
        "DELETE FROM households_householdevent",
        "UPDATE households_issueddocument SET number = 'x'",
        "ALTER TABLE accounts_auditevent DISABLE TRIGGER keep_audit",
    ],
)
def test_app_role_cannot_undo_the_walls(ours, caseworker, statement):
    event = audit.record(by=caseworker, action="test.done")
    with (
        scope.whole_city("test"),
        pytest.raises(DatabaseError, match="permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEvent.objects.get(pk=event.pk).action == "test.done"
