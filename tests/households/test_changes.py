"""Changing the file: members, head, kinds, history, and two people saving the same page."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from foundation.faults import InputError
from households import history
from households.models import Household, HouseholdKind, Member
from households.services import registration
from households.services.changes import leaving
from households.services.changes.leaving import Leaving
from tests.factories.households import household, identity, kind

BORN = datetime.date(1988, 3, 2)
DAY = datetime.date(2026, 2, 1)


@pytest.fixture
def file(areas):
    return household(members=[("韩磊", "20", BORN)])


def form_of(client, url):
    """What the page's form would post back unchanged."""
    form = client.get(url).context["form"]
    return {
        name: value
        for name, value in form.initial.items()
        if value not in (None, "", False) and name in form.fields
    }


@pytest.mark.django_db
def test_changing_the_household(file, client_for, caseworker, neighbour, leader, seen_by):
    url = reverse("households:change_household", args=[file.pk])
    client = client_for(caseworker)
    data = form_of(client, url) | {"note": "房屋漏雨", "phone": "13812340000"}
    assert client_for(neighbour).post(url, data).status_code == 404
    assert client_for(leader).post(url, data).status_code == 403
    assert client.post(url, data).status_code == 302
    with seen_by(caseworker):
        saved = Household.objects.get(pk=file.pk)
        assert (saved.note, saved.phone) == ("房屋漏雨", "13812340000")
    data = form_of(client, url) | {"note": "已修"}
    assert client.post(url, data).status_code == 302
    with seen_by(caseworker):
        assert Household.objects.get(pk=file.pk).phone == "13812340000"


@pytest.mark.django_db
def test_two_saving_the_household_loses_nothing(file, client_for, caseworker, colleague, seen_by):
    url = reverse("households:change_household", args=[file.pk])
    mine, theirs = client_for(caseworker), client_for(colleague)
    page = form_of(mine, url)
    assert theirs.post(url, page | {"residence_address": "靠山村 5 组"}).status_code == 302
    clash = mine.post(url, page | {"residence_address": "靠山村 4 组", "note": "独居"})
    html = clash.content.decode()
    assert clash.status_code == 200
    for shown in ("靠山村 4 组", "靠山村 5 组", "王建波", "独居"):
        assert shown in html
    with seen_by(caseworker):
        assert Household.objects.get(pk=file.pk).residence_address == "靠山村 5 组"
    again = clash.context["form"].data.dict()
    assert mine.post(url, again).status_code == 302
    with seen_by(caseworker):
        saved = Household.objects.get(pk=file.pk)
        assert (saved.residence_address, saved.note) == ("靠山村 4 组", "独居")


@pytest.mark.django_db
def test_two_saving_a_member_loses_nothing(file, client_for, caseworker, colleague, seen_by):
    with seen_by(caseworker):
        son = file.members.get(name="韩磊")
    url = reverse("households:change_member", args=[son.pk])
    mine, theirs = client_for(caseworker), client_for(colleague)
    page = form_of(mine, url)
    assert theirs.post(url, page | {"employer": "粮库"}).status_code == 302
    clash = mine.post(url, page | {"employer": "砖厂"})
    assert clash.status_code == 200
    assert "粮库" in clash.content.decode()
    assert "砖厂" in clash.content.decode()
    assert mine.post(url, clash.context["form"].data.dict()).status_code == 302
    with seen_by(caseworker):
        assert Member.objects.get(pk=son.pk).employer == "砖厂"


@pytest.mark.django_db
def test_changing_a_member_keeps_the_number_and_reads_the_certificate(
    file, client_for, caseworker, seen_by
):
    with seen_by(caseworker):
        son = file.members.get(name="韩磊")
        number = son.identity_number
    url = reverse("households:change_member", args=[son.pk])
    client = client_for(caseworker)
    assert number not in client.get(url).content.decode()
    data = form_of(client, url) | {"disability_cert": f"{number}42"}
    assert client.post(url, data).status_code == 302
    with seen_by(caseworker):
        son = Member.objects.get(pk=son.pk)
        assert son.identity_number == number
        assert (son.disability_category, son.disability_grade) == ("4", "2")
        assert son.disability_cert == f"{number}42"
    data = form_of(client, url) | {"disability_cert": f"{identity()}42"}
    assert 'id="id_disability_cert_error"' in client.post(url, data).content.decode()
    data = form_of(client, url) | {"disability_cert": f"{number}42", "disability_category": "1"}
    assert 'id="id_disability_category_error"' in client.post(url, data).content.decode()


@pytest.mark.django_db
def test_who_is_not_counted_needs_a_reason(file, client_for, caseworker, seen_by):
    with seen_by(caseworker):
        son = file.members.get(name="韩磊")
    url = reverse("households:change_member", args=[son.pk])
    client = client_for(caseworker)
    data = form_of(client, url)
    data.pop("is_counted")
    assert 'id="id_not_counted_reason_error"' in client.post(url, data).content.decode()
    assert client.post(url, data | {"not_counted_reason": "2"}).status_code == 302
    with seen_by(caseworker):
        assert Household.objects.get(pk=file.pk).family_size == 1


@pytest.mark.django_db
def test_adding_a_member(file, client_for, caseworker, neighbour, leader, seen_by):
    url = reverse("households:add_member", args=[file.pk])
    data = {
        "name": "韩小宝", "relation": "41", "identity_kind": "1", "ethnic": "01",
        "identity_number": identity(datetime.date(2015, 6, 1)), "is_counted": "on",
        "student_stage": "2", "joined_kind": "4", "joined_on": "2026-02-01", "confirm": "1",
    }  # fmt: skip
    assert client_for(neighbour).post(url, data).status_code == 404
    assert client_for(leader).post(url, data).status_code == 403
    client = client_for(caseworker)
    assert client.post(url, data).status_code == 302
    twice = client.post(url, data)
    assert twice.status_code == 200
    assert twice.context["form"].has_error("identity_number")
    with seen_by(caseworker):
        assert Household.objects.get(pk=file.pk).family_size == 3


@pytest.mark.django_db
def test_a_removed_member_may_be_registered_again(file, caseworker, seen_by):
    with seen_by(caseworker):
        son = file.members.get(name="韩磊")
        data = {"name": "韩磊", "identity_number": son.identity_number}
        with pytest.raises(registration.DuplicateIdentity):
            registration.register(by=caseworker, area=file.area, head=data)
        leaving.leave(by=caseworker, member=son, leaving=Leaving(kind="6", on=DAY))
        assert registration.register(by=caseworker, area=file.area, head=data).pk


@pytest.mark.django_db
def test_the_head_leaves_only_after_another_has_become_head(file, caseworker, seen_by):
    with seen_by(caseworker):
        head, son = file.members.order_by("pk")
        died = Leaving(kind="1", on=DAY)
        with pytest.raises(InputError):
            leaving.leave(by=caseworker, member=head, leaving=died)
        for _twice in range(2):
            registration.change_head(by=caseworker, member=son, former_relation="52")
        leaving.leave(by=caseworker, member=head, leaving=died)
        saved = Household.objects.get(pk=file.pk)
        assert (saved.head_name, saved.family_size) == ("韩磊", 1)
        assert file.members.get(pk=head.pk).relation == "52"
    assert AuditEvent.objects.filter(action="household.head_changed").count() == 1


@pytest.mark.django_db
def test_a_second_head_is_refused(file, caseworker, seen_by):
    data = {"name": "韩二", "relation": "02", "identity_number": identity()}
    with seen_by(caseworker):
        with pytest.raises(InputError):
            registration.add_member(by=caseworker, household=file, data=data)
        son = file.members.get(name="韩磊")
        with pytest.raises(InputError):
            registration.change_member(by=caseworker, member=son, data={"relation": "02"})
        assert file.members.active().filter(relation="02").count() == 1


@pytest.mark.django_db
def test_kinds_begin_once_and_end(file, client_for, caseworker, neighbour, leader, seen_by):
    url = reverse("households:add_kind", args=[file.pk])
    data = {"kind": "04", "since": "2026-01-01", "reason": "审核确认"}
    assert client_for(neighbour).post(url, data).status_code == 404
    assert client_for(leader).post(url, data).status_code == 403
    client = client_for(caseworker)
    for _twice in range(2):
        assert client.post(url, data).status_code == 302
    with seen_by(caseworker):
        made = HouseholdKind.objects.get(household=file)
    end = reverse("households:end_kind", args=[made.pk])
    early = client.post(end, {"until": "2025-12-31", "reason": "收入增加"})
    assert early.context["form"].has_error("until")
    assert client.post(end, {"until": "2026-01-31", "reason": "收入增加"}).status_code == 302
    with seen_by(caseworker):
        assert HouseholdKind.objects.get(pk=made.pk).until == datetime.date(2026, 1, 31)


@pytest.mark.django_db
def test_the_history_says_who_when_before_and_after(file, client_for, caseworker, seen_by):
    url = reverse("households:change_household", args=[file.pk])
    client = client_for(caseworker)
    client.post(url, form_of(client, url) | {"poverty_cause": "2", "phone": "13812340000"})
    kind(file, "04")
    with seen_by(caseworker):
        changes = history.changes_of(Household.objects.get(pk=file.pk))
    saved = next(c for c in changes if c.differences)
    shown = {str(d.label): (str(d.before), str(d.after), d.is_sealed) for d in saved.differences}
    assert saved.by == "李晓梅"
    assert shown["主要致贫原因"] == ("—", "因残", False)
    assert shown["联系电话"] == ("", "", True)
    page = client.get(reverse("households:history", args=[file.pk])).content.decode()
    assert "因残" in page
    assert "13812340000" not in page


@pytest.mark.django_db
def test_looking_is_recorded_and_shown(file, client_for, caseworker, colleague):
    page = reverse("households:household", args=[file.pk])
    client_for(colleague).get(page)
    looks = AuditEvent.objects.filter(action="household.viewed", household_id=file.pk)
    assert [look.by_name for look in looks] == ["王建波"]
    assert "打开了档案" in client_for(caseworker).get(page).content.decode()


@pytest.mark.django_db
def test_revealing_a_number_needs_a_purpose(
    file, client_for, caseworker, neighbour, city_viewer, seen_by
):
    with seen_by(caseworker):
        head = file.members.order_by("pk").first()
        number = head.identity_number
    url = reverse("households:reveal", args=[head.pk])
    client = client_for(caseworker)
    assert (
        number not in client.get(reverse("households:household", args=[file.pk])).content.decode()
    )
    assert number not in client.get(url).content.decode()
    assert number not in client.post(url, {"reason": ""}).content.decode()
    assert number not in client.post(url, {"reason": "curious"}).content.decode()
    refused = AuditEvent.objects.filter(action="identity.reveal_refused", is_refused=True)
    assert refused.count() == 2
    assert client_for(neighbour).post(url, {"reason": "apply"}).status_code == 404
    assert client_for(city_viewer).post(url, {"reason": "apply"}).status_code == 403
    part = client.post(url, {"reason": "apply"}, HTTP_HX_REQUEST="true")
    assert number in part.content.decode()
    assert "<html" not in part.content.decode()
    assert part["Cache-Control"] == "no-store"
    event = AuditEvent.objects.get(action="identity.revealed")
    assert (event.by_id, event.detail) == (caseworker.pk, {"reason": "apply"})
