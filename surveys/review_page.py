"""What the review page shows of one visit, in the order a leader reads it."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import may
from accounts.models import User
from foundation import clock
from foundation.faults import Text
from surveys.choices import DONE
from surveys.content import SOFT, Content, well_formed
from surveys.digests import signed_digests
from surveys.figures import summary
from surveys.models import Interviewer, Visit
from surveys.photo_reading import gallery
from surveys.reading import FigureChange, by_part, chapters, differences, figure_changes
from surveys.remark_reading import Told, of_last_return
from surveys.services.background import known_of
from surveys.services.visits import RESPONDENT
from surveys.steps import FLOW
from surveys.validation import validate
from surveys.working import working

QUEUE = 1000


@dataclass(frozen=True)
class Turn:
    """Where a visit stands among those that wait for the leader, and its neighbours."""

    number: int
    total: int
    previous: uuid.UUID | None
    next: uuid.UUID | None


@dataclass(frozen=True)
class Signature:
    """One signature line: whose, and whether it stands under what is written now."""

    who: str
    name: str
    about: str
    signed_at: Any
    is_stale: bool


@dataclass(frozen=True)
class Figure:
    """One figure of the strip on top, leading to its rows on the page."""

    label: Text
    words: Text
    address: str
    tone: str = ""


def review_page(visit: Visit, user: User) -> dict[str, Any]:
    """The visit in words, what changed, what to look at twice, and what was asked before."""
    content, known = well_formed(visit.content), known_of(visit)
    before = Visit.objects.before(visit).first()
    old = before.content if before else None
    changed = differences(old, content) if old else []
    moved = figure_changes(old, content, known.terms) if old else []
    found = validate(content, on=clock.today(), known=known)
    faults = [one for one in found if one.level == SOFT]
    remarks, signatures = of_last_return(visit), signatures_of(visit, content)
    photos = gallery(visit)
    return {
        "visit": visit,
        "chapters": chapters(content),
        "summary": summary(content, known.terms),
        "working": working(content, known.terms),
        "before": before,
        "differences": by_part(changed),
        "figures_changed": moved,
        "faults": faults,
        "remarks": remarks,
        "signatures": signatures,
        **photos,
        "strip": [
            *_strip(visit, bool(before), len(changed), moved, len(faults), remarks, signatures),
            _photo_figure(photos),
        ],
        "moves": FLOW.records(visit).select_related("by").order_by("-pk"),
        "may_edit": "submit" in FLOW.open_moves(visit, user),
        "may_apply": visit.result == DONE and may(user, "assistance.start_application"),
    }


def turn_of(visit: Visit, user: User) -> Turn | None:
    """The visit's place among those waiting for the leader; ``None`` when it waits for nobody."""
    keys = list(Visit.objects.waiting_for(user).in_turn().values_list("uuid", flat=True)[:QUEUE])
    if visit.uuid not in keys:
        return None
    place = keys.index(visit.uuid)
    return Turn(
        number=place + 1,
        total=len(keys),
        previous=keys[place - 1] if place else None,
        next=keys[place + 1] if place + 1 < len(keys) else None,
    )


def signatures_of(visit: Visit, content: Content) -> list[Signature]:
    """The investigators' signatures and the family's, with whether each is still good."""
    now = signed_digests(content)
    lines = [
        _signature(one, str(one.uuid), one.name, f"{one.unit} {one.duty}".strip(), now)
        for one in visit.interviewers.all()
    ]
    family = _("Head or adult of the family")
    return [*lines, _signature(visit, RESPONDENT, family, visit.household.head_name, now)]


def _signature(
    signed: Visit | Interviewer, who: str, name: str, about: str, now: tuple[str, str]
) -> Signature:
    is_stale = signed.signed_at is not None and signed.signed_digest not in now
    return Signature(who, name, about, signed.signed_at, is_stale)


def _photo_figure(photos: dict[str, Any]) -> Figure:
    tone = "warn" if photos["photos_missing"] or photos["photos_far"] else ""
    return Figure(_("Photos"), str(len(photos["photos"])), "#photos", tone)


def _strip(
    visit: Visit,
    was_visited: bool,
    changed: int,
    moved: list[FigureChange],
    faults: int,
    remarks: list[Told],
    signatures: list[Signature],
) -> list[Figure]:
    """The conclusion first: each figure leads to what stands behind it."""
    change = next((f" ({one.change})" for one in moved if one.label == _("Income per person")), "")
    good = sum(1 for one in signatures if one.signed_at and not one.is_stale)
    settled = sum(one.is_settled for one in remarks)
    strip = [
        Figure(_("Result of the visit"), visit.result_label or "—", "#c-header"),
        Figure(_("Income per person"), f"{visit.per_capita:,.2f}{change}", "#figures"),
        Figure(
            _("Changed since the last visit"),
            str(changed) if was_visited else _("First visit"), "#differences",
        ),
        Figure(
            _("Worth a second look"), str(faults), "#faults" if faults else "#differences",
            "warn" if faults else "",
        ),
        Figure(_("Signatures"), f"{good}/{len(signatures)}", "#signatures",
               "" if good == len(signatures) else "warn"),
    ]  # fmt: skip
    if remarks:
        tone = "" if settled == len(remarks) else "warn"
        words = f"{settled}/{len(remarks)}"
        strip.insert(0, Figure(_("Remarks settled"), words, "#remarks", tone))
    return strip
