"""Rounds open by hand or by the calendar, once per half-year, and close when all is struck off."""

import datetime

import pytest

from accounts import scope
from tests.factories import households as make_households
from tests.factories import verification as make
from verification.models import ComparisonRound, Step
from verification.rules import half_of
from verification.services import rounds
from verification.tasks import open_half_year_rounds

JULY = datetime.date(2026, 7, 1)


def test_the_calendar_opens_one_round_per_county_and_only_once(areas):
    opened = rounds.open_half_year_rounds(on=JULY)
    assert len(opened) == 7
    assert {held.period for held in opened} == {"2026H2"}
    assert {held.name for held in opened} == {"2026 年下半年在保家庭核对"}
    assert {held.opened_by for held in opened} == {None}
    assert rounds.open_half_year_rounds(on=JULY + datetime.timedelta(days=9)) == []
    assert len(rounds.open_half_year_rounds(on=datetime.date(2027, 1, 1))) == 7


def test_the_beat_task_opens_todays_half_year(areas):
    assert open_half_year_rounds() == 7
    assert open_half_year_rounds() == 0


def test_by_hand_once_with_the_message_the_second_time(checker, client_for, today):
    client = client_for(checker)
    assert client.post("/checks/open/", {"period": half_of(today).code}).status_code == 302
    again = client.post("/checks/open/", {"period": half_of(today).code})
    assert "已经建立" in again.content.decode()
    assert ComparisonRound.objects.get().opened_by == checker


def test_who_may_not_open_and_who_does_not_see(
    checker, caseworker, other_county, client_for, today
):
    assert client_for(caseworker).post("/checks/open/", {"period": "2026H2"}).status_code == 403
    held = make.round_of()
    assert client_for(other_county).get(f"/checks/rounds/{held.pk}/").status_code == 404
    assert held.name not in client_for(other_county).get("/checks/").content.decode()
    for user in (checker, caseworker):
        assert client_for(user).get(f"/checks/rounds/{held.pk}/").status_code == 200
        assert held.name in client_for(user).get("/checks/").content.decode()


def test_a_round_closes_only_when_everything_is_struck_off(checker, reviewer, client_for, areas):
    found = make.finding(make_households.household())
    address = f"/checks/rounds/{found.round_id}/close/"
    assert client_for(reviewer).post(address).status_code == 403
    client = client_for(checker)
    page = client.post(address, follow=True)
    assert "还有 1 条疑点没有销号" in page.content.decode()
    with scope.whole_city("test"):
        found.step = Step.CLOSED
        found.save()
    client.post(address)
    client.post(address)
    found.round.refresh_from_db()
    assert found.round.closed_by == checker
    imported = client.get(f"/checks/rounds/{found.round_id}/").content.decode()
    assert "导入部门数据</a>" not in imported


@pytest.mark.parametrize(
    ("day", "code"),
    [("2026-06-30", "2026H1"), ("2026-07-01", "2026H2"), ("2027-01-01", "2027H1")],
)
def test_half_years_by_day(day, code):
    half = half_of(datetime.date.fromisoformat(day))
    assert half.code == code
    assert half.starts_on <= datetime.date.fromisoformat(day) <= half.ends_on
