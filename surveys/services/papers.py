"""Printing the paper forms of a village or of chosen households as one file (纸质表批量打印)."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit, jobs
from accounts.access import may
from accounts.models import Area, Job, User
from foundation import clock
from foundation.faults import InputError
from households.models import Household
from surveys import documents
from surveys.models import Visit

KIND = "surveys.papers"
PERMISSION = "surveys.record_visit"
EMPTY = "empty"
KINDS = (documents.W13, EMPTY, documents.CARD, documents.RECEIPT, documents.NOTICE)
MOST, MOST_FORMS, MOST_COPIES = 400, 100, 50
"""A prefilled form has six or more pages, so that a hundred are a ream."""


@transaction.atomic
def ask(
    *, by: User, what: str, village: Area, households: Sequence[int], copies: int, token: str
) -> Job:
    """Ask for the papers of households of one village; the same token gives the same job.

    ``what`` is one of ``KINDS``; empty forms need ``copies`` and no households. Raises
    PermissionDenied, InputError for an unknown kind, none or too many.
    """
    if not may(by, PERMISSION):
        raise PermissionDenied(PERMISSION)
    keys = _keys(by, what, village, households)
    if what == EMPTY and not 1 <= copies <= MOST_COPIES:
        raise InputError("copies", _("1 to %(most)s copies") % {"most": MOST_COPIES})
    params = {"what": what, "village": village.code, "households": keys, "copies": copies}
    title = " · ".join([str(_NAMES[what]()), village.full_name, _count(what, keys, copies)])
    job = jobs.ask(
        kind=KIND, title=title[:200], by=by, params=params, key=f"papers:{by.pk}:{token}"
    )
    detail = {"what": what, "village": village.code, "count": len(keys) or copies}
    audit.record(by=by, action="visit.papers_asked", target=job, detail=detail)
    return job


@jobs.job_kind(KIND)
def print_papers(job: jobs.Running) -> None:
    """Make the one file in the scope of whoever asked; each household printed is recorded."""
    if not may(job.by, PERMISSION):
        raise jobs.JobFailed(_("You may no longer do this."))
    what, village = str(job.params["what"]), Area.objects.get(pk=job.params["village"])
    rows = list(documents.with_members(_printable(job.by).filter(pk__in=job.params["households"])))
    total = len(rows) or int(job.params["copies"])
    job.progress(0, total)
    if what == EMPTY:
        paper = documents.empty_forms(int(job.params["copies"]))
    elif what == documents.W13:
        paper = documents.household_forms(rows)
    else:
        paper = documents.household_papers(what, rows)
    with transaction.atomic():
        for one in rows:
            _record(job.by, one, what)
        job.fence()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "papers.pdf"
        path.write_bytes(paper)
        title = documents.TITLES.get(what, documents.TITLES[documents.W13])
        job.attach(path, f"{village.name}_{title}_{clock.today():%Y%m%d}.pdf")
    job.progress(total, total)


@transaction.atomic
def of_household(*, by: User, household: Household, what: str) -> bytes:
    """One paper of one household, to be written on by hand. Raises InputError, PermissionDenied."""
    if not may(by, PERMISSION):
        raise PermissionDenied(PERMISSION)
    if what not in documents.TITLES:
        raise InputError("what", "unknown paper")
    _record(by, household, what)
    if what == documents.W13:
        return documents.household_forms([household])
    return documents.household_papers(what, [household])


@transaction.atomic
def of_visit(*, by: User, visit: Visit, what: str) -> bytes:
    """The filled form W13 of a visit, or the card left with the family."""
    audit.record(by=by, action="visit.printed", target=visit, detail={"what": what})
    return documents.visit_form(visit) if what == documents.W13 else documents.visit_card(visit)


def _keys(by: User, what: str, village: Area, households: Sequence[int]) -> list[int]:
    if what not in KINDS:
        raise InputError("what", _("Choose what to print"))
    if what == EMPTY:
        return []
    low, high = village.code_range
    found = _printable(by).filter(pk__in=households, area_id__gte=low, area_id__lte=high)
    keys = list(found.values_list("pk", flat=True))
    most = MOST_FORMS if what == documents.W13 else MOST
    if not keys:
        raise InputError("households", _("Tick at least one household."))
    if len(keys) > most:
        raise InputError("households", _("At most %(most)s households at once") % {"most": most})
    return keys


def _printable(by: User):
    return Household.objects.on_register().within(by.area)


def _record(by: User, household: Household, what: str) -> None:
    audit.record(by=by, action="household.form_printed", target=household, detail={"what": what})


def _count(what: str, keys: Sequence[int], copies: int) -> str:
    if what == EMPTY:
        return _("%(count)s copies") % {"count": copies}
    return _("%(count)s households") % {"count": len(keys)}


_NAMES = {
    documents.W13: lambda: _("Form W13 with the members filled in"),
    EMPTY: lambda: _("Empty form W13"),
    documents.CARD: lambda: _("Visit cards"),
    documents.RECEIPT: lambda: _("Receipts of the policy leaflet"),
    documents.NOTICE: lambda: _("Notices of a visit"),
}
