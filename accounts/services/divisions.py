"""Acts on changes of divisions (行政区划撤并): preparing, carrying out as a job, dropping."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts import audit, divisions, jobs, scope, succession
from accounts.divisions import Division, Fault, Step
from accounts.models import Area, DivisionChange, DivisionChangeItem, Job, User
from accounts.models.areas import Level
from accounts.models.divisions import ChangeState, ItemKind
from accounts.services import messages
from foundation import clock
from foundation.faults import InputError

JOB = "accounts.division_change"
TOLD = gettext_noop("Your division is now %(name)s (%(document)s); your files have come along.")


def in_force() -> dict[str, Division]:
    """The divisions in force today, by code."""
    rows = Area.objects.current(clock.today()).values_list("code", "name", "level", "parent_id")
    return {code: Division(code, name, level, parent or "") for code, name, level, parent in rows}


@transaction.atomic
def prepare(*, by: User, document: str, effective_on: datetime.date) -> DivisionChange:
    """Open a change under an approving document; nothing happens before it is carried out."""
    made = DivisionChange.objects.create(by=by, document=document, effective_on=effective_on)
    audit.record(by=by, action="divisions.prepared", target=made)
    return made


@transaction.atomic
def add_rename(*, change: DivisionChange, code: str, name: str) -> None:
    """Put a new name on the change. Raises InputError."""
    _add(change, divisions.rename(_known(in_force(), code), name.strip()))


@transaction.atomic
def add_establish(*, change: DivisionChange, parent: str, code: str, name: str) -> None:
    """Put a new division on the change, one level below ``parent``. Raises InputError."""
    above = _known(_planned(change), parent, field="parent")
    level = next((low for low, up in divisions.ABOVE.items() if up == above.level), None)
    if level is None:
        raise InputError("parent", _("Nothing lies below a village."))
    _add(change, divisions.establish(code, name.strip(), level, above))


@transaction.atomic
def add_succeed(
    *, change: DivisionChange, code: str, new_code: str, name: str = "", parent: str = ""
) -> None:
    """Put a merger or a new code on the change; villages of a township come along.

    Into a division in force its own name and place count; else ``name`` is wanted. Raises
    InputError.
    """
    current = in_force()
    old, planned = _known(current, code), _planned(change)
    if target := planned.get(new_code):
        name, parent = target.name, target.parent
    elif not name.strip():
        raise InputError("name", _("Give the name: there is no division with this code yet."))
    above = _known(planned, parent or old.parent, field="parent")
    taken = {*Area.objects.values_list("code", flat=True), *planned}
    below = [d for d in current.values() if d.parent == old.code]
    _add(change, divisions.succeed(old, new_code, name.strip(), above, below, taken))


def _planned(change: DivisionChange) -> dict[str, Division]:
    """The divisions in force and those that the change so far would make."""
    made = {
        item.new_code: Division(item.new_code, item.new_name, item.level, item.parent_code)
        for item in change.items.exclude(kind=ItemKind.RENAME)
    }
    return made | in_force()


def _known(known: dict[str, Division], code: str, field: str = "old") -> Division:
    if code not in known:
        raise InputError(field, _("There is no division in force with this code."))
    return known[code]


def _add(change: DivisionChange, steps: Iterable[Step]) -> None:
    locked = _draft(change)
    steps = list(steps)
    if locked.items.filter(old__in=[step.old for step in steps if step.old]).exists():
        raise InputError("old", _("This division is on the list already: take it out first."))
    DivisionChangeItem.objects.bulk_create(
        DivisionChangeItem(
            change=locked, kind=step.kind, level=step.level, old_id=step.old or None,
            old_name=step.old_name, new_code=step.new_code, new_name=step.new_name,
            parent_code=step.parent,
        )
        for step in steps
    )  # fmt: skip


def _draft(change: DivisionChange) -> DivisionChange:
    locked = DivisionChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if not locked.is_draft:
        raise InputError("", _("This change has been carried out or dropped already."))
    return locked


@transaction.atomic
def change_item(*, item: DivisionChangeItem, new_code: str, name: str) -> None:
    """Correct the proposed code and name of one village before it is carried out."""
    _draft(item.change)
    parent = _known(_planned(item.change), item.parent_code)
    if item.kind == ItemKind.RENAME:
        new_code = item.new_code
    divisions.check_code(new_code, item.level, parent.code)
    below = DivisionChangeItem.objects.filter(change=item.change, parent_code=item.new_code)
    if new_code != item.new_code and item.level != Level.VILLAGE and below.exists():
        raise InputError("new_code", _("Take the township out and enter it with the other code."))
    item.new_code, item.new_name = new_code, name.strip()
    item.save(update_fields=["new_code", "new_name"])


@transaction.atomic
def remove_item(*, item: DivisionChangeItem) -> None:
    """Take one division off the list; a township takes its villages with it."""
    change = _draft(item.change)
    if item.old_id and item.level == Level.TOWNSHIP:
        change.items.filter(old__parent_id=item.old_id).delete()
    item.delete()


def faults_of(change: DivisionChange) -> list[Fault]:
    """What stands in the way of the change, all at once."""
    ended = Area.objects.exclude(pk__in=list(in_force())).values_list("code", flat=True)
    return divisions.faults([_step(item) for item in change.items.all()], in_force(), ended)


def _step(item: DivisionChangeItem) -> Step:
    return Step(item.kind, item.level, item.old_id or "", item.old_name, item.new_code,
                item.new_name, item.parent_code)  # fmt: skip


def effects(change: DivisionChange) -> dict[str, int]:
    """How many rows of each table would go over, by the model's name in words."""
    old = list(change.items.filter(kind=ItemKind.SUCCEED).values_list("old_id", flat=True))
    with scope.whole_city("how much a change of divisions moves, as counts only"):
        counts = {
            str(model._meta.verbose_name_plural): model._base_manager.filter(
                **{f"{field.attname}__in": old}
            ).count()
            for model, field in succession.following()
        }
    return {name: count for name, count in counts.items() if count}


@transaction.atomic
def drop(*, by: User, change: DivisionChange) -> None:
    """Give up a prepared change; it stays on the list."""
    locked = _draft(change)
    locked.state = ChangeState.DROPPED
    locked.save(update_fields=["state"])
    audit.record(by=by, action="divisions.dropped", target=locked)


@transaction.atomic
def carry_out(*, by: User, change: DivisionChange) -> Job:
    """Start carrying the change out, from its first day on; go on where a failed run stopped.

    Twice starts it once. Raises InputError before its day, for an empty change, while another one
    is not done with, and while anything stands in the way.
    """
    # All that may be running or may start: two starts at the same moment wait for each other.
    unfinished = DivisionChange.objects.unfinished().select_for_update(of=("self",)).order_by("pk")
    running = [one for one in unfinished if one.pk != change.pk and not one.is_draft]
    locked = DivisionChange.objects.get(pk=change.pk)
    if locked.has_failed:
        return _start(locked, by)
    if locked.job is not None:
        return locked.job
    locked = _draft(change)
    if running:
        text = gettext_lazy("{document} is being carried out: it has to be finished first.")
        raise InputError("", format_lazy(text, document=running[0].document))
    if locked.effective_on > clock.today():
        text = gettext_lazy("It can be carried out from {day} on.")
        raise InputError("", format_lazy(text, day=locked.effective_on.isoformat()))
    if not locked.items.exists():
        raise InputError("", _("Nothing is on the list yet."))
    if found := faults_of(locked):
        raise InputError("", found[0].message)
    return _start(locked, by)


def _start(change: DivisionChange, by: User) -> Job:
    title = _("Change of divisions: %(document)s") % {"document": change.document}
    change.state = ChangeState.RUNNING
    change.job = jobs.ask(kind=JOB, title=title[:200], by=by, params={"change": change.pk})
    change.save(update_fields=["state", "job"])
    audit.record(by=by, action="divisions.started", target=change)
    return change.job


@jobs.job_kind(JOB)
def run_change(running: jobs.Running) -> None:
    """Carry the change out, division by division; safe to run again from any point.

    Each division goes over in a transaction of its own, so the register is whole at every
    moment and a second run goes on where the first one ended.
    """
    change = DivisionChange.objects.get(pk=running.params["change"])
    with scope.whole_city("a change of divisions rewrites codes wherever they stand"):
        _found_divisions(change)
        # Villages first: people of a township see its files until its own turn comes.
        items = sorted(change.items.all(), key=lambda item: (item.level != Level.VILLAGE, item.pk))
        for number, item in enumerate(items):
            running.progress(number, len(items))
            _carry_item(change, item)
        for item in items:
            _carry_late(item)
        _finish(change, running.by)
        running.progress(len(items), len(items))


@transaction.atomic
def _found_divisions(change: DivisionChange) -> None:
    """Make the new divisions and names; from now on nothing new begins in the old ones."""
    succession.await_holders()
    items = sorted(change.items.all(), key=lambda item: (item.level == Level.VILLAGE, item.pk))
    for item in items:
        if item.kind == ItemKind.RENAME:
            Area.objects.filter(pk=item.new_code).update(name=item.new_name)
            continue
        Area.objects.get_or_create(
            code=item.new_code,
            defaults={
                "name": item.new_name, "level": item.level, "parent_id": item.parent_code,
                "valid_from": change.effective_on,
            },
        )  # fmt: skip
    last_day = change.effective_on - datetime.timedelta(days=1)
    for item in items:
        if item.kind == ItemKind.SUCCEED:
            Area.objects.filter(pk=item.old_id).update(
                successor_id=item.new_code, valid_to=last_day
            )
    _spell_full_names()


def _spell_full_names() -> None:
    """Full names follow the names of the divisions above; only changed rows are written."""
    names: dict[str, str] = {}
    changed = []
    for area in Area.objects.order_by("code"):
        is_city = area.level == Level.CITY
        names[area.code] = "" if is_city else names.get(area.parent_id or "", "") + area.name
        wanted = names[area.code] or area.name
        if area.valid_to is None and area.full_name != wanted:
            area.full_name = wanted
            changed.append(area)
    Area.objects.bulk_update(changed, ["full_name"], batch_size=500)


@transaction.atomic
def _carry_item(change: DivisionChange, item: DivisionChangeItem) -> None:
    locked = DivisionChangeItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if locked.done_at is not None:
        return
    if locked.kind == ItemKind.SUCCEED:
        people = list(User.objects.filter(area_id=locked.old_id, is_active=True))
        locked.moved = succession.carry(str(locked.old_id), locked.new_code)
        messages.tell(
            to=people, sentence=TOLD,
            figures={"name": locked.new_name, "document": change.document},
        )  # fmt: skip
    locked.done_at = timezone.now()
    locked.save(update_fields=["moved", "done_at"])


@transaction.atomic
def _carry_late(item: DivisionChangeItem) -> None:
    """What somebody saved in the ended division after its turn: their act had begun before."""
    if item.kind != ItemKind.SUCCEED:
        return
    locked = DivisionChangeItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    late = succession.carry(str(locked.old_id), locked.new_code)
    if late:
        moved = {label: locked.moved.get(label, 0) + count for label, count in late.items()}
        locked.moved |= moved
        locked.save(update_fields=["moved"])


@transaction.atomic
def _finish(change: DivisionChange, by: User) -> None:
    done = DivisionChange.objects.filter(pk=change.pk, state=ChangeState.RUNNING)
    if not done.update(state=ChangeState.DONE, done_at=timezone.now()):
        return
    moved: dict[str, int] = {}
    for item in change.items.all():
        for label, count in item.moved.items():
            moved[label] = moved.get(label, 0) + count
    audit.record(by=by, action="divisions.carried_out", target=change, detail={"moved": moved})
    address = reverse("accounts:division_change", args=[change.pk])
    sentence = gettext_noop("The change of divisions %(document)s has been carried out.")
    messages.tell(to=[by], sentence=sentence, figures={"document": change.document}, url=address)


def names_on(areas: Iterable[Area], day: datetime.date) -> dict[str, str]:
    """What divisions were called on ``day``, by code: the names the first later renames gave up."""
    names = {area.code: area.name for area in areas}
    later = DivisionChangeItem.objects.filter(
        kind=ItemKind.RENAME, old__in=names, done_at__isnull=False, change__effective_on__gt=day
    )
    for item in later.order_by("-change__effective_on", "-pk"):
        names[str(item.old_id)] = item.old_name
    return names


def full_name_on(area: Area, day: datetime.date) -> str:
    """The division's name on ``day`` after those of the divisions above it, without the city's."""
    line = [area]
    while line[0].parent is not None and line[0].parent.level != Level.CITY:
        line.insert(0, line[0].parent)
    names = names_on(line, day)
    return "".join(names[one.code] for one in line)
