"""Recording acts, sealing them and proving the trail (审计留痕).

Events are written in the act's own transaction with a digest of their own. They are not chained
on insert, which would make every writer of the city wait for every other; once a minute the events
whose transactions have all ended are sealed into a batch and the batches are chained.
"""

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import AuditEvent, AuditSeal, AuditSealEntry
from foundation.encryption import hmac_sm3_hex, sm3_hex

GENESIS = "0" * 64
BATCH = 5000
CANONICAL_FIELDS = (
    "uuid", "at", "by_id", "by_name", "action", "is_refused", "target_type", "target_id",
    "area_code", "household_id", "detail", "address",
)  # fmt: skip


def canonical(event: AuditEvent) -> bytes:
    """The event as bytes that do not depend on the database: sorted keys, UTC instants."""
    values = {name: getattr(event, name) for name in CANONICAL_FIELDS}
    values["uuid"] = str(event.uuid)
    values["at"] = event.at.astimezone(datetime.UTC).isoformat()
    return json.dumps(values, sort_keys=True, ensure_ascii=False, default=str).encode()


def digest_of(event: AuditEvent) -> str:
    return hmac_sm3_hex(bytes.fromhex(settings.AUDIT_KEY), canonical(event))


def record(
    *,
    by,
    action: str,
    target: Any = None,
    detail: Mapping[str, Any] | None = None,
    is_refused: bool = False,
    address: str = "",
    household_id: int | None = None,
    area_code: str | None = None,
) -> AuditEvent:
    """Write one act in the current transaction.

    ``action`` is a dotted code (``household.registered``); ``detail`` holds no identity numbers,
    disease or income. ``target`` gives the area and household when it has them.
    """
    event = _event(
        by, action, target, detail or {}, is_refused=is_refused, address=address,
        household_id=household_id, area_code=area_code,
    )  # fmt: skip
    event.save(force_insert=True)
    return event


def record_each(*, by, action: str, of: Iterable[tuple[Any, Mapping[str, Any]]]) -> None:
    """Write the same act of many targets, each with its detail, in a few statements."""
    events = [_event(by, action, target, detail) for target, detail in of]
    AuditEvent.objects.bulk_create(events, batch_size=1000)


def _event(
    by, action: str, target: Any, detail: Mapping[str, Any], *, is_refused: bool = False,
    address: str = "", household_id: int | None = None, area_code: str | None = None,
) -> AuditEvent:  # fmt: skip
    person = by if by is not None and getattr(by, "pk", None) else None
    if household_id is None and target is not None:
        household_id = getattr(target, "household_id", None)
        if target._meta.model_name == "household":
            household_id = target.pk
    event = AuditEvent(
        at=timezone.now(),
        by_id=person.pk if person else None,
        by_name=person.name if person else "",
        action=action,
        is_refused=is_refused,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        area_code=area_code or getattr(target, "area_id", None) or "",
        household_id=household_id,
        detail=dict(detail),
        address=address,
    )
    event.digest = digest_of(event)
    return event


def record_refusal(*, by, action: str, detail: Mapping[str, Any], address: str = "") -> None:
    """Write an attempt that was refused; called after the refused transaction has rolled back."""
    record(by=by, action=action, detail=detail, is_refused=True, address=address)


def merkle_root(digests: Iterable[str]) -> str:
    """Root of the binary tree over ``digests`` in order; an odd last leaf is carried up."""
    level = list(digests)
    while len(level) > 1:
        level = [
            sm3_hex((level[i] + level[i + 1]).encode()) if i + 1 < len(level) else level[i]
            for i in range(0, len(level), 2)
        ]
    return level[0] if level else GENESIS


def chain(previous: str, number: int, count: int, root: str) -> str:
    return sm3_hex(f"{previous}|{number}|{count}|{root}".encode())


@transaction.atomic
def seal() -> AuditSeal | None:
    """Seal every committed event that no seal holds yet; returns the new seal or ``None``.

    One sealer at a time (an advisory lock). An event whose transaction is still open is not seen
    and waits for the next turn; only what was written since an hour before the last turn is
    searched, so a transaction may last an hour. ``verify`` reports whatever stayed unsealed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('nuanxin audit seal'))")
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(
            "SELECT e.id, e.digest FROM accounts_auditevent e"
            " LEFT JOIN accounts_auditsealentry s ON s.event_id = e.id"
            " WHERE s.id IS NULL AND e.id > coalesce((SELECT max(last_event)"
            " FROM accounts_auditseal WHERE sealed_at < now() - interval '1 hour'), 0)"
            " ORDER BY e.id LIMIT %s",
            [BATCH],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    last = AuditSeal.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.chained) if last else (1, GENESIS)
    root = merkle_root(digest for _, digest in rows)
    new = AuditSeal.objects.create(
        number=number,
        sealed_at=timezone.now(),
        count=len(rows),
        last_event=rows[-1][0],
        root=root,
        previous=previous,
        chained=chain(previous, number, len(rows), root),
    )
    AuditSealEntry.objects.bulk_create(
        AuditSealEntry(event_id=pk, seal=new, position=i) for i, (pk, _) in enumerate(rows)
    )
    return new


@dataclass
class Proof:
    """What ``verify`` found: broken rows and seals by number, and what is not yet sealed."""

    events: int = 0
    seals: int = 0
    unsealed: int = 0
    head: str = GENESIS
    broken_events: list[int] = field(default_factory=list)
    broken_seals: list[int] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.broken_events and not self.broken_seals


def verify() -> Proof:
    """Prove every event against its digest and every seal against its events and its chain."""
    proof = Proof()
    for event in AuditEvent.objects.order_by("id").iterator(chunk_size=2000):
        proof.events += 1
        if digest_of(event) != event.digest:
            proof.broken_events.append(event.pk)
    for number, sealed in enumerate(AuditSeal.objects.order_by("number").iterator(), 1):
        proof.seals += 1
        digests = list(sealed.entries.order_by("position").values_list("event__digest", flat=True))
        root = merkle_root(digests)
        whole = (
            sealed.number == number
            and sealed.count == len(digests)
            and sealed.root == root
            and sealed.previous == proof.head
            and sealed.chained == chain(proof.head, number, len(digests), root)
        )
        if not whole:
            proof.broken_seals.append(sealed.number)
        proof.head = sealed.chained
    proof.unsealed = AuditEvent.objects.filter(sealing=None).count()
    return proof
