"""The dashboard: the same totals for every reader, and each figure equal to the rows behind it."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.ledger_requests import LedgerFilters
from accounts.models import Area
from assistance.models import Step
from reports.ledgers import l1, l11
from reports.services import coverage
from reports.services.figures import figures
from tests.conftest import BAOLI, CHANGTU, CITY, KAIYUAN, LAOCHENG
from tests.factories import assistance as applications
from tests.factories import households as make
from tests.factories import petitions, verification
from tests.factories import reports as make_reports
from tests.factories import surveys as visits


@pytest.fixture
def campaign(areas, today):
    return make_reports.campaign(today)


@pytest.fixture
def city(campaign):
    """Three households in our township (two kinds on one), one next door, one in 开原市.

    One of ours is visited and complete; another's visit met nobody.
    """
    first = make.household(head="甲")
    for code in ("01", "05"):
        make.kind(first, code)
        make_reports.target(first, campaign, code)
    second = make.household("211224105201", "乙", members=[("丙", "10", datetime.date(1960, 1, 1))])
    make.kind(second, "04")
    make_reports.target(second, campaign, "04")
    third = make.household(head="丁")
    make.kind(third, "01", until=datetime.date(2026, 1, 6))
    make.household(head="庚")
    make_reports.target(make.household("211224101200", "戊"), campaign, "01")
    make.household("211282001001", "己")
    visits.approved_visit(first)
    visits.approved_visit(second, fill=visits.content(second, header__result="2"))
    cache.clear()
    return first


def _of(code, today):
    return figures(Area.objects.get(pk=code), today)


def test_every_reader_reads_the_same_totals(
    city, caseworker, neighbour, reviewer, other_county, city_viewer, client_for
):
    pages = [
        client_for(user).get(f"/statistics/?area={CITY}").context["figures"]
        for user in (caseworker, neighbour, reviewer, other_county, city_viewer)
    ]
    assert {page.whole.households for page in pages} == {6}
    assert {page.coverage.households for page in pages} == {coverage.Share(1, 3)}
    assert len({page.places[0].households for page in pages}) == 1


def test_figures_equal_the_rows_behind_them(city, city_viewer, today, client_for, seen_by):
    found = _of(CITY, today)
    client = client_for(city_viewer)
    for place in found.places:
        listed = client.get(f"/households/?area={place.code}").context["page"].total
        assert listed == place.households, place.name
        for kind in ("01", "04", "05"):
            rows = client.get(f"/households/?area={place.code}&kind={kind}").context["page"].total
            assert rows == place.kinds.get(kind, 0), (place.name, kind)
    with seen_by(city_viewer):
        whole = LedgerFilters(area=city_viewer.area, on=today)
        assert l1.count(city_viewer, whole) == found.whole.households == 6
        rows = list(l1.rows(city_viewer, whole))
        assert len(rows) == 6
        people = next(i for i, leaf in enumerate(l1.LEDGER.leaves) if leaf.title == "家庭人口")
        assert sum(row[people] for row in rows) == found.whole.people == 7


def test_kinds_of_a_household_count_once_each_and_once_in_the_total(city, today):
    found = _of(BAOLI, today)
    assert found.whole.households == 4
    assert found.whole.kinds == {"01": 1, "04": 1, "05": 1}
    assert found.screened_kinds == {
        "01": coverage.Share(1, 1), "04": coverage.Share(0, 1), "05": coverage.Share(1, 1),
    }  # fmt: skip


def test_coverage_counts_complete_visits_and_leads_to_its_rows(city, caseworker, today, client_for):
    assert _of(BAOLI, today).coverage.households == coverage.Share(1, 2)
    client = client_for(caseworker)
    left = client.get("/statistics/screening/?state=left").context["page"]
    assert [row.head_name for row in left] == ["乙"]
    done = client.get("/statistics/screening/?state=done").context["page"]
    assert [row.head_name for row in done] == ["甲"]
    assert client.get("/statistics/screening/?kind=05").context["page"].total == 1


def test_home_dashboard_and_campaign_read_the_same(city, caseworker, today, client_for):
    home = client_for(caseworker).get("/").context["coverage"]
    shown = _of(BAOLI, today).coverage
    assert (home.households, home.cadres, home.ends_on) == (
        shown.households, shown.cadres, shown.ends_on
    )  # fmt: skip


def test_neighbours_find_none_of_our_rows_behind_the_same_number(city, neighbour, client_for):
    client = client_for(neighbour)
    assert client.get(f"/statistics/?area={CITY}").context["figures"].coverage.households.whole == 3
    page = client.get(f"/statistics/screening/?area={BAOLI}")
    assert [row.head_name for row in page.context["page"]] == ["戊"]


def test_cadres_are_those_of_the_roster(city, campaign, caseworker, leader, today, client_for):
    make_reports.fill_roster(campaign)
    make_reports.cadre(campaign, "211224105200", "村干部", level="4")
    cache.clear()
    found = _of(BAOLI, today).coverage.cadres
    rows = client_for(caseworker).get("/statistics/cadres/").context["page"]
    assert found.whole == rows.total
    assert "村干部" not in {cadre.name for cadre in rows}
    done = client_for(caseworker).get("/statistics/cadres/?state=done").context["page"]
    assert {cadre.user.username.split(".")[0] for cadre in done} == {"cw1", "cw2"}
    assert found.done == 2


def test_only_the_own_area_leads_further(city, reviewer, client_for):
    text = client_for(reviewer).get(f"/statistics/?area={CITY}").content.decode()
    assert f'href="?area={CHANGTU}"' in text
    assert f'href="/households/?area={CHANGTU}"' in text
    assert KAIYUAN not in text
    assert re.search(r'<th scope="row">开原市</th><td class="nx-num">1</td>', text)


def test_an_area_outside_the_own_line_is_answered_with_the_own(city, reviewer, client_for):
    client = client_for(reviewer)
    assert client.get(f"/statistics/?area={KAIYUAN}").context["area"].pk == CHANGTU
    assert client.get(f"/statistics/?area={LAOCHENG}").context["area"].pk == LAOCHENG
    assert client.get("/statistics/?area=x").context["area"].pk == CHANGTU


def test_figures_are_kept_for_a_minute_by_area_and_day(city, today, django_assert_num_queries):
    _of(CITY, today)
    area = Area.objects.get(pk=CITY)
    with django_assert_num_queries(0):
        kept = figures(area, today)
    make.household(head="新")
    assert figures(area, today).whole.households == kept.whole.households == 6
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert figures(area, tomorrow).whole.households == 7


def test_before_the_first_campaign_there_is_no_coverage(areas, city_viewer, client_for):
    page = client_for(city_viewer).get("/statistics/")
    assert page.context["figures"].coverage is None
    assert client_for(city_viewer).get("/statistics/screening/").status_code == 404


@pytest.fixture
def cases(areas):
    petitions.case(step="registered")
    petitions.case(step="struck_off")
    petitions.case("211224101000", source="06")
    petitions.case("211282000000", source="06")


def test_petitions_equal_the_rows_of_their_list_and_ledger(
    cases, city_viewer, chief, today, client_for, seen_by
):
    for reader in (city_viewer, chief):
        client = client_for(reader)
        page = client.get("/statistics/")
        table = [*page.context["petitions"], page.context["petitions_whole"]]
        addresses = [cell for line in table for cell in line.cells if cell.address]
        assert len(addresses) == len(table) * 5
        for cell in addresses:
            assert client.get(cell.address).context["page"].total == cell.figure, cell.address
        with seen_by(reader):
            asked = LedgerFilters(area=reader.area, on=today)
            registered = page.context["figures"].petitions_whole.registered
            assert l11.count(reader, asked) == registered
            assert len(list(l11.rows(reader, asked))) == registered
    assert figures(city_viewer.area, today).petitions_whole.registered == 4
    assert figures(chief.area, today).petitions_whole.registered == 3


def test_findings_and_applications_equal_the_rows_of_their_lists(
    city_viewer, reviewer, today, client_for
):
    applications.application_at(Step.ACCEPTED)
    verification.finding(make.household())
    cache.clear()
    for reader in (city_viewer, reviewer):
        client = client_for(reader)
        context = client.get("/statistics/").context
        lines = [*context["applications"], *context["findings"]]
        cells = [cell for line in lines for cell in line.cells if cell.address]
        assert {cell.figure for cell in cells} >= {1}
        for cell in cells:
            assert client.get(cell.address).context["page"].total == cell.figure, cell.address
