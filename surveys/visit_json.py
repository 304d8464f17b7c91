"""A visit as one JSON document: what the form in the browser works on."""

import datetime
from dataclasses import asdict
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from foundation import clock
from surveys.content import well_formed
from surveys.digests import signed_digests
from surveys.figures import summary
from surveys.known_json import known_json
from surveys.models import Interviewer, Step, Visit
from surveys.photo_json import photo_row
from surveys.remark_reading import of_last_return
from surveys.services.background import known_of
from surveys.services.interviewers import colleagues
from surveys.services.visits import RESPONDENT
from surveys.steps import FLOW
from surveys.validation import validate


def visit_document(visit: Visit, user: User) -> dict[str, Any]:
    """The whole visit, and the colleagues who could still sign it as investigators."""
    document = saved_document(visit, user)
    signing = {line["user"] for line in document["signatures"]}
    return document | {"colleagues": _colleagues(visit, signing) if document["may_edit"] else []}


def saved_document(visit: Visit, user: User) -> dict[str, Any]:
    """Answers, clashes, faults, figures, signatures, photos and what ``user`` may do with them.

    What a save is answered with: who could sign does not depend on what was typed.
    """
    content = well_formed(visit.content)
    known = known_of(visit)
    faults = validate(content, on=clock.today(), known=known)
    may_edit = visit.is_editable and "submit" in FLOW.open_moves(visit, user)
    return {
        "uuid": str(visit.uuid),
        "revision": visit.revision,
        "saved_at": timezone.localtime(visit.updated_at).isoformat(timespec="seconds"),
        "step": visit.step,
        "step_label": visit.get_step_display(),
        "may_edit": may_edit,
        "household": _household(visit),
        "content": content,
        "clashes": visit.clashes,
        "faults": [
            {
                "path": f.path,
                "code": f.code,
                "level": f.level,
                "message": str(f.message),
                "is_checked": f.is_checked,
                "words": f.words,
            }
            for f in faults
        ],  # fmt: skip
        "summary": _plain(asdict(summary(content, known.terms))),
        "signatures": _signatures(visit, signed_digests(content)),
        "photos": [photo_row(photo) for photo in visit.photos.for_gallery()],
        "has_place": visit.place_sealed is not None,
        "returned": _returned(visit),
        "known": known_json(known),
        "remarks": _remarks(visit) if visit.step == Step.RETURNED else [],
    }


def _household(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.household_id,
        "head": visit.household.head_name,
        "number": visit.household.household_no,
        "area": visit.area.full_name or visit.area.name,
        "address": visit.household.address,
    }


def _signatures(visit: Visit, now: tuple[str, str]) -> list[dict[str, Any]]:
    people = [_signature(visit, who, now) for who in visit.interviewers.all()]
    return [*people, _signature(visit, visit, now)]


def _signature(visit: Visit, signed: Visit | Interviewer, now: tuple[str, str]) -> dict[str, Any]:
    """One signature line; ``is_stale`` when the answers changed after it was put."""
    person = signed if isinstance(signed, Interviewer) else None
    who = str(person.uuid) if person else RESPONDENT
    return {
        "who": who,
        "user": person.user_id if person else None,
        "name": person.name if person else "",
        "unit": person.unit if person else "",
        "signed_at": _moment(signed.signed_at),
        "is_stale": signed.signed_at is not None and signed.signed_digest not in now,
        "url": reverse("api:visits-signature", args=[visit.uuid, who]),
    }


def _colleagues(visit: Visit, signing: set[int | None]) -> list[dict[str, Any]]:
    return [
        {"id": user.pk, "name": user.name, "unit": user.unit or user.duty}
        for user in colleagues(visit)
        if user.pk not in signing
    ]


def _returned(visit: Visit) -> dict[str, str] | None:
    """Why the visit came back, while it is being corrected."""
    if visit.step != Step.RETURNED:
        return None
    last = visit.moves.filter(move="return").select_related("by").last()
    if last is None:
        return None
    by = last.by.name if last.by else ""
    return {"reason": last.reason, "by": by, "at": _moment(last.at) or ""}


def _remarks(visit: Visit) -> list[dict[str, Any]]:
    """What the leader asked to have mended, with what stood there when it was read."""
    return [
        {
            "uuid": str(one.remark.uuid),
            "path": one.remark.path,
            "text": one.remark.text,
            "by": one.remark.by.name,
            "place": one.place,
            "before": one.before,
            "before_words": one.before_words,
            "is_settled": one.remark.settled_at is not None,
            "answer": one.remark.answer,
        }
        for one in of_last_return(visit)
    ]


def _moment(at: datetime.datetime | None) -> str | None:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


def _plain(figures: dict[str, Any]) -> dict[str, Any]:
    """Amounts as texts, so that no program makes floats of them."""
    return {
        name: {k: str(v) for k, v in value.items()} if isinstance(value, dict)
        else list(value) if isinstance(value, tuple)
        else value if isinstance(value, int) else str(value)
        for name, value in figures.items()
    }  # fmt: skip
