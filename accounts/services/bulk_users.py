"""Many accounts from one spreadsheet: all of them, or none with every mistake named (批量开户)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.models.users import Role
from accounts.services import users
from accounts.user_forms import UserForm, one_time_password

COLUMNS = ("username", "name", "area", "unit", "duty", "roles")
SEPARATORS = str.maketrans({",": "、", "，": "、", ";": "、", "；": "、", " ": "、"})


@dataclass(frozen=True)
class RowFault:
    """What is wrong in one row, and how to mend it."""

    row: int
    field: str
    message: str


@dataclass(frozen=True)
class MadeAccount:
    """One account that was made, with its one-time password."""

    username: str
    name: str
    password: str


def role_names() -> dict[str, str]:
    """Role by its Chinese or English name or its code."""
    names: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with override(language):
            names |= {str(role.label): role.value for role in Role}
    return names | {role.value: role.value for role in Role}


def create_all(
    *, by: User, rows: Sequence[Sequence[str]]
) -> tuple[list[MadeAccount], list[RowFault]]:
    """Create every account of ``rows`` (without the heading row), or none if one row is wrong."""
    known = role_names()
    faults: list[RowFault] = []
    made: list[MadeAccount] = []
    try:
        with transaction.atomic():
            for number, row in enumerate(rows, 2):
                if not any(cell.strip() for cell in row):
                    continue
                values = dict(zip(COLUMNS, [cell.strip() for cell in row], strict=False))
                words = [w for w in values.get("roles", "").translate(SEPARATORS).split("、") if w]
                unknown = [word for word in words if word not in known]
                form = UserForm(
                    {**values, "roles": [known[w] for w in words if w in known]}, administrator=by
                )
                if unknown:
                    faults.append(
                        RowFault(number, _("Roles"), _("Unknown role: %s") % "、".join(unknown))
                    )
                    continue
                if not form.is_valid():
                    faults += [
                        RowFault(number, str(form.fields[name].label), " ".join(map(str, messages)))
                        for name, messages in form.errors.items()
                    ]
                    continue
                made.append(_create(by, form))
            if faults:
                raise ValidationError("rows are wrong")
    except ValidationError:
        return [], faults
    return made, []


def _create(by: User, form: UserForm) -> MadeAccount:
    password = one_time_password()
    user = users.create_user(by=by, password=password, **form.cleaned_data)
    return MadeAccount(user.username, user.name, password)
