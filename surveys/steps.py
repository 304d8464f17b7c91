"""The workflow of a visit: draft, approval by the township leader, correction (入户调查审核)."""

from django.utils.translation import gettext_lazy as _

from accounts.workflow import Flow
from foundation import clock
from foundation.deadlines import working_days
from foundation.faults import Text
from foundation.moves import Move, MoveTable
from surveys.digests import signed_digests
from surveys.models import PhotoKind, Step, Visit, VisitMove
from surveys.photo_rules import REQUIRED, required_missing
from surveys.remark_reading import unsettled
from surveys.validation import hard, is_complete, validate, was_remote

INTERVIEWERS_NEEDED = 2


def _answers_are_right(visit: Visit) -> Text | None:
    """The four parts are answered and nothing in them is impossible."""
    faults = hard(validate(visit.content, on=clock.today()))
    if not faults:
        return None
    return _("%(count)s answers must be mended first. The first: %(message)s") % {
        "count": len(faults),
        "message": faults[0].message,
    }


def _nothing_clashes(visit: Visit) -> Text | None:
    """Nothing two people typed differently is left undecided."""
    if not visit.clashes:
        return None
    return _("Two people typed different answers: choose which one holds first")


def _two_interviewers_signed(visit: Visit) -> Text | None:
    """At least two investigators sign what is now written.

    《最低生活保障审核确认办法》(民发〔2021〕57号) art. 16: two or more investigators.
    """
    now = signed_digests(visit.content)
    signed = visit.interviewers.filter(signed_at__isnull=False, signed_digest__in=now).count()
    if signed >= INTERVIEWERS_NEEDED:
        return None
    put = visit.interviewers.filter(signed_at__isnull=False)
    stale = put.exclude(signed_digest__in=now).exists()
    if stale:
        return _("Answers were changed after signing: the investigators must sign again")
    return _("Two investigators must sign; %(count)s have signed") % {"count": signed}


def _respondent_signed(visit: Visit) -> Text | None:
    """The head or an adult of the family signs; nobody can when nobody was met there."""
    if not is_complete(visit.content) or was_remote(visit.content):
        return None
    if visit.signed_at is None:
        return _("The person spoken to has not signed yet")
    if visit.signed_digest not in signed_digests(visit.content):
        return _("Answers were changed after signing: the person spoken to must sign again")
    return None


def _remarks_are_settled(visit: Visit) -> Text | None:
    """What the leader asked to have mended is changed or answered, place by place."""
    left = unsettled(visit)
    if not left:
        return None
    return _("%(count)s remarks are neither mended nor answered. The first: %(place)s") % {
        "count": len(left),
        "place": left[0].place,
    }


def _required_photos_are_there(visit: Visit) -> Text | None:
    """Kinds of photos without which a finished visit is not taken, if the office names any."""
    if not REQUIRED:
        return None
    kinds = visit.photos.kept().values_list("kind", flat=True)
    lacking = [str(PhotoKind(kind).label) for kind in required_missing(kinds, visit.result)]
    return _("Photos are missing: %(kinds)s") % {"kinds": "、".join(lacking)} if lacking else None


SUBMIT_GUARDS = (
    _answers_are_right,
    _nothing_clashes,
    _remarks_are_settled,
    _two_interviewers_signed,
    _respondent_signed,
    _required_photos_are_there,
)

MOVES = MoveTable(
    "visit",
    [
        (
            "submit",
            Move(
                {Step.DRAFT, Step.RETURNED},
                Step.SUBMITTED,
                "surveys.record_visit",
                _("Submit for approval"),
                due=working_days(3),
                guards=SUBMIT_GUARDS,
            ),
        ),
        (
            "approve",
            Move(
                {Step.SUBMITTED},
                Step.APPROVED,
                "surveys.approve_visit",
                _("Approve"),
                not_by=("submit",),
                guards=SUBMIT_GUARDS,
            ),
        ),
        (
            "return",
            Move(
                {Step.SUBMITTED},
                Step.RETURNED,
                "surveys.approve_visit",
                _("Return for correction"),
                due=working_days(3),
                not_by=("submit",),
                needs_reason=True,
            ),
        ),
    ],
    start=Step.DRAFT,
    step_labels=dict(Step.choices),
    version="2021",
)
FLOW = Flow(MOVES, VisitMove, subject_field="visit", action="visit")
FIRST_DRAFT_DUE = working_days(10)
