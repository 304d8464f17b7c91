"""Number plates and business registration numbers: read, check, and say what is doubtful."""

import re

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from foundation.faults import InputError, Text
from foundation.plain import narrow

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
OWN_PLATES = "辽M"  # 铁岭
_ANY_PLATE = re.compile(rf"[{PROVINCES}][0-9A-Z]{{5,8}}[学挂警港澳]?")
_USUAL_PLATE = re.compile(rf"[{PROVINCES}][A-HJ-NP-Z][0-9A-HJ-NP-Z]{{4,5}}[0-9A-HJ-NP-Z学挂]")
_OLD_LICENCE = re.compile(r"[0-9]{13}|[0-9]{15}")


class RegistrationError(InputError):
    """A plate or registration number cannot be right.

    Codes: ``plate``, ``credit_code_length``, ``credit_code``.
    """


def parse_plate(text: str) -> str:
    """Read a number plate: full width, blanks, dots and small letters are put right.

    Raises RegistrationError unless it is a province's sign and letters and digits; farm plates
    (``辽1212345``) and new-energy plates (``辽MD12345``) are plates too.
    """
    plate = re.sub(r"[-·•.．・]", "", narrow(text)).upper()
    if not _ANY_PLATE.fullmatch(plate):
        message = _("Write the plate as on the vehicle, such as 辽M12345.")
        raise RegistrationError("plate", message)
    return plate


def plate_doubt(plate: str) -> Text | None:
    """A reason to look at the plate again, or None; never a reason to refuse."""
    if not _USUAL_PLATE.fullmatch(plate):
        return _("The plate is not written like a car's: right only for farm or old vehicles.")
    if not plate.startswith(OWN_PLATES):
        return _("The plate is not of 铁岭 (辽M): check that the vehicle is the family's.")
    return None


def parse_credit_code(text: str) -> str:
    """Read a unified social credit code (统一社会信用代码, GB 32100, 18 characters).

    Numbers of old licences (13 or 15 digits) are taken as they are. Raises RegistrationError for
    another length or a wrong check character.
    """
    code = narrow(text).replace("-", "").upper()
    if _OLD_LICENCE.fullmatch(code):
        return code
    if len(code) != 18:
        message = _("A unified social credit code has 18 characters, this has {found}.")
        raise RegistrationError("credit_code_length", format_lazy(message, found=len(code)))
    try:
        return uscc.validate(code)
    except ValidationError as error:
        message = _("The check character does not fit: compare the code with the licence.")
        raise RegistrationError("credit_code", message) from error


def credit_code_doubt(code: str) -> Text | None:
    """A reason to ask for the new licence, or None."""
    if len(code) != 18:
        return _("This is the number of an old licence: ask for the unified social credit code.")
    return None
