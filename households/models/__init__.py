"""The tables of households; Django looks for them here."""

from households.models.assessments import AssessmentStandard
from households.models.attachments import Attachment
from households.models.bulk import BulkAct, BulkActRow
from households.models.changes import ChangeKind, HouseholdChange
from households.models.code_mappings import CodeMapping
from households.models.documents import Counter, DocumentKind, IssuedDocument
from households.models.doors import ClosedDoor, Grant
from households.models.duplicates import DuplicatePair
from households.models.economy import IncomeItem, LandItem, LivestockItem, RigidExpense
from households.models.hand_overs import HandOver
from households.models.households import Household, HouseholdKind
from households.models.imports import ImportBatch, ImportedHousehold, MappingMemory
from households.models.members import Member
from households.models.property import Housing, PropertyItem
from households.models.register import ChosenColumns, SavedFilter
from households.models.supporters import Supporter

__all__ = [
    "Attachment",
    "AssessmentStandard",
    "BulkAct",
    "BulkActRow",
    "ChosenColumns",
    "ChangeKind",
    "ClosedDoor",
    "CodeMapping",
    "Counter",
    "DocumentKind",
    "DuplicatePair",
    "Grant",
    "HandOver",
    "Household",
    "HouseholdChange",
    "HouseholdKind",
    "Housing",
    "ImportBatch",
    "ImportedHousehold",
    "IncomeItem",
    "IssuedDocument",
    "LandItem",
    "LivestockItem",
    "MappingMemory",
    "Member",
    "PropertyItem",
    "RigidExpense",
    "Supporter",
    "SavedFilter",
]
