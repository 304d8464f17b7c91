"""Looking closer at a petitioner: recorded with its reason."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from petitions.models import PetitionCase
from petitions.privacy import Petitioner, petitioner_of


@transaction.atomic
def reveal(*, case: PetitionCase, by: User, reason: str) -> Petitioner:
    """The petitioner with full numbers; the look and its reason are in the audit trail."""
    audit.record(by=by, action="petitioner.revealed", target=case, detail={"reason": reason})
    return petitioner_of(case, by, is_plain=True)
