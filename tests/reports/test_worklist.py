"""The merged worklist: own drafts, visits to approve, petitions; nothing of the next township."""

import pytest

from reports.worklists import worklist
from tests.factories import households as make
from tests.factories import petitions
from tests.factories import surveys as visits


@pytest.fixture
def work(areas):
    """A draft, a submitted and a returned visit, and a petition of our township."""
    visits.draft(make.household(head="草稿户"))
    visits.submitted_visit(make.household(head="待审户"))
    petitions.case(petitioner="冯德山")


def _lines(user, today, seen_by):
    with seen_by(user):
        return {(line.item.kind, line.item.about) for line in worklist(user, today).lines}


def test_each_sees_what_waits_for_the_role(work, today, seen_by, neighbour):
    first, second, leader = visits.team(make.household(head="无事户"))
    assert _lines(first, today, seen_by) >= {("visit", "草稿户"), ("petition", "冯德山")}
    assert ("visit", "草稿户") in _lines(second, today, seen_by)
    assert ("visit", "待审户") not in _lines(first, today, seen_by)
    assert _lines(leader, today, seen_by) == {("visit", "待审户")}
    assert _lines(neighbour, today, seen_by) == set()


def test_the_page_filters_by_sort_of_work_and_leads_on(work, today, client_for):
    first, _second, leader = visits.team(make.household(head="无事户"))
    client = client_for(first)
    everything = client.get("/").context["page"].rows
    assert {line.item.kind for line in everything} == {"visit", "petition"}
    only = client.get("/?kind=petition").context["page"].rows
    assert {line.item.about for line in only} == {"冯德山"}
    approving = client_for(leader).get("/").context["page"].rows[0]
    assert client_for(leader).get(approving.item.act).status_code == 200
    overdue = client.get("/?due=overdue").context["page"].rows
    assert [line.item.about for line in overdue] == ["冯德山"]


def test_the_home_page_asks_the_database_the_same_for_more_work(
    areas, client_for, django_assert_max_num_queries
):
    first, _second, _leader = visits.team(make.household(head="无事户"))
    client = client_for(first)
    for name in ("甲", "乙", "丙", "丁"):
        visits.draft(make.household(head=name))
        petitions.case()
    with django_assert_max_num_queries(32):
        client.get("/")
