"""The row, the file and the stop button of a job belong to the one who asked for it."""

import datetime
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import jobs
from accounts.models import Job
from accounts.models.jobs import JobState


@pytest.fixture
def job(caseworker, seen_by):
    with seen_by(caseworker):
        return Job.objects.create(
            kind="test.count", title="台账", asked_by=caseworker, area=caseworker.area, key="k",
            state=JobState.RUNNING, done=62, total=100,
        )  # fmt: skip


def test_the_asker_sees_live_progress(job, caseworker, client_for):
    page = client_for(caseworker).get(f"/jobs/{job.uuid}/row/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "62 / 100 行" in text
    assert f'hx-get="/jobs/{job.uuid}/row/" hx-trigger="every 3s"' in text


@pytest.mark.parametrize("what", ["row", "file"])
def test_a_colleague_finds_nothing(job, caseworker, colleague, client_for, what):
    assert client_for(caseworker).get(f"/jobs/{job.uuid}/row/").status_code == 200
    assert client_for(colleague).get(f"/jobs/{job.uuid}/{what}/").status_code == 404


def test_no_file_before_the_end(job, caseworker, client_for):
    assert client_for(caseworker).get(f"/jobs/{job.uuid}/file/").status_code == 404


def test_stopping_is_asked_for_once_and_shown(job, caseworker, colleague, client_for):
    assert client_for(colleague).post(f"/jobs/{job.uuid}/cancel/").status_code == 404
    client = client_for(caseworker)
    assert client.post(f"/jobs/{job.uuid}/cancel/").status_code == 302
    assert client.post(f"/jobs/{job.uuid}/cancel/").status_code == 302
    job.refresh_from_db()
    assert job.is_cancel_asked
    assert "正在停止" in client.get(f"/jobs/{job.uuid}/row/").content.decode()


def test_the_file_is_given_to_the_asker(caseworker, seen_by, client_for, tmp_path):
    path = tmp_path / "ledger.txt"
    path.write_bytes(b"one row")
    with seen_by(caseworker):
        job = Job.objects.create(
            kind="test.count", title="台账", asked_by=caseworker, area=caseworker.area, key="f",
            state=JobState.RUNNING, lease_token=uuid.uuid4(),
        )  # fmt: skip
        jobs.Running(job, job.lease_token).attach(path, "台账.txt")
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    answer = client_for(caseworker).get(f"/jobs/{job.uuid}/file/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"one row"
    assert "no-store" in answer["Cache-Control"]


def test_watching_does_not_prolong_the_session(job, caseworker, client_for):
    """A page left open asks every three seconds; only the person's own acts keep it signed in."""
    client = client_for(caseworker)
    near = timezone.now() + datetime.timedelta(minutes=1)
    Session.objects.update(expire_date=near)
    assert client.get(f"/jobs/{job.uuid}/row/").status_code == 200
    assert Session.objects.get().expire_date == near
    client.get("/jobs/")
    assert Session.objects.get().expire_date > near
