"""Looking is an act: opening a file and seeing a full number are recorded (留痕)."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from households.models import Household, Member


@transaction.atomic
def view_household(*, by: User, household: Household) -> None:
    """Record that somebody opened the household's file (一户一档)."""
    audit.record(by=by, action="household.viewed", target=household)


@transaction.atomic
def reveal_number(*, by: User, member: Member, reason: str) -> str:
    """Show a full identity number for a stated purpose; who, whose and why are recorded."""
    audit.record(by=by, action="identity.revealed", target=member, detail={"reason": reason})
    return member.identity_number


def note_failed_reveal(*, by: User, member: Member) -> None:
    """Record an attempt to see a full number without saying what for."""
    audit.record(
        by=by,
        action="identity.reveal_refused",
        target=member,
        detail={"reason": "no purpose given"},
        is_refused=True,
    )
