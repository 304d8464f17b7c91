"""User administration (用户管理) by the security administrator, inside the own area."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.area_choice import area_choice
from accounts.models import User
from accounts.services import bulk_users, users
from accounts.services.bulk_users import MadeAccount
from accounts.user_forms import BulkForm, UserChangeForm, UserForm, one_time_password
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from foundation.workbooks import UnreadableWorkbook, read_workbook

COLUMNS = [
    Column(gettext_lazy("Name"), sort="name"),
    Column(gettext_lazy("User name"), sort="username"),
    Column(gettext_lazy("Area"), sort="area_id"),
    Column(gettext_lazy("Roles")),
    Column(gettext_lazy("Status")),
    Column(gettext_lazy("Action"), hidden=True),
]
SORTS = {"name", "username", "area_id"}


def _within(request, area=None):
    return User.objects.within(area or request.user.area).select_related("area")


@requires("accounts.administer_users")
def user_list(request):
    areas = area_choice(request.user, request.GET.get("area"))
    found = _within(request, areas.chosen).prefetch_related("roles")
    words = request.GET.get("q", "").strip()
    if words:
        found = found.filter(Q(name__startswith=words) | Q(username__startswith=words))
    sort = request.GET.get("sort", "")
    order = sort if sort.lstrip("-") in SORTS else "area_id"
    page = paginate(request, found.order_by(order, "pk"))
    context = {"page": page, "columns": COLUMNS, "areas": areas, "words": words}
    return render_page(request, "accounts/users.html", context)


def _hand_over(request, user, password):
    """Show the one-time password, once."""
    made = [MadeAccount(user.username, user.name, password)]
    return render(request, "accounts/one_time.html", {"accounts": made})


@requires("accounts.administer_users")
def create(request):
    form = UserForm(request.POST or None, administrator=request.user)
    if form.is_valid():
        password = one_time_password()
        made = users.create_user(by=request.user, password=password, **form.cleaned_data)
        return render(
            request,
            "accounts/one_time.html",
            {"accounts": [MadeAccount(made.username, made.name, password)]},
        )
    return render(request, "accounts/user_form.html", {"form": form})


@requires("accounts.administer_users")
def change(request, pk):
    user = get_object_or_404(_within(request), pk=pk)
    known = {"name": user.name, "unit": user.unit, "duty": user.duty, "roles": user.role_codes}
    form = UserChangeForm(request.POST or None, initial=known)
    if form.is_valid():
        try:
            users.change_user(by=request.user, user=user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Saved. The new roles hold from the next page on."))
            return redirect("accounts:users")
    return render(request, "accounts/user_form.html", {"form": form, "person": user})


@require_POST
@requires("accounts.administer_users")
def reset_password(request, pk):
    user = get_object_or_404(_within(request), pk=pk)
    password = one_time_password()
    users.reset_password(by=request.user, user=user, password=password)
    return render(
        request,
        "accounts/one_time.html",
        {"accounts": [MadeAccount(user.username, user.name, password)]},
    )


@require_POST
@requires("accounts.administer_users")
def set_active(request, pk):
    user = get_object_or_404(_within(request), pk=pk)
    try:
        users.set_active(by=request.user, user=user, is_active=request.POST.get("active") == "1")
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("accounts:user", pk=pk)


@requires("accounts.administer_users")
def bulk(request):
    """Accounts from a spreadsheet: a preview is not needed, since it is all or none."""
    form = BulkForm(request.POST or None, request.FILES or None)
    faults, made = [], []
    if form.is_valid():
        try:
            rows = _rows_of(form.cleaned_data["file"])
        except UnreadableWorkbook as unreadable:
            form.add_error("file", str(unreadable))
        else:
            made, faults = bulk_users.create_all(by=request.user, rows=rows[1:])
            if made:
                return render(request, "accounts/one_time.html", {"accounts": made})
    return render(request, "accounts/bulk.html", {"form": form, "faults": faults})


def _rows_of(upload):
    with tempfile.NamedTemporaryFile(suffix=Path(upload.name).suffix) as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        return read_workbook(Path(kept.name), max_rows=2000, max_bytes=5_000_000)
