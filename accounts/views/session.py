"""Signing in and out, staying signed in, the own password."""

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import audit
from accounts.access import public, requires
from accounts.forms import NewPasswordForm, SignInForm
from accounts.middleware import client_address
from accounts.services import users
from accounts.user_forms import USERNAME


@public("the way in")
def sign_in(request):
    """Sign in by user name and password; after repeated failures django-axes locks the name."""
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            user = form.get_user()
            login(request, user)
            audit.record(by=user, action="session.signed_in", address=client_address(request))
            return redirect(_next(request))
        audit.record_refusal(
            by=None,
            action="session.sign_in_failed",
            detail={"username": _name_tried(request.POST.get("username", ""))},
            address=client_address(request),
        )
    return render(request, "accounts/sign_in.html", {"form": form, "next": _next(request)})


def _name_tried(typed: str) -> str:
    """The name as typed if it can be one: a password typed into the wrong box is not kept."""
    return typed if USERNAME.fullmatch(typed) else ""


def _next(request) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return target
    return resolve_url("reports:home")


@require_POST
@requires("accounts.use_site")
def sign_out(request):
    audit.record(by=request.user, action="session.signed_out", address=client_address(request))
    logout(request)
    return redirect("accounts:sign_in")


@requires("accounts.use_site")
def keep_alive(request):
    """Prolong the session (every request does); the time-out warning asks for this."""
    return HttpResponse(status=204)


@requires("accounts.use_site")
def change_password(request):
    form = NewPasswordForm(request.user, request.POST or None)
    if form.is_valid():
        users.change_password(user=request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password has been changed."))
        return redirect("reports:home")
    return render(request, "accounts/change_password.html", {"form": form})
