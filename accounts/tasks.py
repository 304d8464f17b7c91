"""Celery tasks of accounts: thin wrappers round services."""

from celery import shared_task

from accounts import audit, jobs
from accounts.services import api_writes


@shared_task(name=jobs.RUN_TASK)
def run_job(job_id: int) -> None:
    jobs.run(job_id)


@shared_task
def sweep_jobs() -> int:
    return jobs.sweep()


@shared_task
def seal_audit_trail() -> None:
    audit.seal()


@shared_task
def expire_results() -> int:
    api_writes.forget_old()
    return jobs.expire()
