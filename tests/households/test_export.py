"""The register list as a file: exactly what is filtered, masked unless a purpose is given."""

import datetime
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts import jobs
from accounts.models import AuditEvent, Job
from accounts.models.jobs import JobState
from accounts.models.users import Role
from foundation.identity import mask_identity
from households.models import Household
from households.services import preferences
from tests.conftest import BAOLI
from tests.factories import accounts as people
from tests.factories.households import grant, household, kind
from tests.households.test_registration_page import typed

URL = reverse("households:export")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("王喆堃", "王喆堃"),
        ("李𬭳鴜", "李𬭳鴜"),
        ("𠮷 田", "𠮷田"),
    ],
)
def test_rare_names_come_through_the_page_and_back_out_of_the_export(
    written, stored, caseworker, client_for, seen_by
):
    client = client_for(caseworker)
    sent = typed(**{"head-name": written})
    assert client.post(reverse("households:register"), sent).status_code == 302
    with seen_by(caseworker):
        made = Household.objects.get()
        assert (made.head_name, made.members.get().name) == (stored, stored)
    assert _ask(client).status_code == 302
    _job, rows, _workbook = _book(caseworker)
    assert [row[0] for row in rows] == [stored]


@pytest.fixture
def files(areas):
    old = household(head="韩老", members=[("韩母", "52", datetime.date(1930, 1, 1))])
    young = household(head="=1+1")
    outside = household("211224101200", head="邻居")
    for one in (old, young, outside):
        kind(one, "01")
    return old, young, outside


def _ask(client, query="", **sent):
    token = client.get(f"{URL}?{query}").context["form"]["token"].value()
    return client.post(URL, {"query": query, "token": token, **sent})


def _book(user):
    job = Job.objects.filter(asked_by=user).latest("pk")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.failure
    book = load_workbook(BytesIO(jobs.open_result(job=job, by=user)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    return job, [row[1:] for row in rows if isinstance(row[0], int)], book


@pytest.mark.django_db
def test_the_file_holds_the_filtered_rows_in_the_chosen_columns(
    files, caseworker, client_for, seen_by
):
    preferences.choose_columns(by=caseworker, keys=["over_80", "head_identity", "kinds"])
    client = client_for(caseworker)
    assert _ask(client, "kind=01&has=80").status_code == 302
    job, rows, book = _book(caseworker)
    assert [row[:2] for row in rows] == [("韩老", 1)]
    with seen_by(caseworker):
        number = files[0].members.get(relation="02").identity_number
    assert rows[0][2] == mask_identity(number)
    assert rows[0][3] == "低保"
    notes = dict(book["数据说明"].iter_rows(values_only=True))
    assert notes["筛选条件"] == "对象类别：低保；家中有：80岁以上老人"
    assert notes["行数"] == "1"
    assert notes["证件号码、电话"] == "已打码"
    assert len(notes["校验码(SM3)"]) == 64
    asked, made = AuditEvent.objects.filter(action__startswith="register.").order_by("id")
    assert (asked.action, made.action) == ("register.export_asked", "register.exported")
    assert made.detail["rows"] == 1
    assert job.result["checksum"] == notes["校验码(SM3)"]


@pytest.mark.django_db
def test_neighbours_stay_out_and_granted_ones_come_along(files, caseworker, client_for):
    _ask(client_for(caseworker))
    assert {row[0] for row in _book(caseworker)[1]} == {"韩老", "=1+1"}
    grant(files[2], user=caseworker)
    _ask(client_for(caseworker))
    assert {row[0] for row in _book(caseworker)[1]} == {"韩老", "=1+1", "邻居"}


@pytest.mark.django_db
def test_full_numbers_need_the_permission_and_a_purpose(
    files, caseworker, chief, client_for, seen_by
):
    assert _ask(client_for(caseworker), purpose="核查重复享受").status_code == 403
    preferences.choose_columns(by=chief, keys=["head_identity"])
    assert _ask(client_for(chief), purpose="短").status_code == 200
    assert _ask(client_for(chief), "area=211224105200", purpose="核查重复享受").status_code == 302
    _job, rows, book = _book(chief)
    with seen_by(chief):
        number = files[0].members.get(relation="02").identity_number
    assert ("韩老", number) in rows
    assert mask_identity(number) not in {row[1] for row in rows}
    assert "核查重复享受" in book.worksheets[0].oddFooter.right.text


@pytest.mark.django_db
def test_what_was_typed_is_kept_sealed(files, caseworker, client_for, seen_by):
    with seen_by(caseworker):
        number = files[0].members.get(relation="02").identity_number
    _ask(client_for(caseworker), f"q={number}")
    job = Job.objects.get()
    assert number not in str(job.params) + job.title
    _job, rows, book = _book(caseworker)
    assert [row[0] for row in rows] == ["韩老"]
    notes = dict(book["数据说明"].iter_rows(values_only=True))
    assert notes["查找内容"] == "号码（不列出）"
    assert number not in str(notes)


@pytest.mark.django_db
def test_asked_twice_it_is_made_once(files, caseworker, client_for):
    client = client_for(caseworker)
    token = client.get(URL).context["form"]["token"].value()
    for _time in range(2):
        assert client.post(URL, {"query": "", "token": token}).status_code == 302
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_who_lost_the_permission_meanwhile_gets_no_file(files, caseworker, client_for):
    _ask(client_for(caseworker))
    caseworker.roles.update(role=Role.VILLAGE_CLERK)
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not job.has_result_file


@pytest.mark.django_db
def test_village_clerks_do_not_export(areas, client_for):
    clerk = people.user(Role.VILLAGE_CLERK, BAOLI[:9] + "200", "xieguanyuan")
    assert client_for(clerk).get(URL).status_code == 403
