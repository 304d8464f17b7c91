"""The tables of assistance; Django looks for them here."""

from assistance.models.applications import Application, ApplicationMove, Programme, Step
from assistance.models.benefits import Benefit, BenefitUnlock, UnlockKind
from assistance.models.decisions import Decision
from assistance.models.evidence import CheckResult, Conclusion, Notice, Objection, Outcome
from assistance.models.policies import PolicyValue

__all__ = [
    "Application",
    "ApplicationMove",
    "Benefit",
    "BenefitUnlock",
    "CheckResult",
    "Conclusion",
    "Decision",
    "Notice",
    "Objection",
    "Outcome",
    "PolicyValue",
    "Programme",
    "Step",
    "UnlockKind",
]
