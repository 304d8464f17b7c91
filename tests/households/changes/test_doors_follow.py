"""Whoever must not see a file (回避) does not see its people in another file either."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Area, AuditEvent
from foundation import clock
from households.models import ClosedDoor, Household, Member
from households.services import doors
from households.services.changes import merging, splitting, unmerging
from households.services.changes.merging import Merging
from households.services.changes.splitting import Splitting
from tests.factories.households import door, household

DAY = datetime.date(2026, 2, 10)
BORN = datetime.date(1988, 3, 2)


@pytest.fixture
def files(areas):
    survivor = household()
    gone = household(head="王秀英", members=[("韩丽", "30", BORN)])
    return survivor, gone


def merge(files, by):
    survivor, gone = files
    relations = dict.fromkeys(gone.members.values_list("pk", flat=True), "97")
    return merging.merge(by=by, merging=Merging(survivor, gone, DAY, "共同生活", relations))


def seen(user, seen_by) -> tuple[list[int], list[str]]:
    with seen_by(user):
        files = Household.objects.order_by("pk").values_list("pk", flat=True)
        return list(files), sorted(Member.objects.active().values_list("name", flat=True))


@pytest.mark.django_db
def test_whom_a_file_is_closed_to_does_not_see_what_is_split_off(
    areas, caseworker, colleague, client_for, seen_by
):
    file = household(members=[("韩磊", "20", BORN)])
    door(file, user=colleague)
    assert seen(colleague, seen_by) == ([], [])
    with seen_by(caseworker):
        son = file.members.get(name="韩磊").pk
    url = reverse("households:split", args=[file.pk])
    data = {"who": [son], "head": son, "rest_head": "", "on": "2026-02-10", "reason": "成家另过"}
    client = client_for(caseworker)
    assert "同样看不到新户" in client.post(url, data).content.decode()
    assert client.post(url, data | {"confirm": "1"}).status_code == 302
    assert seen(colleague, seen_by) == ([], [])
    assert len(seen(caseworker, seen_by)[0]) == 2
    with seen_by(caseworker):
        new = ClosedDoor.objects.exclude(household=file).get()
        old = ClosedDoor.objects.get(household=file)
        assert (new.user, new.reason, new.until) == (colleague, old.reason, None)
        assert new.closed_by == old.closed_by
    assert AuditEvent.objects.get(action="door.closed").by_id == caseworker.pk


@pytest.mark.django_db
def test_whom_the_emptied_file_is_closed_to_sees_neither(
    files, caseworker, colleague, client_for, seen_by
):
    survivor, gone = files
    door(gone, user=colleague)
    assert seen(colleague, seen_by) == ([survivor.pk], ["韩淑英"])
    url = reverse("households:merge", args=[survivor.pk])
    data = {"other": gone.household_no, "stays": "this", "on": "2026-02-10", "reason": "共同生活"}
    html = client_for(caseworker).post(url, data).content.decode()
    assert f"同样看不到档案{survivor.household_no}" in html
    with seen_by(caseworker):
        merge(files, caseworker)
    assert seen(colleague, seen_by) == ([], [])
    page = reverse("households:household", args=[survivor.pk])
    assert client_for(colleague).get(page).status_code == 404


@pytest.mark.django_db
def test_undoing_takes_the_doors_back(files, caseworker, colleague, chief, seen_by):
    survivor, gone = files
    door(gone, user=colleague)
    with seen_by(caseworker):
        change = merge(files, caseworker)
        unmerging.undo(by=caseworker, change=change, on=DAY, reason="误合并")
    assert seen(colleague, seen_by) == ([survivor.pk], ["韩淑英"])
    with seen_by(chief):
        assert ClosedDoor.objects.filter(household=gone, until=None).count() == 1


@pytest.mark.django_db
def test_a_door_closed_since_the_merging_hides_both_files_after_undoing(
    files, caseworker, colleague, chief, client_for, seen_by
):
    with seen_by(caseworker):
        change = merge(files, caseworker)
    with seen_by(chief):
        doors.close_door(by=chief, household=files[0], user=colleague, reason="王秀英是其近亲属")
    url = reverse("households:undo_merge", args=[change.pk])
    data = {"on": "2026-02-12", "reason": "误合并"}
    client = client_for(caseworker)
    assert "同样看不到" in client.post(url, data).content.decode()
    assert client.post(url, data | {"confirm": "1"}).status_code == 302
    assert seen(colleague, seen_by) == ([], [])


@pytest.mark.django_db
def test_an_office_is_shut_out_and_doors_that_are_over_stay_where_they_were(
    files, caseworker, reviewer, county_leader, seen_by
):
    survivor, gone = files
    yesterday = clock.today() - datetime.timedelta(days=1)
    door(gone, user=reviewer, until=yesterday)
    door(gone, office=Area.objects.get(pk="211224000000"), until=clock.today())
    with seen_by(caseworker):
        merge(files, caseworker)
        (made,) = ClosedDoor.objects.filter(household=survivor)
        assert (made.office_id, made.until) == ("211224000000", clock.today())
    assert seen(county_leader, seen_by) == ([], [])


@pytest.mark.django_db
def test_a_door_both_files_have_is_closed_once(files, caseworker, colleague, seen_by):
    survivor, gone = files
    for file in files:
        door(file, user=colleague)
    with seen_by(caseworker):
        change = merge(files, caseworker)
        assert ClosedDoor.objects.filter(household=survivor).count() == 1
        unmerging.undo(by=caseworker, change=change, on=DAY, reason="误合并")
    assert seen(colleague, seen_by) == ([], [])


@pytest.mark.django_db
def test_a_preview_without_doors_says_nothing_of_them(files, caseworker, seen_by):
    survivor, gone = files
    with seen_by(caseworker):
        said = merging.plan(merging=Merging(survivor, gone, DAY, "共同生活"))
        assert not [line for line in said.lines if "回避" in str(line)]
        head = gone.members.get(name="韩丽").pk
        asked = Splitting(who=[head], head=head, on=DAY, reason="另过")
        told = splitting.plan(household=gone, splitting=asked)
        assert not [line for line in told.lines if "回避" in str(line)]
