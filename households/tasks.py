"""Celery tasks of households: thin wrappers round services."""

from celery import shared_task

from households.services import attachments, duplicates


@shared_task
def purge_attachments() -> int:
    return attachments.purge()


@shared_task
def find_duplicates() -> int:
    """Look for records that may be one person, county by county, every night."""
    return duplicates.find_in_all_counties()
