"""Every field of the household and of the person: saved by the services, read back, in history."""

import datetime
from decimal import Decimal

import pytest

from accounts.models import Area
from foundation import codelists
from foundation.faults import InputError
from households import history
from households.coded_fields import CODE_LISTS
from households.models import Household, Member
from households.services import people, registration
from tests.factories.households import VILLAGE, identity

DAY = datetime.date(2026, 1, 5)
HOUSEHOLD = {
    "urban_rural": "1", "status": "registered", "hukou_address": "老城镇 1 号",
    "residence_address": "靠山村 2 组", "phone": "13812340000", "applicant_name": "韩淑英",
    "agent_name": "韩磊", "agent_relation": "20", "agent_phone": "024-62345678",
    "agent_identity": identity(datetime.date(1985, 1, 1)), "poverty_cause": "1",
    "poverty_causes": ["2", "5"], "dm_class": "B", "is_registered_poor": True,
    "relapse_kind": "2", "card_no": "212200000000001", "account_name": "韩淑英",
    "account_bank": "农业银行", "account_branch": "宝力支行", "account_kind": "1",
    "account_no": "6214490000123456780", "account_agreement_on": DAY, "note": "房屋漏雨",
    "is_demo": False,
}  # fmt: skip
MEMBER = {
    "identity_kind": "1", "ethnic": "11", "relation": "02", "marital_status": "30",
    "education": "70", "health": ["31", "64"], "occupation": "27", "hukou_kind": "2",
    "is_counted": True, "not_counted_reason": "", "is_covered": True, "student_stage": "0",
    "school": "昌图一高", "school_kind": "2", "grade": "高二", "is_boarding": True,
    "labour_capacity": "2", "employment_status": "4", "employer": "砖厂", "job_type": "搬运",
    "work_place": "辽宁沈阳", "monthly_wage": Decimal("1850.50"),
    "disability_valid_to": datetime.date(2030, 6, 30), "disease_kind": "2",
    "self_care": ["4", "6"], "self_care_on": DAY, "medical_insurance": "2",
    "is_aided_insured": True, "pension_insurance": "4", "monthly_pension": Decimal("240.00"),
    "basic_pension": Decimal("138.00"), "special_identities": ["04"], "joined_on": DAY,
    "joined_kind": "2", "left_kind": "1", "death_on": DAY, "cremation_on": DAY, "name": "韩淑英",
    "sex": "2", "disability_category": "4", "disability_grade": "2", "disease": "脑梗死后遗症",
    "is_converted": True,
    "phone": "13812340001",
}  # fmt: skip


def registered(by, **changes):
    number = identity(datetime.date(1962, 5, 4), male=False)
    head = MEMBER | {"identity_number": number, "disability_cert": f"{number}42"}
    village = Area.objects.get(pk=VILLAGE)
    return registration.register(by=by, area=village, head=head, on=DAY, **(HOUSEHOLD | changes))


def test_the_tables_above_name_every_field():
    derived = {"identity_number", "disability_cert", "birth_on"}
    assert set(HOUSEHOLD) == registration.HOUSEHOLD_FIELDS
    assert set(MEMBER) | derived == people.FIELDS


@pytest.mark.django_db
def test_every_field_is_saved_and_read(caseworker, neighbour, seen_by):
    with seen_by(caseworker):
        made = registered(caseworker)
        household = Household.objects.get(pk=made.pk)
        assert {name: getattr(household, name) for name in HOUSEHOLD} == HOUSEHOLD
        member = Member.objects.get(household=made)
        assert {name: getattr(member, name) for name in MEMBER} == MEMBER
        assert member.birth_on == datetime.date(1962, 5, 4)
    with seen_by(neighbour):
        assert not Household.objects.filter(pk=made.pk).exists()
        assert not Member.objects.filter(household_id=made.pk).exists()


@pytest.mark.django_db
def test_rows_written_without_the_new_columns_get_their_defaults(caseworker, seen_by):
    with seen_by(caseworker):
        village = Area.objects.get(pk=VILLAGE)
        head = {"name": "韩淑英", "identity_number": identity()}
        made = registration.register(by=caseworker, area=village, head=head)
        household, member = Household.objects.get(pk=made.pk), Member.objects.get(household=made)
    assert (household.poverty_causes, household.agent_name, household.agent_phone) == ([], "", "")
    assert (member.is_covered, member.self_care, member.monthly_wage) == (False, [], None)


@pytest.mark.django_db
def test_history_tells_codes_in_words_and_hides_sealed_ones(caseworker, seen_by):
    with seen_by(caseworker):
        made = registered(caseworker)
        changed = {"poverty_causes": ["8"], "account_kind": "3", "agent_phone": "13812340009"}
        registration.change_household(by=caseworker, household=made, **changed)
        member = Member.objects.get(household=made)
        data = {"self_care": ["1"], "school_kind": "1", "is_covered": False, "left_kind": "2"}
        registration.change_member(by=caseworker, member=member, data=data)
        shown = [d for change in history.changes_of(made) for d in change.differences]
    pairs = {str(d.after) for d in shown if not d.is_sealed}
    assert {"缺土地、技术、资金", "存折", "吃饭", "公办", "婚嫁", "否"} <= pairs
    assert [d for d in shown if d.is_sealed and "13812340009" in f"{d.before}{d.after}"] == []
    assert len([d for d in shown if d.is_sealed]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "code"), [({"agent_phone": "12345"}, "phone"), ({"agent_identity": "1"}, "length")]
)
def test_numbers_of_the_agent_are_read_or_refused(caseworker, seen_by, wrong, code):
    with seen_by(caseworker), pytest.raises(InputError) as refused:
        registered(caseworker, **wrong)
    assert refused.value.code == code


def test_every_coded_field_has_its_list():
    for name in CODE_LISTS.values():
        assert codelists.codes(name)
