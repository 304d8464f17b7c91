"""Two households become one, and are two again."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from accounts import scope
from accounts.models import AuditEvent
from foundation.faults import InputError
from households.models import Household, HouseholdChange, Member
from households.services import registration
from households.services.changes import merging, unmerging
from households.services.changes.merging import Merging
from tests.factories.households import household, kind
from tests.households.changes.digests import active, state

BORN = datetime.date(1988, 3, 2)
DAY = datetime.date(2026, 2, 10)


@pytest.fixture
def pair(areas):
    survivor = household(members=[("韩磊", "20", BORN)])
    gone = household(head="王秀英", members=[("韩丽", "30", BORN)])
    for code in ("01", "06"):
        kind(survivor, code)
    for code in ("04", "05"):
        kind(gone, code)
    return survivor, gone


def said(pair, **fields):
    survivor, gone = pair
    keys = gone.members.active().values_list("pk", flat=True)
    relations = dict(zip(keys, ("52", "77"), strict=False))
    return Merging(survivor, gone, DAY, "共同生活", relations, **fields)


@pytest.fixture
def merged(pair, caseworker, seen_by):
    with seen_by(caseworker):
        return merging.merge(by=caseworker, merging=said(pair))


@pytest.mark.django_db
def test_merging_by_the_page(pair, client_for, caseworker, neighbour, leader, seen_by):
    survivor, gone = pair
    url = reverse("households:merge", args=[survivor.pk])
    data = {"other": gone.household_no, "stays": "this", "on": "2026-02-10", "reason": "共同生活"}
    assert client_for(neighbour).post(url, data).status_code == 404
    assert client_for(leader).post(url, data).status_code == 403
    client = client_for(caseworker)
    assert client.get(url, {"other": gone.household_no}).status_code == 200
    wrong = client.post(url, data | {"other": "1" * 22})
    assert wrong.context["form"].has_error("other")
    same = client.post(url, data | {"other": survivor.household_no})
    assert same.context["form"].has_error("other")
    html = client.post(url, data).content.decode()
    assert "王秀英、韩丽并入韩淑英户" in html
    assert f"档案{survivor.household_no}接续：困难残疾人" in html
    assert f"文书、照片和收入财产记录留在档案{gone.household_no}" in html
    with seen_by(caseworker):
        before = active()
        people = list(gone.members.order_by("pk"))
    confirmed = data | {"confirm": "1", **{f"relation_{m.pk}": "97" for m in people}}
    assert client.post(url, confirmed).status_code == 302
    with seen_by(caseworker):
        kept, closed = Household.objects.get(pk=survivor.pk), Household.objects.get(pk=gone.pk)
        assert (kept.family_size, kept.head_name, kept.status) == (4, "韩淑英", "registered")
        assert (closed.family_size, closed.status) == (0, "merged")
        assert active() == before
        assert sorted(k.kind for k in kept.kinds.filter(until=None)) == ["01", "05", "06"]
        assert not closed.kinds.filter(until=None).exists()
        assert merging.survivor_of(closed) == kept
    assert AuditEvent.objects.filter(action="household.merged_in").count() == 1
    page = client.get(reverse("households:household", args=[gone.pk])).content.decode()
    assert survivor.household_no in page


@pytest.mark.django_db
def test_undoing_brings_back_exactly_what_was(pair, caseworker, seen_by, client_for):
    with seen_by(caseworker):
        before, people = state(*pair), active()
        change = merging.merge(by=caseworker, merging=said(pair))
        assert state(*pair) != before
        done = unmerging.undo(by=caseworker, change=change, on=DAY, reason="误合并")
        assert done.undoes_id == change.pk
        assert (state(*pair), active()) == (before, people)
        assert unmerging.undo(by=caseworker, change=change, on=DAY, reason="误合并") is None
        assert HouseholdChange.objects.filter(kind="merge_undone").count() == 2
        again = merging.merge(by=caseworker, merging=said(pair))
        unmerging.undo(by=caseworker, change=again, on=DAY, reason="误合并")
        assert state(*pair) == before
    page = client_for(caseworker).get(reverse("households:history", args=[pair[0].pk]))
    assert "王秀英" in page.content.decode()


@pytest.mark.django_db
def test_undoing_by_the_page(pair, merged, client_for, caseworker, neighbour, leader, seen_by):
    url = reverse("households:undo_merge", args=[merged.pk])
    data = {"on": "2026-02-12", "reason": "误合并", "confirm": "1"}
    page = reverse("households:household", args=[pair[0].pk])
    client = client_for(caseworker)
    assert url in client.get(page).content.decode()
    assert client_for(neighbour).post(url, data).status_code == 404
    assert client_for(leader).post(url, data).status_code == 403
    assert client.post(url, data).status_code == 302
    assert url not in client.get(page).content.decode()
    assert "已经撤销过" in client.post(url, data).content.decode()
    with seen_by(caseworker):
        assert Household.objects.get(pk=pair[1].pk).family_size == 2


@pytest.mark.django_db
def test_what_has_happened_since_stands_in_the_way_and_is_named(
    pair, merged, caseworker, seen_by, client_for
):
    with seen_by(caseworker):
        daughter = Member.objects.get(household=pair[0], name="韩丽")
        registration.change_member(by=caseworker, member=daughter, data={"employer": "粮库"})
        registration.end_kind(
            by=caseworker, kind=pair[0].kinds.get(kind="05"), until=DAY, reason="取消"
        )
        told = [str(b) for b in unmerging.plan(change=merged).blockers]
        assert [text[:2] for text in told] == ["韩丽", "对象"]
        before = state(*pair)
        with pytest.raises(InputError, match="韩丽"):
            unmerging.undo(by=caseworker, change=merged, on=DAY, reason="误合并")
        assert state(*pair) == before
    url = reverse("households:undo_merge", args=[merged.pk])
    html = client_for(caseworker).post(url, {"on": "2026-02-12", "reason": "误"}).content.decode()
    assert "现在还不能办理" in html


@pytest.mark.django_db
def test_a_kind_the_survivor_held_before_goes_on_after_its_last_day(pair, caseworker, seen_by):
    kind(pair[0], "05", until=datetime.date(2026, 3, 31))
    with seen_by(caseworker):
        before = state(*pair)
        change = merging.merge(by=caseworker, merging=said(pair))
        taken = pair[0].kinds.get(kind="05", until=None)
        assert taken.since == datetime.date(2026, 4, 1)
        unmerging.undo(by=caseworker, change=change, on=datetime.date(2026, 5, 1), reason="误")
        assert state(*pair) == before


@pytest.mark.django_db
def test_a_kind_with_its_last_day_to_come_goes_over_with_it(areas, caseworker, seen_by, today):
    until = today + datetime.timedelta(days=300)
    pair = household(), household(head="王秀英")
    kind(pair[1], "04", until=until)
    with seen_by(caseworker):
        before = state(*pair)
        change = merging.merge(by=caseworker, merging=said(pair))
        taken, ended = pair[0].kinds.get(), pair[1].kinds.get()
        assert (taken.kind, taken.since, taken.until, ended.until) == ("04", DAY, until, DAY)
        assert unmerging.plan(change=change).blockers == []
        unmerging.undo(by=caseworker, change=change, on=DAY, reason="误合并")
        assert state(*pair) == before
        change = merging.merge(by=caseworker, merging=said(pair))
        registration.end_kind(by=caseworker, kind=pair[0].kinds.get(), until=today, reason="取消")
        assert len(unmerging.plan(change=change).blockers) == 1


@pytest.mark.django_db
def test_closed_and_headless_files_are_refused(pair, merged, caseworker, seen_by):
    survivor, gone = pair
    third = household(head="李四")
    with seen_by(caseworker):
        assert merging.merge(by=caseworker, merging=said(pair)) is None
        for one, other in ((third, gone), (gone, third), (third, third)):
            with pytest.raises(InputError):
                merging.merge(by=caseworker, merging=Merging(one, other, DAY, "x"))
        with pytest.raises(InputError):
            merging.merge(by=caseworker, merging=Merging(survivor, third, DAY, "x"))


@pytest.mark.django_db(transaction=True)
def test_two_officers_merging_the_same_household_merge_it_once(
    pair, caseworker, colleague, seen_by
):
    survivor, gone = pair
    other = household(head="李四")
    with seen_by(caseworker):
        people = list(gone.members.values_list("pk", flat=True))
        before = active()
    start = Barrier(2)

    def work(officer, into):
        try:
            with scope.user_scope(officer):
                start.wait(timeout=20)
                asked = Merging(into, gone, DAY, "合并", dict.fromkeys(people, "97"))
                merging.merge(by=officer, merging=asked)
                return "merged"
        except InputError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(work, (caseworker, colleague), (survivor, other)))
    assert sorted(answers) == ["merged", "other"]
    with seen_by(caseworker):
        assert active() == before
        assert HouseholdChange.objects.filter(kind="merged_in").count() == 1
