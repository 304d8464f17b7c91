"""Forms of accounts: shape and wording of what people type about themselves."""

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SignInForm(AuthenticationForm):
    """User name and password, in the office's own words."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("The account or the password is wrong: check both and type them again"),
        "inactive": _("This account is closed: ask your unit's security administrator"),
    }

    def get_invalid_login_error(self):
        """Whoever knows the password of a closed account is told that it is closed."""
        given = self.cleaned_data
        closed = User.objects.filter(username=given.get("username"), is_active=False).first()
        if closed is None or not closed.check_password(given.get("password")):
            return super().get_invalid_login_error()
        return ValidationError(self.error_messages["inactive"], code="inactive")

    def confirm_login_allowed(self, user):
        """Machine users come by token only."""
        super().confirm_login_allowed(user)
        if user.is_machine:
            raise self.get_invalid_login_error()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, password = self.fields["username"], self.fields["password"]
        name.label = _("Account")
        # Django only writes the length into the page; what comes past it must not reach a column.
        name.validators.append(MaxLengthValidator(name.max_length))
        name.help_text = _("The account your unit gave you, not a phone number")
        name.error_messages["required"] = _("Type the account")
        password.label = _("Password")
        password.error_messages["required"] = _("Type the password")


class NewPasswordForm(PasswordChangeForm):
    """The present password, then another one twice; the rules stand once on the page.

    The present one is asked for because screens are left alone; the new one differs from it
    because an administrator knows the present one after a reset.
    """

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("This is not the present password: type it again"),
        "password_unchanged": _("Choose a password other than the present one"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, first.help_text = _("New password"), ""
        second.label, second.help_text = _("The new password once more"), ""

    def clean_new_password1(self):
        new = self.cleaned_data["new_password1"]
        if new == self.cleaned_data.get("old_password"):
            raise ValidationError(
                self.error_messages["password_unchanged"], code="password_unchanged"
            )
        return new
