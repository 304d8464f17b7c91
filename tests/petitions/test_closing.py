"""Striking off: the county proposes, the city decides, and neither is both."""

import datetime

import pytest
from django.urls import reverse

from accounts.models.users import Role
from foundation.moves import MoveRefused
from petitions import steps
from petitions.models import PetitionCase
from petitions.rules import Step
from petitions.services import closing
from tests.conftest import CITY
from tests.factories import accounts as people
from tests.factories import petitions as make

pytestmark = pytest.mark.django_db
RECEIVED = datetime.date(2026, 1, 5)
RESOLVED = datetime.date(2026, 2, 14)  # forty days later, as the factory makes it
QUIET_UNTIL = datetime.date(2026, 3, 16)  # thirty days on

ACTS = [
    ("propose", "chief", Step.RESOLVED, Step.STRIKE_OFF_PROPOSED, {"lead_signed_on": "today"}),
    ("strike_off", "city_manager", Step.STRIKE_OFF_PROPOSED, Step.STRUCK_OFF, {}),
    ("return", "city_manager", Step.STRIKE_OFF_PROPOSED, Step.RETURNED, {"reason": "缺回访。"}),
]
every_act = pytest.mark.parametrize(
    ("name", "who", "before", "after", "fields"), ACTS, ids=[act[0] for act in ACTS]
)


@pytest.fixture
def actor(request, who):
    return request.getfixturevalue(who)


def sent(fields, today):
    return {k: today.isoformat() if v == "today" else v for k, v in fields.items()}


def url(name, case):
    return reverse(f"petitions:{name}", args=[case.pk])


def fresh(case):
    with make.scope.whole_city("test looks"):
        return PetitionCase.objects.get(pk=case.pk)


@every_act
def test_it_works(name, actor, before, after, fields, client_for, today):
    case = make.case(step=before)
    assert client_for(actor).get(url(name, case)).status_code == 200
    assert client_for(actor).post(url(name, case), sent(fields, today)).status_code == 302
    assert fresh(case).step == after
    assert (fresh(case).struck_off_on == today) == (after == Step.STRUCK_OFF)


@every_act
def test_another_area_is_404(name, actor, before, after, fields, client_for, today):
    case = make.case(step=before)
    stranger = people.user(Role.COUNTY_SECTION_CHIEF, "211282000000", "stranger.chief")
    status = 404 if name == "propose" else 403
    response = client_for(stranger).post(url(name, case), sent(fields, today))
    assert response.status_code == status
    assert client_for(stranger).get(url("case", case)).status_code == 404
    assert fresh(case).step == before


@every_act
def test_lacking_permission_is_403(name, actor, before, after, fields, caseworker, client_for):
    case = make.case(step=before)
    assert client_for(caseworker).post(url(name, case), fields).status_code == 403
    assert fresh(case).step == before


@every_act
def test_wrong_step_is_refused(name, actor, before, after, fields, client_for, today):
    case = make.case(step=Step.HANDLING)
    assert client_for(actor).post(url(name, case), sent(fields, today)).status_code == 409
    assert fresh(case).step == Step.HANDLING


@every_act
def test_twice_does_it_once(name, actor, before, after, fields, client_for, today):
    case, client = make.case(step=before), client_for(actor)
    assert client.post(url(name, case), sent(fields, today)).status_code == 302
    assert client.post(url(name, case), sent(fields, today)).status_code == 409
    with make.scope.whole_city("test looks"):
        assert case.moves.filter(move=name).count() == 1


def test_thirty_quiet_days_must_pass(chief, seen_by):
    case = make.case(step=Step.RESOLVED, received_on=RECEIVED)
    assert case.resolved_on == RESOLVED
    act = {"case_id": case.pk, "by": chief, "lead_signed_on": RESOLVED}
    with seen_by(chief):
        with pytest.raises(MoveRefused):
            closing.propose(at=make.moment(QUIET_UNTIL), **act)
        closing.propose(at=make.moment(QUIET_UNTIL + datetime.timedelta(days=1)), **act)
    assert fresh(case).step == Step.STRIKE_OFF_PROPOSED


def test_a_repeat_visit_stands_against_it(chief, seen_by):
    case = make.case(step=Step.RESOLVED, received_on=RECEIVED)
    repeat = {"root_no": case.root_no, "repeat_no": 1, "case_no": f"{case.case_no}-R1"}
    make.case(received_on=datetime.date(2026, 3, 1), **repeat)
    late = make.moment(datetime.date(2026, 6, 1))
    with seen_by(chief), pytest.raises(MoveRefused) as refused:
        closing.propose(case_id=case.pk, by=chief, at=late, lead_signed_on=RESOLVED)
    assert "2026-03-01" in str(refused.value)


@pytest.mark.parametrize(
    "lacking",
    [{"delivered_on": None}, {"result": ""}, {"is_calmed": False}],
    ids=["delivery", "result kind", "signature"],
)
def test_each_criterion_is_needed(lacking, chief, client_for, today):
    case = make.case(step=Step.RESOLVED, **lacking)
    data = {"lead_signed_on": today.isoformat()}
    assert client_for(chief).post(url("propose", case), data).status_code == 200
    assert fresh(case).step == Step.RESOLVED


def test_the_lead_official_must_have_signed(chief, client_for):
    case = make.case(step=Step.RESOLVED)
    page = client_for(chief).post(url("propose", case), {"lead_signed_on": ""})
    assert 'id="id_lead_signed_on_error"' in page.content.decode()
    assert fresh(case).step == Step.RESOLVED


def test_a_finished_review_stands_for_the_signature(chief, client_for, today):
    case = make.case(step=Step.RESOLVED, is_calmed=False, review="3")
    data = {"lead_signed_on": today.isoformat()}
    assert client_for(chief).post(url("propose", case), data).status_code == 302


def test_the_city_does_not_propose_for_a_county(city_manager, client_for, today, seen_by):
    case = make.case(step=Step.RESOLVED)
    with seen_by(city_manager):
        assert "propose" not in steps.open_moves(fresh(case), city_manager)
    data = {"lead_signed_on": today.isoformat()}
    assert client_for(city_manager).post(url("propose", case), data).status_code == 409
    assert fresh(case).step == Step.RESOLVED


def test_who_proposes_does_not_strike_off(city_manager, client_for, today):
    second = people.user(Role.CITY_MANAGER, CITY, "second.manager", "二管")
    case = make.case(CITY, step=Step.RESOLVED)
    data = {"lead_signed_on": today.isoformat()}
    assert client_for(city_manager).post(url("propose", case), data).status_code == 302
    assert client_for(city_manager).post(url("strike_off", case)).status_code == 409
    assert fresh(case).step == Step.STRIKE_OFF_PROPOSED
    assert client_for(second).post(url("strike_off", case)).status_code == 302
    assert fresh(case).step == Step.STRUCK_OFF


def test_a_returned_case_can_be_resolved_again(chief, client_for, today):
    case = make.case(step=Step.RETURNED)
    data = {
        "result": "1", "measures": "补做回访。", "is_calmed": "on", "review": "0",
        "resolved_on": today.isoformat(),
    }  # fmt: skip
    assert client_for(chief).post(url("resolve", case), data).status_code == 302
    assert (fresh(case).step, fresh(case).resolved_on) == (Step.RESOLVED, today)
