"""The guards of views: signing in is the default, and every view names its permission."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DatabaseError
from rest_framework.permissions import BasePermission

from accounts.permissions import PERMISSIONS, of_roles

PUBLIC = "public"
View = Callable[..., Any]


def permissions_of(user) -> frozenset[str]:
    """What ``user`` may do by all roles held; nothing when signed out or inactive."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if not hasattr(user, "_permissions_held"):
        user._permissions_held = of_roles(user.role_codes)
    return user._permissions_held


def may(user, permission: str) -> bool:
    """Whether ``user`` holds ``permission``; an unknown name is a programming error."""
    if permission not in PERMISSIONS:
        raise KeyError(permission)
    return permission in permissions_of(user)


def requires(permission: str) -> Callable[[View], View]:
    """Guard a view: 403 to those who lack ``permission``, and the refusal is audited."""
    if permission not in PERMISSIONS:
        raise KeyError(permission)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not may(request.user, permission):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def is_read_only(exception: BaseException) -> bool:
    """Whether an act failed because its row may only be read (授权查看), not written.

    A row seen through a grant cannot be locked (the lock finds nothing) and takes no children
    (the policy refuses them).
    """
    if isinstance(exception, ObjectDoesNotExist):
        return True
    return isinstance(exception, DatabaseError) and "row-level security" in str(exception)


def public(reason: str) -> Callable[[View], View]:
    """Open a view to people who have not signed in; the reason is part of the declaration."""

    def open_(view: View) -> View:
        opened = login_not_required(view)
        opened.required_permission = PUBLIC  # type: ignore[attr-defined]
        opened.public_reason = reason  # type: ignore[attr-defined]
        return opened

    return open_


class HasRequiredPermission(BasePermission):
    """API views name ``required_permission`` (or ``required_permissions`` by action)."""

    def has_permission(self, request, view) -> bool:
        by_action = getattr(view, "required_permissions", {})
        permission = by_action.get(getattr(view, "action", None)) or getattr(
            view, "required_permission", None
        )
        if permission is None:
            raise PermissionDenied("no permission declared")
        return may(request.user, permission)
