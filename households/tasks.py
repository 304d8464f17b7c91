"""Celery tasks of households: thin wrappers round services."""

from celery import shared_task

from households.services import attachments, duplicates, imports
from households.services.changes import handing_over


@shared_task
def purge_attachments() -> int:
    return attachments.purge()


@shared_task
def find_duplicates() -> int:
    """Look for records that may be one person, county by county, every night."""
    return duplicates.find_in_all_counties()


@shared_task
def empty_old_imports() -> int:
    """Delete the files and rows of ledgers uploaded thirty days ago."""
    return imports.empty_old()


@shared_task
def lapse_hand_overs() -> int:
    """Close the offers between counties that nobody has answered in time."""
    return handing_over.lapse_unanswered()
