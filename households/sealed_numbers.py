"""Every masked number, and the disease, that may be shown in full: whose, what, how masked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.contact import mask_phone
from foundation.formats import mask_account
from foundation.identity import mask_identity
from households.models import Household, Member, Supporter

IDENTITY = "identity"


def mask_disease(_name: str) -> str:
    """Only that there is one."""
    return gettext("on file, not shown")


@dataclass(frozen=True)
class SealedNumber:
    """One sealed column: the words for it and its mask; ``what`` names it in addresses.

    ``is_number``: what is not one is asked for and told in other words.
    """

    what: str
    model: type[Model]
    attribute: str
    label: str | Promise
    mask: Callable[[str], str]
    is_number: bool = True

    def of(self, row: Any) -> str:
        """The full number, "" when none is known."""
        return getattr(row, self.attribute)

    def masked(self, row: Any) -> str:
        number = self.of(row)
        return self.mask(number) if number else ""


NUMBERS = {
    found.what: found
    for found in (
        SealedNumber(IDENTITY, Member, "identity_number", _("Identity number"), mask_identity),
        SealedNumber("member-phone", Member, "phone", _("Telephone"), mask_phone),
        SealedNumber(
            "certificate", Member, "disability_cert", _("Disability certificate"), mask_identity
        ),
        SealedNumber("disease", Member, "disease", _("Disease"), mask_disease, is_number=False),
        SealedNumber("phone", Household, "phone", _("Telephone"), mask_phone),
        SealedNumber("account", Household, "account_no", _("Account number"), mask_account),
        SealedNumber("agent-phone", Household, "agent_phone", _("Agent's telephone"), mask_phone),
        SealedNumber(
            "agent-identity",
            Household,
            "agent_identity",
            _("Agent's identity number"),
            mask_identity,
        ),
        SealedNumber(
            "supporter-identity",
            Supporter,
            "identity_number",
            _("Supporter's identity number"),
            mask_identity,
        ),
    )
}
