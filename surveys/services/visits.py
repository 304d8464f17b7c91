"""Acts on visits: start, save field by field, settle, submit, approve, return (入户调查)."""

import datetime
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import audit
from accounts.calendar import working_calendar
from accounts.models import User
from accounts.services.messages import tell
from foundation import clock
from foundation.deadlines import due_on
from foundation.encryption import digest, sm3_hex
from foundation.faults import InputError
from households.models import Household
from households.models.households import HouseholdStatus
from surveys.choices import DONE
from surveys.content import Content, day, well_formed
from surveys.digests import content_digest, frozen_digest
from surveys.figures import summary
from surveys.known import terms_of
from surveys.merge import merge, with_value
from surveys.models import (
    Campaign,
    CurrentFacts,
    Interviewer,
    SignatureKind,
    Visit,
    VisitRevision,
)
from surveys.place_check import Point
from surveys.schema import EDITION
from surveys.services import assignments, clashes, follow_ups, interviewers, photos, remarks
from surveys.services.drafts import first_content
from surveys.services.editable import editable_visit
from surveys.services.pictures import clean_picture
from surveys.steps import FIRST_DRAFT_DUE, FLOW

RESPONDENT = "respondent"
TOLD_APPROVED = gettext_noop("The visit to %(head)s has been approved.")
TOLD_RETURNED = gettext_noop("The visit to %(head)s has been returned for correction.")
LARGEST_AMOUNT = Decimal("9999999999.99")


@dataclass(frozen=True)
class SyncResult:
    """What the server holds after a save; ``clashes`` are all that are not yet settled."""

    revision: int
    content: Content
    clashes: list[dict[str, Any]] = field(default_factory=list)


class StaleContent(InputError):
    """The content changed since the signer read it."""

    def __init__(self) -> None:
        message = _("Somebody else has changed the form meanwhile: read it again first")
        super().__init__("stale", message)


@transaction.atomic
def start(
    *,
    household: Household,
    by: User,
    kind: str = "1",
    campaign: Campaign | None = None,
    at: datetime.datetime | None = None,
    visit_uuid: uuid.UUID | None = None,
    edition: int = EDITION,
) -> Visit:
    """Begin a visit to a household, or go on with the one that is open.

    ``kind`` is a code of ``visit_kind``. The author is the first investigator. The draft is due
    in ten working days (the local limit for home visits, domain section 4). ``visit_uuid`` is the
    one a device gave it before there was a network, ``edition`` that of the form the device had.
    """
    locked = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    if not Household.objects.on_register().filter(pk=locked.pk).exists():
        raise InputError("off_register", _("This household is no longer on the register"))
    running = Visit.objects.filter(household=locked).open().first()
    if running is not None:
        return running
    now = at or clock.now()
    today = timezone.localtime(now).date()
    visit = _new(locked, by=by, kind=kind, campaign=campaign, on=today)
    if visit_uuid is not None:
        visit.uuid = visit_uuid
    FLOW.begin(visit, at=now)
    content = first_content(locked, kind=kind, on=today.isoformat(), edition=edition)
    _put(visit, content)
    visit.save(force_insert=True)
    _keep_revision(visit, base=0, by=by, at=now, request="")
    interviewers.of_account(visit, by).save(force_insert=True)
    assignments.take_up(visit=visit, by=by)
    audit.record(by=by, action="visit.started", target=visit, detail={"kind": kind})
    return visit


@transaction.atomic
def sync(
    *,
    visit_uuid: uuid.UUID | str,
    base_revision: int,
    content: Mapping[str, Any],
    by: User,
    base: Mapping[str, Any] | None = None,
    device_time: datetime.datetime | None = None,
    at: datetime.datetime | None = None,
) -> SyncResult:
    """Save what a client holds, merged field by field with what others saved meanwhile.

    ``base_revision`` is the revision the client's content grew from; ``base`` is given where it
    grew from something the server keeps no revision of (a pack taken along). The same save sent
    twice changes nothing. ``device_time`` is the client's clock: how far off it is, is kept.
    Raises ContentError for what is no visit, MoveRefused when the visit is no
    longer a draft, Visit.DoesNotExist outside the scope.
    """
    client = well_formed(content)
    visit = editable_visit(visit_uuid)
    request = _request_digest(base_revision, client)
    if visit.revisions.filter(request_digest=request).exists():
        return SyncResult(visit.revision, visit.content, visit.clashes)
    before = visit.content
    merged = merge(_base(visit, base_revision, base), well_formed(before), client)
    now = at or clock.now()
    if device_time is not None:
        visit.device_offset = round((device_time - timezone.now()).total_seconds())
    named = clashes.with_names(visit, merged.clashes, base_revision, by=by, at=now)
    kept, fresh = clashes.without_own(merged.content, named, by)
    if kept != before or fresh:
        _put(visit, kept)
        visit.clashes = visit.clashes + fresh
        _next_revision(visit, base=base_revision, by=by, at=now, request=request)
    elif device_time is not None:
        visit.save(update_fields=["device_offset"])
    return SyncResult(visit.revision, visit.content, visit.clashes)


@transaction.atomic
def settle_clash(*, visit_uuid: uuid.UUID | str, clash_id: str, keep: str, by: User) -> SyncResult:
    """Decide a clash: ``keep`` is ``server`` (what stands) or ``client`` (the other value).

    A clash already settled is left as it is.
    """
    visit = editable_visit(visit_uuid)
    clash = next((c for c in visit.clashes if c["id"] == clash_id), None)
    if clash is None:
        return SyncResult(visit.revision, visit.content, visit.clashes)
    base = visit.revision
    chosen = clash["client" if keep == "client" else "server"]["value"]
    _put(visit, well_formed(with_value(visit.content, clash["path"], chosen)))
    visit.clashes = [c for c in visit.clashes if c["id"] != clash_id]
    _next_revision(visit, base=base, by=by, at=clock.now(), request="")
    audit.record(by=by, action="visit.clash_settled", target=visit, detail={"path": clash["path"]})
    return SyncResult(visit.revision, visit.content, visit.clashes)


@transaction.atomic
def sign(
    *,
    visit_uuid: uuid.UUID | str,
    signer: str,
    picture: bytes,
    by: User,
    revision: int,
    kind: str = SignatureKind.DRAWN,
    at: datetime.datetime | None = None,
) -> Visit | Interviewer:
    """Put a signature under the content of ``revision``.

    ``signer`` is the uuid of an investigator, or ``respondent``.
    Signing again replaces the picture. Raises StaleContent, InputError for no picture,
    MoveRefused, Visit.DoesNotExist, Interviewer.DoesNotExist.
    """
    visit = editable_visit(visit_uuid)
    if revision != visit.revision:
        raise StaleContent
    signed = visit if signer == RESPONDENT else visit.interviewers.get(uuid=signer)
    signed.put_signature(clean_picture(picture))
    signed.signature_kind, signed.signed_at = SignatureKind(kind), at or clock.now()
    signed.signed_digest = content_digest(visit.content)
    signed.save(update_fields=["signature_sealed", "signature_kind", "signed_at", "signed_digest"])
    detail = {"signer": RESPONDENT if signed is visit else "interviewer", "kind": str(kind)}
    audit.record(by=by, action="visit.signed", target=visit, detail=detail)
    return signed


@transaction.atomic
def submit(*, visit_uuid: uuid.UUID | str, by: User, at: datetime.datetime | None = None) -> Visit:
    """Hand the visit to the township leader. Raises MoveRefused with everything missing."""
    visit, now = _locked(visit_uuid), at or clock.now()
    remarks.stamp_changed(visit, by=by, at=now)
    FLOW.move(visit, "submit", by=by, at=now)
    return visit


@transaction.atomic
def approve(
    *,
    visit_uuid: uuid.UUID | str,
    by: User,
    reason: str = "",
    revision: int | None = None,
    is_together: bool = False,
    others: Sequence[Point] | None = None,
    at: datetime.datetime | None = None,
) -> Visit:
    """Approve and freeze: the digest is fixed, and the facts become the household's current ones.

    A visit that met nobody is approved without changing what is known. ``revision`` is what the
    leader read; ``is_together`` says that it was approved among the unremarkable ones; ``others``
    is where the village's other visits were made, when that is at hand. Raises MoveRefused,
    StaleContent when it was changed since.
    """
    visit = _locked(visit_uuid)
    if revision not in {None, visit.revision}:
        raise StaleContent
    now = at or clock.now()
    content = visit.content
    visit.digest = frozen_digest(content, _signature_digests(visit), photos.freeze(visit, others))
    visit.approved_at = now
    visit.save(update_fields=["digest", "approved_at"])
    snapshot = {"digest": visit.digest} | ({"is_together": True} if is_together else {})
    FLOW.move(visit, "approve", by=by, at=now, reason=reason, snapshot=snapshot)
    if visit.result == DONE:
        _become_current(visit, content)
    follow_ups.after_approval(visit=visit, by=by, on=timezone.localtime(now).date())
    tell(
        to=[visit.created_by],
        sentence=TOLD_APPROVED,
        figures={"head": visit.household.head_name},
    )
    return visit


@transaction.atomic
def return_for_correction(
    *,
    visit_uuid: uuid.UUID | str,
    by: User,
    reason: str = "",
    places: remarks.Remarks = (),
    revision: int | None = None,
    at: datetime.datetime | None = None,
) -> Visit:
    """Give the visit back to its author with what is to be mended: as a whole, place by place.

    ``places`` are pairs of path and words, about the content of ``revision``. Raises MoveRefused
    (without either), InputError, StaleContent when it was changed since.
    """
    visit, now = _locked(visit_uuid), at or clock.now()
    if revision not in {None, visit.revision}:
        raise StaleContent
    told = remarks.judge(visit, places)
    whole = reason.strip() or "；".join(text for _path, text in told)[:500]
    move = FLOW.move(
        visit, "return", by=by, at=now, reason=whole, snapshot={"revision": visit.revision}
    )
    remarks.keep(visit, move.pk, told, by=by, at=now)
    tell(
        to=[visit.created_by],
        sentence=TOLD_RETURNED,
        figures={"head": visit.household.head_name},
    )
    return visit


def _new(
    household: Household, *, by: User, kind: str, campaign: Campaign | None, on: datetime.date
) -> Visit:
    """A visit not saved yet, due in ten working days, of the campaign that runs there."""
    return Visit(
        household=household,
        area_id=household.area_id,
        campaign=campaign or Campaign.objects.running(on, household.area_id).first(),
        kind=kind,
        flow=FLOW.table.version,
        created_by=by,
        due_on=due_on(on, FIRST_DRAFT_DUE, working_calendar()),
    )


def _base(visit: Visit, revision: int, given: Mapping[str, Any] | None) -> Content:
    """What the client's content grew from; nothing where neither side knows it any more."""
    if given is not None:
        return well_formed(given)
    kept = visit.revisions.filter(number=revision).first()
    return well_formed(kept.content) if kept else {}


def _locked(visit_uuid: uuid.UUID | str) -> Visit:
    return Visit.objects.select_for_update(of=("self",)).get(uuid=visit_uuid)


def _put(visit: Visit, content: Content) -> None:
    """Keep the content and derive the plain columns from it."""
    header = content["header"]
    visited_on = day(header.get("visited_on"))
    household = visit.household
    terms = terms_of(household.area_id, household.urban_rural, visited_on or clock.today())
    figures = summary(content, terms)
    visit.content = content
    visit.visited_on = visited_on
    visit.result = header.get("result") if header.get("result") in set("1234567") else ""
    visit.kind = header.get("kind") if header.get("kind") in set("123456") else visit.kind
    visit.family_size = figures.family_size
    visit.per_capita = max(-LARGEST_AMOUNT, min(figures.per_capita, LARGEST_AMOUNT))
    visit.need_count = figures.need_count


def _next_revision(
    visit: Visit, *, base: int, by: User, at: datetime.datetime, request: str
) -> None:
    visit.revision += 1
    visit.save()
    _keep_revision(visit, base=base, by=by, at=at, request=request)


def _keep_revision(
    visit: Visit, *, base: int, by: User, at: datetime.datetime, request: str
) -> None:
    kept = VisitRevision(
        visit=visit,
        household_id=visit.household_id,
        area_id=visit.area_id,
        number=visit.revision,
        base_number=base,
        by=by,
        at=at,
        request_digest=request,
    )
    kept.content_text = visit.content_text
    kept.save(force_insert=True)


def _request_digest(base_revision: int, content: Content) -> str:
    text = json.dumps([base_revision, content], sort_keys=True, ensure_ascii=False)
    return digest(text, purpose="visit-save")


def _signature_digests(visit: Visit) -> list[str]:
    people = [visit, *visit.interviewers.order_by("pk")]
    return [sm3_hex(p.signature) for p in people if p.signed_at]


def _become_current(visit: Visit, content: Content) -> None:
    facts = CurrentFacts.objects.filter(household_id=visit.household_id).first()
    facts = facts or CurrentFacts(household_id=visit.household_id, area_id=visit.area_id)
    facts.visit, facts.content = visit, content
    facts.family_size, facts.per_capita = visit.family_size, visit.per_capita
    facts.as_of = visit.visited_on or timezone.localtime(visit.approved_at).date()
    facts.save()
    household = Household.objects.select_for_update(of=("self",)).get(pk=visit.household_id)
    if household.status == HouseholdStatus.TO_SCREEN:
        household.status = HouseholdStatus.REGISTERED
        household.save(update_fields=["status", "updated_at"])
