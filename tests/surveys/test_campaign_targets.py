"""The list of a campaign: added to, taken off, its states on the page, its file."""

import pytest

from accounts import scope
from accounts.models import AuditEvent, Job
from foundation.faults import InputError
from surveys.coverage import Period
from surveys.models import CampaignTarget
from surveys.services import campaigns, targets
from surveys.target_list import STATES, Wanted, listed, shown
from tests.conftest import BAOLI, CHANGTU
from tests.factories import reports as make
from tests.factories.households import household, kind
from tests.factories.surveys import approved_visit, content, draft, submitted_visit
from tests.surveys.rates import household_rate
from tests.surveys.rounds import DAY, book_of, made_homes, page, plan, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(areas, today):
    return made_homes(today)


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
            told = [(row.pk, row.standing, row.entry, row.last_on) for row in found]
            page_ = shown([row.pk for row in found], period)
            assert [(row.pk, row.standing, row.entry, row.last_on) for row in page_] == told
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
