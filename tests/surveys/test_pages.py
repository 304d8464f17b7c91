"""The pages of visits: open to those who may, shaped by the step, 404 next door."""

import uuid

import pytest
from django.urls import reverse

from surveys.models import Visit
from tests.factories.households import household
from tests.factories.surveys import approved_visit, content, draft, submitted_visit

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"surveys:{name}", args=args)


def test_starting_from_the_household(caseworker, client_for, seen_by):
    home = household()
    client = client_for(caseworker)
    assert client.get(page("start", home.pk)).status_code == 200
    answer = client.post(page("start", home.pk), {"kind": "2"})
    with seen_by(caseworker):
        visit = Visit.objects.get(household=home)
    assert answer.url == page("visit", visit.uuid)
    assert "继续填写" in client.get(page("start", home.pk)).content.decode()
    client.post(page("start", home.pk), {"kind": "2"})
    with seen_by(caseworker):
        assert Visit.objects.filter(household=home).count() == 1


def test_the_shell_holds_no_data(caseworker, neighbour, client_for):
    """The same page for everybody and every visit, also for one there is not."""
    visit = draft(household(), by=caseworker)
    shells = {
        client_for(user).get(page("visit", known)).content
        for user in (caseworker, neighbour)
        for known in (visit.uuid, uuid.uuid4())
    }
    (shell,) = shells
    assert "韩淑英" not in shell.decode()
    assert caseworker.name not in shell.decode()


def test_the_schema_is_in_the_users_language(caseworker, client_for):
    schema = client_for(caseworker).get(page("schema")).json()
    assert [part["label"] for part in schema["parts"]][:2] == ["家庭基本情况", "家庭经济状况"]
    assert len(schema["benefits"]) == 14


def test_next_door_every_page_is_missing(caseworker, neighbour, client_for):
    home = household()
    visit = submitted_visit(home, by=caseworker)
    addresses = [
        f"/api/v1/visits/{visit.uuid}/", page("review", visit.uuid), page("print", visit.uuid),
        page("start", home.pk), page("household_panel", home.pk),
    ]  # fmt: skip
    stranger, owner = client_for(neighbour), client_for(caseworker)
    assert [stranger.get(address).status_code for address in addresses] == [404] * 5
    assert [owner.get(address).status_code for address in addresses] == [200] * 5


def test_the_leader_approves_on_the_page(caseworker, leader, client_for, seen_by):
    visit = submitted_visit(household(), by=caseworker)
    client = client_for(leader)
    assert "韩淑英" in client.get(page("list")).content.decode()
    assert "审核这次走访" in client.get(page("review", visit.uuid)).content.decode()
    client.post(page("review", visit.uuid), {"decision": "approve", "opinion": "属实"})
    with seen_by(leader):
        assert Visit.objects.get(pk=visit.pk).step == "approved"
    again = client.post(page("review", visit.uuid), {"decision": "approve"})
    assert again.status_code == 409


def test_returning_without_a_reason_is_mended_on_the_page(caseworker, leader, client_for, seen_by):
    visit = submitted_visit(household(), by=caseworker)
    client = client_for(leader)
    answer = client.post(page("review", visit.uuid), {"decision": "return", "opinion": ""})
    assert "写明要改什么" in answer.content.decode()
    client.post(page("review", visit.uuid), {"decision": "return", "opinion": "核实土地"})
    with seen_by(leader):
        assert Visit.objects.get(pk=visit.pk).step == "returned"


def test_a_caseworker_cannot_decide(caseworker, colleague, client_for, seen_by):
    visit = submitted_visit(household(), by=caseworker)
    client = client_for(colleague)
    assert "审核这次走访" not in client.get(page("review", visit.uuid)).content.decode()
    answer = client.post(page("review", visit.uuid), {"decision": "approve"})
    assert answer.status_code == 403
    with seen_by(colleague):
        assert Visit.objects.get(pk=visit.pk).step == "submitted"


def test_the_review_shows_what_changed(caseworker, leader, client_for):
    home = household()
    approved_visit(home, by=caseworker, leader=leader)
    visit = submitted_visit(home, by=caseworker, fill=content(home, wages="900.00"))
    shown = client_for(leader).get(page("review", visit.uuid)).content.decode()
    assert "<del>500.00</del>" in shown
    assert "<ins>900.00</ins>" in shown


def test_lists_show_own_work_and_the_figures_agree(caseworker, colleague, leader, client_for):
    draft(household(head="张玉琴"), by=caseworker)
    submitted_visit(household(head="刘守山"), by=caseworker)
    mine = client_for(caseworker).get(page("list") + "?show=mine").content.decode()
    assert "张玉琴" in mine
    assert "刘守山" in mine
    found = client_for(caseworker).get(page("list") + "?show=all&q=张").content.decode()
    assert "刘守山" not in found
    waiting = client_for(leader).get(page("list")).content.decode()
    assert "刘守山" in waiting
    assert "张玉琴" not in waiting


def test_who_may_not_fill_in_reads_an_open_visit(caseworker, leader, client_for):
    visit = draft(household(), by=caseworker)
    seen = client_for(leader).get(page("list"), {"show": "all"}).content.decode()
    assert page("review", visit.uuid) in seen
    assert f'"{page("visit", visit.uuid)}"' not in seen
    assert client_for(leader).get(page("review", visit.uuid)).status_code == 200


def test_the_household_page_shows_the_visits(caseworker, leader, client_for):
    home = household()
    approved_visit(home, by=caseworker, leader=leader)
    part = client_for(caseworker).get(page("household_panel", home.pk)).content.decode()
    assert "已审核" in part
    assert "人均 908.33 元" in part
