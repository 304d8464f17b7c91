"""Splitting and merging keep to the clauses on kinds that exclude each other (对象类别)."""

import datetime

import pytest
from django.urls import reverse

from foundation.faults import InputError
from households.kind_rules import CLAUSES, against
from households.models import Household
from households.services.changes import merging, splitting, unmerging
from households.services.changes.merging import Merging
from households.services.changes.splitting import Splitting
from tests.factories.households import household, kind, member
from tests.households.changes.digests import state

BORN = datetime.date(1988, 3, 2)
DAY = datetime.date(2026, 2, 10)
CLAUSE = "国发〔2016〕14号"


def test_every_clause_stands_against_both_kinds_together_and_against_neither_alone():
    for clause in CLAUSES:
        assert against(clause.kinds, people=1) == [(clause, not clause.is_local)]
        assert against(clause.kinds, people=2) == [(clause, False)]
        for one in clause.kinds:
            assert against({one}, people=1) == []


def kinds_of(file) -> list[str]:
    return sorted(file.kinds.filter(until=None).values_list("kind", flat=True))


@pytest.fixture
def both(areas, caseworker, seen_by):
    """A mother and a son, of whom one has dibao and the other tekun."""
    made = household(members=[("韩磊", "20", BORN)])
    kind(made, "01")
    kind(made, "02")
    return made


@pytest.fixture
def son(both, caseworker, seen_by):
    with seen_by(caseworker):
        return both.members.get(name="韩磊")


def said(file, son, *, kept=(), gone=(), **fields):
    keys = {row.kind: row.pk for row in file.kinds.all()}
    return Splitting(
        who=[son.pk], head=son.pk, on=DAY, reason="另过", kinds_kept=[keys[k] for k in kept],
        kinds_gone=[keys[k] for k in gone], **fields,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kept", "gone", "is_possible"),
    [
        (("01",), ("02",), True),
        (("01", "02"), (), False),
        ((), ("01", "02"), False),
        (("01",), ("01",), True),
    ],
)
def test_one_person_left_or_gone_cannot_keep_both(
    both, son, caseworker, seen_by, kept, gone, is_possible
):
    with seen_by(caseworker):
        asked = said(both, son, kept=kept, gone=gone)
        plan = splitting.plan(household=both, splitting=asked)
        assert plan.is_possible == is_possible
        assert any(CLAUSE in str(text) for text in plan.blockers) != is_possible
        if is_possible:
            assert plan.to_confirm == []
            new = splitting.split(by=caseworker, household=both, splitting=asked)
            assert (kinds_of(both), kinds_of(new)) == (list(kept), list(gone))
            return
        with pytest.raises(InputError, match=CLAUSE):
            splitting.split(by=caseworker, household=both, splitting=asked)
        assert Household.objects.count() == 1


@pytest.mark.django_db
def test_a_family_that_keeps_both_is_confirmed_on_the_page(
    both, son, caseworker, client_for, seen_by
):
    member(both, "韩小宝", "41")
    url = reverse("households:split", args=[both.pk])
    with seen_by(caseworker):
        kept = list(both.kinds.values_list("pk", flat=True))
        asked = said(both, son, kept=("01", "02"))
        with pytest.raises(InputError, match=CLAUSE):
            splitting.split(by=caseworker, household=both, splitting=asked)
    data = {
        "who": [son.pk], "head": son.pk, "rest_head": "", "on": "2026-02-10", "reason": "另过",
        "kinds_kept": kept,
    }  # fmt: skip
    client = client_for(caseworker)
    html = client.post(url, data).content.decode()
    assert CLAUSE in html
    assert "属于家中不同的人" in html
    unconfirmed = client.post(url, data | {"confirm": "1"})
    assert unconfirmed.context["form"].errors
    done = client.post(url, data | {"confirm": "1", "kinds_apart": "on"})
    assert done.status_code == 302
    with seen_by(caseworker):
        assert kinds_of(both) == ["01", "02"]


@pytest.fixture
def orphan_and_uncle(areas):
    """A tekun uncle, alone, and an orphan with a file of his own."""
    survivor, gone = household(head="韩叔"), household(head="韩小宝")
    kind(survivor, "02")
    kind(gone, "03")
    return survivor, gone


@pytest.mark.django_db
def test_a_merged_family_confirms_what_excludes_itself_in_one_person(
    orphan_and_uncle, caseworker, client_for, seen_by
):
    survivor, gone = orphan_and_uncle
    with seen_by(caseworker):
        child = gone.members.get().pk
        unconfirmed = Merging(survivor, gone, DAY, "共同生活", {child: "93"})
        with pytest.raises(InputError, match=CLAUSE):
            merging.merge(by=caseworker, merging=unconfirmed)
    url = reverse("households:merge", args=[survivor.pk])
    data = {"other": gone.household_no, "stays": "this", "on": "2026-02-10", "reason": "共同生活"}
    client = client_for(caseworker)
    html = client.post(url, data).content.decode()
    assert CLAUSE in html
    confirmed = data | {"confirm": "1", f"relation_{child}": "93"}
    assert client.post(url, confirmed).context["form"].errors
    assert client.post(url, confirmed | {"kinds_apart": "on"}).status_code == 302
    with seen_by(caseworker):
        assert kinds_of(survivor) == ["02", "03"]


@pytest.mark.django_db
def test_what_a_family_held_before_the_merging_is_not_asked_again(both, caseworker, seen_by):
    gone = household(head="王秀英")
    kind(gone, "06")
    with seen_by(caseworker):
        plan = merging.plan(merging=Merging(both, gone, DAY, "共同生活"))
        assert plan.to_confirm == []


@pytest.mark.django_db
def test_whoever_was_alone_becomes_the_head_when_others_come(areas, caseworker, seen_by):
    survivor, gone = household(), household(head="王秀英")
    with seen_by(caseworker):
        survivor.members.update(relation="01")
        before = state(survivor, gone)
        came = gone.members.get().pk
        change = merging.merge(
            by=caseworker, merging=Merging(survivor, gone, DAY, "共同生活", {came: "52"})
        )
        relations = sorted(survivor.members.active().values_list("relation", flat=True))
        assert relations == ["02", "52"]
        unmerging.undo(by=caseworker, change=change, on=DAY, reason="误合并")
        assert state(survivor, gone) == before


@pytest.mark.django_db
def test_the_head_stays_head_when_somebody_else_has_come_since(areas, caseworker, seen_by):
    survivor, gone = household(), household(head="王秀英")
    with seen_by(caseworker):
        survivor.members.update(relation="01")
        came = gone.members.get().pk
        change = merging.merge(
            by=caseworker, merging=Merging(survivor, gone, DAY, "共同生活", {came: "52"})
        )
        member(survivor, "韩小宝", "20")
        unmerging.undo(by=caseworker, change=change, on=DAY, reason="误合并")
        relations = sorted(survivor.members.active().values_list("relation", flat=True))
        assert relations == ["02", "20"]
