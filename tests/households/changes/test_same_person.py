"""Merging two files that hold the same person: one row ends, and undoing brings it back."""

import datetime

import pytest
from django.urls import reverse

from accounts import scope
from foundation.faults import InputError
from households.models import DuplicatePair, Household, Member
from households.services import duplicates, registration
from households.services.changes import merging, unmerging
from households.services.changes.merging import Merging
from tests.factories.households import household, member
from tests.households.changes.digests import state

BORN = datetime.date(1988, 3, 2)
DAY = datetime.date(2026, 2, 10)


def forget_number(of: Household, name: str) -> Member:
    with scope.whole_city("test data"):
        row = of.members.get(name=name)
        of.members.filter(pk=row.pk).update(identity_digest="", identity_sealed=None)
    return row


@pytest.fixture
def files(areas):
    """A woman in two files, once without a number; her son's wife is in the second only."""
    survivor = household(members=[("韩磊", "20", BORN)])
    gone = household(members=[("孙芳", "38", BORN)])
    forget_number(gone, "韩淑英")
    return survivor, gone


@pytest.fixture
def who(files, caseworker, seen_by):
    """Those of the second file by name, and the first file's head under ``kept``."""
    with seen_by(caseworker):
        people = {row.name: row for row in files[1].members.all()}
        return people | {"kept": files[0].members.get(name="韩淑英")}


def said(files, who, **fields):
    same = {who["韩淑英"].pk: who["kept"].pk}
    return Merging(*files, DAY, "重复建档", {who["孙芳"].pk: "38"}, same=same, **fields)


def page(files, client, **answers):
    url = reverse("households:merge", args=[files[0].pk])
    data = {"other": files[1].household_no, "stays": "this", "on": "2026-02-10", "reason": "重复"}
    return client.post(url, data | answers)


@pytest.mark.django_db
def test_the_same_person_is_offered_filled_in_and_not_carried(
    files, who, caseworker, client_for, seen_by
):
    survivor, gone = files
    client = client_for(caseworker)
    preview = page(files, client)
    field = preview.context["form"].fields[f"relation_{who['韩淑英'].pk}"]
    same = f"same_{who['kept'].pk}"
    assert field.initial == same
    assert "是同一人" in str(dict(field.choices)[same])
    assert f"same_{who['kept'].pk}" not in dict(
        preview.context["form"].fields[f"relation_{who['孙芳'].pk}"].choices
    )
    html = preview.content.decode()
    assert "孙芳并入韩淑英户" in html
    answers = {f"relation_{who['韩淑英'].pk}": same, f"relation_{who['孙芳'].pk}": "38"}
    assert page(files, client, confirm="1", **answers).status_code == 302
    with seen_by(caseworker):
        names = sorted(survivor.members.active().values_list("name", flat=True))
        assert names == ["孙芳", "韩淑英", "韩磊"]
        ended = Member.objects.get(pk=who["韩淑英"].pk)
        assert (ended.is_active, ended.left_kind, ended.left_on) == (False, "7", DAY)
        assert Household.objects.get(pk=survivor.pk).family_size == 3
        assert Household.objects.get(pk=gone.pk).family_size == 0


@pytest.mark.django_db
def test_two_people_who_resemble_each_other_may_both_stay(
    files, who, caseworker, client_for, seen_by
):
    client = client_for(caseworker)
    answers = {f"relation_{who['韩淑英'].pk}": "77", f"relation_{who['孙芳'].pk}": "38"}
    assert page(files, client, confirm="1", **answers).status_code == 302
    with seen_by(caseworker):
        assert files[0].members.active().filter(name="韩淑英").count() == 2


@pytest.mark.django_db
def test_undoing_brings_the_ended_row_back(files, who, caseworker, seen_by):
    with seen_by(caseworker):
        before = state(*files)
        change = merging.merge(by=caseworker, merging=said(files, who))
        (kept,) = change.details["same"]
        assert (kept["member"], kept["as"]) == (who["韩淑英"].pk, who["kept"].pk)
        unmerging.undo(by=caseworker, change=change, on=DAY, reason="误合并")
        assert state(*files) == before


@pytest.mark.django_db
def test_a_number_entered_since_for_the_other_row_stands_in_the_way(
    files, who, caseworker, seen_by
):
    with seen_by(caseworker):
        rest = files[0].members.get(name="韩磊")
        number = who["kept"].identity_number
        both = Merging(
            files[1], files[0], DAY, "重复建档", {rest.pk: "20"},
            same={who["kept"].pk: who["韩淑英"].pk},
        )  # fmt: skip
        change = merging.merge(by=caseworker, merging=both)
        row = Member.objects.get(pk=who["韩淑英"].pk)
        registration.change_member(by=caseworker, member=row, data={"identity_number": number})
        told = [str(text) for text in unmerging.plan(change=change).blockers]
        assert len(told) == 1
        assert files[1].household_no in told[0]
        with pytest.raises(InputError):
            unmerging.undo(by=caseworker, change=change, on=DAY, reason="误合并")


@pytest.mark.django_db
def test_a_number_only_the_ending_row_has_is_pointed_out(files, who, caseworker, client_for):
    preview = page(files[::-1], client_for(caseworker))
    field = preview.context["form"].fields[f"relation_{who['kept'].pk}"]
    assert "身份证号" in str(field.help_text)
    assert "身份证号" not in str(
        page(files, client_for(caseworker))
        .context["form"]
        .fields[f"relation_{who['韩淑英'].pk}"]
        .help_text
    )


@pytest.mark.django_db
def test_a_weak_likeness_is_offered_and_not_filled_in(areas, caseworker, seen_by):
    survivor = household(members=[("韩小宝", "20", BORN)])
    gone = household(head="王强", members=[("韩小宝", "20", BORN.replace(day=3))])
    forget_number(gone, "韩小宝")
    with seen_by(caseworker):
        plan = merging.plan(merging=Merging(survivor, gone, DAY, "共同生活"))
        (likely,) = next(one.same for one in plan.asked if one.member.name == "韩小宝")
        assert not likely.is_strong


@pytest.mark.django_db
def test_two_numbers_are_not_taken_for_one_person_unasked(areas, caseworker, seen_by):
    survivor, gone = household(), household()
    with seen_by(caseworker):
        plan = merging.plan(merging=Merging(survivor, gone, DAY, "共同生活"))
        (likely,) = plan.asked[0].same
        assert not likely.is_strong


@pytest.mark.django_db
def test_who_was_called_different_is_not_offered(files, who, caseworker, seen_by):
    with seen_by(caseworker):
        duplicates.find_pairs(caseworker.area)
        duplicates.call_different(by=caseworker, pair=DuplicatePair.objects.get(), reason="核实")
        plan = merging.plan(merging=Merging(*files, DAY, "共同生活"))
        assert [one.same for one in plan.asked] == [[], []]


@pytest.mark.django_db
def test_one_person_of_the_survivor_is_one_record_of_the_other(files, who, caseworker, seen_by):
    twin = member(files[1], "韩淑英", "77", datetime.date(1962, 5, 4))
    stranger = household(head="外人")
    with seen_by(caseworker):
        here, there = who["韩淑英"].pk, who["kept"].pk
        outside = stranger.members.get().pk
        for same in ({here: there, twin.pk: there}, {here: outside}):
            rest = dict.fromkeys({who["孙芳"].pk, twin.pk} - set(same), "97")
            asked = Merging(*files, DAY, "重复建档", rest, same=same)
            with pytest.raises(InputError) as refused:
                merging.merge(by=caseworker, merging=asked)
            assert refused.value.code == "same"
        strong = [
            one
            for asked in merging.plan(merging=Merging(*files, DAY, "x")).asked
            for one in asked.same
            if one.is_strong
        ]
        assert len(strong) == 1


@pytest.mark.django_db
def test_a_head_alone_stays_alone_when_only_the_same_person_comes(areas, caseworker, seen_by):
    survivor, gone = household(), household()
    forget_number(gone, "韩淑英")
    with seen_by(caseworker):
        survivor.members.update(relation="01")
        same = {gone.members.get().pk: survivor.members.get().pk}
        before = state(survivor, gone)
        asked = Merging(survivor, gone, DAY, "重复建档", same=same)
        change = merging.merge(by=caseworker, merging=asked)
        assert survivor.members.active().get().relation == "01"
        unmerging.undo(by=caseworker, change=change, on=DAY, reason="误合并")
        assert state(survivor, gone) == before
