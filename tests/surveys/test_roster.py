"""The roster of cadres: filled from the accounts, kept by hand, counted by account or by name."""

import datetime
import uuid
from contextlib import contextmanager

import pytest
from django.urls import reverse

from accounts import scope
from accounts.models import Area, AuditEvent
from accounts.models.users import Role
from foundation.faults import InputError
from surveys.cadre_coverage import made_by_cadre, visits_of
from surveys.coverage import Period, Rate, period_of
from surveys.models import RosterCadre
from surveys.services import interviewers, roster, visits
from tests.conftest import BAOLI, CHANGTU, CITY, LAOCHENG
from tests.factories import accounts as people
from tests.factories import reports as make
from tests.factories.households import household
from tests.factories.surveys import approved_visit, assignment, content, draft, picture
from tests.surveys.rates import cadre_rate
from tests.surveys.rounds import book_of

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
VILLAGE = "211224105200"


@pytest.fixture
def campaign(areas, today):
    return make.campaign(today)


@contextmanager
def refused(code):
    """The act is refused because of the field ``code``."""
    with pytest.raises(InputError) as caught:
        yield
    assert caught.value.code == code


def page(name, *args):
    return reverse(f"surveys:{name}", args=args)


def named_visit(home, name, unit, *, leader):
    """An approved visit whose second investigator has no account."""
    visit = draft(home, fill=content(home))
    with scope.whole_city("test data"):
        interviewers.add_interviewer(
            visit_uuid=visit.uuid, by=visit.created_by, interviewer_uuid=uuid.uuid4(),
            name=name, unit=unit, level="4",
        )  # fmt: skip
        for one in (*visit.interviewers.all(), None):
            signer = str(one.uuid) if one else visits.RESPONDENT
            visits.sign(
                visit_uuid=visit.uuid, signer=signer, picture=picture(), by=visit.created_by,
                revision=visit.revision,
            )  # fmt: skip
        visits.submit(visit_uuid=visit.uuid, by=visit.created_by)
        return visits.approve(visit_uuid=visit.uuid, by=leader)


def test_it_is_filled_from_the_accounts_by_level(campaign, caseworker, leader, chief, city_manager):
    people.user(Role.VILLAGE_CLERK, VILLAGE, "cunguan", "村官")
    people.user(Role.FINANCE_OFFICER, CHANGTU, "caizheng", "财政")
    people.user(Role.AUDITOR, CITY, "shenji", "审计")
    assert [roster.fill_roster(campaign=campaign, by=None) for _twice in range(2)] == [5, 0]
    levels = dict(RosterCadre.objects.values_list("name", "level"))
    assert levels == {"李晓梅": "3", "赵立强": "3", "钱股长": "2", "高管": "1", "村官": "4"}


def test_a_round_of_a_township_has_its_own_cadres(today, caseworker, chief, neighbour):
    round_ = make.campaign(today, code="round", area=BAOLI)
    roster.fill_roster(campaign=round_, by=None)
    assert list(round_.cadres.values_list("name", flat=True)) == ["李晓梅"]


@pytest.mark.parametrize(
    ("name", "unit", "place", "counts"),
    [
        ("王村长", "蒿子村委会", VILLAGE, True),
        ("王村长", "蒿子村委会", BAOLI, True),
        ("王村长", "蒿子村委会", LAOCHENG, False),
        ("王村长", "蒿子村", VILLAGE, False),
        ("王村", "蒿子村委会", VILLAGE, False),
    ],
)
def test_who_has_no_account_counts_by_exact_name_and_unit_in_the_place(
    name, unit, place, counts, campaign, leader, today
):
    cadre = make.cadre(campaign, place, name, unit=unit, level="4")
    named_visit(household(), "王村长", "蒿子村委会", leader=leader)
    with scope.whole_city("test"):
        made = made_by_cadre(campaign, period_of(campaign, today))
        assert (cadre.pk in made) is counts
        assert visits_of(cadre, period_of(campaign, today)).count() == int(counts)


def test_who_has_an_account_counts_by_it_whatever_the_unit_says(campaign, leader, today):
    visit = approved_visit(household(), leader=leader)
    by = visit.created_by
    mine = make.cadre(campaign, BAOLI, "别名", unit="别处", user=by)
    namesake = make.cadre(campaign, BAOLI, by.name, unit=by.unit or by.area.name)
    with scope.whole_city("test"):
        made = made_by_cadre(campaign, period_of(campaign, today))
    assert (mine.pk in made, namesake.pk in made) == (True, False)
    assert (made[mine.pk].visits, made[mine.pk].households, made[mine.pk].needs) == (1, 1, 1)


def test_an_account_off_the_roster_counts_for_the_row_of_its_name_and_unit(campaign, leader, today):
    """Put on the roster by hand without account, and signed in when visiting: one person."""
    visit = approved_visit(household(), leader=leader)
    by = visit.created_by
    asked = {"unit": by.unit or by.area.name}
    cadre = make.cadre(campaign, BAOLI, by.name, **asked)
    elsewhere = make.cadre(campaign, LAOCHENG, by.name, **asked)
    period = period_of(campaign, today)
    with scope.whole_city("test"):
        made = made_by_cadre(campaign, period)
        counts = [visits_of(one, period).count() for one in (cadre, elsewhere)]
    assert (list(made), counts) == ([cadre.pk], [1, 0])


def test_villages_count_only_when_asked_for(campaign, caseworker, today):
    make.cadre(campaign, BAOLI, "镇", level="3")
    make.cadre(campaign, VILLAGE, "村", level="4")
    period = period_of(campaign, today)
    with scope.whole_city("test"):
        assert cadre_rate(campaign, period=period) == Rate(0, 1)
        assert cadre_rate(campaign, period=period, villages=True) == Rate(0, 2)


@pytest.mark.parametrize(
    ("first", "last", "is_counted"),
    [
        (0, None, True),
        (0, 0, True),
        (0, 5, True),
        (30, None, True),
        (31, None, False),
    ],
)
def test_one_day_of_the_stage_on_the_roster_is_enough(first, last, is_counted, campaign, today):
    since = campaign.starts_on
    gone = {"active_to": since + last * DAY, "left_reason": "调离"} if last is not None else {}
    make.cadre(campaign, BAOLI, "某", active_from=since + first * DAY, **gone)
    with scope.whole_city("test"):
        rate = cadre_rate(campaign, period=Period(since, since + 30 * DAY))
    assert rate.total == int(is_counted)


def test_leaving_needs_a_reason_and_a_day_and_is_taken_back(campaign, leader, today):
    cadre = make.cadre(campaign, BAOLI, "某")
    with refused("reason"):
        roster.leave(cadre=cadre, by=leader, on=today, reason="")
    for day in (campaign.starts_on - DAY, today + DAY):
        with refused("on"):
            roster.leave(cadre=cadre, by=leader, on=day, reason="调离")
    roster.leave(cadre=cadre, by=leader, on=today, reason="调离")
    cadre.refresh_from_db()
    assert (cadre.active_to, cadre.left_by) == (today, leader)
    for _twice in range(2):
        roster.come_back(cadre=cadre, by=leader)
    assert AuditEvent.objects.filter(action="campaign.cadre_back").count() == 1


def test_somebody_is_added_by_hand_once_inside_ones_place(campaign, leader, today):
    asked = {
        "campaign": campaign, "by": leader, "area": Area.objects.get(pk=VILLAGE), "name": "王村长",
        "unit": "蒿子村委会", "level": "4", "active_from": today,
    }  # fmt: skip
    first = roster.add_cadre(**asked)
    assert roster.add_cadre(**asked) == first
    for wrong in ({"name": " "}, {"unit": ""}, {"level": "7"},
                  {"active_from": campaign.ends_on + DAY},
                  {"area": Area.objects.get(pk=LAOCHENG)}):  # fmt: skip
        with pytest.raises(InputError):
            roster.add_cadre(**asked | wrong)


def test_the_pages_of_the_roster(campaign, leader, caseworker, neighbour, today, client_for):
    roster.fill_roster(campaign=campaign, by=None)
    visit = approved_visit(household(), leader=leader)
    mine = make.cadre(campaign, BAOLI, "来访人", user=visit.created_by)
    client = client_for(leader)
    sent = {"name": "王村长", "unit": "蒿子村委会", "level": "4", "active_from": today,
            "area": VILLAGE}  # fmt: skip
    assert client.post(page("add_cadre", campaign.pk), sent).status_code == 302
    rows = client.get(page("campaign_roster", campaign.pk) + "?sort=-visits").context["page"]
    assert rows.rows[0] == mine
    done = client.get(page("campaign_roster", campaign.pk) + "?state=done").context["page"]
    assert mine in done.rows
    shown = client.get(page("campaign_cadre", campaign.pk, mine.pk))
    assert shown.context["page"].total == 1
    assert (
        client_for(neighbour).get(page("campaign_cadre", campaign.pk, mine.pk)).status_code == 404
    )
    left = client.post(page("leave_roster", campaign.pk, mine.pk), {"on": today, "reason": "退休"})
    assert left.status_code == 302
    assert client_for(caseworker).get(page("leave_roster", campaign.pk, mine.pk)).status_code == 403
    assert client.post(page("refill_roster", campaign.pk)).status_code == 302


def test_l17_counts_what_is_due_and_what_is_done(campaign, leader, today, client_for):
    visit = approved_visit(household(), leader=leader)
    assignment(household(head="另户"), due_on=today)
    make.cadre(campaign, BAOLI, "来访人", user=visit.created_by)
    make.cadre(campaign, BAOLI, "未访人")
    client_for(leader).post(page("export_roster", campaign.pk) + "?sort=name", {"token": "x"})
    rows, notes = book_of(leader)
    shown = {row[0]: row[3:8] for row in rows}
    assert shown == {"来访人": ("乡级", 1, 1, 100, 1), "未访人": ("乡级", 0, 0, None, 0)}
    assert notes["级别"] == "全部"
