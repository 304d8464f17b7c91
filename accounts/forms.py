"""Forms of accounts: shape and wording of what people type about themselves."""

from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """User name and password, in the office's own words."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("The account or the password is wrong: check both and type them again"),
        "inactive": _("This account is closed: ask your unit's security administrator"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, password = self.fields["username"], self.fields["password"]
        name.label = _("Account")
        name.help_text = _("The account your unit gave you, not a phone number")
        name.error_messages["required"] = _("Type the account")
        password.label = _("Password")
        password.error_messages["required"] = _("Type the password")


class NewPasswordForm(SetPasswordForm):
    """The own password, twice; the rules stand once on the page instead of under each field."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, first.help_text = _("New password"), ""
        second.label, second.help_text = _("The new password once more"), ""
