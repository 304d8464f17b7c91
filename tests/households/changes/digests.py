"""The state of files as one digest, and who is active where: what undoing must bring back."""

from collections import Counter

from foundation.encryption import sm3_hex
from households.models import Household, HouseholdKind, Member

CHANGING = {"updated_at"}


def state(*files) -> str:
    """Everything the rows of some files say, times of saving aside."""
    keys = [file.pk for file in files]
    rows = []
    for model, column in (
        (Household, "pk"),
        (Member, "household_id"),
        (HouseholdKind, "household_id"),
    ):
        for row in model.objects.filter(**{f"{column}__in": keys}).order_by("pk"):
            facts = {
                field.attname: getattr(row, field.attname)
                for field in model._meta.concrete_fields
                if field.name not in CHANGING and not field.attname.endswith("_sealed")
            }
            rows.append(sorted(facts.items()))
    return sm3_hex(repr(rows).encode())


def active() -> Counter:
    """How often each person is active, by the digest of the number."""
    found = Member.objects.active().values_list("identity_digest", flat=True)
    return Counter(found)
