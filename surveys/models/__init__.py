"""The tables of surveys; Django looks for them here."""

from surveys.models.approval_runs import ApprovalRun
from surveys.models.assignments import VisitAssignment
from surveys.models.campaigns import Campaign, CampaignKind, CampaignState, CampaignTarget
from surveys.models.closings import ClosedVisit
from surveys.models.facts import CurrentFacts
from surveys.models.follow_ups import FollowUp
from surveys.models.photos import PhotoKind, PhotoUpload, RemovalReason, VisitPhoto
from surveys.models.places import PlaceState
from surveys.models.readings import VisitReading
from surveys.models.remarks import VisitRemark
from surveys.models.roster import RosterCadre
from surveys.models.roster_imports import RosterImport, RosterImportState
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
    "CampaignKind",
    "CampaignState",
    "CampaignTarget",
    "ClosedVisit",
    "CurrentFacts",
    "FollowUp",
    "Interviewer",
    "RosterCadre",
    "RosterImport",
    "RosterImportState",
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
    "VisitReading",
    "VisitRemark",
    "VisitPhoto",
    "VisitRevision",
]
