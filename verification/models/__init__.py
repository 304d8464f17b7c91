"""The tables of comparison; Django looks for them here."""

from verification.models.findings import Finding, FindingMove, Severity, Step
from verification.models.rounds import Agency, ComparisonRound, Extract, FileLayoutVersion

__all__ = [
    "Agency",
    "ComparisonRound",
    "Extract",
    "FileLayoutVersion",
    "Finding",
    "FindingMove",
    "Severity",
    "Step",
]
