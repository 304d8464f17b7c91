"""The tables of surveys; Django looks for them here."""

from surveys.models.assignments import VisitAssignment
from surveys.models.campaigns import Campaign, CampaignTarget
from surveys.models.facts import CurrentFacts
from surveys.models.photos import PhotoKind, PhotoUpload, RemovalReason, VisitPhoto
from surveys.models.places import PlaceState
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
    "Interviewer",
    "PhotoKind",
    "PhotoUpload",
    "PlaceState",
    "RemovalReason",
    "SignatureKind",
    "Step",
    "StrandedDraft",
    "Visit",
    "VisitAssignment",
    "VisitMove",
    "VisitPhoto",
    "VisitRevision",
]
