"""Celery tasks of comparison: thin wrappers round services."""

from celery import shared_task

from foundation import clock
from verification.services import extracts, rounds


@shared_task
def open_half_year_rounds() -> int:
    """Open the rounds of the half-year that has begun; nothing where they are open."""
    return len(rounds.open_half_year_rounds(on=clock.today()))


@shared_task
def destroy_left_files() -> int:
    """Destroy agencies' files whose comparison was cancelled before it began, or broke off."""
    return extracts.destroy_left_files()
