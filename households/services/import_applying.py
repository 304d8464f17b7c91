"""Putting a checked ledger into the register: everything in one transaction, or nothing."""

import datetime
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pghistory.models
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, succession
from accounts.models import Area, AuditEvent, User
from foundation import clock
from foundation.faults import InputError
from households.models import Household, HouseholdKind, ImportBatch, ImportedHousehold, Member
from households.models.imports import BatchState, Decision, RowState
from households.services import numbers
from households.services.bulk_rows import Incoming, take_keys
from households.services.code_mappings import Alike
from households.services.import_comparing import Changes, Home, compare
from households.services.import_matching import Claims, match
from households.services.import_payloads import Person, Waiting
from households.services.people import fill
from households.services.registration import fill_household, made_up

PIECE = 500
#: Of the work, how much lies before the register is touched; for the progress bar.
GATHERED = 0.8
UNCHANGED_COLUMNS = {"id", "seal_id", "household_no", "area_id", "household_id", "created_at"}
Progress = Callable[[int, int], None]


class NotChecked(Exception):
    """The batch is not waiting to be applied."""


@dataclass
class Gathering:
    """Everything one import will write, in temporary tables until the last moment."""

    batch: ImportBatch
    by: User
    on: datetime.date
    now: datetime.datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        self.new = [Incoming(model) for model in (Household, Member, HouseholdKind)]
        self.changed = [Incoming(model, "changed") for model in (Household, Member)]
        self.acts = Incoming(AuditEvent)
        self.villages: dict[str, list[int]] = {}
        self.homes: dict[int, int] = {}
        self.alike = Alike(self.batch.standard, self.on)
        self.context = pghistory.models.Context.objects.create(
            id=uuid.uuid4(), metadata={"user": self.by.pk, "url": f"/imports/{self.batch.pk}/"}
        ).pk

    def act(self, action: str, household: Household, **detail: object) -> AuditEvent:
        event = AuditEvent(
            None, uuid.uuid4(), self.now, self.by.pk, self.by.name, action, False,
            "households.household", str(household.pk), household.area_id, household.pk,
            {**detail, "import": self.batch.pk}, "", "",
        )  # fmt: skip
        event.digest = audit.digest_of(event)
        return event

    def household(self, one: Waiting) -> Household:
        made = Household(
            area_id=one.area_code,
            head_name=one.head_name,
            registered_on=self.on,
            created_at=self.now,
            updated_at=self.now,
        )
        fill_household(made, {"urban_rural": "2", **made_up(), **one.fields})
        made.family_size = one.family_size
        return made

    def member(self, household: Household, person: Person, key: int) -> Member:
        made = Member(
            id=key,
            household_id=household.pk,
            area_id=household.area_id,
            joined_on=self.on,
            created_at=self.now,
            updated_at=self.now,
        )
        fill(made, person.data, on=self.on)
        if made.is_head:
            household.head_name = made.name
        return made

    def kinds(self, household: Household, kinds: Sequence[dict]) -> list[HouseholdKind]:
        return [
            HouseholdKind(
                household_id=household.pk,
                area_id=household.area_id,
                kind=kind["kind"],
                since=kind["since"] or self.on,
                reason=f"台账导入：{self.batch.file_name}",
            )
            for kind in kinds
        ]


def apply(*, batch_id: int, by: User, progress: Progress, fence: Callable[[], None]) -> ImportBatch:
    """Apply a checked batch: register the new households, save the changed ones.

    The register is compared once more inside the transaction: a household somebody has registered
    or changed since the check, or whose village has ended, is refused with the reason, and the
    counts stay whole. Raises NotChecked. Applying an applied batch does nothing. ``fence`` raises
    when another worker has taken the job over.
    """
    with transaction.atomic():
        succession.hold_divisions()
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
        if batch.state == BatchState.APPLIED:
            return batch
        if batch.state != BatchState.CHECKED:
            raise NotChecked(batch.state)
        area = Area.objects.get(pk=batch.area_id)
        to_do = batch.rows_new + batch.rows_changed
        gathering, claims, done = Gathering(batch, by, clock.today()), Claims(), 0
        for piece in _pieces(batch):
            _gather_piece(gathering, area, piece, claims)
            done += sum(row.row_count for row in piece)
            progress(int(done * GATHERED), to_do)
        _write(gathering, lambda share: progress(int(to_do * share), to_do))
        _finish(batch, by)
        fence()
    return batch


def _pieces(batch: ImportBatch) -> Iterator[list[ImportedHousehold]]:
    last = 0
    while True:
        waiting = (
            batch.households.filter(state__in=[RowState.NEW, RowState.CHANGED], first_row__gt=last)
            .select_related("batch")
            .order_by("first_row")[:PIECE]
        )
        if not (piece := list(waiting)):
            return
        yield piece
        last = piece[-1].first_row


def _gather_piece(
    gathering: Gathering, area: Area, piece: Sequence[ImportedHousehold], claims: Claims
) -> None:
    waiting = [Waiting.of(row) for row in piece]
    agreed = {row.pk: list(one.differences) for row, one in zip(piece, waiting, strict=True)}
    _refuse_ended(waiting, gathering.on)
    matches = match(area, waiting, claims)
    for row, one, found in zip(piece, waiting, matches, strict=True):
        if one.reasons or (found.is_doubtful and row.decision == Decision.NEW):
            continue
        if found.household_id != row.known_as or (found.is_doubtful and not row.decision):
            one.refuse(one.first_row, "registered_meanwhile", _registered_meanwhile())
    homes = homes_of(row.known_as for row in piece if row.known_as)
    fresh: list[tuple[ImportedHousehold, Waiting]] = []
    altered: list[tuple[ImportedHousehold, Waiting, Home, Changes]] = []
    moved: list[ImportedHousehold] = []
    for row, one in zip(piece, waiting, strict=True):
        if not one.reasons and row.known_as is None:
            fresh.append((row, one))
            continue
        if not one.reasons and row.known_as is not None:
            home = homes[row.known_as]
            changes = compare(one, home, on=gathering.on, alike=gathering.alike)
            if one.differences and (one.differences != agreed[row.pk] or home.is_taken):
                one.refuse(one.first_row, "changed_meanwhile", _changed_meanwhile())
            elif one.differences and not one.reasons:
                home.is_taken = True
                altered.append((row, one, home, changes))
                continue
        row.state = RowState.REFUSED if one.reasons else RowState.SAME
        _keep_reasons(row, one)
        moved.append(row)
    _gather_new(gathering, fresh, moved)
    _gather_changed(gathering, altered, moved)
    ImportedHousehold.objects.bulk_update(moved, ["state", "faults", "payload_sealed"])


def _refuse_ended(waiting: Sequence[Waiting], on: datetime.date) -> None:
    """A change of divisions since the check: nothing new goes into a village that has ended."""
    villages = Area.objects.filter(pk__in={one.area_code for one in waiting})
    current = set(villages.current(on).values_list("pk", flat=True))
    for one in waiting:
        if one.area_code not in current:
            one.refuse(one.first_row, "village_ended", _village_ended())


def homes_of(keys: Iterator[int]) -> dict[int, Home]:
    """Households with their active members and kinds, locked against other changes."""
    locked = list(
        Household.objects.select_for_update(of=("self",))
        .filter(pk__in=set(keys))
        .order_by("pk")
        .prefetch_related(None)
    )
    return with_people(locked)


def with_people(households: Sequence[Household]) -> dict[int, Home]:
    """Households with their active members and all kinds, by key; two more queries."""
    homes = {household.pk: Home(household, [], []) for household in households}
    for member in Member.objects.active().filter(household_id__in=homes).order_by("pk"):
        homes[member.household_id].members.append(member)  # type: ignore[attr-defined]
    for kind in HouseholdKind.objects.filter(household_id__in=homes):
        homes[kind.household_id].kinds.append(kind)  # type: ignore[attr-defined]
    return homes


def _gather_new(
    gathering: Gathering,
    fresh: Sequence[tuple[ImportedHousehold, Waiting]],
    refused: list[ImportedHousehold],
) -> None:
    households = iter(take_keys(Household, len(fresh)))
    members = iter(take_keys(Member, sum(len(one.people) for _row, one in fresh)))
    made: tuple[list, list, list] = ([], [], [])
    acts = []
    for row, one in fresh:
        try:
            household = gathering.household(one)
            household.pk = next(households)
            people = [gathering.member(household, p, next(members)) for p in one.people]
        except InputError as error:
            _refuse(row, one, error)
            refused.append(row)
            continue
        made[0].append(household)
        made[1].extend(people)
        made[2].extend(gathering.kinds(household, one.kinds))
        acts.append(gathering.act("household.registered", household, members=len(people)))
        gathering.villages.setdefault(household.area_id, []).append(household.pk)
        gathering.homes[row.pk] = household.pk
    _keep(gathering, made, acts)


def _refuse(row: ImportedHousehold, one: Waiting, error: InputError) -> None:
    """What was right at the check and cannot be saved any more is refused, nothing else is."""
    one.refuse(one.first_row, error.code, error.message)
    row.state = RowState.REFUSED
    _keep_reasons(row, one)


def _keep_reasons(row: ImportedHousehold, one: Waiting) -> None:
    one.place(row.batch.columns)
    row.faults, row.payload = [reason.mark for reason in one.reasons], one.dump()


def _gather_changed(
    gathering: Gathering,
    altered: Sequence[tuple[ImportedHousehold, Waiting, Home, Changes]],
    refused: list[ImportedHousehold],
) -> None:
    members = iter(take_keys(Member, sum(len(c.new_people) for *_rest, c in altered)))
    acts, fresh, kinds = [], [], []
    changed: tuple[list, list] = ([], [])
    for row, one, home, changes in altered:
        household = changes.household or home.household
        try:
            joined = [gathering.member(household, p, next(members)) for p in changes.new_people]
        except InputError as error:
            _refuse(row, one, error)
            refused.append(row)
            continue
        household.updated_at = gathering.now
        changed[0].append(household)
        for member in changes.members:
            member.updated_at = gathering.now
            changed[1].append(member)
        fresh += joined
        kinds += gathering.kinds(household, changes.new_kinds)
        fields = {"members": len(changes.members), "joined": len(changes.new_people)}
        acts.append(gathering.act("household.changed", household, **fields))
    for incoming, rows in zip(gathering.changed, changed, strict=True):
        incoming.gather(rows)
    _keep(gathering, ([], fresh, kinds), acts)


def _keep(gathering: Gathering, made: tuple[list, list, list], acts: Sequence[AuditEvent]) -> None:
    for kind, key in zip(made[2], take_keys(HouseholdKind, len(made[2])), strict=True):
        kind.pk = key
    for act, key in zip(acts, take_keys(AuditEvent, len(acts)), strict=True):
        act.pk = key
    for incoming, rows in zip(gathering.new, made, strict=True):
        incoming.gather(rows)
    gathering.acts.gather(acts)


def _write(gathering: Gathering, tell: Callable[[float], None]) -> None:
    """From the temporary tables into the register; numbers are drawn here, as late as can be."""
    keys: list[int] = []
    drawn: list[str] = []
    villages = Area.objects.in_bulk(gathering.villages)
    for code in sorted(gathering.villages):
        waiting = gathering.villages[code]
        drawn += numbers.household_numbers(
            village=villages[code], year=gathering.on.year, count=len(waiting)
        )
        keys += waiting
    gathering.new[0].execute(
        "UPDATE {0} g SET household_no = n.number"
        " FROM unnest(%(keys)s::bigint[], %(numbers)s::text[]) AS n (id, number) WHERE n.id = g.id",
        {"keys": keys, "numbers": drawn},
    )
    tell(GATHERED + 0.02)
    for step, incoming in enumerate(gathering.changed):
        columns = [str(f.column) for f in incoming.fields if f.column not in UNCHANGED_COLUMNS]
        incoming.update(columns)
        incoming.write_history("update", gathering.context)
        tell(GATHERED + 0.03 * (step + 1))
    for step, incoming in enumerate(gathering.new):
        incoming.insert()
        incoming.write_history("insert", gathering.context)
        tell(GATHERED + 0.06 + 0.04 * (step + 1))
    gathering.acts.insert()
    _link(gathering)
    for incoming in (*gathering.new, *gathering.changed, gathering.acts):
        incoming.drop()
    tell(0.99)


def _link(gathering: Gathering) -> None:
    """Let every new household in the batch name the one it has become."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE households_importedhousehold t SET household_id = n.home"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS n (id, home) WHERE n.id = t.id",
            [list(gathering.homes), list(gathering.homes.values())],
        )


def _finish(batch: ImportBatch, by: User) -> None:
    batch.count(batch.households.counted())
    batch.state, batch.finished_by, batch.finished_at = BatchState.APPLIED, by, timezone.now()
    batch.save()
    detail = {
        name: getattr(batch, f"households_{name}") for name in ("new", "changed", "same", "refused")
    }
    audit.record(
        by=by, action="import.applied", target=batch, detail={**detail, "digest": batch.digest}
    )


def _village_ended() -> str:
    return _("This village or community has been merged: check the file again, then import it.")


def _registered_meanwhile() -> str:
    return _("Somebody has registered this household since the check: check the file again.")


def _changed_meanwhile() -> str:
    return _("Somebody has changed this household since the check: check the file again.")
