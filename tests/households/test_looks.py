"""Full numbers with a purpose, many of them told to the chief; and the list of who looked."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import audit, jobs
from accounts.models import AuditEvent, Job, Message
from households.importing.targets import TARGETS
from households.member_forms import MemberForm
from households.models import Supporter
from households.sealed_numbers import NUMBERS
from households.services import viewing
from tests.factories.households import attachment, grant, household


@pytest.fixture
def file(areas, caseworker, seen_by):
    made = household()
    with seen_by(caseworker):
        head = made.members.get()
        head.phone, head.disability_cert = "13812345678", f"{head.identity_number}43"
        head.disease = "脑梗死后遗症"
        head.save()
        made.phone, made.account_no = "13987654321", "6214490000123456780"
        made.agent_phone, made.agent_identity = "13711112222", head.identity_number
        made.save()
    return made


@pytest.fixture
def head(file, caseworker, seen_by):
    with seen_by(caseworker):
        return file.members.get()


def address(what, row):
    return reverse("households:reveal_number", args=[what, row.pk])


@pytest.mark.django_db
@pytest.mark.parametrize("what", sorted(set(NUMBERS) - {"supporter-identity"}))
def test_every_number_is_masked_until_a_purpose_is_given(
    what, file, head, client_for, caseworker, neighbour, city_viewer
):
    number = NUMBERS[what]
    row = file if number.model is type(file) else head
    full, url, client = number.of(row), address(what, row), client_for(caseworker)
    for page in ("household", "member"):
        target = file if page == "household" else head
        shown = client.get(reverse(f"households:{page}", args=[target.pk])).content.decode()
        assert full not in shown
    assert full not in client.get(url).content.decode()
    assert full not in client.post(url, {"reason": ""}).content.decode()
    assert client_for(neighbour).post(url, {"reason": "apply"}).status_code == 404
    assert client_for(city_viewer).post(url, {"reason": "apply"}).status_code == 403
    answer = client.post(url, {"reason": "apply"}, HTTP_HX_REQUEST="true")
    assert full in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    masked = reverse("households:masked_number", args=[what, row.pk])
    assert masked in answer.content.decode()
    again = client.get(masked).content.decode()
    assert full not in again
    assert number.masked(row) in again
    event = AuditEvent.objects.filter(action__in=viewing.REVEALED).get()
    assert (event.by_id, event.household_id) == (caseworker.pk, file.pk)
    assert full not in str(event.detail)


@pytest.mark.django_db
def test_a_disease_is_asked_for_and_told_in_its_own_words(
    file, head, client_for, caseworker, chief
):
    url, client = address("disease", head), client_for(caseworker)
    page = client.get(reverse("households:member", args=[head.pk])).content.decode()
    assert "已登记，不显示" in page
    assert url in page
    asked = client.get(url).content.decode()
    assert "查看用途" in asked
    assert "完整号码" not in asked
    client.post(url, {"reason": "apply"})
    rows = client_for(chief).get(reverse("households:looks", args=[file.pk])).context["rows"]
    assert "查看了疾病名称" in [row.what for row in rows]
    event = AuditEvent.objects.get(action="number.revealed")
    assert event.detail == {"reason": "apply", "what": "disease"}


def test_a_disease_may_be_as_long_on_the_page_as_in_a_ledger():
    assert MemberForm.base_fields["disease"].max_length == TARGETS["member.disease"].most


@pytest.mark.django_db
def test_a_supporters_number_too(file, client_for, caseworker, seen_by):
    with seen_by(caseworker):
        row = Supporter(
            household=file, area_id=file.area_id, name="韩外", duty="support", relation="20",
            ability="able", period_from=datetime.date(2026, 1, 1),
        )  # fmt: skip
        row.identity_number = file.members.get().identity_number
        row.save()
    answer = client_for(caseworker).post(address("supporter-identity", row), {"reason": "apply"})
    assert row.identity_number in answer.content.decode()
    assert answer["Refresh"].startswith("60; url=/households/")
    assert client_for(caseworker).get(address("shoe-size", row)).status_code == 404


@pytest.mark.django_db
def test_something_else_needs_words_without_numbers(file, client_for, caseworker):
    url, client = address("phone", file), client_for(caseworker)
    for note in ("", "x", "打给 13812345678 核实"):
        form = client.post(url, {"reason": "other", "note": note}).context["form"]
        assert set(form.errors) == {"note"}
    assert file.phone in client.post(
        url, {"reason": "other", "note": "通知领取冬季取暖补贴"}
    ).content.decode()  # fmt: skip
    event = AuditEvent.objects.get(action="number.revealed")
    assert event.detail == {"reason": "other", "note": "通知领取冬季取暖补贴", "what": "phone"}


@pytest.mark.django_db
def test_many_within_an_hour_are_told_once_to_the_section_chief(file, caseworker, chief, seen_by):
    number = NUMBERS["phone"]
    with seen_by(caseworker):
        for _time in range(viewing.MANY):
            audit.record(by=caseworker, action="number.revealed", target=file)
        assert not Message.objects.exists()
        for _time in range(3):
            viewing.reveal(by=caseworker, number=number, row=file, reason="apply")
    told = Message.objects.get()
    assert (told.to, told.figures) == (chief, {"who": "李晓梅", "count": 30})
    assert "李晓梅" in str(told)
    assert AuditEvent.objects.filter(action=viewing.UNUSUAL).count() == 1


@pytest.mark.django_db
def test_the_chief_answers_to_the_city(chief, caseworker, city_manager):
    assert list(viewing.answerable_for(caseworker)) == [chief]
    assert list(viewing.answerable_for(chief)) == [city_manager]
    assert list(viewing.answerable_for(city_manager)) == []


@pytest.fixture
def looked(file, caseworker, colleague, client_for, seen_by):
    """A file opened, a number seen and refused, a photo opened, a list taken along."""
    photo = attachment(file)
    client = client_for(caseworker)
    client.get(reverse("households:household", args=[file.pk]))
    client.post(address("account", file), {"reason": "other", "note": "核对一卡通账号"})
    client.post(address("account", file), {"reason": ""})
    client_for(colleague).get(reverse("households:attachment_file", args=[photo.pk]))
    with seen_by(caseworker):
        for code, plain in ((file.area.county_code, True), ("211282000000", False)):
            audit.record(
                by=colleague, action="register.exported", detail={"area": code, "is_plain": plain}
            )
    return reverse("households:looks", args=[file.pk])


@pytest.mark.django_db
def test_who_looked_says_who_what_and_why(looked, client_for, chief):
    rows = client_for(chief).get(looked).context["rows"]
    assert [(row.by, row.what, row.purpose, row.is_refused) for row in rows] == [
        ("王建波", "导出过包含本户所在区划的名册（含全号）", "", False),
        ("王建波", "打开了照片证件", "", False),
        ("李晓梅", "查看全号未获准", "no purpose given", True),
        ("李晓梅", "查看了全号：账号", "其他 · 核对一卡通账号", False),
        ("李晓梅", "打开了档案", "", False),
    ]


@pytest.mark.django_db
def test_who_looked_filtered_and_paged(looked, client_for, chief, colleague, today):
    client = client_for(chief)
    kinds = {"opened": 1, "full": 1, "papers": 1, "printed": 0, "exported": 1, "refused": 1}
    for kind, count in kinds.items():
        assert len(client.get(looked, {"kind": kind}).context["rows"]) == count
    assert len(client.get(looked, {"by": colleague.pk}).context["rows"]) == 2
    tomorrow = today + datetime.timedelta(days=1)
    assert client.get(looked, {"since": tomorrow}).context["rows"] == []
    assert len(client.get(looked, {"until": today}).context["rows"]) == 5


@pytest.mark.django_db
def test_who_may_see_who_looked(looked, client_for, caseworker, other_county, city_manager, chief):
    assert client_for(caseworker).get(looked).status_code == 403
    assert client_for(other_county).get(looked).status_code == 403
    for user in (chief, city_manager):
        assert client_for(user).get(looked).status_code == 200
    page = looked.replace("looks/", "")
    assert looked in client_for(chief).get(page).content.decode()
    assert looked not in client_for(caseworker).get(page).content.decode()


@pytest.mark.django_db
def test_the_list_as_a_file(looked, file, client_for, chief, caseworker):
    client, url = client_for(chief), reverse("households:export_looks", args=[file.pk])
    assert client_for(caseworker).post(url).status_code == 403
    for _twice in range(2):
        assert client.post(f"{url}?kind=full", {"token": "t"}).status_code == 302
    job = Job.objects.get(kind="households.looks")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"rows": 1})
    assert job.result_name.endswith(f"{timezone.localdate():%Y%m%d}.xlsx")
    assert AuditEvent.objects.filter(action="looks.exported", household_id=file.pk).count() == 1


def looks_at(file):
    return AuditEvent.objects.filter(action="household.viewed", household_id=file.pk)


@pytest.mark.django_db
def test_a_file_with_its_parts_is_one_look_and_a_part_alone_is_one_too(
    file, client_for, caseworker, colleague, seen_by
):
    part = {"headers": {"HX-Request": "true"}}
    parts = [
        reverse(f"households:{name}", args=[file.pk])
        for name in ("economy", "attachments_panel", "latest_changes")
    ]
    client = client_for(caseworker)
    client.get(reverse("households:household", args=[file.pk]))
    for url in parts:
        assert client.get(url, **part).status_code == 200
    assert looks_at(file).count() == 1
    # Somebody else, and the same person at another time, are looks of their own.
    for url in parts:
        client_for(colleague).get(url, **part)
    assert looks_at(file).count() == 2
    with seen_by(caseworker):
        late = timezone.now() + datetime.timedelta(seconds=61)
        viewing.view_part(by=caseworker, household=file, now=late)
    assert looks_at(file).count() == 3


@pytest.mark.django_db
def test_a_form_sent_with_faults_is_no_way_to_look_unseen(file, client_for, caseworker):
    client = client_for(caseworker)
    url = reverse("households:change_household", args=[file.pk])
    for _twice in range(2):
        assert client.post(url, {"phone": "1"}).status_code == 200
    assert looks_at(file).count() == 1


@pytest.mark.django_db
def test_the_preview_of_a_merging_is_a_look_at_both(file, client_for, caseworker):
    other = household(head="关长山")
    url = reverse("households:merge", args=[file.pk])
    data = {"other": other.household_no, "stays": "this", "on": "2026-02-01", "reason": "同住"}
    assert client_for(caseworker).post(url, data).context["plan"]
    assert (looks_at(file).count(), looks_at(other).count()) == (1, 1)


@pytest.mark.django_db
def test_a_list_read_by_the_api_is_told_by_area_and_number(file, client_for, caseworker, chief):
    client = client_for(caseworker)
    household("211224101000"[:9] + "200", head="邻镇人")
    for url in ("households", "members", "attachments"):
        assert client.get(f"/api/v1/{url}/").status_code == 200
    lists = AuditEvent.objects.filter(action="register.listed").order_by("pk")
    assert [(one.detail["what"], one.detail["rows"], one.detail["area"]) for one in lists] == [
        ("households", 1, "211224105000"),
        ("members", 1, "211224105000"),
    ]
    url = reverse("households:looks", args=[file.pk])
    (row,) = client_for(chief).get(url, {"kind": "listed"}).context["rows"][1:]
    assert (row.by, row.what) == ("李晓梅", "通过接口读取过包含本户所在区划的名册")
    client_for(chief).get("/api/v1/households/?area=211282000000")
    client_for(chief).get("/api/v1/households/?area=211200000000")
    assert [one.detail["area"] for one in lists.all()[2:]] == ["211224000000"]


@pytest.mark.django_db
def test_the_members_of_one_household_by_the_api_are_a_look_at_it(file, client_for, caseworker):
    client = client_for(caseworker)
    for url in ("members/?household={}", "economies/{}/", "households/{}/"):
        assert client.get("/api/v1/" + url.format(file.pk)).status_code == 200
    assert looks_at(file).count() == 3
    assert not AuditEvent.objects.filter(action="register.listed").exists()


@pytest.mark.django_db
def test_a_granted_file_in_a_list_is_a_look_at_it(file, client_for, other_county):
    grant(file, user=other_county)
    assert client_for(other_county).get("/api/v1/households/").json()["results"]
    assert looks_at(file).get().by_id == other_county.pk
