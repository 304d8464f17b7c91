"""Long work runs exactly once, in the asker's scope, whatever dies meanwhile."""

import datetime
import itertools
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts import jobs, scope
from accounts.models import Job, User
from accounts.models.jobs import JobState
from households.models import Household
from tests.factories import households as make

RAN: list[int] = []


@jobs.job_kind("tests.count")
def count_households(job):
    RAN.append(job.job.pk)
    found = Household.objects.count()
    job.progress(found, found)
    job.result(households=found)


@jobs.job_kind("tests.file")
def write_file(job):
    path = job.params["path"]
    with open(path, "w", encoding="utf-8") as out:
        out.write("韩淑英")
    job.attach(Path(path), "名单.txt")


@jobs.job_kind("tests.fail")
def fail(job):
    job.row_error(3, "身份证号应是 18 位")
    raise jobs.JobFailed("第 3 行要改")


@jobs.job_kind("tests.crash")
def crash(job):
    raise ZeroDivisionError


def ask(kind, by, **params):
    return jobs.ask(kind=kind, title="试", by=by, params=params)


def test_runs_in_the_askers_scope(caseworker, neighbour):
    RAN.clear()
    make.household()
    for user, expected in [(caseworker, 1), (neighbour, 0)]:
        job = ask("tests.count", user)
        jobs.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.result) == (JobState.DONE, {"households": expected})
    assert scope.current() == scope.UNDECLARED


def test_same_key_is_one_job_and_a_second_run_does_nothing(caseworker):
    RAN.clear()
    one = jobs.ask(kind="tests.count", title="试", by=caseworker, params={}, key="k")
    two = jobs.ask(kind="tests.count", title="试", by=caseworker, params={}, key="k")
    assert one == two
    jobs.run(one.pk)
    jobs.run(one.pk)
    assert [one.pk] == RAN


def test_live_lease_keeps_others_away_and_a_dead_one_is_taken_over(caseworker):
    RAN.clear()
    job = ask("tests.count", caseworker)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING,
        lease_token=uuid.uuid4(),
        lease_until=timezone.now() + datetime.timedelta(minutes=1),
    )
    jobs.run(job.pk)
    assert RAN == []
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - jobs.LEASE)
    assert jobs.sweep() == 1
    jobs.run(job.pk)
    assert [job.pk] == RAN


def test_fenced_off_runner_writes_nothing(caseworker):
    job = ask("tests.count", caseworker)
    first = jobs._take(job.pk)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - jobs.LEASE)
    second = jobs._take(job.pk)
    with pytest.raises(jobs.LeaseLost):
        first.progress(1, 2)
    second.progress(2, 2)
    job.refresh_from_db()
    assert (job.done, job.attempts) == (2, 2)


def test_failures_have_words_and_crashes_are_known(caseworker):
    job = ask("tests.fail", caseworker)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.failure) == (JobState.FAILED, "第 3 行要改")
    assert job.row_errors == [{"row": 3, "message": "身份证号应是 18 位"}]
    job = ask("tests.crash", caseworker)
    with pytest.raises(ZeroDivisionError):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_result_is_sealed_on_disk_and_only_for_who_asked(caseworker, colleague, tmp_path, settings):
    job = ask("tests.file", caseworker, path=str(tmp_path / "x.txt"))
    jobs.run(job.pk)
    job.refresh_from_db()
    stored = (settings.PRIVATE_DIR / "jobs" / job.result_file).read_bytes()
    assert "韩淑英".encode() not in stored
    assert jobs.open_result(job=job, by=caseworker).decode() == "韩淑英"
    with pytest.raises(FileNotFoundError):
        jobs.open_result(job=job, by=colleague)
    Job.objects.filter(pk=job.pk).update(expires_at=timezone.now())
    assert jobs.expire() == 1
    job.refresh_from_db()
    assert not job.has_result_file


def test_cancel_is_kept_at_the_next_progress(caseworker):
    waiting = ask("tests.count", caseworker)
    jobs.cancel(job=waiting, by=caseworker)
    waiting.refresh_from_db()
    assert waiting.state == JobState.CANCELLED
    running = ask("tests.count", caseworker)
    Job.objects.filter(pk=running.pk).update(is_cancel_asked=True)
    jobs.run(running.pk)
    running.refresh_from_db()
    assert running.state == JobState.CANCELLED


def test_job_of_a_refused_act_never_was(caseworker):
    with pytest.raises(ValidationError), transaction.atomic():
        ask("tests.count", caseworker)
        raise ValidationError("no")
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_progress_inside_the_works_own_transaction_is_seen_and_can_be_stopped(caseworker):
    seen = []

    @jobs.job_kind("tests.long")
    def long(running):
        with transaction.atomic():
            User.objects.filter(pk=running.by.pk).update(name="不作数")
            for turn in itertools.count():
                running.progress(turn + 1, 10_000_000)
                if not seen and (job := look(running.job.pk)).done:
                    seen.append((job.done > 0, job.total, job.lease_until > timezone.now()))
                    with ThreadPoolExecutor(1) as other:
                        other.submit(in_thread, stop, running.job.pk).result()

    job = ask("tests.long", caseworker)
    jobs.run(job.pk)
    job.refresh_from_db()
    caseworker.refresh_from_db()
    assert seen == [(True, 10_000_000, True)]
    assert (job.state, caseworker.name) == (JobState.CANCELLED, "李晓梅")


def look(job_id):
    with ThreadPoolExecutor(1) as other:
        return other.submit(in_thread, Job.objects.get, pk=job_id).result()


def stop(job_id):
    Job.objects.filter(pk=job_id).update(is_cancel_asked=True)


def in_thread(act, *args, **kwargs):
    """On another connection, which is closed afterwards."""
    try:
        return act(*args, **kwargs)
    finally:
        connection.close()
