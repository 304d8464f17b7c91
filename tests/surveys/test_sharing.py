"""Sharing visits out: what is shown is what is done, for the own people and places only."""

import datetime
import uuid
from dataclasses import asdict

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.jobs import JobFailed, Running
from accounts.models import AuditEvent, Job, Message
from accounts.models.users import Role
from foundation.faults import InputError
from surveys.models import VisitAssignment
from surveys.services import sharing
from surveys.services.sharing import BY_HAND, BY_LOAD, BY_VILLAGE, EVERY, UNCOVERED, Wish
from tests.factories import accounts as people
from tests.factories.households import household
from tests.factories.surveys import assignment, draft

pytestmark = pytest.mark.django_db
SOON = (timezone.localdate() + datetime.timedelta(days=10)).isoformat()
BATCH = str(uuid.UUID(int=7))
BAOLI, HERE, THERE = "211224105000", "211224105200", "211224105201"


@pytest.fixture
def homes(areas):
    """Six families of two villages, not in the order of their doors."""
    doors = ((HERE, "十组1号"), (HERE, "二组15号"), (HERE, "二组9号"),
             (THERE, "一组1号"), (THERE, "一组2号"), (THERE, "三组1号"))  # fmt: skip
    return [household(area, residence_address=door) for area, door in doors]


def wish(first, second, **changes):
    asked = {"area": BAOLI, "which": EVERY, "method": BY_VILLAGE, "due_on": SOON,
             "pairs": ((first.pk, second.pk),)}  # fmt: skip
    return Wish(**asked | changes)


def asked(one, other, **changes):
    return {
        "area": BAOLI, "which": EVERY, "method": BY_VILLAGE, "due_on": SOON,
        "first": [one.pk], "second": [other.pk],
    } | changes  # fmt: skip


def test_the_plan_is_shown_and_then_carried_out(homes, leader, caseworker, colleague, client_for):
    client = client_for(leader)
    address = reverse("surveys:share_out")
    shown = client.get(address, asked(caseworker, colleague))
    page = shown.content.decode()
    assert shown.context["preview"]["total"] == 6
    assert "方案：6 户" in page
    seen = {"seen": shown.context["preview"]["seen"], "token": shown.context["token"]}
    done = client.post(f"{address}?{shown.wsgi_request.GET.urlencode()}", seen)
    again = client.post(f"{address}?{shown.wsgi_request.GET.urlencode()}", seen)
    assert done.status_code == again.status_code == 302
    assert "6" in client.get(done["Location"]).content.decode()


def test_each_gets_one_message_and_each_household_an_entry(
    homes, leader, caseworker, colleague, seen_by
):
    with seen_by(leader):
        plan = sharing.plan_for(by=leader, wish=wish(caseworker, colleague))
        sharing.share_out(
            by=leader, wish=wish(caseworker, colleague), seen=sharing.digest_of(plan), token="one"
        )
        made = VisitAssignment.objects.all()
        assert {one.household_id for one in made} == {home.pk for home in homes}
        assert {(one.first_id, one.second_id) for one in made} == {(caseworker.pk, colleague.pk)}
    assert Message.objects.filter(to__in=[caseworker, colleague]).count() == 2
    assert AuditEvent.objects.filter(action="visit.assigned").count() == 6


def test_stops_stand_in_the_order_of_the_doors(homes, leader, caseworker, colleague, seen_by):
    with seen_by(leader):
        stops = sharing.stops_of(by=leader, wish=wish(caseworker, colleague))
    order = [homes.index(next(h for h in homes if h.pk == stop.household)) for stop in stops]
    assert order == [2, 1, 0, 3, 4, 5]


def test_what_is_visited_or_assigned_already_is_left_out(
    homes, leader, caseworker, colleague, seen_by
):
    draft(homes[0])
    assignment(homes[1])
    with seen_by(leader):
        stops = sharing.stops_of(by=leader, wish=wish(caseworker, colleague))
    assert {stop.household for stop in stops} == {home.pk for home in homes[2:]}


def test_only_targets_not_reached_yet(homes, leader, caseworker, colleague, seen_by):
    with seen_by(leader):
        asked_for = wish(caseworker, colleague, which=UNCOVERED)
        assert sharing.stops_of(by=leader, wish=asked_for) == []


def test_a_list_that_changed_meanwhile_is_shown_again(
    homes, leader, caseworker, colleague, client_for
):
    client, address = client_for(leader), reverse("surveys:share_out")
    shown = client.get(address, asked(caseworker, colleague))
    assignment(homes[0])
    again = client.post(
        f"{address}?{shown.wsgi_request.GET.urlencode()}",
        {"seen": shown.context["preview"]["seen"], "token": shown.context["token"]},
    )
    assert "请重新查看" in again.content.decode()
    assert again.context["preview"]["total"] == 5


def test_a_village_clerk_goes_only_to_the_own_village(homes, leader, caseworker, seen_by):
    clerk = people.user(Role.VILLAGE_CLERK, HERE, "clerk.here", "孙协管")
    with seen_by(leader):
        plan = sharing.plan_for(by=leader, wish=wish(caseworker, clerk, method=BY_LOAD))
    assert {stop.village for _pair, stop in plan.rows()} == {HERE}
    assert {stop.village for stop in plan.left} == {THERE}


def test_by_hand_each_village_to_its_pair(homes, leader, caseworker, colleague, client_for):
    client, address = client_for(leader), reverse("surveys:share_out")
    sent = asked(caseworker, colleague, method=BY_HAND)
    first = client.get(address, sent)
    assert first.context["preview"]["left_count"] == 6
    chosen = client.get(address, sent | {f"village-{HERE}": "0"})
    assert chosen.context["preview"]["total"] == 3
    assert "1.没有" not in chosen.content.decode()


def test_many_are_shared_out_by_a_job_once(
    homes, leader, caseworker, colleague, seen_by, monkeypatch
):
    monkeypatch.setattr(sharing, "AT_ONCE", 2)
    with seen_by(leader):
        asked_for = wish(caseworker, colleague)
        seen = sharing.digest_of(sharing.plan_for(by=leader, wish=asked_for))
        jobs = {
            sharing.share_out(by=leader, wish=asked_for, seen=seen, token="one")[1]
            for _ in range(2)
        }
    assert len(jobs) == 1
    assert Job.objects.count() == 1


@pytest.mark.parametrize("who", ["caseworker", "neighbour"])
def test_pairs_without_the_right_are_refused(homes, leader, reviewer, neighbour, seen_by, who):
    stranger = neighbour if who == "neighbour" else reviewer
    with seen_by(leader), pytest.raises(InputError):
        sharing.plan_for(by=leader, wish=wish(leader, stranger))


def test_wrong_pairs_and_days_are_said_beside_the_field(
    homes, leader, caseworker, colleague, client_for
):
    client, address = client_for(leader), reverse("surveys:share_out")
    alone = client.get(address, asked(caseworker, caseworker)).content.decode()
    half = client.get(address, asked(caseworker, colleague, second=[""])).content.decode()
    late = client.get(address, asked(caseworker, colleague, due_on="2020-01-01")).content.decode()
    assert "两名不同的人员" in alone
    assert "选齐" in half
    assert "日期已过" in late
    assert client.get(address, {"method": "village"}).status_code == 200


def test_a_batch_is_taken_back_as_far_as_nobody_began(
    homes, leader, caseworker, colleague, client_for, seen_by
):
    with seen_by(leader):
        asked_for = wish(caseworker, colleague)
        seen = sharing.digest_of(sharing.plan_for(by=leader, wish=asked_for))
        batch, _job = sharing.share_out(by=leader, wish=asked_for, seen=seen, token="one")
    draft(homes[0], by=caseworker)
    client_for(leader).post(reverse("surveys:take_back", args=[batch]))
    with seen_by(leader):
        assert VisitAssignment.objects.filter(withdrawn_at=None).count() == 1
        assert sharing.take_back(by=leader, batch=batch) == 0


def test_what_was_taken_back_can_be_shared_out_again(homes, leader, caseworker, colleague, seen_by):
    """The same plan as before, asked from a new page: it is made anew."""
    with seen_by(leader):
        asked_for = wish(caseworker, colleague)
        seen = sharing.digest_of(sharing.plan_for(by=leader, wish=asked_for))
        batch, _job = sharing.share_out(by=leader, wish=asked_for, seen=seen, token="one")
        sharing.take_back(by=leader, batch=batch)
        sharing.share_out(by=leader, wish=asked_for, seen=seen, token="two")
        assert VisitAssignment.objects.open().count() == len(homes)


def test_a_job_whose_list_changed_says_so(homes, leader, caseworker, colleague, seen_by):
    with seen_by(leader):
        params = {"wish": asdict(wish(caseworker, colleague)), "seen": "another", "batch": BATCH}
        job = Job.objects.create(
            kind=sharing.KIND, title="t", asked_by=leader, area_id=BAOLI, key="k", params=params
        )
        with pytest.raises(JobFailed, match="请重新查看"):
            sharing.run_share_out(Running(job, uuid.uuid4()))
        assert not VisitAssignment.objects.exists()


def test_readers_and_neighbours_share_nothing_out(homes, reviewer, caseworker, client_for):
    assert client_for(reviewer).get(reverse("surveys:share_out")).status_code == 403


def test_visits_are_given_to_others(homes, leader, caseworker, colleague, client_for, seen_by):
    third = people.user(Role.TOWNSHIP_CASEWORKER, BAOLI, "third", "周敏")
    old, client = assignment(homes[0]), client_for(leader)
    page = client.get(reverse("surveys:change_assignments"), {"pick": [old.pk], "act": "give"})
    assert "改由谁走访" in page.content.decode()
    sent = {"pick": [old.pk], "act": "give", "confirmed": "1", "due_on": SOON}
    same = client.post(reverse("surveys:change_assignments"),
                       sent | {"first": third.pk, "second": third.pk})  # fmt: skip
    assert "两名不同的人员" in same.content.decode()
    client.post(reverse("surveys:change_assignments"),
                sent | {"first": third.pk, "second": colleague.pk})  # fmt: skip
    with seen_by(leader):
        new = VisitAssignment.objects.open().get()
        old.refresh_from_db()
    assert (new.first_id, new.second_id, new.household_id) == (
        third.pk, colleague.pk, old.household_id,
    )  # fmt: skip
    assert old.withdrawn_at
    assert Message.objects.filter(to=third).exists()


def test_ticked_visits_are_taken_back_after_asking(homes, leader, client_for, seen_by):
    made, client = assignment(homes[0]), client_for(leader)
    address = reverse("surveys:change_assignments")
    assert "确定撤回" in client.get(address, {"pick": made.pk, "act": "withdraw"}).content.decode()
    sent = {"pick": made.pk, "act": "withdraw", "confirmed": "1"}
    client.post(address, sent)
    assert client.post(address, sent).status_code == 302
    with seen_by(leader):
        assert not VisitAssignment.objects.open().exists()


def test_the_list_and_the_sheets_show_the_own_area_in_order(homes, leader, neighbour, client_for):
    for home in homes[:3]:
        assignment(home)
    page = client_for(leader).get(reverse("surveys:assignments"))
    assert len(page.context["page"].rows) == 3
    assert len(client_for(neighbour).get(reverse("surveys:assignments")).context["page"]) == 0
    sheet = client_for(leader).get(reverse("surveys:print_assignments")).content.decode()
    assert sheet.index("二组9号") < sheet.index("二组15号") < sheet.index("十组1号")
    assert "入户走访清单" in sheet
    empty = client_for(neighbour).get(reverse("surveys:print_assignments")).content.decode()
    assert "没有待走访的家庭" in empty


@pytest.mark.parametrize("query", ["state=late", "state=begun", "state=withdrawn", "whose=mine",
                                   "q=韩", "person=0", "sort=-head", "batch=nonsense"])  # fmt: skip
def test_every_filter_answers(homes, caseworker, client_for, query):
    assignment(homes[0])
    assert (
        client_for(caseworker).get(f"{reverse('surveys:assignments')}?{query}").status_code == 200
    )
