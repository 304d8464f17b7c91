"""Coverage of a campaign: figures with their rows, voided targets, several kinds."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Area, AuditEvent
from foundation.faults import InputError
from surveys import coverage
from surveys.campaign_templates import PLAN_2021
from surveys.services import campaigns
from tests.factories.households import VILLAGE, household, kind
from tests.factories.surveys import approved_visit, content

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
        assert coverage.household_rate(campaign) == coverage.Rate(0, 3)
    with seen_by(caseworker):
        assert coverage.household_rate(campaign) == coverage.Rate(0, 2)
    assert AuditEvent.objects.filter(action="campaign.opened").count() == 1


def test_a_complete_visit_covers_its_household_in_each_kind(begun, caseworker, leader, seen_by):
    campaign, homes = begun
    approved_visit(homes[0], by=caseworker, leader=leader)
    approved_visit(
        homes[1], by=caseworker, leader=leader, fill=content(homes[1], header__result="2")
    )
    with seen_by(caseworker):
        assert coverage.household_rate(campaign) == coverage.Rate(1, 2)
        assert coverage.household_rate(campaign).percent == Decimal("50.0")
        assert coverage.rates_by_kind(campaign) == {
            "01": coverage.Rate(1, 1), "04": coverage.Rate(0, 1), "05": coverage.Rate(1, 1),
        }  # fmt: skip
        open_rows = coverage.targets(campaign, is_covered=False)
        assert [row.household_id for row in open_rows] == [homes[1].pk]
        village = Area.objects.get(pk=VILLAGE)
        assert coverage.targets(campaign, area=village).count() == 3


def test_city_figures_are_the_same_for_every_reader(begun, caseworker, city_manager, seen_by):
    campaign, _homes = begun
    expected = {"211224000000": coverage.Rate(0, 2), "211282000000": coverage.Rate(0, 1)}
    for reader in (caseworker, city_manager):
        with seen_by(reader):
            assert coverage.city_rates(campaign) == expected


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
        assert coverage.household_rate(campaign) == coverage.Rate(0, 1)


def test_cadres_count_when_they_investigated(begun, caseworker, colleague, leader, seen_by):
    campaign, homes = begun
    with seen_by(caseworker):
        before = coverage.cadre_rate(campaign, caseworker.area)
    approved_visit(homes[0], by=caseworker, leader=leader)
    with seen_by(caseworker):
        after = coverage.cadre_rate(campaign, caseworker.area)
    assert (before.done, after.done) == (0, 2)
