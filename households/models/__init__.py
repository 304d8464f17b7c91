"""The tables of households; Django looks for them here."""

from households.models.documents import Counter, DocumentKind, IssuedDocument
from households.models.doors import ClosedDoor, Grant
from households.models.households import Household, HouseholdKind
from households.models.members import Member

__all__ = [
    "ClosedDoor",
    "Counter",
    "DocumentKind",
    "Grant",
    "Household",
    "HouseholdKind",
    "IssuedDocument",
    "Member",
]
