"""A closed campaign stands still: no figure, no row of it moves, whatever is done afterwards."""

import datetime

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts import scope
from surveys import campaign_ledgers, roster_list
from surveys.cadre_coverage import made_by_cadre
from surveys.coverage import period_of
from surveys.models import Visit, VisitAssignment
from surveys.services import campaigns, readings, visits
from tests.conftest import BAOLI
from tests.factories import reports as make
from tests.factories.households import household
from tests.factories.surveys import (
    approved_visit,
    assignment,
    content,
    draft,
    returned_visit,
    submitted_visit,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
PAGES = ("campaign", "campaign_progress", "campaign_quality")


@pytest.fixture
def closed(areas, today, city_manager, leader, caseworker):
    """A closed campaign with a household in each state, among them one nobody has been to."""
    campaign = make.campaign(today)
    names = ("approved", "submitted", "returned", "draft", "untouched")
    homes = {name: household(head=name) for name in names}
    for home in homes.values():
        make.target(home, campaign)
    make.cadre(campaign, BAOLI, caseworker.name, user=caseworker)
    on = today - 5 * DAY
    fill = {name: content(home, on=on) for name, home in homes.items()}
    found = {
        "approved": approved_visit(homes["approved"], leader=leader, fill=fill["approved"]),
        "submitted": submitted_visit(homes["submitted"], fill=fill["submitted"]),
        "returned": returned_visit(homes["returned"], leader=leader, fill=fill["returned"]),
        "draft": draft(homes["draft"], fill=fill["draft"]),
    }
    readings.read_changed(on=today)
    with scope.user_scope(city_manager):
        campaigns.close_campaign(campaign=campaign, by=city_manager, reason="任务完成")
    return campaign, homes, found


def told(client, campaign):
    """Every figure, list and day the pages of a campaign show."""
    cache.clear()
    found = {}
    for name in PAGES:
        shown = client.get(f"{reverse(f'surveys:{name}', args=[campaign.pk])}?area={BAOLI}").context
        found[name] = {
            key: shown[key]
            for key in ("figures", "standings", "days", "steps", "pace", "is_over", "places",
                        "kinds", "behind", "found", "idle_cadres", "authors")
            if key in shown
        }  # fmt: skip
        if "figures" in shown:
            figures = found[name].pop("figures")
            found[name] |= {"whole": figures.whole, "by_place": figures.places}
        for cadre in shown.get("idle_cadres") or ():
            found[name][cadre.pk] = (cadre.idle, cadre.made)
    for state in ("", "draft", "submitted", "returned", "untouched", "complete", "partial"):
        address = f"{reverse('surveys:campaign_targets', args=[campaign.pk])}?state={state}"
        rows = client.get(address).context["page"].rows
        found[state] = [(row.household_id, row.standing, row.last_on) for row in rows]
    rows = client.get(reverse("surveys:campaign_quality_rows", args=[campaign.pk])).context["page"]
    found["records"] = [(row.household_id, row.on, [s.code for s in row.signs]) for row in rows]
    return found


def edited(visit, **at):
    """A visit whose answers are others by now."""
    with scope.whole_city("test"):
        found = Visit.objects.get(pk=visit.pk)
        for name, value in at.items():
            setattr(found, name, value)
        found.revision += 1
        found.save()


def answered_otherwise(visits_of):
    edited(visits_of["draft"], result="2", visited_on=timezone.localdate() + 3 * DAY)
    edited(visits_of["returned"], result="3", need_count=7)
    edited(visits_of["submitted"], visited_on=timezone.localdate() - 20 * DAY)


def approved_later(visits_of, leader):
    with scope.whole_city("test"):
        visits.approve(visit_uuid=visits_of["submitted"].uuid, by=leader)


def returned_later(visits_of, leader):
    with scope.whole_city("test"):
        uuid = visits_of["submitted"].uuid
        visits.return_for_correction(visit_uuid=uuid, by=leader, reason="核实")


@pytest.mark.parametrize("what", ["begun", "edited", "approved", "returned", "read", "days pass"])
def test_nothing_moves(closed, what, chief, leader, client_for, settings):
    campaign, homes, visits_of = closed
    client = client_for(chief)
    before = told(client, campaign)
    assert [len(before[state]) for state in ("submitted", "returned", "draft")] == [1, 1, 1]
    assert before["records"]
    if what == "begun":
        later = content(homes["untouched"], on=timezone.localdate() - 2 * DAY)
        draft(homes["untouched"], fill=later)
        submitted_visit(homes["approved"], fill=content(homes["approved"]))
    elif what == "edited":
        answered_otherwise(visits_of)
    elif what == "approved":
        approved_later(visits_of, leader)
    elif what == "returned":
        returned_later(visits_of, leader)
    elif what == "days pass":
        settings.CLOCK_OFFSET += 9 * DAY
    readings.read_changed(on=timezone.localdate())
    after = told(client, campaign)
    for name, was in before.items():
        assert after[name] == was, name


def test_what_was_given_out_afterwards_is_not_due(closed, caseworker, chief):
    campaign, homes, _visits = closed
    before = due_of(campaign, caseworker)
    order = assignment(homes["untouched"], by=caseworker, due_on=timezone.localdate())
    with scope.whole_city("test"):
        VisitAssignment.objects.filter(pk=order.pk).update(assigned_at=timezone.now() + DAY)
    assert due_of(campaign, caseworker) == before


def due_of(campaign, user):
    """应走访 and 已走访 of each cadre's row in the ledger."""
    period = period_of(campaign, timezone.localdate())
    with scope.whole_city("test"):
        made = made_by_cadre(campaign, period)
        cadres = roster_list.listed(campaign, roster_list.Wanted(user.area, period), made)
        return [row[4:6] for row in campaign_ledgers.cadre_rows(campaign, period, cadres, made)]
