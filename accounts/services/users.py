"""Acts on users: giving roles, creating, resetting, deactivating (用户管理)."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Area, User, UserRole
from accounts.models.users import POWERS, Role
from accounts.permissions import INCOMPATIBLE


def check_roles(roles: Iterable[str]) -> None:
    """Raise ``ValidationError`` naming the pair when two roles exclude each other."""
    held = {Role(role) for role in roles}
    if held & POWERS and len(held) > 1:
        power = next(iter(held & POWERS))
        raise ValidationError(
            _("%(role)s is a separate power and goes with no other role."),
            params={"role": power.label},
        )
    for one, other, reason in INCOMPATIBLE:
        if {one, other} <= held:
            raise ValidationError(
                _("%(one)s and %(other)s cannot be one person: %(reason)s."),
                params={"one": one.label, "other": other.label, "reason": _(reason)},
            )


@transaction.atomic
def create_user(
    *,
    by: User | None,
    username: str,
    name: str,
    area: Area,
    roles: Iterable[str],
    password: str,
    unit: str = "",
    duty: str = "",
    is_machine: bool = False,
    must_change_password: bool = True,
) -> User:
    """Create a user with roles; an administrator only inside the own area."""
    _inside(by, area)
    roles = list(roles)
    check_roles(roles)
    user = User.objects.create_user(
        username,
        password,
        name=name,
        area=area,
        unit=unit,
        duty=duty,
        is_machine=is_machine,
        must_change_password=must_change_password,
    )
    UserRole.objects.bulk_create(UserRole(user=user, role=role, given_by=by) for role in roles)
    audit.record(by=by, action="user.created", target=user, detail={"roles": sorted(roles)})
    return user


@transaction.atomic
def set_roles(*, by: User, user: User, roles: Iterable[str]) -> None:
    """Replace the roles of ``user``; nobody changes the own roles."""
    _inside(by, user.area)
    if by.pk == user.pk:
        raise ValidationError(_("You cannot change your own roles."))
    wanted = set(roles)
    check_roles(wanted)
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    held = set(user.roles.values_list("role", flat=True))
    user.roles.filter(role__in=held - wanted).delete()
    UserRole.objects.bulk_create(
        UserRole(user=user, role=role, given_by=by) for role in wanted - held
    )
    audit.record(
        by=by,
        action="user.roles_changed",
        target=user,
        detail={"given": sorted(wanted - held), "taken": sorted(held - wanted)},
    )


@transaction.atomic
def change_user(
    *, by: User, user: User, name: str, unit: str, duty: str, roles: Iterable[str]
) -> None:
    """Change what is known of a user, and the roles when they differ."""
    _inside(by, user.area)
    roles = set(roles)
    if roles != user.role_codes:
        set_roles(by=by, user=user, roles=roles)
    user.name, user.unit, user.duty = name, unit, duty
    user.save(update_fields=["name", "unit", "duty"])
    audit.record(by=by, action="user.changed", target=user)


@transaction.atomic
def reset_password(*, by: User, user: User, password: str) -> None:
    """Give a one-time password that must be changed at the next sign-in."""
    _inside(by, user.area)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    audit.record(by=by, action="user.password_reset", target=user)


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """The user's own change of password."""
    user.set_password(password)
    user.must_change_password = False
    user.password_changed_at = timezone.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    audit.record(by=user, action="user.password_changed", target=user)


@transaction.atomic
def set_active(*, by: User, user: User, is_active: bool) -> None:
    """Let a user in or keep the user out; nothing of what was done is lost."""
    _inside(by, user.area)
    if by.pk == user.pk:
        raise ValidationError(_("You cannot deactivate yourself."))
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    audit.record(by=by, action="user.activated" if is_active else "user.deactivated", target=user)


def _inside(by: User | None, area: Area) -> None:
    if by is not None and not by.area.contains(area.code):
        raise ValidationError(_("This area is outside the one you administer."))
