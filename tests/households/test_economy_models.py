"""What the database itself refuses of the records of a family's economy, and who sees them."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from foundation import codelists
from households.models import (
    AssessmentStandard,
    Housing,
    IncomeItem,
    LandItem,
    LivestockItem,
    PropertyItem,
    RigidExpense,
    Supporter,
)
from surveys import choices
from tests.factories import economy as make
from tests.factories.households import household, identity, member

MAKERS = {
    IncomeItem: make.income, LandItem: make.land, LivestockItem: make.livestock,
    PropertyItem: make.belonging, Housing: make.housing, RigidExpense: make.expense,
    Supporter: make.supporter,
}  # fmt: skip


@pytest.fixture
def home(areas):
    return household()


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_each_kind_is_seen_in_its_area_only_and_kept_in_history(
    model, home, seen_by, caseworker, neighbour
):
    made = MAKERS[model](home)
    with seen_by(caseworker):
        assert list(model.objects.values_list("pk", flat=True)) == [made.pk]
        assert model.pgh_event_model.objects.filter(household_id=home.pk).count() == 1
    with seen_by(neighbour):
        assert not model.objects.exists()
        assert not model.pgh_event_model.objects.exists()


YESTERDAY = make.FROM - datetime.timedelta(days=1)
REFUSED = [
    (make.income, {"gross": Decimal(-1)}, "incomeitem_amounts_not_negative"),
    (make.income, {"period_to": YESTERDAY}, "incomeitem_period_in_order"),
    (make.income, {"period_to": None}, "incomeitem_period_has_end"),
    (make.income, {"kind": "403"}, "income_kind_in_category"),
    (make.income, {"kind": "", "category": "4"}, "income_kind_in_category"),
    (make.income, {"source": "4"}, "incomeitem_estimate_has_reason"),
    (make.income, {"ended_on": make.TO}, "incomeitem_end_has_reason"),
    (make.land, {"mu": Decimal(0)}, "land_has_size"),
    (make.land, {"net_per_mu": None}, "land_yields_by_use"),
    (make.land, {"use": "rented_out"}, "land_yields_by_use"),
    (make.livestock, {"net_per_head": Decimal(-1)}, "livestockitem_amounts_not_negative"),
    (make.belonging, {"value": Decimal(-1)}, "propertyitem_amounts_not_negative"),
    (make.belonging, {"identifier": "6214490000123456780"}, "account_only_last_four"),
    (make.belonging, {"kind": "04"}, "vehicle_says_which"),
    (make.belonging, {"vehicle_kind": "car"}, "vehicle_says_which"),
    (make.housing, {"floor_area": Decimal(-1)}, "housing_amounts_not_negative"),
    (make.expense, {"amount": Decimal(-1)}, "rigidexpense_amounts_not_negative"),
    (make.supporter, {"family_size": 0}, "supporter_family_counts"),
    (make.supporter, {"labour_count": 4}, "supporter_family_counts"),
    (make.supporter, {"ability": "exempt"}, "exempt_supporter_has_reason"),
    (make.supporter, {"agreed_monthly": Decimal(300)}, "agreed_amount_has_basis"),
    (make.supporter, {"authorized_on": make.FROM}, "authorized_supporter_signed"),
]


@pytest.mark.parametrize(("maker", "fields", "constraint"), REFUSED)
def test_the_database_refuses(maker, fields, constraint, home):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        maker(home, **fields)


@pytest.mark.parametrize("maker", MAKERS.values())
def test_the_owner_is_a_member_of_the_same_household(maker, home, areas):
    stranger = make.head_of(household(head="赵四"))
    with pytest.raises(IntegrityError, match="own_member"), transaction.atomic():
        maker(home, member=stranger)
    assert maker(home, member=make.head_of(home)).pk


def test_a_record_hangs_on_the_area_of_its_household(home):
    with pytest.raises(IntegrityError, match="in_household_area"), transaction.atomic():
        make.income(home, area_id="211224101200")


def test_records_follow_the_household_to_another_village_and_a_member_to_another_household(
    home, seen_by, city_manager
):
    son, other = member(home, "韩小宝", "20"), household(head="韩磊")
    own, shared = make.income(home, member=son), make.housing(home)
    with seen_by(city_manager), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE households_member SET household_id = %s WHERE id = %s", [other.pk, son.pk]
        )
        own.refresh_from_db()
        assert own.household_id == other.pk
        cursor.execute(
            "UPDATE households_household SET area_id = '211224105201' WHERE id = %s", [home.pk]
        )
        shared.refresh_from_db()
        assert shared.area_id == "211224105201"


def test_one_supporter_once(home):
    number = identity()
    make.supporter(home, number=number)
    with pytest.raises(IntegrityError, match="supporter_once"), transaction.atomic():
        make.supporter(home, name="韩建国", number=number)


def test_a_supporters_number_is_sealed(home, seen_by, caseworker):
    number = identity()
    pk = make.supporter(home, number=number).pk
    with seen_by(caseworker):
        kept = Supporter.objects.get(pk=pk)
        assert kept.identity_number == number
        assert number.encode() not in bytes(kept.identity_sealed)


def test_assessment_standards_never_overlap(areas):
    make.assessment()
    with pytest.raises(IntegrityError, match="one_assessment_at_a_time"), transaction.atomic():
        make.assessment(valid_from=datetime.date(2026, 1, 1))
    county = make.assessment(item="rice")
    city = make.assessment(item="rice", area="211200000000")
    found = AssessmentStandard.objects.filter(item="rice").over("211224105200")
    assert list(found.on(make.FROM)) == [county, city]


def test_codes_are_those_of_the_visit_form():
    for name, answers in (
        ("land_kind", choices.LandKind),
        ("land_use", choices.LandUse),
        ("livestock_kind", choices.Livestock),
    ):
        assert codelists.codes(name) == answers.values
