"""Looking at an uploaded ledger: once for all sheets, by a job where it takes a while."""

import time
import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import jobs, scope
from accounts.models import Job
from households.models import ImportBatch
from households.services import import_files, imports
from tests.factories.old_excel import write_xls
from tests.households import ledgers
from tests.households.bringing import choose_guessed


def seconds_to_look(path, sheets, rows):
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        for number in range(sheets):
            sheet = book.add_worksheet(f"{number}镇")
            for line in range(rows):
                sheet.write_row(line, 0, ["宝力村", "韩淑英", str(line), "3组"])
    started = time.process_time()
    assert len(import_files.look(path)) == sheets
    return time.process_time() - started


def test_a_look_at_many_sheets_takes_no_longer_than_at_one(tmp_path):
    """The package is looked through and opened once, not once for every sheet."""
    path = tmp_path / "a.xlsx"
    assert seconds_to_look(path, 30, 300) < 4 * seconds_to_look(path, 1, 9000)


def test_old_workbooks_are_looked_at_with_all_their_first_rows(tmp_path):
    rows = [["姓名", "村"], *[["韩淑英", str(line)] for line in range(60)]]
    (look,) = import_files.look(write_xls(tmp_path / "a.xls", rows, name="低保"))
    assert (look.name, look.row_count, len(look.first_rows)) == ("低保", 61, 40)
    assert look.first_rows[39] == ["韩淑英", "38"]


def large(content: bytes, *, part="xl/media/a.bin", filling=b" ") -> bytes:
    """The workbook with a part that takes long to look through."""
    out = BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(part, filling * (import_files.AT_ONCE + 1))
    return out.getvalue()


@pytest.fixture
def upload(caseworker, client_for):
    """Upload bytes on the page; the batch and where the page leads."""

    def send(content):
        file = SimpleUploadedFile("台账.xlsx", content)
        answer = client_for(caseworker).post(reverse("households:import_upload"), {"file": file})
        assert answer.status_code == 302, answer.content.decode()
        with scope.user_scope(caseworker):
            batch = ImportBatch.objects.select_related("look_job").latest("pk")
        assert answer["Location"] == reverse("households:import", args=[batch.pk])
        return batch

    return send


@pytest.fixture
def page_of(caseworker, client_for):
    def get(batch, name="import"):
        return client_for(caseworker).get(reverse(f"households:{name}", args=[batch.pk]))

    return get


def test_a_small_file_is_looked_at_at_once(upload, page_of):
    batch = upload(ledgers.made(ledgers.households(2)))
    assert (batch.is_looked_at, batch.look_job) == (True, None)
    assert page_of(batch)["Location"] == reverse("households:import_columns", args=[batch.pk])


def test_a_job_looks_at_a_large_file(upload, page_of, caseworker):
    batch = upload(large(ledgers.made(ledgers.households(2))))
    assert (batch.is_looked_at, batch.is_looking) == (False, True)
    assert "import-progress" in page_of(batch).content.decode()
    assert page_of(batch, "import_columns").status_code == 302
    jobs.run(batch.look_job_id)
    assert page_of(batch)["Location"] == reverse("households:import_columns", args=[batch.pk])
    with scope.user_scope(caseworker):
        batch.refresh_from_db()
        assert (batch.sheet, batch.header_last) == ("台账", 0)
        assert choose_guessed(caseworker, batch).check_job is not None


def test_a_large_file_that_cannot_be_read_is_given_up_with_the_reason(upload, page_of, caseworker):
    content = large(ledgers.made(ledgers.households(2)), part="xl/a.xml", filling=b"<!DOCTYPE ")
    batch = upload(content)
    jobs.run(batch.look_job_id)
    failure = Job.objects.get(pk=batch.look_job_id).failure
    assert failure
    assert failure in page_of(batch).content.decode()
    with scope.user_scope(caseworker):
        batch.refresh_from_db()
        assert batch.state == "dropped"
    assert upload(content).pk != batch.pk


def test_a_look_that_was_stopped_begins_anew_with_the_next_upload(upload, page_of, caseworker):
    content = large(ledgers.made(ledgers.households(2)))
    batch = upload(content)
    with scope.user_scope(caseworker):
        jobs.cancel(job=batch.look_job, by=caseworker)
    assert page_of(batch).status_code == 200
    again = upload(content)
    assert (again.pk, again.is_looking) == (batch.pk, True)
    assert again.look_job_id != batch.look_job_id


def test_nothing_else_is_done_while_a_file_is_looked_at(upload, page_of, caseworker):
    batch = upload(large(ledgers.made(ledgers.households(2))))
    with scope.user_scope(caseworker):
        ImportBatch.objects.update(uploaded_at=batch.uploaded_at - imports.LIFE)
    assert imports.empty_old() == 0
    jobs.run(batch.look_job_id)
    assert imports.empty_old() == 1
