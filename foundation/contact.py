"""Phones, bank accounts and disability certificates: read, check and mask."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from stdnum import luhn

from foundation.faults import InputError, Text
from foundation.identity import IdentityError, parse_identity
from foundation.plain import narrow

_MOBILE = re.compile(r"(?:\+86|0086|86)?-?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})-?([2-9][0-9]{6,7})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"(": "", ")": "-"})
_CERTIFICATE = re.compile(r"([0-9]{17}[0-9X])([1-7])([1-4])(B[1-9])?")


class ContactError(InputError):
    """A phone, account or certificate number cannot be right.

    Codes: ``phone``, ``account_characters``, ``account_length``, ``certificate_form``,
    ``certificate_identity``, ``certificate_person``.
    """


@dataclass(frozen=True, slots=True)
class DisabilityCertificate:
    """A disability certificate (残疾人证) number, taken apart.

    ``category`` 1-7 and ``grade`` 1-4 (1 the heaviest) as in GB/T 26341; ``reissue`` is ``B1``,
    ``B2`` … of a re-issued certificate, else "".
    """

    number: str
    identity_number: str
    category: str
    grade: str
    reissue: str


def parse_phone(text: str) -> str:
    """Read a phone number; mobile numbers as 11 digits, landlines as ``024-12345678``.

    Full width, blanks, brackets, any dash and the country code are put right. Raises ContactError.
    """
    typed = narrow(text).translate(_DASHES)
    mobile = _MOBILE.fullmatch(typed.replace("-", ""))
    if mobile:
        return mobile[1]
    landline = _LANDLINE.fullmatch(typed)
    if landline:
        return f"{landline[1]}-{landline[2]}"
    message = _("Enter a mobile number of 11 digits, or a landline with its area code.")
    raise ContactError("phone", message)


def mask_phone(phone: str) -> str:
    """``138****2207``; of a landline the area code and the last four digits stay."""
    area, dash, rest = phone.rpartition("-")
    if dash:
        return f"{area}-{'*' * (len(rest) - 4)}{rest[-4:]}"
    if len(phone) < 11:
        return "*" * len(phone)
    return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]


def parse_bank_account(text: str) -> str:
    """Read a card or passbook number (银行卡、社保卡、存折): digits only, 8 to 32 of them.

    Whether it looks like a card is another question: ``bank_account_doubt``. Raises ContactError.
    """
    number = narrow(text).replace("-", "").lstrip("'")
    if not re.fullmatch(r"[0-9]+", number):
        message = _("An account number has digits only: take everything else out.")
        raise ContactError("account_characters", message)
    if not 8 <= len(number) <= 32:
        message = _("An account number has 8 to 32 digits, this has {found}.")
        raise ContactError("account_length", format_lazy(message, found=len(number)))
    return number


def bank_account_doubt(number: str) -> Text | None:
    """A reason to look at the card again, or None; never a reason to refuse.

    Cards have 16 to 19 digits and a Luhn check digit; old passbooks follow neither.
    """
    if not 16 <= len(number) <= 19:
        return format_lazy(
            _("A bank card has 16 to 19 digits, this has {found}: right only for a passbook."),
            found=len(number),
        )
    if not luhn.is_valid(number):
        return _("The last digit does not fit a bank card: right only for a passbook.")
    return None


def mask_bank_account(number: str) -> str:
    """Show the last four digits, of long numbers the first four too: ``6214***********6780``."""
    if len(number) < 12:
        return "*" * (len(number) - 4) + number[-4:] if len(number) > 4 else "*" * len(number)
    return number[:4] + "*" * (len(number) - 8) + number[-4:]


def parse_disability_certificate(
    text: str, *, on: date, identity_number: str = ""
) -> DisabilityCertificate:
    """Take a disability certificate number apart.

    It is the holder's identity number, one digit of category, one of grade, and B1, B2 … when
    re-issued. With ``identity_number`` given, the holder must be that person. Raises ContactError.
    """
    number = narrow(text).lstrip("'").upper()
    parts = _CERTIFICATE.fullmatch(number)
    if parts is None:
        message = _(
            "A certificate number is the identity number, then category (1-7) and grade (1-4)."
        )
        raise ContactError("certificate_form", message)
    try:
        parse_identity(parts[1], on=on)
    except IdentityError as error:
        raise ContactError("certificate_identity", error.message) from error
    if identity_number and parts[1] != identity_number:
        message = _("This certificate belongs to another identity number.")
        raise ContactError("certificate_person", message)
    return DisabilityCertificate(number, parts[1], parts[2], parts[3], parts[4] or "")
