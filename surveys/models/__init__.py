"""The tables of surveys; Django looks for them here."""

from surveys.models.approval_runs import ApprovalRun
from surveys.models.assignments import VisitAssignment
from surveys.models.campaigns import Campaign, CampaignTarget
from surveys.models.facts import CurrentFacts
from surveys.models.remarks import VisitRemark
from surveys.models.stranded import StrandedDraft
from surveys.models.visits import (
    Interviewer,
    SignatureKind,
    Step,
    Visit,
    VisitMove,
    VisitRevision,
)

__all__ = [
    "ApprovalRun",
    "Campaign",
    "CampaignTarget",
    "CurrentFacts",
    "Interviewer",
    "SignatureKind",
    "Step",
    "StrandedDraft",
    "Visit",
    "VisitAssignment",
    "VisitMove",
    "VisitRemark",
    "VisitRevision",
]
