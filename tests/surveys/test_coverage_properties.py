"""What holds of the coverages in every made-up city: sums, several kinds, more visits, voids."""

import datetime
import uuid
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import scope
from accounts.models import Area
from accounts.models.areas import Level
from foundation import clock
from surveys import coverage
from surveys.coverage import Entry, Rate, Standing, period_of
from surveys.models import CampaignTarget, Step, Visit
from surveys.services import campaign_figures
from surveys.target_list import OPEN, VOIDED, Wanted, listed
from tests.conftest import BAOLI, CHANGTU, CITY
from tests.factories import accounts as people
from tests.factories import reports as make
from tests.factories.households import household
from tests.surveys.rates import household_rate, rates_by_area

pytestmark = pytest.mark.django_db
PLACES = ("211224105200", "211224105201", "211224101200", "211282003019")
KINDS = ("01", "02", "04", "05", "06")
DAY = datetime.timedelta(days=1)


def made_visit(home, *, step, result, on, by):
    """A visit as its plain columns stand, without going through the form."""
    return Visit.objects.create(
        uuid=uuid.uuid4(), household=home, area_id=home.area_id, kind="1", step=step, result=result,
        visited_on=on, step_since=clock.now(), flow="2021", created_by=by,
        digest="x" if step == Step.APPROVED else "",
        approved_at=clock.now() if step == Step.APPROVED else None,
    )  # fmt: skip


class City:
    """A random city: households of some kinds, some voided, with visits of every sort."""

    def __init__(self, seed: int, size: int = 14) -> None:
        self.rng, today = Random(seed), timezone.localdate()
        self.campaign = make.campaign(today, ends_on=today + DAY, screening_ends_on=today)
        self.by = people.user("township_caseworker", BAOLI, f"by{seed}.{size}")
        self.homes = [household(self.rng.choice(PLACES), head=f"户{n}") for n in range(size)]
        with scope.whole_city("test data"):
            for home in self.homes:
                self._fill(home)

    def _fill(self, home) -> None:
        rng = self.rng
        is_void = rng.random() < 0.2
        for code in rng.sample(KINDS, rng.randint(1, 3)):
            gone = {"voided_at": clock.now(), "voided_reason": "迁出"} if is_void else {}
            make.target(home, self.campaign, code, **gone)
        for _visit in range(rng.randint(0, 3)):
            self.visit(home)
        if rng.random() < 0.3:
            self.visit(home, step=rng.choice((Step.DRAFT, Step.SUBMITTED, Step.RETURNED)))

    def visit(self, home, step=Step.APPROVED):
        rng, since = self.rng, self.campaign.starts_on
        result = "" if step == Step.DRAFT and rng.random() < 0.5 else rng.choice("1112347")
        on = since + rng.randint(-3, 32) * DAY
        return made_visit(home, step=step, result=result, on=on, by=self.by)

    def figures(self, code: str = CITY, **more):
        area = Area.objects.get(pk=code)
        period = period_of(self.campaign, timezone.localdate())
        with scope.whole_city("test"):
            return campaign_figures._count(
                self.campaign, area, period,
                more.get("level", campaign_figures.BELOW[Level(area.level)]),
                villages=False, kind=more.get("kind", ""),
            )  # fmt: skip


@pytest.fixture(params=range(4))
def city(request, areas):
    return City(request.param)


def test_sums_over_places_equal_the_whole_at_every_level(city):
    period = period_of(city.campaign, timezone.localdate())
    with scope.whole_city("test"):
        whole = household_rate(city.campaign, until=period.until)
        by_kind = coverage.rates_by_kind(city.campaign, until=period.until)
    for level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE):
        found = city.figures(level=level)
        assert found.whole.households == whole
        assert sum(found.whole.standings.values()) == whole.total
        with scope.whole_city("test"):
            rates = rates_by_area(city.campaign, level, until=period.until)
        shown = {p.code: p.households for p in found.places if p.households.total}
        assert shown == rates
        assert found.kinds == by_kind
    (county,) = [place for place in city.figures().places if place.code == CHANGTU]
    assert city.figures(CHANGTU).whole.households == county.households


def test_a_household_of_several_kinds_counts_once_in_all_and_once_in_each(city):
    with scope.whole_city("test"):
        valid = CampaignTarget.objects.valid()
        households = valid.values("household").distinct().count()
        of_kinds = {kind: valid.filter(kind=kind).count() for kind in KINDS}
    found = city.figures()
    assert found.whole.households.total == households
    assert {kind: rate.total for kind, rate in found.kinds.items()} == {
        kind: count for kind, count in of_kinds.items() if count
    }
    for kind, rate in found.kinds.items():
        assert city.figures(kind=kind).whole.households == rate


def test_one_more_visit_never_lowers_coverage(city):
    for home in city.homes[:6]:
        before = city.figures().whole
        with scope.whole_city("test data"):
            city.visit(home)
        after = city.figures().whole
        assert after.households.total == before.households.total
        assert after.households.done >= before.households.done


def test_what_is_voided_counts_neither_above_nor_below(city):
    for home in city.homes[:5]:
        before = city.figures().whole.households
        with scope.whole_city("test data"):
            rows = CampaignTarget.objects.valid().filter(household=home)
            was_covered = (
                coverage.targets(city.campaign, until=timezone.localdate(), is_covered=True)
                .filter(household=home)
                .exists()
            )
            was_listed = bool(rows.update(voided_at=clock.now(), voided_reason="死亡"))
        after = city.figures().whole.households
        assert after == Rate(before.done - was_covered, before.total - was_listed)


def test_every_figure_has_as_many_rows(city):
    period = period_of(city.campaign, timezone.localdate())
    whole = city.figures().whole
    with scope.whole_city("test"):
        area = Area.objects.get(pk=CITY)

        def rows(state):
            return listed(city.campaign, Wanted(area, period, state=state)).count()

        assert {s: rows(s) for s in Standing.values} == {s: whole.of(s) for s in Standing.values}
        assert rows("") == whole.households.total
        assert rows(OPEN) == whole.households.open
        assert rows(Entry.COMPLETE) == whole.entry.done
        assert rows(Entry.PARTIAL) == whole.entry.open
        voided = CampaignTarget.objects.exclude(voided_at=None).values("household").distinct()
        assert rows(VOIDED) == voided.count()


def test_days_add_up_to_what_is_covered(city):
    period = period_of(city.campaign, timezone.localdate())
    with scope.whole_city("test"):
        by_day = coverage.approved_by_day(city.campaign, period, Area.objects.get(pk=CITY))
    assert sum(by_day.values()) == city.figures().whole.households.done


def test_as_many_statements_for_many_households_as_for_few(areas, client_for, city_viewer):
    counts = []
    client = client_for(city_viewer)
    for size in (3, 30):
        made = City(50 + size, size)
        spent = []
        for name in ("", "households/", "cadres/", "progress/", "quality/", "quality/visits/"):
            address = f"/visits/campaigns/{made.campaign.pk}/{name}"
            client.get(address + "?sort=head")  # the session, the calendar
            campaign_figures.cache.clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            spent.append(len(queries))
        counts.append(spent)
        with scope.whole_city("test"):
            CampaignTarget.objects.all().delete()
            made.campaign.delete()
    assert counts[0] == counts[1]
    assert max(counts[0]) < 40
