"""Whatever is split, merged and undone: everybody is active once, and undoing brings it back."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import scope
from households.models import Household, HouseholdChange, Member
from households.services.changes import merging, splitting, unmerging
from households.services.changes.merging import Merging
from households.services.changes.splitting import Splitting
from tests.factories.households import household
from tests.households.changes.digests import active, state

BORN = datetime.date(1988, 3, 2)
DAY = datetime.date(2026, 2, 10)
ACTS = st.lists(
    st.tuples(st.sampled_from(["split", "merge", "undo"]), st.integers(0, 7), st.integers(0, 7)),
    min_size=2,
    max_size=6,
)


def open_files():
    return list(Household.objects.on_register().order_by("pk"))


def split(by, first, second):
    wide = [f for f in open_files() if f.members.active().count() > 1]
    if not wide:
        return
    file = wide[first % len(wide)]
    people = list(file.members.active().order_by("pk"))
    goes = people[1 + second % (len(people) - 1)]
    asked = Splitting(who=[goes.pk], head=goes.pk, on=DAY, reason="分户")
    if goes.is_head:
        stays = [m for m in people if m != goes]
        relations = {m.pk: "97" for m in stays[1:]}
        asked = Splitting(
            who=[goes.pk], head=goes.pk, on=DAY, reason="分户", rest_head=stays[0].pk,
            relations=relations,
        )  # fmt: skip
    splitting.split(by=by, household=file, splitting=asked)


def merge(by, first, second):
    files = open_files()
    survivor = files[first % len(files)]
    others = [f for f in files if f != survivor]
    if not others:
        return
    gone = others[second % len(others)]
    relations = dict.fromkeys(gone.members.active().values_list("pk", flat=True), "97")
    before = state(survivor, gone)
    change = merging.merge(by=by, merging=Merging(survivor, gone, DAY, "合并", relations))
    unmerging.undo(by=by, change=change, on=DAY, reason="误")
    assert state(survivor, gone) == before
    merging.merge(by=by, merging=Merging(survivor, gone, DAY, "合并", relations))


def undo(by, first, second):
    done = HouseholdChange.objects.filter(kind="merged_in", undone_by=None).order_by("pk")
    possible = [c for c in done if not unmerging.plan(change=c).blockers]
    if possible:
        change = possible[first % len(possible)]
        unmerging.undo(by=by, change=change, on=DAY, reason="误")


@pytest.mark.django_db
@settings(
    max_examples=6, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(ACTS)
def test_everybody_is_active_exactly_once_whatever_happens(areas, caseworker, acts):
    household(head="甲", members=[("乙", "20", BORN), ("丙", "30", BORN)])
    household(head="丁", members=[("戊", "10", BORN)])
    with scope.user_scope(caseworker):
        before = active()
        for name, first, second in acts:
            {"split": split, "merge": merge, "undo": undo}[name](caseworker, first, second)
            assert active() == before
            assert set(before.values()) == {1}
        for file in open_files():
            people = list(file.members.active())
            assert file.family_size == len(people)
            assert sum(m.is_head for m in people) == (1 if people else 0)
        assert not Member.objects.active().filter(household__status="merged").exists()
