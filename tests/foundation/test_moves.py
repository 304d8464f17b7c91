"""The table of moves: every refusal beside the same move allowed, and tables that contradict."""

import pytest
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from foundation.deadlines import working_days
from foundation.moves import Move, MoveRefused, MoveTable, MoveTableError, Refusal


class Step(TextChoices):
    SUBMITTED = "submitted", "Submitted"
    ACCEPTED = "accepted", "Accepted"
    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Refused"


def papers_complete(subject):
    return None if subject["papers"] else gettext_lazy("Papers are missing.")


def moves(**changes):
    table = {
        "accept": Move({Step.SUBMITTED}, Step.ACCEPTED, "case.accept", "Accept"),
        "confirm": Move(
            {Step.ACCEPTED},
            Step.CONFIRMED,
            "case.confirm",
            "Confirm: finally",
            due=working_days(10),
            not_by=("accept",),
            guards=(papers_complete,),
        ),
        "refuse": Move(
            {Step.SUBMITTED, Step.ACCEPTED},
            Step.REFUSED,
            "case.confirm",
            'Say "no"',
            needs_reason=True,
            changes_law=True,
        ),
    }
    return table | changes


def table(moves_=None, **changes):
    options = {"start": Step.SUBMITTED, "step_labels": dict(Step.choices), "version": "2021"}
    return MoveTable("case", moves() if moves_ is None else moves_, **(options | changes))


def judge(name="confirm", **changes):
    facts = {
        "step": Step.ACCEPTED,
        "permissions": {"case.accept", "case.confirm"},
        "actor_id": 2,
        "earlier_actors": {"accept": {1}},
        "subject": {"papers": True},
    }
    return [refusal.code for refusal in table().judge(name, **(facts | changes))]


def test_it_is_allowed():
    assert judge() == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"step": "submitted"}, ["wrong_step"]),
        ({"step": "nowhere"}, ["wrong_step"]),
        ({"name": "strange"}, ["wrong_step"]),
        ({"permissions": {"case.accept"}}, ["permission"]),
        ({"permissions": ()}, ["permission"]),
        ({"actor_id": 1}, ["four_eyes"]),
        ({"subject": {"papers": False}}, ["guard"]),
        ({"actor_id": 1, "subject": {"papers": False}}, ["four_eyes", "guard"]),
        ({"name": "refuse"}, []),
        ({"name": "refuse", "reason": " "}, ["reason"]),
        ({"name": "refuse", "reason": "income above the standard"}, []),
    ],
)
def test_one_thing_changed(changes, codes):
    assert judge(**changes) == codes


def test_guards_are_not_asked_where_step_or_permission_is_wrong():
    assert judge(subject=None, step="submitted") == ["wrong_step"]
    assert judge(subject=None, permissions=()) == ["permission"]


def test_what_stands_against_a_move_is_told_without_asking_guards():
    facts = {"step": Step.ACCEPTED, "permissions": {"case.confirm"}}
    stands = table().standing
    assert stands("confirm", **facts, actor_id=2, earlier_actors={"accept": {1}}) == []
    (refusal,) = stands("confirm", **facts, actor_id=1, earlier_actors={"accept": {1}})
    assert refusal.code == "four_eyes"


def test_refusals_speak():
    found = table().judge(
        "confirm",
        step="accepted",
        permissions={"case.confirm"},
        actor_id=1,
        earlier_actors={"accept": [1]},
        subject={"papers": False},
    )
    refused = MoveRefused(found)
    assert "Accept" in str(found[0].message)
    assert str(found[1].message) in str(refused)
    assert "Say" in str(table().reason_missing("refuse").message)
    assert refused.refusals == found
    assert isinstance(found[0], Refusal)


def test_what_is_open_and_what_is_allowed():
    case = table()
    assert list(case.open_from(Step.SUBMITTED)) == ["accept", "refuse"]
    assert list(case.open_from("confirmed")) == []
    assert case.final_steps == {"confirmed", "refused"}
    facts = {"permissions": {"case.confirm"}, "subject": {"papers": True}, "step": "accepted"}
    assert case.allowed(actor_id=2, earlier_actors={"accept": {1}}, **facts) == [
        "confirm",
        "refuse",
    ]
    assert case.allowed(actor_id=1, earlier_actors={"accept": {1}}, **facts) == ["refuse"]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"again": Move({"confirmed"}, "archived", "a.b", "")}, "unknown step archived"),
        ({"again": Move({"lost"}, "refused", "a.b", "")}, "unknown step lost"),
        ({"again": Move({"refused"}, "accepted", "a.b", "", not_by=("x",))}, "unknown move x"),
        ({"again": Move(set(), "accepted", "a.b", "")}, "starts nowhere"),
        ({"again": Move({"refused"}, "accepted", "", "")}, "no permission"),
        (
            {"again": Move({"refused"}, "accepted", "a.b", "", pauses=True, resumes=True)},
            "both pauses and resumes",
        ),
        ({"accept": Move({"confirmed"}, "accepted", "a.b", "")}, "accepted cannot be reached"),
    ],
)
def test_contradicting_tables_are_refused(changes, fault):
    with pytest.raises(MoveTableError, match=fault):
        table(moves(**changes))


def test_other_contradictions():
    pairs = [*moves().items(), ("accept", moves()["refuse"])]
    with pytest.raises(MoveTableError, match="two moves are named accept"):
        table(pairs)
    with pytest.raises(MoveTableError, match="start here is no step"):
        table(start="here")


def test_the_diagram():
    diagram = table().mermaid()
    assert diagram.startswith("stateDiagram-v2\n")
    assert '    state "Accepted" as accepted\n' in diagram
    assert "    [*] --> submitted\n" in diagram
    assert "    accepted --> confirmed: Confirm  finally\n" in diagram
    assert diagram.count("--> refused") == 2
    assert "    refused --> [*]\n" in diagram


@given(
    step=st.sampled_from(Step),
    held=st.sets(st.sampled_from(["case.accept", "case.confirm"])),
    actor_id=st.integers(1, 3),
    earlier=st.dictionaries(st.sampled_from(["accept"]), st.sets(st.integers(1, 3))),
    papers=st.booleans(),
)
def test_allowed_means_nothing_is_refused(step, held, actor_id, earlier, papers):
    case = table()
    facts = {
        "step": step,
        "permissions": held,
        "actor_id": actor_id,
        "earlier_actors": earlier,
        "subject": {"papers": papers},
    }
    allowed = case.allowed(**facts)
    for name, move in case.moves.items():
        assert (name in allowed) == (not case.judge(name, **facts))
        if name in allowed:
            assert step in move.sources
            assert move.permission in held
