"""Password rules beyond Django's own (等级保护: 口令复杂度)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KINDS = (str.isupper, str.islower, str.isdigit, lambda c: not c.isalnum())
WANTED = 3


class MixedCharactersValidator:
    """At least three of: capital letters, small letters, digits, other signs."""

    def validate(self, password: str, user=None) -> None:
        kinds = sum(any(kind(c) for c in password) for kind in KINDS)
        if kinds < WANTED:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        return _("Use at least three of: capital letters, small letters, digits, other signs.")
