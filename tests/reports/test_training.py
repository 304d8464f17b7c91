"""Practice: only on the practice site, ticked off by real acts, begun anew, watched by trainers."""

import datetime

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from django.urls import reverse

from accounts import handbook, scope
from accounts.models import Area, AuditEvent
from assistance.models.applications import Step
from config.checks import refuse_unsafe_serving
from households.models import Household
from households.services import registration
from households.services.viewing import view_household
from reports.exercises import EXERCISES, State
from reports.services import training
from surveys.services import assignments, packs, visits
from tests.factories import accounts as people
from tests.factories import assistance as make_assistance
from tests.factories import households as homes
from tests.factories.surveys import approved_visit, signed_visit, submitted_visit

pytestmark = pytest.mark.django_db
BAND = "练习环境：人员和家庭均为虚构，可以放心操作"
PAGES = ("/training/", "/training/people/")


@pytest.fixture
def practising():
    with override_settings(TRAINING=True):
        yield


def states(person):
    practice = training.practice_of(person)
    return {line.exercise.code: line.state for line in practice.lines}


def test_without_practice_there_is_nothing_of_it(city_manager, client_for):
    client = client_for(city_manager)
    assert [client.get(page).status_code for page in PAGES] == [404, 404]
    assert client.post("/training/begin/").status_code == 404
    for page in (client.get("/"), Client().get("/sign-in/")):
        assert BAND not in page.content.decode()
        assert 'href="/training/"' not in page.content.decode()


def test_with_practice_every_page_says_so(practising, caseworker, client_for):
    client = client_for(caseworker)
    signed_in = [client.get(page) for page in ("/", "/visits/field/", "/help/kept/", "/training/")]
    for page in (*signed_in, Client().get("/sign-in/"), Client().get("/visits/no-network/")):
        assert BAND in page.content.decode()
    assert 'href="/training/"' in signed_in[0].content.decode()


def test_everybody_has_the_exercises_of_the_own_roles(
    practising, caseworker, leader, reviewer, areas
):
    assert {"register", "visit", "offline", "mend", "apply"} <= set(states(caseworker))
    assert {"assign", "return", "approve", "opine"} <= set(states(leader))
    assert {"review"} <= set(states(reviewer))
    auditor = people.user("auditor", "211200000000", "aud")
    assert states(auditor) == {}


def test_registering_counts_from_the_beginning_on(
    practising, caseworker, seen_by, client_for, today
):
    def register(name, year):
        with seen_by(caseworker):
            made = registration.register(
                by=caseworker,
                area=Area.objects.get(code=homes.VILLAGE),
                head={"name": name, "birth_on": datetime.date(year, 5, 4), "sex": "1"},
            )
            assert made.is_demo
            return made

    register("韩淑英", 1962)
    client = client_for(caseworker)
    assert states(caseworker)["register"] == State.TODO
    client.post("/training/begin/")
    assert states(caseworker)["register"] == State.TODO
    home = register("韩淑华", 1963)
    assert states(caseworker)["register"] == State.BEGUN
    with seen_by(caseworker):
        registration.add_kind(household=home, by=caseworker, kind="04", since=today)
    assert states(caseworker)["register"] == State.DONE
    page = client.get("/training/").content.decode()
    assert "已完成" in page
    assert "进行中" not in page
    assert "全部练习重新开始？" in client.get("/training/begin/").content.decode()
    assert states(caseworker)["register"] == State.DONE
    client.post("/training/begin/")
    assert states(caseworker)["register"] == State.TODO
    with seen_by(caseworker):
        assert Household.objects.filter(pk=home.pk).exists()


def test_a_visit_is_filled_in_signed_and_handed_in(practising, caseworker):
    training.begin(by=caseworker)
    home = homes.household()
    signed_visit(home, by=caseworker)
    assert states(caseworker)["visit"] == State.BEGUN
    other = homes.household(head="韩淑华")
    submitted_visit(other, by=caseworker)
    assert states(caseworker)["visit"] == State.DONE


def test_a_leader_returns_approves_and_the_author_mends(practising, caseworker, leader, seen_by):
    for person in (caseworker, leader):
        training.begin(by=person)
    visit = submitted_visit(homes.household(), by=caseworker)
    assert states(caseworker)["mend"] == State.TODO
    with seen_by(leader):
        visits.return_for_correction(visit_uuid=visit.uuid, by=leader, reason="亩数请核实")
    assert states(leader)["return"] == State.DONE
    assert states(caseworker)["mend"] == State.TODO
    with seen_by(caseworker):
        visits.submit(visit_uuid=visit.uuid, by=caseworker)
    assert states(caseworker)["mend"] == State.DONE
    assert states(leader)["approve"] == State.TODO
    with seen_by(leader):
        visits.approve(visit_uuid=visit.uuid, by=leader)
    assert states(leader)["approve"] == State.DONE
    assert states(leader)["return"] == State.DONE


def test_a_village_is_taken_along_and_a_visit_begun(practising, caseworker, seen_by):
    training.begin(by=caseworker)
    home = homes.household()
    with seen_by(caseworker):
        packs.take(by=caseworker, village=Area.objects.get(code=homes.VILLAGE), page=1)
    assert states(caseworker)["offline"] == State.BEGUN
    with seen_by(caseworker):
        visits.start(household=home, by=caseworker)
    assert states(caseworker)["offline"] == State.DONE


def test_visits_are_shared_out(practising, leader, caseworker, colleague, seen_by, today):
    training.begin(by=leader)
    due_on = today + datetime.timedelta(days=7)
    with seen_by(leader):
        assignments.assign_visit(
            by=leader, household=homes.household(), first=caseworker, second=colleague,
            due_on=due_on,
        )  # fmt: skip
    assert states(leader)["assign"] == State.DONE


def test_an_application_goes_from_hand_to_hand(practising, areas):
    team = make_assistance.cast()
    for person in set(team.values()):
        training.begin(by=person)
    make_assistance.application_at(Step.CONFIRMED, team=team)
    done = {
        code for person in set(team.values())
        for code, state in states(person).items() if state == State.DONE
    }  # fmt: skip
    assert {"apply", "check", "opine", "review", "confirm"} <= done


def test_acts_of_others_do_not_count(practising, caseworker, colleague, seen_by):
    training.begin(by=colleague)
    home = homes.household()
    with seen_by(caseworker):
        view_household(by=caseworker, household=home)
    assert states(colleague)["find"] == State.TODO


def test_trainers_see_their_area_and_nobody_else_does(
    practising, caseworker, neighbour, reviewer, other_county, client_for
):
    training.begin(by=caseworker)
    page = client_for(reviewer).get("/training/people/").content.decode()
    assert "李晓梅" in page
    assert "还没有开始" in page
    mine = f"/training/people/{caseworker.pk}/"
    assert client_for(reviewer).get(mine).status_code == 200
    assert client_for(other_county).get(mine).status_code == 404
    assert "李晓梅" not in client_for(other_county).get("/training/people/").content.decode()
    assert client_for(caseworker).get("/training/people/").status_code == 403


@pytest.mark.parametrize("count", [2, 12])
def test_the_trainers_list_asks_the_same_however_long(
    count, practising, reviewer, client_for, django_assert_max_num_queries
):
    for number in range(count):
        training.begin(by=people.user("village_clerk", homes.VILLAGE, f"clerk{number}"))
    client = client_for(reviewer)
    with django_assert_max_num_queries(20):
        assert client.get("/training/people/").status_code == 200


def test_every_exercise_leads_to_a_page_and_a_heading():
    chapters = handbook.chapters()
    for one in EXERCISES:
        assert reverse(one.begin)
        chapter, _, anchor = one.place.partition("#")
        assert anchor in chapters[chapter].anchors, one.code


def test_practice_is_refused_beside_real_families(areas):
    home = homes.household()
    with override_settings(TRAINING=True):
        found = run_checks(tags=["practice"], include_deployment_checks=True)
        assert [message.id for message in found] == ["nuanxin.E010"]
        with pytest.raises(ImproperlyConfigured, match="NUANXIN_TRAINING"):
            refuse_unsafe_serving()
    assert run_checks(tags=["practice"], include_deployment_checks=True) == []
    with scope.whole_city("test data"):
        Household.objects.filter(pk=home.pk).update(is_demo=True)
    with override_settings(TRAINING=True):
        assert run_checks(tags=["practice"], include_deployment_checks=True) == []


def test_beginning_is_an_act_in_the_trail(practising, caseworker, client_for):
    client_for(caseworker).post("/training/begin/")
    event = AuditEvent.objects.get(action="training.begun")
    assert (event.by_id, event.target_type) == (caseworker.pk, "accounts.user")


def test_an_approved_visit_by_nobody_practising_changes_nothing(practising, caseworker):
    approved_visit(homes.household(), by=caseworker)
    assert set(states(caseworker).values()) == {State.TODO}
