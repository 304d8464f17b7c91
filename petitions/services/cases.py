"""Registering a petition case, mending it, naming who answers for it, logging what is done."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import audit
from accounts.models import Area, User
from accounts.models.areas import Level
from accounts.scope import whole_city
from accounts.services import messages
from foundation.encryption import digest, digests
from foundation.faults import InputError
from foundation.moves import MoveRefused, Refusal
from households.services import identities, numbers
from petitions import rules, steps
from petitions.models import HandlingRecord, PetitionCase
from petitions.services import moving

SERIES = "petition"
IDENTITY = identities.PURPOSE
CHANGEABLE = (
    "source", "source_system", "original_no", "petitioner", "phone", "address", "people",
    "times_beijing", "times_province", "times_city", "summary", "demand", "complained_office",
    "risk", "note",
)  # fmt: skip
_CLOSED = _("This case is closed; nothing is added to it.")
_SEALED = {"phone": "phone_sealed", "address": "address_sealed"}


@transaction.atomic
def register(
    *,
    by: User,
    at: datetime.datetime,
    area: Area,
    identity_number: str = "",
    previous: PetitionCase | None = None,
    **facts: Any,
) -> PetitionCase:
    """Register a case (信访登记) with the county or township responsible.

    The same person with the same matter opens a repeat (重访) of the earlier case: its number
    with ``-R1``, ``-R2`` … A petitioner who is on the register of that area is linked with the
    household. Raises InputError (codes ``original_no``, ``complained_office``, ``area``).
    """
    _require_fit_area(area, facts.get("complained_office"))
    _require_new_number(facts["source"], facts.get("original_no", ""))
    case = PetitionCase(area=area, registered_by=by, registered_at=at, **facts)
    case.identity_number = identity_number
    case.identity_digest = digest(identity_number, purpose=IDENTITY) if identity_number else ""
    _link_household(case, identity_number)
    steps.FLOW.begin(case, at=at)
    case.due_on = moving.deadline(case)
    previous = previous or find_previous(identity_number, case.matter)
    _number(case, previous, year=timezone.localtime(at).year)
    case.save(force_insert=True)
    detail = {"case_no": case.case_no, "source": case.source, "matter": case.matter}
    audit.record(by=by, action="petition.registered", target=case, detail=detail)
    return case


def find_previous(identity_number: str, matter: str) -> PetitionCase | None:
    """The latest case of the same person and matter inside the current scope."""
    if not identity_number:
        return None
    same = PetitionCase.objects.filter(
        identity_digest__in=digests(identity_number, purpose=IDENTITY), matter=matter
    )
    return same.order_by("-received_on", "-pk").first()


@transaction.atomic
def change(*, case_id: int, by: User, **facts: Any) -> PetitionCase:
    """Mend what was registered; matter, identity and area stay. Raises InputError, MoveRefused."""
    case = moving.locked(case_id)
    require_open(case)
    if "complained_office" in facts:
        _require_fit_area(case.area, facts["complained_office"])
    if "original_no" in facts and facts["original_no"] != case.original_no:
        _require_new_number(facts.get("source", case.source), facts["original_no"])
    changed = [name for name in CHANGEABLE if name in facts and facts[name] != getattr(case, name)]
    for name in changed:
        setattr(case, name, facts[name])
    if changed:
        case.save(update_fields=[_SEALED.get(name, name) for name in changed])
        audit.record(by=by, action="petition.changed", target=case, detail={"fields": changed})
    return case


@transaction.atomic
def assign(*, case_id: int, by: User, handler: User, **facts: str) -> PetitionCase:
    """Name the lead official (包案领导), the responsible unit, the handler and the keeper.

    ``facts``: ``lead_name``, ``lead_duty``, ``lead_level`` (code), ``responsible_unit``,
    ``keeper``, ``risk``. The handler is told. Raises MoveRefused on a closed case.
    """
    case = moving.locked(case_id)
    require_open(case)
    is_new = case.handler_id != handler.pk
    case.handler = handler
    for name in ("lead_name", "lead_duty", "lead_level", "responsible_unit", "keeper", "risk"):
        setattr(case, name, facts.get(name, getattr(case, name)))
    case.save(
        update_fields=[
            "handler", "lead_name", "lead_duty", "lead_level", "responsible_unit", "keeper", "risk",
        ]
    )  # fmt: skip
    audit.record(by=by, action="petition.assigned", target=case, detail={"handler": handler.pk})
    if is_new and handler != by:
        sentence = gettext_noop("Petition case %(case_no)s has been given to you to handle.")
        tell(case, [handler], sentence)
    return case


@transaction.atomic
def add_record(
    *, case_id: int, by: User, at: datetime.datetime, happened_on: datetime.date, text: str
) -> HandlingRecord:
    """Write one line into the log (办理记录); it is never changed.

    The same words for the same day by the same person are written once. Raises MoveRefused on a
    closed case, InputError for a day that has not come.
    """
    case = moving.locked(case_id)
    require_open(case)
    if happened_on > timezone.localtime(at).date():
        raise InputError("happened_on", _("This day has not come yet: write what has been done."))
    line = {"happened_on": happened_on, "text": text, "by": by}
    known = case.records.filter(**line).first()
    if known is not None:
        return known
    record = HandlingRecord.objects.create(case=case, area_id=case.area_id, at=at, **line)
    audit.record(by=by, action="petition.recorded", target=case, detail={"record": record.pk})
    return record


def require_open(case: PetitionCase) -> None:
    """A closed case is a record. Raises MoveRefused."""
    if case.step in rules.CLOSED:
        raise MoveRefused(
            [Refusal("wrong_step", _("This case is closed; nothing is added to it."))]
        )


def tell(case: PetitionCase, to: list[User], sentence: str) -> None:
    """Put a sentence about the case (with its number) into inboxes."""
    figures: Mapping[str, str] = {"case_no": case.case_no}
    messages.tell(
        to=to, sentence=sentence, figures=figures, url=reverse("petitions:case", args=[case.pk])
    )


def _require_fit_area(area: Area, office: Area | None) -> None:
    if area.level == Level.VILLAGE:
        raise InputError("area", _("A county or a township answers for a case, not a village."))
    if office is not None and office.contains(area.code):
        message = _("Who is complained about may not handle it: choose the level above.")
        raise InputError("complained_office", message)


def _require_new_number(source: str, original_no: str) -> None:
    if not original_no:
        return
    known = PetitionCase.objects.filter(source=source, original_no=original_no).first()
    if known is not None:
        message = _("This number is registered already, as case %(case_no)s.")
        raise InputError("original_no", message % {"case_no": known.case_no})


def _link_household(case: PetitionCase, identity_number: str) -> None:
    member = identities.own_active(identity_number) if identity_number else None
    if member is not None and case.area.contains(member.area_id):
        case.household_id, case.household_area_id = member.household_id, member.area_id


def _number(case: PetitionCase, previous: PetitionCase | None, *, year: int) -> None:
    """Draw a number of its own, or continue the earlier case's; the counter is locked last."""
    if previous is None:
        (number,) = numbers.draw(series=SERIES, unit=case.area, year=year)
        level = Level(case.area.level)
        digits = {Level.CITY: 4, Level.COUNTY: 6}.get(level, 9)
        case.root_no = case.case_no = f"XF-{case.area_id[:digits]}-{year}-{number:04d}"
        return
    case.previous, case.root_no = previous, previous.root_no
    with whole_city("repeats of one case are numbered through, wherever they were registered"):
        taken = PetitionCase.objects.select_for_update(of=("self",)).filter(root_no=case.root_no)
        case.repeat_no = max(list(taken.values_list("repeat_no", flat=True))) + 1
    case.case_no = f"{case.root_no}-R{case.repeat_no}"
