"""Campaigns and rounds: who may hold them, opened, begun, changed and closed."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import scope
from accounts.models import Area, AuditEvent
from foundation.faults import InputError
from surveys.campaign_templates import PLAN_2021
from surveys.models import Campaign, CampaignState
from surveys.services import campaigns, targets
from tests.conftest import BAOLI, CHANGTU, CITY, KAIYUAN
from tests.factories import reports as make
from tests.factories.households import kind
from tests.surveys.rounds import DAY, KAIYUAN_VILLAGE, made_homes, page, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(areas, today):
    return made_homes(today)


@pytest.mark.parametrize(
    ("who", "place", "held"),
    [
        ("city_manager", CITY, "campaign"),
        ("city_manager", KAIYUAN, "routine"),
        ("chief", CHANGTU, "routine"),
        ("chief", BAOLI, "routine"),
        ("leader", BAOLI, "routine"),
        ("chief", CHANGTU, "campaign!"),
        ("chief", KAIYUAN, "routine!"),
        ("chief", CITY, "routine!"),
        ("leader", CHANGTU, "routine!"),
        ("caseworker", BAOLI, "routine!"),
        ("city_viewer", CITY, "campaign!"),
    ],
)
def test_who_may_hold_what_where(who, place, held, today, request, areas):
    by, area = request.getfixturevalue(who), Area.objects.get(pk=place)
    asked = {"template": plan(today, kind=held.rstrip("!")), "by": by, "area": area}
    with scope.user_scope(by):
        if held.endswith("!"):
            with pytest.raises(PermissionDenied):
                campaigns.open_campaign(**asked)
            assert not Campaign.objects.exists()
        else:
            assert campaigns.open_campaign(**asked).area_id == place


def test_the_list_is_of_the_place_and_the_kinds(homes, today, chief, city_manager):
    with scope.user_scope(city_manager):
        whole = campaigns.open_campaign(template=PLAN_2021.shifted(today), by=city_manager)
        county = campaigns.open_campaign(
            template=plan(today, target_kinds=("01",)), by=chief, area=chief.area
        )
        assert sorted(whole.targets.values_list("kind", flat=True)) == ["01", "01", "04", "05"]
        assert list(county.targets.values_list("household", "kind")) == [(homes[0].pk, "01")]
        assert whole.cadres.count() == 2


def test_what_begins_later_is_taken_on_its_first_day(homes, today, chief):
    with scope.user_scope(chief):
        round_ = campaigns.open_campaign(template=plan(today, begins=3), by=chief, area=chief.area)
    assert (round_.begun_at, round_.state(today)) == (None, CampaignState.PLANNED)
    with scope.whole_city("test"):
        kind(homes[1], "05", since=today + 2 * DAY)
        kind(homes[1], "06", since=today + 4 * DAY)
    assert campaigns.begin_due(on=today + 2 * DAY) == 0
    assert campaigns.begin_due(on=today + 3 * DAY) == 1
    assert campaigns.begin_due(on=today + 3 * DAY) == 0
    with scope.whole_city("test"):
        kinds = round_.targets.filter(household=homes[1]).values_list("kind", flat=True)
        assert sorted(kinds) == ["04", "05"]
        assert round_.cadres.exists()


def test_it_is_changed_before_it_begins_and_not_after(homes, today, chief):
    with scope.user_scope(chief):
        round_ = campaigns.open_campaign(template=plan(today, begins=3), by=chief, area=chief.area)
        campaigns.change_campaign(
            campaign=round_, template=plan(today, begins=0), by=chief, area=chief.area
        )
        round_.refresh_from_db()
        assert (round_.starts_on, round_.begun_at is None) == (today, False)
        with pytest.raises(InputError):
            campaigns.change_campaign(
                campaign=round_, template=plan(today, begins=1), by=chief, area=chief.area
            )


def test_closing_stops_the_figures_and_the_list(homes, today, chief, leader):
    with scope.user_scope(chief):
        round_ = campaigns.open_campaign(template=plan(today), by=chief, area=chief.area)
        with pytest.raises(InputError):
            campaigns.close_campaign(campaign=round_, by=chief, reason=" ")
        for _twice in range(2):
            campaigns.close_campaign(campaign=round_, by=chief, reason="任务完成")
        round_.refresh_from_db()
        assert round_.state(today) == CampaignState.CLOSED
        with pytest.raises(InputError):
            targets.void_targets(campaign=round_, household_id=homes[0].pk, by=chief, code="1")
    assert AuditEvent.objects.filter(action="campaign.closed").count() == 1


def test_acts_on_a_campaign_do_not_hold_up_what_names_it(homes, today, chief, caseworker):
    """FOR UPDATE on a campaign would stop every visit and list row from being added."""
    with scope.user_scope(chief), CaptureQueriesContext(connection) as asked:
        round_ = campaigns.open_campaign(template=plan(today), by=chief, area=chief.area)
        home = homes[0].pk
        targets.void_targets(campaign=round_, household_id=home, by=chief, code="1")
        campaigns.close_campaign(campaign=round_, by=chief, reason="完成")
    held = [q["sql"] for q in asked if "FOR " in q["sql"] and "surveys_campaign" in q["sql"]]
    assert held
    assert not [sql for sql in held if 'FOR UPDATE OF "surveys_campaign"' in sql]


def test_one_that_cannot_begin_does_not_stop_the_others(homes, today, areas, city_manager, caplog):
    with scope.user_scope(city_manager):
        broken, whole = (
            campaigns.open_campaign(
                template=plan(today, begins=2, code=code, target_kinds=("01",)), by=city_manager
            )
            for code in ("one", "two")
        )
    Campaign.objects.filter(pk=broken.pk).update(target_kinds={"01": 1})
    assert campaigns.begin_due(on=today + 2 * DAY) == 1
    broken.refresh_from_db()
    whole.refresh_from_db()
    assert (broken.begun_at is None, whole.begun_at is None) == (True, False)
    assert f"campaign {broken.pk} could not begin" in caplog.text


def test_a_place_without_accounts_is_not_recorded_again_and_again(areas, today):
    make.campaign(today, code="bare", area=KAIYUAN_VILLAGE, kind="routine")
    for _twice in range(2):
        assert campaigns.begin_due(on=today) == 0
    assert not AuditEvent.objects.filter(action="campaign.roster_filled").exists()


def test_a_round_of_another_county_is_not_there(today, areas, other_county, chief, client_for):
    round_ = make.campaign(today, code="kaiyuan", kind="routine", area=KAIYUAN)
    assert client_for(chief).get(page("campaign", round_.pk)).status_code == 404
    assert client_for(other_county).get(page("campaign", round_.pk)).status_code == 200


def form(today, **changes):
    known = {
        "name": "三季度走访", "kind": "routine", "area": CHANGTU, "token": uuid.uuid4(),
        "stage1": "排查", "from1": today, "until1": today + 20 * DAY,
    }  # fmt: skip
    return known | changes


def test_opening_on_the_page_twice_opens_once(homes, today, chief, client_for):
    client, sent = client_for(chief), form(today)
    client.get(page("open_campaign") + "?template=plan-2021")
    answers = [client.post(page("open_campaign"), sent) for _twice in range(2)]
    round_ = Campaign.objects.get()
    assert {answer.url for answer in answers} == {page("campaign", round_.pk)}
    assert (round_.area_id, round_.kind) == (CHANGTU, "routine")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"until1": "2020-01-01"}, "until1"),
        ({"stage2": "整改", "from2": "TODAY", "until2": ""}, "stage2"),
        ({"stage2": "整改", "from2": "TODAY", "until2": "2099-01-01"}, "from2"),
        ({"kind": "campaign"}, "kind"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_to_be_mended_stands_beside_its_field(changes, where, today, chief, client_for):
    sent = {key: today if value == "TODAY" else value for key, value in changes.items()}
    answer = client_for(chief).post(page("open_campaign"), form(today, **sent))
    assert answer.status_code == 422
    assert where in answer.context["form"].errors
    assert not Campaign.objects.exists()


def test_an_empty_day_is_asked_for_by_its_name(today, chief, client_for):
    answer = client_for(chief).post(page("open_campaign"), form(today, from1=""))
    assert answer.context["form"].errors["from1"] == ["请填写“开始日期”"]
