"""Shape and wording of what administrators type about accounts."""

import re
import secrets
import string

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, User
from accounts.models.users import Role
from accounts.services import users
from foundation.forms import Form

USERNAME = re.compile(r"^[a-z0-9._-]{3,40}$")


def one_time_password() -> str:
    """A password to be told once and changed at the first sign-in."""
    letters = "".join(secrets.choice("ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(3))
    small = "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz") for _ in range(4))
    digits = "".join(secrets.choice(string.digits[2:]) for _ in range(4))
    return f"{letters}-{small}-{digits}"


class RolesField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(choices=Role.choices, label=_("Roles"), **kwargs)

    def validate(self, value):
        super().validate(value)
        users.check_roles(value)


class UserForm(Form):
    """A new account."""

    username = forms.RegexField(
        USERNAME,
        label=_("User name"),
        help_text=_("Small letters, digits, dots; at least three signs."),
        error_messages={"invalid": _("Use small letters, digits, dots and dashes only.")},
    )
    name = forms.CharField(label=_("Name"), max_length=50)
    area = forms.CharField(
        label=_("Managing area (12 digits)"),
        max_length=12,
        help_text=_("The statistical code of the village, township, county or city."),
    )
    unit = forms.CharField(label=_("Unit"), max_length=80, required=False)
    duty = forms.CharField(label=_("Duty"), max_length=40, required=False)
    roles = RolesField()

    def __init__(self, *args, administrator: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.administrator = administrator

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username=username).exists():
            raise ValidationError(_("This user name is taken; choose another."))
        return username

    def clean_area(self):
        return area_inside(self.cleaned_data["area"], self.administrator)


def area_inside(code: str, administrator: User) -> Area:
    """The area with this code, inside the administrator's own; else a ``ValidationError``."""
    area = Area.objects.filter(code=code.strip()).first()
    if area is None:
        raise ValidationError(_("There is no division with this code."))
    if not administrator.area.contains(area.code):
        raise ValidationError(_("This area is outside the one you administer."))
    return area


class UserChangeForm(Form):
    """Roles, unit and duty of an account."""

    name = forms.CharField(label=_("Name"), max_length=50)
    unit = forms.CharField(label=_("Unit"), max_length=80, required=False)
    duty = forms.CharField(label=_("Duty"), max_length=40, required=False)
    roles = RolesField()


class BulkForm(Form):
    """Many accounts from a spreadsheet."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_(
            "Columns: user name, name, area code, unit, duty, roles (Chinese names, separated by"
            " 、). The first row holds the headings."
        ),
    )
