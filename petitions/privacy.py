"""Who a petitioner is, as one reader may know it (举报人保密)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.access import may
from foundation.contact import mask_phone
from foundation.identity import mask_identity
from petitions.models import PetitionCase

SEE = "petitions.view_petitioner"


@dataclass(frozen=True, slots=True)
class Petitioner:
    """Name and masked numbers; of a whistle-blower nothing at all for most readers."""

    name: str
    identity_number: str
    phone: str
    address: str
    is_hidden: bool


def may_see_authors(user) -> bool:
    """Whether ``user`` may know who brought a report."""
    return may(user, SEE)


def is_hidden(case: PetitionCase, user) -> bool:
    """Reports (举报) keep their author from everybody without ``petitions.view_petitioner``.

    《信访工作条例》(2022) art. 30: reports and their authors are not made known to those reported.
    """
    return case.is_confidential and not may_see_authors(user)


def petitioner_of(case: PetitionCase, user, *, is_plain: bool = False) -> Petitioner:
    """The petitioner as ``user`` may see; numbers masked unless ``is_plain`` (a recorded act)."""
    if is_hidden(case, user):
        return Petitioner(_("(kept confidential)"), "", "", "", True)
    number, phone = case.identity_number, case.phone
    if not is_plain:
        number = mask_identity(number) if number else ""
        phone = mask_phone(phone) if phone else ""
    return Petitioner(case.petitioner, number, phone, case.address, False)
