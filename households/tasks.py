"""Celery tasks of households: thin wrappers round services."""

from celery import shared_task

from households.services import attachments


@shared_task
def purge_attachments() -> int:
    return attachments.purge()
