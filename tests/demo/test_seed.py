"""The demo city is whole, fictitious, repeatable, and lies where its users can see it."""

import io

import pytest
from django.core.management import call_command

from accounts import audit, scope
from accounts.models import AuditEvent, User, UserRole
from accounts.models.users import Role
from accounts.services.users import check_roles
from demo import cast
from foundation.identity import parse_identity
from households.models import Counter, Household, Member
from tests.demo.conftest import ON


def test_nobody_in_it_is_real_and_nobody_is_there_twice(city):
    with scope.whole_city("test"):
        members = list(Member.objects.all())
    numbers = [member.identity_number for member in members]
    assert len(numbers) > 60
    assert {parse_identity(number, on=ON).region for number in numbers} == {"211299"}
    assert len(set(numbers)) == len(numbers)
    assert {member.phone for member in members} == {""}
    with scope.whole_city("test"):
        phones = {household.phone[:7] for household in Household.objects.all()}
    assert phones <= {"1990000", ""}


def test_rows_are_as_services_leave_them(city):
    with scope.whole_city("test"):
        for household in Household.objects.prefetch_related("members", "kinds"):
            active = [m for m in household.members.all() if m.is_active and m.is_counted]
            assert household.family_size == len(active)
            (head,) = [m for m in household.members.all() if m.is_head]
            assert household.head_name == head.name
            assert household.is_demo
            (event,) = household.events.filter(pgh_label="insert")
            assert event.head_name == household.head_name
            acts = AuditEvent.objects.filter(household_id=household.pk)
            assert acts.filter(action="household.registered").count() == 1
            assert {m.events.count() for m in household.members.all()} == {1}
            inserted = {k.events.filter(pgh_label="insert").count() for k in household.kinds.all()}
            assert inserted <= {1}
            drawn = Counter.objects.get(
                series="household", unit=household.area_id, year=household.registered_on.year
            )
            assert int(household.household_no[-6:]) <= drawn.last


def test_the_trail_is_whole(city):
    proof = audit.verify()
    assert proof.is_whole
    assert proof.events > 300
    assert proof.unsealed == 0


def test_every_role_has_a_login_and_no_one_two_that_exclude_each_other(city):
    held = set(UserRole.objects.values_list("role", flat=True))
    assert held == set(Role)
    for user in User.objects.prefetch_related("roles"):
        check_roles([given.role for given in user.roles.all()])
        assert not user.must_change_password
    for role, username in cast.FACES.items():
        user = User.objects.get(username=username)
        assert user.check_password(cast.PASSWORD)
        assert role in user.role_codes


def test_rows_obey_the_scope(city, seen_by):
    caseworker = User.objects.get(username="baoli.jingban")
    with seen_by(caseworker):
        own = list(Household.objects.all())
    assert own
    assert {household.area_id[:9] for household in own} == {"211224105"}
    with seen_by(User.objects.get(username="shi.shenji")):
        assert Household.objects.count() == 0
    with seen_by(User.objects.get(username="shi.chakan")):
        assert Household.objects.count() == 60


def test_a_second_run_does_nothing(city):
    out = io.StringIO()
    call_command("seed_demo", households=5, stdout=out)
    assert "nothing was done" in out.getvalue()
    with scope.whole_city("test"):
        assert Household.objects.count() == 60


@pytest.mark.django_db
def test_logins_are_listed_by_role_in_both_languages(city):
    out = io.StringIO()
    call_command("demo_logins", stdout=out)
    listed = out.getvalue()
    assert all(username in listed for username in cast.FACES.values())
    assert "乡镇" in listed
    assert "Township caseworker" in listed
    assert cast.PASSWORD in listed
