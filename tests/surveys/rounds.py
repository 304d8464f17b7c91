"""Routine rounds, the households of their lists and the files made of them, for tests."""

import datetime
from contextlib import contextmanager
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts import jobs
from accounts.models import Job
from accounts.models.jobs import JobState
from foundation.faults import InputError
from surveys.campaign_templates import CampaignTemplate, Stage
from tests.factories.households import household, kind

DAY = datetime.timedelta(days=1)
KAIYUAN_VILLAGE = "211282003019"


def plan(today, *, begins=0, code="round", **fields):
    """A routine round of one stage of twenty days."""
    first = today + begins * DAY
    stage = Stage("排查", first, first + 20 * DAY)
    return CampaignTemplate(code, "季度走访", (stage,), "", **{"kind": "routine"} | fields)


@contextmanager
def refused(code):
    """The act is refused because of the field ``code``."""
    with pytest.raises(InputError) as caught:
        yield
    assert caught.value.code == code


def page(name, *args):
    return reverse(f"surveys:{name}", args=args)


def made_homes(today):
    """Two households here (one of two kinds), one in the next county; kinds of two months."""
    since = today - 60 * DAY
    found = [
        household(head="韩淑英"),
        household(head="张玉琴"),
        household(KAIYUAN_VILLAGE, head="远户"),
    ]
    for home, codes in zip(found, (("01", "05"), ("04",), ("01",)), strict=True):
        for code in codes:
            kind(home, code, since=since)
    return found


def book_of(user):
    """The rows and 数据说明 of the last file somebody asked for."""
    job = Job.objects.filter(asked_by=user).latest("pk")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.failure
    book = load_workbook(BytesIO(jobs.open_result(job=job, by=user)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    notes = dict(book["数据说明"].iter_rows(values_only=True))
    return [row[1:] for row in rows if isinstance(row[0], int)], notes
