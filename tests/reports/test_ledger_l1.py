"""L1 (困难群众排查工作台账): asked for on its page, made by a job, opened and read back."""

import datetime
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts import jobs
from accounts.ledger_requests import LedgerFilters
from accounts.models import Area, AuditEvent, Job
from accounts.models.jobs import JobState
from accounts.models.users import Role
from foundation.identity import mask_identity
from reports.ledgers import l1
from tests.conftest import BAOLI, CHANGTU, LAOCHENG
from tests.factories import accounts as people
from tests.factories import households as make
from tests.factories import surveys as visits

TITLES = [leaf.title for leaf in l1.LEDGER.leaves]


@pytest.fixture
def visited(areas):
    """A household of our township with an approved visit, and one nobody has visited."""
    household = make.household(head="韩淑英", members=[("韩小宝", "20", datetime.date(2012, 3, 1))])
    make.kind(household, "01")
    visits.approved_visit(household)
    make.household(head="=cmd|calc", area_code="211224105201")
    return household


def _ask(client, code="l1", **data):
    page = client.get(reverse("reports:ledger", args=[code]))
    token = page.context["request_form"]["token"].value()
    sent = {"area": page.context["areas"].value, "token": token, **data}
    return client.post(reverse("reports:ledger_request", args=[code]), sent)


def _made(user) -> tuple[Job, list[list]]:
    """The job of the last request, run, and the cells of its first sheet from 序号 on."""
    job = Job.objects.get(asked_by=user)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.failure
    book = load_workbook(BytesIO(jobs.open_result(job=job, by=user)))
    return job, [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def _people(cells):
    """Data rows by head of household, as title → value."""
    return {
        row[4]: dict(zip(TITLES, row[1:], strict=True)) for row in cells if isinstance(row[0], int)
    }


def test_the_owner_gets_exactly_the_rows_and_the_neighbour_none(
    visited, caseworker, neighbour, client_for, seen_by
):
    assert _ask(client_for(caseworker)).status_code == 302
    assert _ask(client_for(neighbour)).status_code == 302
    job, cells = _made(caseworker)
    people = _people(cells)
    assert set(people) == {"韩淑英", "=cmd|calc"}
    row = people["韩淑英"]
    with seen_by(caseworker):
        number = visited.members.get(relation="02").identity_number
    assert row["身份证号"] == mask_identity(number)
    assert (row["县(市)区"], row["乡镇(街道)"]) == ("昌图县", "宝力镇")
    assert row["对象类别"] == "低保"
    assert (row["家庭人口"], row["劳动力人口"], row["就业人数"], row["就学子女"]) == (2, 1, 1, 1)
    assert row["家庭月收入"] == pytest.approx(908.33)
    assert row["人均月收入"] == pytest.approx(454.17)
    assert (row["土地(亩)"], row["养殖"], row["车辆"]) == (8, "无", "无")
    assert row["住房(套/㎡/等级)"] == "1套/60㎡/C级"
    assert row["低保"] == "否"
    assert (row["需求类别"], row["处置方式"]) == ("住房专项救助", "转介其他部门")
    assert row["审核人"] == "赵立强"
    assert "李晓梅" in row["走访人(单位及姓名)"]
    assert "王建波" in row["走访人(单位及姓名)"]
    assert people["=cmd|calc"]["走访日期"] is None
    assert job.total == 2
    _job, theirs = _made(neighbour)
    assert _people(theirs) == {}


def test_headings_totals_and_notes_are_those_of_the_form(visited, caseworker, client_for):
    _ask(client_for(caseworker))
    job, cells = _made(caseworker)
    assert cells[0][0] == "铁岭市昌图县宝力镇困难群众排查工作台账".replace("铁岭市", "")
    assert cells[2][10] == "一、家庭基本情况"
    assert cells[3][10] == "家庭人口"
    total = next(row for row in cells if row[0] == "合计")
    assert total[10] == 3
    book = load_workbook(BytesIO(jobs.open_result(job=job, by=caseworker)))
    notes = dict(book["数据说明"].iter_rows(values_only=True))
    assert (notes["已走访(户)"], notes["需求(件)"], notes["当场解决(件)"]) == ("1", "1", "0")
    assert notes["证件号码"] == "已打码"
    day = timezone.localdate().strftime("%Y%m%d")
    assert job.result_name == f"宝力镇_困难群众排查工作台账_{day}.xlsx"


def test_a_name_that_looks_like_a_formula_stays_text(visited, caseworker, client_for):
    _ask(client_for(caseworker))
    job, _cells = _made(caseworker)
    book = load_workbook(BytesIO(jobs.open_result(job=job, by=caseworker)))
    cell = next(
        cell
        for row in book.worksheets[0].iter_rows()
        for cell in row
        if "cmd" in str(cell.value or "")
    )
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_full_numbers_need_the_permission_and_a_purpose_and_leave_a_trace(
    visited, caseworker, chief, client_for, seen_by
):
    purpose = "报县财政局核对发放"
    assert _ask(client_for(caseworker), purpose=purpose).status_code == 403
    assert not Job.objects.filter(asked_by=caseworker).exists()
    assert _ask(client_for(chief), purpose=purpose).status_code == 302
    job, cells = _made(chief)
    with seen_by(chief):
        number = visited.members.get(relation="02").identity_number
    assert _people(cells)["韩淑英"]["身份证号"] == number
    sheet = load_workbook(BytesIO(jobs.open_result(job=job, by=chief))).worksheets[0]
    assert purpose in sheet.oddHeader.center.text
    event = AuditEvent.objects.get(action="ledger.exported", by_id=chief.pk)
    assert event.detail["purpose"] == purpose
    assert event.detail["is_plain"]
    assert event.detail["rows"] == 2


def test_pressing_twice_makes_one_file(visited, caseworker, client_for):
    client = client_for(caseworker)
    token = client.get("/ledgers/l1/").context["request_form"]["token"].value()
    for _time in range(2):
        client.post("/ledgers/l1/make/", {"area": BAOLI, "token": token})
    assert Job.objects.filter(asked_by=caseworker).count() == 1
    assert AuditEvent.objects.filter(action="ledger.asked").count() == 1


def test_an_area_outside_ones_own_is_refused_beside_the_form(visited, caseworker, client_for):
    page = _ask(client_for(caseworker), area=LAOCHENG)
    assert page.status_code == 422
    assert "请选择本辖区内的地区" in page.content.decode()
    assert not Job.objects.exists()


def test_rights_taken_away_meanwhile_stop_the_job(visited, caseworker, client_for):
    _ask(client_for(caseworker))
    caseworker.roles.all().delete()
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not job.result_file


def test_stopping_leaves_no_file(visited, caseworker, client_for):
    _ask(client_for(caseworker))
    job = Job.objects.get()
    jobs.cancel(job=job, by=caseworker)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result_file) == (JobState.CANCELLED, "")


@pytest.mark.parametrize(
    ("asked", "heads"),
    [
        ({}, ["韩淑英", "=cmd|calc"]),
        ({"kind": "01"}, ["韩淑英"]),
        ({"kind": "02"}, []),
        ({"since": datetime.date(2020, 1, 1)}, ["韩淑英"]),
        ({"until": datetime.date(2020, 1, 1)}, []),
    ],
)
def test_filters_choose_rows_and_the_count_agrees(visited, reviewer, seen_by, asked, heads):
    with seen_by(reviewer):
        filters = LedgerFilters(area=Area.objects.get(pk=CHANGTU), on=timezone.localdate(), **asked)
        rows = list(l1.rows(reviewer, filters))
        assert [row[3] for row in rows] == heads
        assert l1.count(reviewer, filters) == len(heads)


def test_many_batches_give_every_household_once(areas, reviewer, seen_by, monkeypatch):
    monkeypatch.setattr(l1, "BATCH", 2)
    for village in ("211224105200", "211224105201", "211224101200"):
        for head in ("甲", "乙", "丙"):
            make.household(village, head)
    with seen_by(reviewer):
        filters = LedgerFilters(area=Area.objects.get(pk=CHANGTU), on=timezone.localdate())
        rows = list(l1.rows(reviewer, filters))
    assert len(rows) == 9
    assert [row[1] for row in rows] == ["老城镇"] * 3 + ["宝力镇"] * 6


def test_the_page_shows_the_first_rows_and_the_count(visited, caseworker, client_for):
    text = client_for(caseworker).get("/ledgers/").content.decode()
    assert "前 2 行，共 2 行" in text
    assert "韩淑英" in text
    assert "没有符合条件的行" in client_for(caseworker).get("/ledgers/l1/?kind=02").content.decode()


def test_a_role_without_the_survey_sees_neither_the_ledger_nor_its_rows(visited, client_for):
    officer = people.user(Role.FINANCE_OFFICER, CHANGTU, "cai.wu")
    client = client_for(officer)
    assert client.get("/ledgers/l1/").status_code == 302
    assert client.post("/ledgers/l1/make/", {"area": CHANGTU}).status_code == 302
    assert not Job.objects.exists()
    assert "韩淑英" not in client.get("/ledgers/").content.decode()
    assert client.get("/ledgers/l99/").status_code == 404
