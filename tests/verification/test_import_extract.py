"""An agency's file from upload to findings: only our people's rows remain, nowhere a stranger's."""

import csv
import datetime
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings

from accounts import jobs, scope
from accounts.models.jobs import JobState
from tests.factories import households as make_households
from tests.factories import verification as make
from tests.verification.register import DATA, EXTRACT, STRANGERS, register_people
from verification.models import Extract, Finding, Step
from verification.services import extracts, findings

DAY = "2026-01-05"


@pytest.fixture(autouse=True)
def disk(tmp_path, monkeypatch):
    """All of this test's disk in one folder; uploads go through it as large ones do."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    with override_settings(FILE_UPLOAD_TEMP_DIR=str(temporary), FILE_UPLOAD_MAX_MEMORY_SIZE=0):
        yield tmp_path


@pytest.fixture
def people(areas):
    return register_people()


@pytest.fixture
def held(areas):
    make.layout()
    return make.round_of()


def upload(client, held, content: bytes, name="vehicles.csv", **changes):
    data = {
        "layout": make.layout().pk, "data_date": DAY, "purpose": "在保家庭复核",
        "file": SimpleUploadedFile(name, content), **changes,
    }  # fmt: skip
    return client.post(f"/checks/rounds/{held.pk}/import/", data)


def run_last() -> Extract:
    with scope.whole_city("test"):
        found = Extract.objects.select_related("job").latest("pk")
    jobs.run(found.job_id)
    with scope.whole_city("test"):
        return Extract.objects.select_related("job").get(pk=found.pk)


def everything_stored(folder: Path) -> str:
    """Every row of every table, sealed evidence opened, and every file of the test's disk."""
    parts: list[str] = []
    with scope.whole_city("search of the whole database"), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        assert "verification_finding" in tables
        for table in tables:
            with cursor.copy(f'COPY (SELECT * FROM "{table}") TO STDOUT') as rows:
                parts += [bytes(row).decode("utf-8", "replace") for row in rows]
        parts += [finding.evidence_text for finding in Finding.objects.all()]
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            parts.append(content.decode("gb18030", "replace"))
            parts.append(content.decode("utf-8", "replace"))
    return "\n".join(parts)


def test_the_file_becomes_the_expected_findings_and_no_stranger_stays(
    people, held, checker, client_for, disk
):
    response = upload(client_for(checker), held, EXTRACT.read_bytes())
    assert response.status_code == 302, response.content.decode()
    stored = list((disk / "private" / "extracts").iterdir())
    assert len(stored) == 1
    assert STRANGERS[0].encode() not in stored[0].read_bytes()
    found = run_last()
    assert found.job.state == JobState.DONE
    with scope.user_scope(checker):
        rows = [
            (f.kind, f.severity, f.member_id, f.evidence["subject"], f.evidence["row_number"])
            for f in Finding.objects.order_by("pk")
        ]
    with (DATA / "vehicles_expected.csv").open(encoding="utf-8", newline="") as file:
        expected = [
            (
                r["code"],
                r["severity"],
                people[r["member_id"]].pk,
                r["subject"],
                int(r["row_number"]),
            )
            for r in csv.DictReader(file)
        ]  # fmt: skip
    assert sorted(rows) == sorted(expected)
    text = everything_stored(disk)
    for number in STRANGERS:
        assert number not in text
        assert number.encode().hex() not in text
    assert "钱陌生" not in text
    assert "辽M00001" in text, "the matched member's row is there: the search does find"
    assert found.destroyed_at is not None
    assert list((disk / "private" / "extracts").iterdir()) == []
    assert list((disk / "temporary").iterdir()) == []


def test_the_control_sheet_names_refused_rows_without_their_values(
    people, held, checker, client_for
):
    client = client_for(checker)
    upload(client, held, EXTRACT.read_bytes())
    found = run_last()
    assert (found.rows_read, found.blank_rows, found.repeated, found.mended) == (26, 1, 1, 4)
    assert found.refused_rows[0] == [17, "lost_digits"]
    page = client.get(f"/checks/extracts/{found.pk}/").content.decode()
    assert found.digest in page
    assert "身份证号曾按数值" in page or "数值" in page
    assert found.members_compared == len(people)


def test_people_of_another_county_are_not_compared(held, checker, client_for, areas):
    register_people("211282001001")
    upload(client_for(checker), held, EXTRACT.read_bytes())
    found = run_last()
    assert (found.members_compared, found.matched, found.found) == (0, 0, 0)
    assert found.rows_read == 26


def test_a_checkers_relative_is_compared_and_hidden_from_the_checker(
    people, held, checker, client_for, reviewer
):
    relatives = people["1"].household
    make_households.door(relatives, user=checker)
    upload(client_for(checker), held, EXTRACT.read_bytes())
    found = run_last()
    assert found.members_compared == len(people)
    with scope.user_scope(checker):
        assert not Finding.objects.filter(household=relatives).exists()
    with scope.user_scope(reviewer):
        assert Finding.objects.filter(household=relatives).count() == 2


def test_running_again_changes_nothing_and_keeps_what_is_being_handled(
    people, held, checker, client_for
):
    client = client_for(checker)
    upload(client, held, EXTRACT.read_bytes())
    first = run_last()
    with scope.user_scope(checker):
        keys = set(Finding.objects.values_list("member", "kind", "subject_digest"))
        now = datetime.datetime.now(datetime.UTC)
        findings.dispatch_round(by=checker, round=held, at=now)
    response = upload(client, held, EXTRACT.read_bytes() + b"\r\n")
    assert response.status_code == 302
    second = run_last()
    assert second.pk != first.pk
    assert second.found == 0
    with scope.user_scope(checker):
        assert set(Finding.objects.values_list("member", "kind", "subject_digest")) == keys
        assert set(Finding.objects.values_list("step", flat=True)) == {Step.DISPATCHED}


def test_the_same_file_twice_is_one_import(people, held, checker, client_for):
    client = client_for(checker)
    assert upload(client, held, EXTRACT.read_bytes()).status_code == 302
    again = upload(client, held, EXTRACT.read_bytes())
    assert again.status_code == 200
    assert "已经导入过" in again.content.decode()
    with scope.user_scope(checker):
        assert Extract.objects.count() == 1


def test_a_refused_file_says_why_and_how_to_mend_it(people, held, checker, client_for, disk):
    client = client_for(checker)
    upload(client, held, "车主,证号\r\n张三,211299198808083216\r\n".encode("gb18030"))
    found = run_last()
    assert found.job.state == JobState.FAILED
    assert "表头" in found.job.failure
    assert found.problem == "columns_missing"
    assert "车主姓名" in client.get(f"/checks/extracts/{found.pk}/").content.decode()
    assert STRANGERS[1] not in everything_stored(disk)
    assert found.destroyed_at is not None
    assert upload(client, held, EXTRACT.read_bytes()).status_code == 302


def test_cancelling_while_it_runs_keeps_nothing(people, held, checker, client_for, disk):
    client = client_for(checker)
    upload(client, held, EXTRACT.read_bytes())
    with scope.user_scope(checker):
        job = Extract.objects.get().job
    job.is_cancel_asked = True
    job.save(update_fields=["is_cancel_asked"])
    found = run_last()
    assert found.job.state == JobState.CANCELLED
    with scope.user_scope(checker):
        assert not Finding.objects.exists()
    assert list((disk / "private" / "extracts").iterdir()) == []


def test_cancelled_before_it_began_is_swept(people, held, checker, client_for, disk):
    client = client_for(checker)
    upload(client, held, EXTRACT.read_bytes())
    with scope.user_scope(checker):
        job = Extract.objects.get().job
    client.post(f"/jobs/{job.uuid}/cancel/")
    assert len(list((disk / "private" / "extracts").iterdir())) == 1
    assert extracts.destroy_left_files() == 1
    assert list((disk / "private" / "extracts").iterdir()) == []
    assert extracts.destroy_left_files() == 0


def test_who_may_not_import(people, held, checker, reviewer, client_for, areas):
    assert upload(client_for(reviewer), held, EXTRACT.read_bytes()).status_code == 403
    elsewhere = make.checker("211282000000")
    assert upload(client_for(elsewhere), held, EXTRACT.read_bytes()).status_code == 404
    assert upload(client_for(checker), held, EXTRACT.read_bytes()).status_code == 302


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("vehicles.xlsx", {}, "另存为 CSV"),
        ("vehicles.csv", {"data_date": "2099-01-01"}, "日期不应晚于今天"),
        ("vehicles.csv", {"purpose": ""}, "使用目的"),
    ],
)
def test_bad_input_is_said_beside_the_field(held, checker, client_for, name, changes, words):
    response = upload(client_for(checker), held, b"x", name, **changes)
    assert response.status_code == 200
    assert words in response.content.decode()


def test_live_rows_ask_again_only_while_something_runs(people, held, checker, client_for):
    client = client_for(checker)
    upload(client, held, EXTRACT.read_bytes())
    address = f"/checks/rounds/{held.pk}/extracts/"
    assert 'hx-trigger="every 3s"' in client.get(address).content.decode()
    run_last()
    page = client.get(address).content.decode()
    assert "every 3s" not in page
    assert "26" in page
