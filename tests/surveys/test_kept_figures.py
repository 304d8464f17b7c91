"""Figures are kept for a minute and counted by one request at a time."""

import datetime

import pytest

from surveys.coverage import period_of
from surveys.services.campaign_figures import kept
from tests.factories import reports as make

pytestmark = pytest.mark.django_db


def test_who_asks_while_somebody_counts_is_given_the_figures_there_were(areas, today, settings):
    campaign = make.campaign(today)
    asked = ("test", campaign, period_of(campaign, today))
    inside = []

    def count():
        inside.append(kept(*asked, count=lambda: "counted beside"))
        return "new"

    assert kept(*asked, count=lambda: "old") == "old"
    assert kept(*asked, count=lambda: "too soon") == "old"
    settings.CLOCK_OFFSET += datetime.timedelta(seconds=61)
    assert kept(*asked, count=count) == "new"
    assert inside == ["old"]


def test_a_count_that_failed_does_not_keep_others_from_counting(areas, today, settings):
    campaign = make.campaign(today)
    asked = ("test", campaign, period_of(campaign, today))
    assert kept(*asked, count=lambda: "old") == "old"
    settings.CLOCK_OFFSET += datetime.timedelta(seconds=61)
    with pytest.raises(ZeroDivisionError):
        kept(*asked, count=lambda: 1 / 0)
    assert kept(*asked, count=lambda: "new") == "new"


def test_closing_is_seen_at_once(areas, today):
    campaign = make.campaign(today)
    assert kept("test", campaign, period_of(campaign, today), count=lambda: "open") == "open"
    campaign.closed_at = datetime.datetime.now(datetime.UTC)
    period = period_of(campaign, today)
    assert kept("test", campaign, period, count=lambda: "closed") == "closed"
