"""Choosing many households, doing one act to all of them, and taking it back (批量办理)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit, jobs
from accounts.access import may
from accounts.models import User
from foundation.faults import InputError
from households.bulk_actions import ACTIONS, BulkAction
from households.models import BulkAct, BulkActRow, Household
from households.models.bulk import BulkState, Outcome

KIND = "households.bulk"
AT_ONCE, MOST, CHUNK = 200, 10_000, 50
Progress = Callable[[int, int], None]


@transaction.atomic
def choose(*, by: User, action: BulkAction, households) -> tuple[BulkAct, int]:
    """Fix which households an act is about, and count those left out. Raises InputError.

    ``households`` is a queryset in the chooser's scope; what comes into the filter later is not
    touched. Those outside the own area are there by a grant, to be read only, and are left out.
    """
    _allow(by, action)
    own = households.within(by.area).order_by("pk")
    chosen = list(own.values_list("pk", "area_id")[: MOST + 1])
    left_out = households.order_by().count() - own.count()
    if not chosen and left_out:
        raise InputError("pick", _("These households lie outside your area: you may only read."))
    if not chosen:
        raise InputError("pick", _("Tick at least one household."))
    if len(chosen) > MOST:
        raise InputError("pick", _("At most 10,000 households at once: narrow the list."))
    act = BulkAct.objects.create(action=action.key, asked_by=by)
    rows = (BulkActRow(act=act, household_id=pk, area_id=area) for pk, area in chosen)
    BulkActRow.objects.bulk_create(rows, batch_size=1000)
    return act, left_out


@transaction.atomic
def start(*, by: User, act: BulkAct, answers: Mapping[str, Any]) -> BulkAct:
    """Do the act: at once up to 200 households, else by a job. Started twice it is done once."""
    _allow(by, action_of(act))
    locked = BulkAct.objects.select_for_update(of=("self",)).get(pk=act.pk, asked_by=by)
    if locked.state != BulkState.CHOSEN:
        return locked
    locked.answers, locked.state = dict(answers), BulkState.RUNNING
    locked.save(update_fields=["answers", "state"])
    _record(by, locked, "bulk.started")
    return _run_or_ask(by, locked)


@transaction.atomic
def undo(*, by: User, act: BulkAct) -> BulkAct:
    """Take back what the act made, where nothing was built on it since; twice does it once."""
    action = action_of(act)
    _allow(by, action)
    locked = BulkAct.objects.select_for_update(of=("self",)).get(pk=act.pk, asked_by=by)
    if locked.state != BulkState.DONE or action.undo is None:
        return locked
    locked.state = BulkState.UNDOING
    locked.save(update_fields=["state"])
    _record(by, locked, "bulk.undo_started")
    return _run_or_ask(by, locked)


@jobs.job_kind(KIND)
def run_act(job: jobs.Running) -> None:
    """Go on with the rows that are still to do: safe after a worker's death."""
    act = BulkAct.objects.get(pk=job.params["act"])
    try:
        _allow(job.by, action_of(act))
    except PermissionDenied:
        raise jobs.JobFailed(_("You may no longer do this.")) from None
    _work(job.by, act, job.progress)
    refused = act.rows.filter(outcome=Outcome.REFUSED).order_by("pk")
    for row in refused.values("pk", "note")[:1000]:
        job.row_error(row["pk"], row["note"])


def action_of(act: BulkAct) -> BulkAction:
    """The act's declaration. Raises PermissionDenied when no app offers it any more."""
    try:
        return ACTIONS[act.action]
    except KeyError:
        raise PermissionDenied(act.action) from None


def _allow(by: User, action: BulkAction) -> None:
    if not may(by, action.permission):
        raise PermissionDenied(action.permission)


def _record(by: User, act: BulkAct, what: str) -> None:
    detail = {"act": act.action, "rows": act.rows.count()}
    audit.record(by=by, action=what, target=act, detail=detail, area_code=by.area_id)


def _run_or_ask(by: User, act: BulkAct) -> BulkAct:
    count = act.rows.count()
    if count <= AT_ONCE:
        _work(by, act, lambda done, total: None)
        act.refresh_from_db()
        return act
    title = " · ".join([str(action_of(act).label), _("%(count)s households") % {"count": count}])
    key = f"bulk:{act.uuid}:{act.state}"
    act.job = jobs.ask(kind=KIND, title=title, by=by, params={"act": act.pk}, key=key)
    act.save(update_fields=["job"])
    return act


def _work(by: User, act: BulkAct, progress: Progress) -> None:
    """Every row still to do, in pieces that are committed one by one."""
    undoing = act.state == BulkState.UNDOING
    if act.state not in (BulkState.RUNNING, BulkState.UNDOING):
        return
    to_do = Outcome.DONE if undoing else Outcome.WAITING
    form = action_of(act).form(act.answers, by=by)
    form.is_valid()
    total, last = act.rows.count(), 0
    todo = list(act.rows.filter(outcome=to_do).values_list("pk", flat=True))
    for start_at in range(0, len(todo), CHUNK):
        with transaction.atomic():
            rows = act.rows.select_for_update(of=("self",)).filter(
                pk__in=todo[start_at : start_at + CHUNK], outcome=to_do
            )
            for row in rows.order_by("pk"):
                (_undo_row if undoing else _do_row)(by, act, row, form.cleaned_data)
        last = start_at + CHUNK
        progress(min(total - len(todo) + last, total), total)
    act.state = BulkState.UNDONE if undoing else BulkState.DONE
    act.save(update_fields=["state"])


def _do_row(by: User, act: BulkAct, row: BulkActRow, answers: dict[str, Any]) -> None:
    household = Household.objects.on_register().filter(pk=row.household_id).first()
    try:
        if household is None:
            raise InputError("household", _("No longer on the register"))
        with transaction.atomic():
            done = action_of(act).apply(by=by, household=household, answers=answers)
    except InputError as refused:
        row.outcome, row.note = Outcome.REFUSED, str(refused.message)[:300]
    else:
        row.outcome = Outcome.DONE if done.is_new else Outcome.ALREADY
        row.note, row.made_id = str(done.note)[:300], done.made_id
    row.save(update_fields=["outcome", "note", "made_id"])


def _undo_row(by: User, act: BulkAct, row: BulkActRow, answers: dict[str, Any]) -> None:
    take_back = action_of(act).undo
    if take_back is None or row.made_id is None:
        return
    if take_back(by=by, household_id=row.household_id, made_id=row.made_id, answers=answers):
        row.outcome = Outcome.UNDONE
    else:
        row.note = _("Changed since: it stays")
    row.save(update_fields=["outcome", "note"])
