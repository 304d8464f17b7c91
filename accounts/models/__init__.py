"""The tables of accounts; Django looks for them here."""

from accounts.models.areas import Area, CalendarDay
from accounts.models.audit import AuditEvent, AuditSeal, AuditSealEntry
from accounts.models.devices import Device
from accounts.models.divisions import DivisionChange, DivisionChangeItem
from accounts.models.jobs import Job
from accounts.models.messages import Message
from accounts.models.users import Role, User, UserRole
from accounts.models.writes import ApiWrite

__all__ = [
    "ApiWrite",
    "Area",
    "AuditEvent",
    "AuditSeal",
    "AuditSealEntry",
    "CalendarDay",
    "Device",
    "DivisionChange",
    "DivisionChangeItem",
    "Job",
    "Message",
    "Role",
    "User",
    "UserRole",
]
