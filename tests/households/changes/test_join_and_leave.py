"""Members join, leave, are away and come back: date, kind, reason, head, kinds, last month."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from accounts.models.users import Role
from foundation.faults import InputError
from households.models import Household, HouseholdChange, Member
from households.services import registration
from households.services.changes import leaving, merging
from households.services.changes.leaving import Leaving
from households.services.changes.merging import Merging
from tests.factories import accounts as people
from tests.factories.households import VILLAGE, household, identity, kind, member

BORN = datetime.date(1988, 3, 2)
DAY = datetime.date(2026, 2, 10)
LEFT = {"kind": "2", "on": "2026-02-10", "reason": "嫁到邻县"}


@pytest.fixture
def file(areas):
    return household(members=[("韩磊", "20", BORN), ("韩丽", "30", BORN)])


def one(file, name):
    return Member.objects.select_related("household__area").get(household=file, name=name)


@pytest.mark.django_db
def test_a_daughter_marries(file, client_for, caseworker, neighbour, leader, seen_by):
    with seen_by(caseworker):
        url = reverse("households:leave", args=[one(file, "韩丽").pk])
    assert client_for(neighbour).post(url, LEFT).status_code == 404
    assert client_for(leader).post(url, LEFT).status_code == 403
    client = client_for(caseworker)
    assert "还没到" in client.post(url, LEFT | {"on": "2099-01-01"}).content.decode()
    assert client.post(url, LEFT | {"on": "2025-01-01"}).context["form"].has_error("on")
    preview = client.post(url, LEFT).content.decode()
    assert "不再属于本户" in preview
    with seen_by(caseworker):
        assert one(file, "韩丽").is_active
    for _twice in range(2):
        assert client.post(url, LEFT | {"confirm": "1"}).status_code == 302
    with seen_by(caseworker):
        gone = one(file, "韩丽")
        assert (gone.is_active, gone.left_on, gone.left_kind) == (False, DAY, "2")
        assert Household.objects.get(pk=file.pk).family_size == 2
        change = HouseholdChange.objects.get(household=file)
        assert (change.kind, change.on, change.reason) == ("left", DAY, "嫁到邻县")
    assert AuditEvent.objects.filter(action="household.left").count() == 1
    shown = client.get(reverse("households:household", args=[file.pk])).content.decode()
    assert "嫁到邻县" in shown


@pytest.mark.django_db
def test_going_back_to_the_form_keeps_what_was_typed(file, client_for, caseworker, seen_by):
    with seen_by(caseworker):
        url = reverse("households:leave", args=[one(file, "韩丽").pk])
    again = client_for(caseworker).post(url, LEFT | {"edit": "1"})
    assert 'value="嫁到邻县"' in again.content.decode()


@pytest.mark.django_db
def test_when_the_head_dies_another_head_is_named_in_the_same_act(
    file, client_for, caseworker, seen_by
):
    with seen_by(caseworker):
        head, son, daughter = file.members.order_by("pk")
    url = reverse("households:leave", args=[head.pk])
    died = {"kind": "1", "on": "2026-02-10", "reason": ""}
    client = client_for(caseworker)
    assert client.post(url, died).context["form"].has_error("new_head")
    preview = client.post(url, died | {"new_head": str(son.pk)})
    html = preview.content.decode()
    assert "2026-02" in html
    assert f'name="relation_{daughter.pk}"' in html
    assert preview.context["form"].fields[f"relation_{daughter.pk}"].initial == "70"
    confirmed = died | {"new_head": str(son.pk), "confirm": "1"}
    assert client.post(url, confirmed).context["form"].errors
    assert client.post(url, confirmed | {f"relation_{daughter.pk}": "77"}).status_code == 302
    with seen_by(caseworker):
        saved = Household.objects.get(pk=file.pk)
        assert (saved.head_name, saved.family_size) == ("韩磊", 2)
        assert one(file, "韩丽").relation == "77"
        assert one(file, "韩淑英").death_on == DAY


@pytest.mark.django_db
def test_the_head_cannot_leave_without_a_new_head(file, caseworker, seen_by):
    with seen_by(caseworker):
        head, son, _daughter = file.members.order_by("pk")
        with pytest.raises(InputError):
            leaving.leave(by=caseworker, member=head, leaving=Leaving(kind="1", on=DAY))
        said = Leaving(kind="1", on=DAY, new_head=head)
        with pytest.raises(InputError):
            leaving.leave(by=caseworker, member=head, leaving=said)
        said = Leaving(kind="2", on=DAY, new_head=head)
        with pytest.raises(InputError):
            leaving.leave(by=caseworker, member=son, leaving=said)


@pytest.mark.django_db
def test_who_goes_to_prison_stays_in_the_file_uncounted_and_comes_back(
    file, client_for, caseworker, neighbour, leader, seen_by
):
    with seen_by(caseworker):
        son = one(file, "韩磊")
        said = Leaving(kind="3", on=DAY)
        leaving.leave(by=caseworker, member=son, leaving=said)
        away = one(file, "韩磊")
        assert (away.is_active, away.is_counted, away.not_counted_reason) == (True, False, "2")
        assert Household.objects.get(pk=file.pk).family_size == 2
    url = reverse("households:come_back", args=[son.pk])
    data = {"kind": "5", "on": "2026-03-01", "reason": "", "confirm": "1"}
    assert client_for(neighbour).post(url, data).status_code == 404
    assert client_for(leader).post(url, data).status_code == 403
    for _twice in range(2):
        assert client_for(caseworker).post(url, data).status_code == 302
    with seen_by(caseworker):
        assert one(file, "韩磊").is_counted
        assert Household.objects.get(pk=file.pk).family_size == 3
        assert [c.kind for c in HouseholdChange.objects.order_by("pk")] == ["away", "back"]


@pytest.mark.django_db
def test_who_leaves_for_school_stays_counted_and_comes_back_once(
    file, client_for, caseworker, seen_by
):
    with seen_by(caseworker):
        daughter = one(file, "韩丽")
    page = reverse("households:member", args=[daughter.pk])
    leave = reverse("households:leave", args=[daughter.pk])
    back = reverse("households:come_back", args=[daughter.pk])
    client = client_for(caseworker)
    assert back not in client.get(page).content.decode()
    assert "此前已经登记" in client.get(back, follow=True).content.decode()
    left = {"kind": "4", "on": "2026-02-10", "reason": "", "confirm": "1"}
    said = [client.post(leave, left, follow=True).content.decode() for _twice in range(2)]
    assert ["此前已经登记" in html for html in said] == [False, True]
    with seen_by(caseworker):
        away = one(file, "韩丽")
        assert (away.is_active, away.is_counted, away.is_boarding) == (True, True, True)
        assert away.away_kind == "4"
    shown = client.get(page).content.decode()
    assert "离家就学" in shown
    assert back in shown
    home = {"kind": "6", "on": "2026-03-01", "reason": "", "confirm": "1"}
    said = [client.post(back, home, follow=True).content.decode() for _twice in range(2)]
    assert ["此前已经登记" in html for html in said] == [False, True]
    with seen_by(caseworker):
        home = one(file, "韩丽")
        assert (home.is_counted, home.is_boarding, home.left_kind) == (True, False, "")
        assert [c.kind for c in HouseholdChange.objects.order_by("pk")] == ["away", "back"]


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["3", "4", "8"])
def test_away_noted_twice_is_recorded_once(file, caseworker, seen_by, way):
    with seen_by(caseworker):
        son = one(file, "韩磊")
        said = Leaving(kind=way, on=DAY)
        assert leaving.leave(by=caseworker, member=son, leaving=said)
        assert leaving.leave(by=caseworker, member=son, leaving=said) is None
        assert HouseholdChange.objects.count() == 1
        assert leaving.come_back(by=caseworker, member=son, kind="9", on=DAY)
        assert leaving.come_back(by=caseworker, member=son, kind="9", on=DAY) is None
        assert one(file, "韩磊").away_kind == ""
        assert leaving.leave(by=caseworker, member=son, leaving=said)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "then", "counted", "boards", "family"),
    [("4", "8", False, False, 2), ("3", "4", True, True, 3), ("3", "8", False, False, 2)],
)
def test_who_is_away_in_another_way_is_away_in_that_way_only(
    file, caseworker, seen_by, first, then, counted, boards, family
):
    with seen_by(caseworker):
        for way in (first, then):
            said = Leaving(kind=way, on=DAY)
            leaving.leave(by=caseworker, member=one(file, "韩磊"), leaving=said)
        away = one(file, "韩磊")
        assert (away.away_kind, away.is_counted, away.is_boarding) == (then, counted, boards)
        assert Household.objects.get(pk=file.pk).family_size == family


@pytest.mark.django_db
def test_what_the_file_says_of_a_person_goes_before_the_way_they_were_away(
    file, caseworker, seen_by
):
    with seen_by(caseworker):
        for name, way in (("韩磊", "3"), ("韩丽", "4")):
            said = Leaving(kind=way, on=DAY)
            leaving.leave(by=caseworker, member=one(file, name), leaving=said)
        counted = {"is_counted": True, "not_counted_reason": ""}
        registration.change_member(by=caseworker, member=one(file, "韩磊"), data=counted)
        at_home = {"is_boarding": False}
        registration.change_member(by=caseworker, member=one(file, "韩丽"), data=at_home)
        assert [m.away_kind for m in file.members.active()] == ["", "", ""]


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["3", "4", "8"])
def test_who_is_away_stays_away_in_the_file_they_are_carried_into(file, caseworker, seen_by, way):
    other = household(head="王秀英")
    with seen_by(caseworker):
        said = Leaving(kind=way, on=DAY)
        leaving.leave(by=caseworker, member=one(file, "韩磊"), leaving=said)
        relations = dict.fromkeys(file.members.values_list("pk", flat=True), "97")
        merging.merge(by=caseworker, merging=Merging(other, file, DAY, "共同生活", relations))
        carried = one(other, "韩磊")
        assert carried.away_kind == way
        assert leaving.come_back(by=caseworker, member=carried, kind="9", on=DAY)


@pytest.mark.django_db
def test_a_kind_that_rests_on_who_leaves_is_offered_to_end(file, client_for, caseworker, seen_by):
    disabled = kind(file, "05")
    kind(file, "01")
    mother = member(file, "王秀英", "52", disability_category="4", disability_grade="2")
    url = reverse("households:leave", args=[mother.pk])
    client = client_for(caseworker)
    form = client.get(url).context["form"]
    assert [pk for pk, _ in form.fields["ends_kinds"].choices] == [str(disabled.pk)]
    data = LEFT | {"ends_kinds": [str(disabled.pk)], "confirm": "1"}
    assert client.post(url, data).status_code == 302
    with seen_by(caseworker):
        assert file.kinds.get(kind="05").until == DAY
        assert file.kinds.get(kind="01").until is None


@pytest.mark.django_db
def test_when_the_last_member_dies_the_file_may_be_closed_at_once(
    areas, client_for, caseworker, seen_by
):
    alone = household(head="孙独居")
    kind(alone, "02")
    with seen_by(caseworker):
        url = reverse("households:leave", args=[alone.members.get().pk])
    data = {"kind": "1", "on": "2026-02-10", "reason": "", "closes_file": "on", "confirm": "1"}
    assert client_for(caseworker).post(url, data).status_code == 302
    with seen_by(caseworker):
        saved = Household.objects.get(pk=alone.pk)
        assert (saved.status, saved.family_size) == ("deregistered", 0)
        assert alone.kinds.get().until == DAY
        kinds = [c.kind for c in HouseholdChange.objects.order_by("pk")]
        assert kinds == ["left", "deregistered"]


@pytest.mark.django_db
def test_a_village_clerk_notes_the_death_of_the_last_member_but_closes_no_file(
    areas, client_for, caseworker, seen_by
):
    clerk = people.user(Role.VILLAGE_CLERK, VILLAGE, "xie.cun", "谢村")
    alone = household(head="孙独居")
    kind(alone, "02")
    with seen_by(clerk):
        last = alone.members.get()
    url = reverse("households:leave", args=[last.pk])
    died = {"kind": "1", "on": "2026-02-10", "reason": ""}
    assert "closes_file" in client_for(caseworker).get(url).context["form"].fields
    client = client_for(clerk)
    assert "closes_file" not in client.get(url).context["form"].fields
    for step in ({}, {"confirm": "1"}):
        refused = client.post(url, died | {"closes_file": "on"} | step)
        assert "由乡镇经办注销" in refused.content.decode()
    with seen_by(clerk):
        assert Member.objects.get(pk=last.pk).is_active
        said = Leaving(kind="1", on=DAY, closes_file=True)
        with pytest.raises(InputError) as error:
            leaving.leave(by=clerk, member=last, leaving=said)
        assert error.value.code == "closes_file"
    assert "由乡镇经办注销" in client.post(url, died).content.decode()
    assert client.post(url, died | {"confirm": "1"}).status_code == 302
    with seen_by(clerk):
        saved = Household.objects.get(pk=alone.pk)
        assert (saved.status, saved.family_size) == ("registered", 0)
        assert alone.kinds.get().until is None


@pytest.mark.django_db
def test_a_child_is_born_into_the_household(file, client_for, caseworker, seen_by):
    url = reverse("households:add_member", args=[file.pk])
    data = {
        "joined_kind": "1", "joined_on": "2026-02-10", "joined_reason": "", "name": "韩小宝",
        "relation": "41", "identity_kind": "1", "ethnic": "01", "is_counted": "on",
        "identity_number": identity(datetime.date(2026, 2, 10)), "student_stage": "0",
    }  # fmt: skip
    client = client_for(caseworker)
    assert client.post(url, data | {"joined_kind": ""}).context["form"].has_error("joined_kind")
    late = client.post(url, data | {"joined_on": "2099-01-01"})
    assert late.context["form"].has_error("joined_on")
    preview = client.post(url, data).content.decode()
    assert "韩小宝成为本户成员（出生）" in preview
    assert "由3人增加到4人" in preview
    assert 'value="韩小宝"' in client.post(url, data | {"edit": "1"}).content.decode()
    with seen_by(caseworker):
        assert not file.members.filter(name="韩小宝").exists()
    data["confirm"] = "1"
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).context["form"].has_error("identity_number")
    with seen_by(caseworker):
        born = one(file, "韩小宝")
        assert (born.joined_kind, born.joined_on) == ("1", DAY)
        assert HouseholdChange.objects.get().details == {"member": born.pk, "how": "1"}


@pytest.mark.django_db
def test_who_lived_alone_is_the_head_once_somebody_joins(areas, client_for, caseworker, seen_by):
    alone = household(head="孙独居")
    data = {
        "joined_kind": "2", "joined_on": "2026-02-10", "name": "王秀英", "relation": "12",
        "identity_kind": "1", "identity_number": identity(male=False), "ethnic": "01",
        "is_counted": "on",
    }  # fmt: skip
    with seen_by(caseworker):
        Member.objects.filter(household=alone).update(relation="01")
    client, url = client_for(caseworker), reverse("households:add_member", args=[alone.pk])
    assert "孙独居由“本人”改为户主" in client.post(url, data).content.decode()
    assert client.post(url, data | {"confirm": "1"}).status_code == 302
    with seen_by(caseworker):
        relations = dict(alone.members.values_list("name", "relation"))
        assert relations == {"孙独居": "02", "王秀英": "12"}


@pytest.mark.django_db
def test_coming_back_is_shown_before_it_is_done(file, client_for, caseworker, seen_by):
    with seen_by(caseworker):
        son = one(file, "韩磊")
        leaving.leave(by=caseworker, member=son, leaving=Leaving(kind="3", on=DAY))
    client, url = client_for(caseworker), reverse("households:come_back", args=[son.pk])
    assert client.get(url).context["form"].initial == {"kind": "5"}
    said = {"kind": "5", "on": "2026-03-01", "reason": "刑满"}
    early = client.post(url, said | {"on": "2026-02-01"})
    assert early.context["form"].has_error("on")
    preview = client.post(url, said).content.decode()
    assert "由2人增加到3人" in preview
    with seen_by(caseworker):
        assert one(file, "韩磊").is_away
    assert client.post(url, said | {"confirm": "1"}).status_code == 302
    with seen_by(caseworker):
        assert not one(file, "韩磊").is_away


@pytest.mark.django_db
def test_a_birth_noted_twice_adds_one_child(file, caseworker, seen_by):
    """A newborn has no number yet: the page sent twice must not make twins."""
    baby = {"name": "韩小满", "relation": "20", "sex": "1", "birth_on": timezone.localdate()}
    with seen_by(caseworker):
        registration.add_member(by=caseworker, household=file, data=baby)
        with pytest.raises(InputError) as refused:
            registration.add_member(by=caseworker, household=file, data=baby)
        registration.add_member(by=caseworker, household=file, data=baby | {"name": "韩小寒"})
        names = set(file.members.active().values_list("name", flat=True))
    assert refused.value.code == "name"
    assert {"韩小满", "韩小寒"} <= names
