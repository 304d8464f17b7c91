"""The tables of surveys; Django looks for them here."""

from surveys.models.assignments import VisitAssignment
from surveys.models.campaigns import Campaign, CampaignTarget
from surveys.models.facts import CurrentFacts
from surveys.models.follow_ups import FollowUp
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
    "Campaign",
    "CampaignTarget",
    "CurrentFacts",
    "FollowUp",
    "Interviewer",
    "SignatureKind",
    "Step",
    "StrandedDraft",
    "Visit",
    "VisitAssignment",
    "VisitMove",
    "VisitRevision",
]
