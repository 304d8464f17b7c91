"""Coverage of a campaign: figures with their rows, voided targets, several kinds."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts import scope
from accounts.models import Area, AuditEvent
from foundation.faults import InputError
from surveys import cadre_coverage, coverage
from surveys.campaign_templates import PLAN_2021
from surveys.models import Visit
from surveys.services import campaigns, readings, roster, visits
from surveys.services.campaign_figures import figures
from tests.conftest import CITY
from tests.factories import reports as make_reports
from tests.factories.households import VILLAGE, household, kind
from tests.factories.surveys import approved_visit, content, signed_visit, submitted_visit
from tests.surveys.rates import cadre_rate, household_rate

pytestmark = pytest.mark.django_db
KAIYUAN_VILLAGE = "211282003019"


@pytest.fixture
def begun(areas, city_manager):
    """A campaign with two households here (one of two kinds) and one in the next county."""
    since = timezone.localdate() - datetime.timedelta(days=40)
    homes = [household(head=name) for name in ("韩淑英", "张玉琴")]
    away = household(KAIYUAN_VILLAGE, head="远户")
    for home, codes in ((homes[0], ("01", "05")), (homes[1], ("04",)), (away, ("01",))):
        for code in codes:
            kind(home, code, since=since)
    template = PLAN_2021.shifted(timezone.localdate() - datetime.timedelta(days=30))
    return campaigns.open_campaign(template=template, by=city_manager), homes


def test_targets_are_taken_once_for_the_whole_city(begun, caseworker, city_manager, seen_by):
    campaign, _homes = begun
    again = campaigns.add_targets(campaign=campaign, by=city_manager, on=campaign.starts_on)
    assert again == 0
    with seen_by(city_manager):
        assert household_rate(campaign) == coverage.Rate(0, 3)
    with seen_by(caseworker):
        assert household_rate(campaign) == coverage.Rate(0, 2)
    assert AuditEvent.objects.filter(action="campaign.opened").count() == 1


def test_a_complete_visit_covers_its_household_in_each_kind(begun, caseworker, leader, seen_by):
    campaign, homes = begun
    approved_visit(homes[0], by=caseworker, leader=leader)
    approved_visit(
        homes[1], by=caseworker, leader=leader, fill=content(homes[1], header__result="2")
    )
    with seen_by(caseworker):
        assert household_rate(campaign) == coverage.Rate(1, 2)
        assert household_rate(campaign).percent == Decimal("50.0")
        assert coverage.rates_by_kind(campaign) == {
            "01": coverage.Rate(1, 1), "04": coverage.Rate(0, 1), "05": coverage.Rate(1, 1),
        }  # fmt: skip
        open_rows = coverage.targets(campaign, is_covered=False)
        assert [row.household_id for row in open_rows] == [homes[1].pk]
        village = Area.objects.get(pk=VILLAGE)
        assert coverage.targets(campaign, area=village).count() == 3


def test_city_figures_are_the_same_for_every_reader(
    begun, caseworker, city_manager, today, seen_by
):
    campaign, _homes = begun
    period = coverage.period_of(campaign, today)
    expected = {"211224000000": coverage.Rate(0, 2), "211282000000": coverage.Rate(0, 1)}
    for reader in (caseworker, city_manager):
        with seen_by(reader):
            found = figures(campaign, Area.objects.get(pk=CITY), period)
        assert {p.code: p.households for p in found.places if p.households.total} == expected


def test_a_voided_target_leaves_the_denominator(begun, chief, seen_by):
    campaign, homes = begun
    with seen_by(chief):
        with pytest.raises(InputError):
            campaigns.void_targets(
                campaign=campaign, household_id=homes[0].pk, by=chief, reason=" "
            )
        for expected in (2, 0):
            voided = campaigns.void_targets(
                campaign=campaign, household_id=homes[0].pk, by=chief, reason="整户迁出"
            )
            assert voided == expected
        assert household_rate(campaign) == coverage.Rate(0, 1)


def test_cadres_count_when_they_investigated(begun, caseworker, colleague, leader, today):
    campaign, homes = begun
    period = coverage.period_of(campaign, today)
    roster.fill_roster(campaign=campaign, by=None)
    with scope.whole_city("test"):
        before = cadre_rate(campaign, caseworker.area, period=period)
    approved_visit(homes[0], by=caseworker, leader=leader)
    with scope.whole_city("test"):
        after = cadre_rate(campaign, caseworker.area, period=period)
    assert (before.done, after.done) == (0, 1)


@pytest.fixture
def short(areas, today):
    """A campaign whose last day was the day before yesterday, with one household."""
    day = datetime.timedelta(days=1)
    campaign = make_reports.campaign(
        today, ends_on=today - 2 * day, screening_ends_on=today - 9 * day
    )
    home = household()
    make_reports.target(home, campaign)
    return campaign, home


@pytest.mark.parametrize(
    ("visited", "result", "is_covered"),
    [
        ("starts_on - 1", "1", False),
        ("starts_on", "1", True),
        ("ends_on", "1", True),
        ("ends_on + 1", "1", False),
        ("starts_on", "2", False),
        ("starts_on", "3", False),
        ("ends_on", "4", False),
    ],
)
def test_the_days_and_results_at_the_edges(short, visited, result, is_covered, leader):
    """The day of the visit decides, not that of the approval, which here is always later."""
    campaign, home = short
    name, _, by = visited.partition(" ")
    day = getattr(campaign, name) + datetime.timedelta(days=int(by.replace(" ", "") or 0))
    fill = content(home, on=day, header__result=result)
    approved_visit(home, leader=leader, fill=fill)
    with scope.whole_city("test"):
        assert household_rate(campaign) == coverage.Rate(int(is_covered), 1)
        visit = Visit.objects.get()
        assert visit.approved_at.date() > campaign.ends_on or not is_covered


@pytest.mark.parametrize("first", ["2", "3", "4"])
def test_a_later_visit_that_is_complete_covers_whoever_was_away(short, first, leader):
    """Called again, or asked by telephone or through a relative: complete is complete."""
    campaign, home = short
    day = campaign.starts_on
    approved_visit(home, leader=leader, fill=content(home, on=day, header__result=first))
    with scope.whole_city("test"):
        assert household_rate(campaign).done == 0
    again = content(home, on=campaign.ends_on, header__respondent_relation="relative")
    approved_visit(home, leader=leader, fill=again)
    with scope.whole_city("test"):
        assert household_rate(campaign).done == 1


def test_what_is_not_approved_yet_does_not_cover(short, caseworker):
    campaign, home = short
    fill = content(home, on=campaign.starts_on)
    submitted_visit(home, by=caseworker, fill=fill)
    period = coverage.period_of(campaign, campaign.ends_on)
    with scope.whole_city("test"):
        tally = coverage.tally_by_place(campaign, period, digits=4)["2112"]
    assert tally.standings == {"submitted": 1}
    assert tally.households == coverage.Rate(0, 1)
    assert tally.entry == coverage.Rate(1, 1)


def closed(campaign, by):
    """The campaign as its page finds it after it was closed."""
    with scope.user_scope(by):
        return campaigns.close_campaign(campaign=campaign, by=by, reason="任务完成")


@pytest.mark.parametrize(("closed_first", "covered"), [(True, 0), (False, 1)])
def test_what_is_approved_after_closing_covers_nobody(
    short, leader, city_manager, closed_first, covered
):
    """A visit made in time and approved after the stage counts, unless the campaign was closed."""
    campaign, home = short
    visit = submitted_visit(home, fill=content(home, on=campaign.ends_on))
    if closed_first:
        campaign = closed(campaign, city_manager)
    with scope.whole_city("test"):
        cadre = make_reports.cadre(campaign, home.area_id, "某", user=visit.created_by)
        visits.approve(visit_uuid=visit.uuid, by=leader)
    if not closed_first:
        campaign = closed(campaign, city_manager)
    with scope.whole_city("test"):
        period = coverage.period_of(campaign, timezone.localdate())
        tally = coverage.tally_by_place(campaign, period, digits=4)["2112"]
        by_day = coverage.approved_by_day(campaign, period, campaign.area)
        made = cadre_coverage.made_by_cadre(campaign, period)
        assert cadre_coverage.visits_of(cadre, period).count() == covered
    assert tally.standings == {"covered" if covered else "submitted": 1}
    assert tally.households == coverage.Rate(covered, 1)
    assert sum(by_day.values()) == covered
    assert len(made) == covered


def test_a_closed_campaign_stands_still(short, caseworker, leader, city_manager):
    """What is begun, handed in or returned after the closing changes no figure and no row."""
    campaign, home = short
    begun = household(head="还在填")
    untouched = household(head="没去过")
    for other in (begun, untouched):
        make_reports.target(other, campaign)
    waiting = submitted_visit(home, by=caseworker, fill=content(home, on=campaign.starts_on))
    half = signed_visit(begun, by=caseworker, fill=content(begun, on=campaign.starts_on))
    campaign = closed(campaign, city_manager)

    def shown():
        period = coverage.period_of(campaign, campaign.ends_on)
        with scope.whole_city("test"):
            (tally,) = coverage.tally_by_place(campaign, period, digits=4).values()
            last = coverage.last_visit_by_place(campaign, period, digits=4, area=campaign.area)
            faulty = coverage.records(campaign, period).count()
        return tally, last, faulty

    before = shown()
    assert before[0].standings == {"submitted": 1, "draft": 1, "untouched": 1}
    assert before[2] == 1
    with scope.whole_city("test"):
        visits.return_for_correction(visit_uuid=waiting.uuid, by=leader, reason="核实土地")
        visits.submit(visit_uuid=half.uuid, by=caseworker)
    submitted_visit(untouched, by=caseworker, fill=content(untouched, on=campaign.ends_on))
    readings.read_changed(on=timezone.localdate())
    assert shown() == before


def test_who_is_put_on_the_list_later_does_not_enlarge_an_earlier_stage(short):
    campaign, _home = short
    late = make_reports.target(household(head="后来户"), campaign)
    late.added_on = campaign.screening_ends_on + datetime.timedelta(days=1)
    with scope.whole_city("test"):
        late.save()
        totals = [
            coverage.targets(campaign, until=until).count()
            for until in (campaign.screening_ends_on, late.added_on, None)
        ]
    assert totals == [1, 2, 2]


def test_the_period_ends_with_day_stage_campaign_and_closing(short, today):
    campaign, _home = short
    campaign.stages = [
        {"name": "一", "starts_on": "2026-01-01", "ends_on": "2026-01-10"},
        {"name": "二", "starts_on": "2026-01-11", "ends_on": "2026-01-20"},
    ]
    campaign.starts_on, campaign.ends_on = datetime.date(2026, 1, 1), datetime.date(2026, 1, 20)
    ends = [
        coverage.period_of(campaign, datetime.date(2026, 1, on), stage).until.day
        for on, stage in ((5, None), (15, None), (31, None), (15, 0), (5, 0), (31, 1), (31, 9))
    ]
    assert ends == [5, 15, 20, 10, 5, 20, 20]
    campaign.closed_at = datetime.datetime(2026, 1, 12, 1, tzinfo=datetime.UTC)
    assert coverage.period_of(campaign, datetime.date(2026, 1, 31)).until.day == 12
