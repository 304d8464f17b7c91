"""Approving several unremarkable visits: each a decision of its own, in its own transaction."""

import uuid
from collections.abc import Callable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit, jobs
from accounts.access import may
from accounts.models import User
from foundation import clock
from foundation.faults import InputError
from foundation.moves import MoveRefused
from surveys import approval_facts
from surveys.approval_facts import Villages
from surveys.models import ApprovalRun, Visit
from surveys.models.approval_runs import CHANGED, NOT_WAITING, Outcome
from surveys.services import visits
from surveys.services.places import points_of_villages

KIND = "surveys.approve_together"
PERMISSION = "surveys.approve_visit"
AT_ONCE, MOST = 5, 300
Pick = tuple[str, int]
Progress = Callable[[int, int], None]


def start(*, by: User, picks: Sequence[Pick], token: str) -> ApprovalRun:
    """Approve the picked visits as they were seen: at once up to five, else by a job.

    ``picks`` are pairs of visit uuid and the revision seen; the same ``token`` sent twice starts
    once. Raises PermissionDenied, InputError for none or too many.
    """
    run, is_new = _begin(by, picks, token)
    if is_new and run.job_id is None:
        _work(run, by, lambda done, total: None)
    run.refresh_from_db()
    return run


@jobs.job_kind(KIND)
def carry_out(job: jobs.Running) -> None:
    """Go on with the visits that are still to do: safe after a worker's death."""
    if not may(job.by, PERMISSION):
        raise jobs.JobFailed(_("You may no longer do this."))
    run = ApprovalRun.objects.get(pk=job.params["run"], asked_by=job.by)
    _work(run, job.by, job.progress)


@transaction.atomic
def note_read(*, by: User, area_code: str, rows: Sequence[Visit]) -> None:
    """Record that the leader read these waiting visits in a list, by the area and their number."""
    if rows:
        detail = {"area": area_code, "rows": len(rows)}
        audit.record(by=by, action="visit.together_read", detail=detail, area_code=area_code)


@transaction.atomic
def _begin(by: User, picks: Sequence[Pick], token: str) -> tuple[ApprovalRun, bool]:
    if not may(by, PERMISSION):
        raise PermissionDenied(PERMISSION)
    chosen = dict(picks)
    if not chosen:
        raise InputError("pick", _("Tick at least one visit"))
    if len(chosen) > MOST:
        raise InputError("pick", _("At most %(most)s visits at once") % {"most": MOST})
    rows = [
        {"visit": key, "revision": seen, "outcome": Outcome.WAITING, "codes": []}
        for key, seen in chosen.items()
    ]
    key = uuid.uuid5(uuid.NAMESPACE_OID, f"{by.pk}:{token}")
    run, is_new = ApprovalRun.objects.get_or_create(
        uuid=key, defaults={"asked_by": by, "asked_at": clock.now(), "rows": rows}
    )
    if not is_new:
        return run, False
    audit.record(
        by=by, action="visit.together_started", target=run, detail={"count": len(rows)},
        area_code=by.area_id,
    )  # fmt: skip
    if len(rows) > AT_ONCE:
        title = _("Approve %(count)s visits together") % {"count": len(rows)}
        params, name = {"run": run.pk}, f"together:{run.uuid}"
        run.job = jobs.ask(kind=KIND, title=title, by=by, params=params, key=name)
        run.save(update_fields=["job"])
    return run, True


def _work(run: ApprovalRun, by: User, progress: Progress) -> None:
    total, villages = len(run.rows), _villages(run)
    for place in range(total):
        _approve_one(run.pk, place, by, villages)
        progress(place + 1, total)
    ApprovalRun.objects.filter(pk=run.pk, done_at=None).update(done_at=clock.now())


def _villages(run: ApprovalRun) -> Villages:
    """Where other visits were made in the villages of the run, looked up once for all of it."""
    keys = [row["visit"] for row in run.rows if row["outcome"] == Outcome.WAITING]
    areas = Visit.objects.filter(uuid__in=keys).order_by().values_list("area_id", flat=True)
    return points_of_villages(set(areas))


@transaction.atomic
def _approve_one(run_id: int, place: int, by: User, villages: Villages) -> None:
    """One visit and what became of it, together or not at all; done before, it is left so."""
    run = ApprovalRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    row = run.rows[place]
    if row["outcome"] != Outcome.WAITING:
        return
    codes = _try(row, by, villages)
    row["codes"], row["outcome"] = codes, Outcome.LEFT_OUT if codes else Outcome.APPROVED
    run.save(update_fields=["rows"])


def _try(row: dict, by: User, villages: Villages) -> list[str]:
    """Approve one visit; the codes of what stood against it, none when it is approved."""
    found = approval_facts.waiting(by).filter(uuid=row["visit"]).first()
    if found is None:
        return [NOT_WAITING]
    if found.revision != row["revision"]:
        return [CHANGED]
    (judged,) = approval_facts.judge([found], villages=villages)
    if judged.against:
        return [reason.code for reason in judged.against]
    try:
        with transaction.atomic():
            visits.approve(
                visit_uuid=found.uuid, by=by, revision=row["revision"], is_together=True,
                others=villages.get(found.area_id),
            )  # fmt: skip
    except visits.StaleContent:
        return [CHANGED]
    except MoveRefused as refused:
        return [refusal.code for refusal in refused.refusals]
    return []
