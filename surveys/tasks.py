"""Celery tasks of surveys: thin wrappers round services."""

from celery import shared_task

from foundation import clock
from surveys.services import campaigns, photos, readings, roster_imports, stranded


@shared_task
def purge_stranded_drafts() -> int:
    return stranded.purge(on=clock.now())


@shared_task
def begin_campaigns() -> int:
    return campaigns.begin_due(on=clock.today())


@shared_task
def read_visits() -> int:
    return readings.read_changed(on=clock.today())


@shared_task
def purge_visit_photos() -> int:
    return photos.purge()


@shared_task
def forget_old_rosters() -> int:
    return roster_imports.forget_old()
