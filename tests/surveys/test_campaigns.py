"""Campaigns and rounds: who may hold them, their list frozen on the first day, added to, voided."""

import datetime
import uuid
from contextlib import contextmanager
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts import jobs, scope
from accounts.models import Area, AuditEvent, Job
from accounts.models.jobs import JobState
from foundation.faults import InputError
from surveys.campaign_templates import PLAN_2021, CampaignTemplate, Stage
from surveys.coverage import Period
from surveys.models import Campaign, CampaignState, CampaignTarget
from surveys.services import campaigns, targets
from surveys.target_list import STATES, Wanted, listed
from tests.conftest import BAOLI, CHANGTU, CITY, KAIYUAN
from tests.factories import reports as make
from tests.factories.households import household, kind
from tests.factories.surveys import approved_visit, content, draft, submitted_visit
from tests.surveys.rates import household_rate

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
KAIYUAN_VILLAGE = "211282003019"


def plan(today, *, begins=0, code="round", **fields):
    """A routine round of one stage of twenty days."""
    first = today + begins * DAY
    stage = Stage("排查", first, first + 20 * DAY)
    return CampaignTemplate(code, "季度走访", (stage,), "", **{"kind": "routine"} | fields)


@contextmanager
def refused(code):
    """The act is refused because of the field ``code``."""
    with pytest.raises(InputError) as caught:
        yield
    assert caught.value.code == code


def page(name, *args):
    return reverse(f"surveys:{name}", args=args)


@pytest.fixture
def homes(areas, today):
    """Two households here (one of two kinds), one in the next county; kinds of two months."""
    since = today - 60 * DAY
    found = [
        household(head="韩淑英"),
        household(head="张玉琴"),
        household(KAIYUAN_VILLAGE, head="远户"),
    ]
    for home, codes in zip(found, (("01", "05"), ("04",), ("01",)), strict=True):
        for code in codes:
            kind(home, code, since=since)
    return found


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


def test_newcomers_are_added_inside_ones_own_place(homes, today, chief, caseworker):
    with scope.user_scope(chief):
        round_ = campaigns.open_campaign(template=plan(today), by=chief, area=chief.area)
        far = household("211224101200", head="邻镇户")
    new = household(head="新户")
    with scope.whole_city("test"):
        for home in (far, new):
            kind(home, "06", since=today)
    with scope.user_scope(caseworker):
        asked = {"campaign": round_, "by": caseworker, "on": today}
        with pytest.raises(InputError):
            targets.fill_targets(**asked, reason="")
        with pytest.raises(InputError):
            targets.fill_targets(**asked | {"on": today + DAY}, reason="新认定")
        assert targets.fill_targets(**asked, reason="新认定") == targets.Added(1, 1)
        assert targets.fill_targets(**asked, reason="新认定") == targets.Added(0, 0)
        row = round_.targets.get(household=new)
        assert (row.added_by, row.added_reason) == (caseworker, "新认定")
    with scope.whole_city("test"):
        assert not round_.targets.filter(household=far).exists()


def test_one_household_is_added_with_a_reason(homes, today, chief, caseworker):
    with scope.user_scope(chief):
        round_ = campaigns.open_campaign(
            template=plan(today, target_kinds=("01", "06")), by=chief, area=chief.area
        )
    new = household(head="新户")
    with scope.user_scope(caseworker):
        asked = {"campaign": round_, "household": new, "by": caseworker, "reason": "新认定"}
        with refused("household"):
            targets.add_target(**asked)
        kind(new, "06", since=today)
        with refused("reason"):
            targets.add_target(**asked | {"reason": ""})
        assert [targets.add_target(**asked), targets.add_target(**asked)] == [1, 0]
    with scope.user_scope(chief):
        targets.void_targets(campaign=round_, household_id=new.pk, by=chief, code="4")
        with refused("household"):
            targets.add_target(**asked)


def test_who_was_taken_off_stays_off_under_every_other_kind(homes, today, chief, caseworker):
    with scope.user_scope(chief):
        round_ = campaigns.open_campaign(template=plan(today), by=chief, area=chief.area)
        asked = {"campaign": round_, "household_id": homes[1].pk, "by": chief}
        targets.void_targets(**asked, code="2")
    with scope.whole_city("test"):
        kind(homes[1], "06", since=today)
    with scope.user_scope(caseworker):
        filled = {"campaign": round_, "by": caseworker, "on": today, "reason": "新认定"}
        assert targets.fill_targets(**filled) == targets.Added(0, 0)
        with refused("household"):
            targets.add_target(campaign=round_, household=homes[1], by=caseworker, reason="新认定")
    with scope.user_scope(chief):
        targets.restore_targets(**asked)
        assert targets.fill_targets(**filled | {"by": chief}) == targets.Added(1, 1)


def test_nobody_is_added_after_the_last_day(homes, today, chief):
    with scope.user_scope(chief):
        round_ = campaigns.open_campaign(
            template=plan(today, begins=-25), by=chief, area=chief.area
        )
        with refused("household"):
            targets.add_target(campaign=round_, household=homes[0], by=chief, reason="漏登")


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


def test_taken_off_by_a_code_and_brought_back(homes, today, chief):
    with scope.user_scope(chief):
        round_ = campaigns.open_campaign(template=plan(today), by=chief, area=chief.area)
        asked = {"campaign": round_, "household_id": homes[0].pk, "by": chief}
        with pytest.raises(InputError):
            targets.void_targets(**asked, code="8")
        assert targets.void_targets(**asked, code="1") == 2
        row = CampaignTarget.objects.filter(household=homes[0]).first()
        assert (row.voided_code, row.voided_reason, row.voided_by) == ("1", "死亡", chief)
        assert household_rate(round_).total == 1
        assert targets.restore_targets(**asked) == 2
        assert targets.restore_targets(**asked) == 0
        assert household_rate(round_).total == 2
    assert AuditEvent.objects.filter(action="campaign.target_restored").count() == 1


@pytest.fixture
def city_campaign(areas, today):
    return make.campaign(today)


@pytest.fixture
def every_state(city_campaign, today, caseworker, leader, chief):
    """One household in each state, in our village; the covered one has two kinds."""
    heads = {word: household(head=word) for word in ("covered", "submitted", "draft", "unmet",
                                                     "untouched", "added", "voided")}  # fmt: skip
    for word, home in heads.items():
        more = {"added_reason": "新认定"} if word == "added" else {}
        make.target(home, city_campaign, **more)
    make.target(heads["covered"], city_campaign, "05")
    approved_visit(heads["covered"], leader=leader)
    submitted_visit(heads["submitted"])
    draft(heads["draft"], fill=content(heads["draft"]))
    approved_visit(heads["unmet"], leader=leader, fill=content(heads["unmet"], header__result="2"))
    with scope.user_scope(chief):
        targets.void_targets(
            campaign=city_campaign, household_id=heads["voided"].pk, by=chief, code="3"
        )
    return heads


def test_each_state_lists_its_households_once(every_state, city_campaign, caseworker, today):
    period = Period(city_campaign.starts_on, today)
    expected = {
        "": 6, "open": 5, "covered": 1, "submitted": 1, "draft": 1, "returned": 0, "working": 1,
        "unmet": 1, "untouched": 2, "complete": 2, "partial": 1, "added": 1, "voided": 1,
    }  # fmt: skip
    with scope.user_scope(caseworker):
        for state in STATES:
            found = listed(city_campaign, Wanted(caseworker.area, period, state=str(state)))
            heads = [row.household.head_name for row in found]
            assert len(heads) == expected[str(state)], state
            assert len(set(heads)) == len(heads)
        of_kind = Wanted(caseworker.area, period, kind="05")
        assert [row.household.head_name for row in listed(city_campaign, of_kind)] == ["covered"]


def test_figures_of_the_page_lead_to_as_many_rows(every_state, city_campaign, chief, client_for):
    client = client_for(chief)
    shown = client.get(page("campaign", city_campaign.pk) + f"?area={BAOLI}").context
    cells = shown["whole"].cells
    assert [cell.figure for cell in cells] == [6, 1, 1, 1, 1, 2]
    for cell in cells:
        assert client.get(cell.address).context["page"].total == cell.figure
    village = shown["rows"][0]
    assert client.get(village.cells[0].address).context["page"].total == village.cells[0].figure


def test_neighbours_read_the_same_figures_and_none_of_our_rows(
    every_state, city_campaign, neighbour, caseworker, city_viewer, client_for
):
    address = page("campaign", city_campaign.pk) + f"?area={CHANGTU}"
    seen = [client_for(user).get(address) for user in (neighbour, caseworker, city_viewer)]
    assert {answer.context["figures"].whole.households.total for answer in seen} == {6}
    assert seen[0].context["whole"].cells[0].address == ""
    rows = client_for(neighbour).get(page("campaign_targets", city_campaign.pk))
    assert rows.context["page"].total == 0
    gone = page("void_target", city_campaign.pk, every_state["covered"].pk)
    assert client_for(neighbour).get(gone).status_code == 403


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


def test_the_list_page_takes_off_and_brings_back(
    every_state, city_campaign, chief, leader, client_for
):
    home, client = every_state["draft"], client_for(chief)
    away = page("void_target", city_campaign.pk, home.pk)
    assert "reason" in client.post(away, {"code": "9", "reason": ""}).context["form"].errors
    client.post(away, {"code": "2", "reason": "迁往沈阳"})
    off = client.get(page("campaign_targets", city_campaign.pk) + "?state=voided&sort=head")
    assert "迁往沈阳" in off.content.decode()
    client.post(page("restore_target", city_campaign.pk, home.pk))
    assert client.get(page("campaign_targets", city_campaign.pk)).context["page"].total == 6
    assert client_for(leader).post(away, {"code": "2"}).status_code == 403


def book_of(user):
    """The rows and 数据说明 of the last file somebody asked for."""
    job = Job.objects.filter(asked_by=user).latest("pk")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.failure
    book = load_workbook(BytesIO(jobs.open_result(job=job, by=user)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    notes = dict(book["数据说明"].iter_rows(values_only=True))
    return [row[1:] for row in rows if isinstance(row[0], int)], notes


def test_the_list_is_a_file_of_exactly_what_is_filtered(
    every_state, city_campaign, chief, client_for
):
    client = client_for(chief)
    address = page("export_targets", city_campaign.pk) + f"?state=open&kind=01&area={BAOLI}"
    for _twice in range(2):
        client.post(address, {"token": "one"})
    rows, notes = book_of(chief)
    assert {row[1] for row in rows} == {"submitted", "draft", "unmet", "untouched", "added"}
    assert {row[5] for row in rows} == {"待审核", "填写中", "去过未见到人", "未走访"}
    assert (notes["对象类别"], notes["进展"], notes["行数"]) == ("低保", "尚未覆盖", "5")
    asked = AuditEvent.objects.filter(action="campaign.export_asked")
    made = AuditEvent.objects.get(action="campaign.exported")
    assert (Job.objects.count(), made.detail["rows"]) == (1, 5)
    assert asked.first().detail == {"what": "targets", "area": BAOLI}
