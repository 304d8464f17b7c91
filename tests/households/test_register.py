"""Opening a household's file: the act, its refusals, and who may."""

import datetime

import pytest

from accounts.models import Area, AuditEvent
from foundation.encryption import digests
from foundation.faults import InputError
from households.models import Household, Member
from households.services import registration
from tests.factories.households import VILLAGE, household, identity

KAIYUAN_VILLAGE = "211282003019"


def head(**changes):
    return {
        "name": "韩淑英",
        "identity_number": identity(datetime.date(1962, 5, 4), male=False),
    } | changes


def register(by, **changes):
    area = Area.objects.get(pk=VILLAGE)
    return registration.register(by=by, area=area, **({"head": head()} | changes))


@pytest.mark.django_db
def test_it_works(caseworker, seen_by):
    son = {"name": "韩 磊", "relation": "20", "identity_number": identity(), "phone": "13812340001"}
    with seen_by(caseworker):
        made = register(caseworker, members=[son], urban_rural="1", phone="138 1234 0000")
        made = Household.objects.get(pk=made.pk)
        first, second = made.members.order_by("pk")
    assert made.household_no[:16] == f"{VILLAGE}{made.registered_on.year}"
    assert (made.head_name, made.family_size, made.urban_rural) == ("韩淑英", 2, "1")
    assert made.phone == "13812340000"
    assert (first.relation, first.sex, first.birth_on) == ("02", "2", datetime.date(1962, 5, 4))
    assert (second.name, second.given_name, second.initials) == ("韩磊", "磊", "hl")
    assert first.initials == "hsy"
    assert first.identity_digest in digests(first.identity_number, purpose="identity")
    assert AuditEvent.objects.filter(action="household.registered", household_id=made.pk).exists()


@pytest.mark.django_db
def test_numbers_follow_each_other_without_gaps(caseworker, seen_by):
    with seen_by(caseworker):
        first, second = register(caseworker), register(caseworker)
        with pytest.raises(InputError):
            register(caseworker, head=head(identity_number="21122419550312001X"))
        third = register(caseworker)
    assert [h.household_no[-6:] for h in (first, second, third)] == ["000001", "000002", "000003"]


@pytest.mark.django_db
def test_a_duplicate_inside_the_area_names_the_household(caseworker, seen_by):
    known = household()
    with seen_by(caseworker):
        number = known.members.get().identity_number
        with pytest.raises(registration.DuplicateIdentity) as refused:
            register(caseworker, head=head(identity_number=number))
        assert Household.objects.count() == 1
    assert refused.value.household == known


@pytest.mark.django_db
def test_a_duplicate_outside_names_the_county_and_nothing_else(caseworker, seen_by, other_county):
    elsewhere = household("211282003019", head="金哲洙")
    with seen_by(other_county):
        number = Member.objects.get(household=elsewhere).identity_number
    with seen_by(caseworker):
        with pytest.raises(registration.DuplicateIdentity) as refused:
            register(caseworker, head=head(identity_number=number))
        assert not Household.objects.exists()
    assert "开原市" in str(refused.value)
    assert "金哲洙" not in str(refused.value)
    assert elsewhere.household_no not in str(refused.value)
    assert refused.value.household is None


@pytest.mark.django_db
def test_the_region_of_a_number_is_never_compared_with_the_area(caseworker, seen_by):
    with seen_by(caseworker):
        made = register(caseworker, head=head(identity_number="21128119670718017X"))
        assert made.members.get().birth_on == datetime.date(1967, 7, 18)


@pytest.mark.django_db
def test_another_area_is_refused_by_the_database(caseworker, seen_by):
    outside = Area.objects.get(pk=KAIYUAN_VILLAGE)
    with seen_by(caseworker), pytest.raises(Exception, match="row-level security"):
        registration.register(by=caseworker, area=outside, head=head())
