"""What other apps have under way when a household changes: in the way, or taken along."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import scope
from assistance.models import Benefit, Step
from households import stakes
from households.models import Household, HouseholdKind
from households.services.changes import closing
from households.stakes import Act
from tests.factories import assistance as make_assistance
from tests.factories import petitions as make_petitions
from tests.factories import surveys as make_visits
from tests.factories import verification as make_verification
from tests.factories.households import hand_over, household, kind, member

DAY = datetime.date(2026, 2, 10)


def told(file, act):
    return [(str(stake.text), stake.is_blocking) for stake in stakes.of(file, act, DAY)]


@pytest.mark.django_db
def test_an_open_application_is_in_the_way_of_all_but_a_move(areas, caseworker, seen_by):
    made = make_assistance.application_at(Step.SUBMITTED)
    with seen_by(caseworker):
        for act in Act:
            texts = [(t, b) for t, b in told(made.household, act) if made.application_no in t]
            free = (Act.MOVE, Act.LEAVE, Act.JOIN)
            assert [b for _, b in texts] == [act not in free], act


@pytest.mark.django_db
def test_an_unfinished_visit_finding_and_petition(areas, caseworker, seen_by):
    file = household()
    make_visits.draft(file)
    with seen_by(caseworker):
        assert [b for _, b in told(file, Act.MERGE_AWAY)] == [True]
        assert [b for _, b in told(file, Act.MOVE)] == [False]
        assert [b for _, b in told(file, Act.SPLIT)] == [False]
    found = make_verification.finding(household())
    with seen_by(caseworker):
        assert [b for _, b in told(found.household, Act.HAND_OVER)] == [True]
        assert [b for _, b in told(found.household, Act.DEREGISTER)] == [False]


@pytest.mark.django_db
def test_a_petition_follows_the_household(areas, caseworker, seen_by):
    file = household()
    case = make_petitions.case(household=file, household_area_id=file.area_id)
    with seen_by(caseworker):
        assert told(file, Act.HAND_OVER) == [
            (f"信访件{case.case_no}仍由原承办单位办理，关联关系随户转移。", False)
        ]


BORN = {
    "joined_kind": "1", "joined_on": "2026-02-10", "name": "韩小宝", "relation": "20",
    "identity_kind": "4", "sex": "1", "birth_on": "2026-02-10", "ethnic": "01", "is_counted": "on",
}  # fmt: skip


@pytest.mark.django_db
def test_what_is_under_way_is_said_before_somebody_joins_or_is_back_and_stops_nobody(
    areas, client_for, caseworker, seen_by
):
    file = household()
    make_assistance.benefit(of=file)
    made = make_assistance.application_at(Step.SUBMITTED, of=file)
    make_visits.draft(file)
    hand_over(file)
    student = member(file, "韩丽", "30", is_boarding=True, left_kind="4")
    client = client_for(caseworker)
    for name, pk, data in (
        ("add_member", file.pk, BORN),
        ("come_back", student.pk, {"kind": "6", "on": "2026-02-10", "reason": ""}),
    ):
        url = reverse(f"households:{name}", args=[pk])
        html = client.post(url, data).content.decode()
        for words in ("重新核定", made.application_no, "有入户记录未完成", "铁岭县"):
            assert words in html, (name, words)
        assert client.post(url, data | {"confirm": "1"}).status_code == 302
    with seen_by(caseworker):
        assert file.members.active().filter(name="韩小宝").exists()
        assert not file.members.get(name="韩丽").is_away


@pytest.mark.django_db
def test_findings_and_petitions_stay_as_they_are_when_somebody_joins(areas, caseworker, seen_by):
    file = household()
    make_verification.finding(file)
    make_petitions.case(household=file, household_area_id=file.area_id)
    with seen_by(caseworker):
        assert told(file, Act.JOIN) == []


@pytest.mark.django_db
def test_closing_the_file_ends_the_benefit_with_the_month(areas, client_for, caseworker, seen_by):
    benefit = make_assistance.benefit()
    today = timezone.localdate()
    url = reverse("households:close", args=[benefit.household_id])
    data = {"code": "3", "on": today.isoformat(), "reason": ""}
    client = client_for(caseworker)
    assert f"发放到{today:%Y-%m}" in client.post(url, data).content.decode()
    assert client.post(url, data | {"confirm": "1"}).status_code == 302
    with seen_by(caseworker):
        ended = Benefit.objects.get(pk=benefit.pk)
        assert ended.until >= today
        assert ended.end_reason
        assert Household.objects.get(pk=benefit.household_id).status == "deregistered"


@pytest.mark.django_db
@pytest.mark.parametrize("wages", [make_assistance.DIBAO_WAGES, None])
def test_a_kind_that_goes_with_a_benefit_ends_with_it(areas, caseworker, seen_by, wages):
    benefit = make_assistance.benefit(**({"wages": wages} if wages else {}))
    begun, today = datetime.date(2026, 1, 1), timezone.localdate()
    with scope.whole_city("test data"):
        Benefit.objects.update(since=begun)
        HouseholdKind.objects.update(since=begun)
        kind(benefit.household, "05")
    with seen_by(caseworker):
        closing.close(by=caseworker, household=benefit.household, code="3", on=today)
        last = Benefit.objects.get().until
        assert last >= today
        ends = dict(benefit.household.kinds.values_list("kind", "until"))
    carried = "01" if wages else "04"
    assert ends == {carried: last, "05": today}
