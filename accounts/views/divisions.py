"""Changes of divisions (行政区划撤并): the list, one change, its items, carrying out."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import requires
from accounts.area_choice import area_choice
from accounts.division_forms import ChangeForm, CodeForm, RenameForm, SucceedForm
from accounts.models import DivisionChange, DivisionChangeItem
from accounts.models.areas import Level
from accounts.services import divisions
from foundation.faults import InputError
from foundation.paging import paginate

REORGANISE = "accounts.reorganise_divisions"


@require_GET
@requires(REORGANISE)
def division_list(request):
    """The divisions of a place, those that have ended too, and the changes made."""
    areas = area_choice(request.user, request.GET.get("area"))
    context = {
        "areas": areas,
        "page": paginate(request, areas.chosen.children.select_related("successor")),
        "changes": paginate(
            request, DivisionChange.objects.for_list(), size=20, parameter="changes"
        ),
    }
    return render(request, "accounts/divisions.html", context)


@requires(REORGANISE)
def prepare(request):
    """Open a change under its approving document."""
    form = ChangeForm(request.POST or None)
    if form.is_valid():
        change = divisions.prepare(by=request.user, **form.cleaned_data)
        return redirect("accounts:division_change", pk=change.pk)
    return render(request, "accounts/prepare_division_change.html", {"form": form})


@require_GET
@requires(REORGANISE)
def change(request, pk):
    """One change: what is on it, what stands in the way, what can be put on it."""
    found = get_object_or_404(DivisionChange.objects.select_related("by", "job"), pk=pk)
    items = found.items.select_related("old", "old__parent")
    context = {
        "change": found,
        "page": paginate(request, items.order_by("pk")),
        "faults": divisions.faults_of(found) if found.is_draft else [],
        "areas": area_choice(request.user, request.GET.get("area")),
    }
    return render(request, "accounts/division_change.html", context)


@requires(REORGANISE)
def add_item(request, pk, kind, code):
    """Put a division on the change: renamed, succeeded, or with a new one below it."""
    found = get_object_or_404(DivisionChange, pk=pk, state="draft")
    area = area_choice(request.user, code).chosen
    form = _form(kind, request.POST or None, area)
    if form.is_valid() and _accepted(form, kind, found, area):
        messages.success(request, _("It is on the list; nothing has been changed yet."))
        return redirect("accounts:division_change", pk=pk)
    context = {"change": found, "area": area, "form": form, "kind": kind}
    return render(request, "accounts/add_division_item.html", context)


def _form(kind, data, area):
    if kind == "succeed":
        return SucceedForm(data, area=area)
    return RenameForm(data) if kind == "rename" else CodeForm(data)


def _accepted(form, kind, change, area) -> bool:
    """Hand it to the service; what it refuses stands beside its field."""
    try:
        if kind == "rename":
            divisions.add_rename(change=change, code=area.code, **form.cleaned_data)
        elif kind == "succeed":
            divisions.add_succeed(change=change, code=area.code, **form.target())
        else:
            divisions.add_establish(change=change, parent=area.code, **form.cleaned_data)
    except InputError as error:
        name = "new_code" if kind == "succeed" and error.code == "code" else error.code
        form.add_error(name if name in form.fields else None, error.message)
        return False
    return True


@requires(REORGANISE)
def change_item(request, pk):
    """Correct the proposed code or name of one division."""
    item = get_object_or_404(DivisionChangeItem.objects.select_related("change"), pk=pk)
    initial = {"code": item.new_code, "name": item.new_name}
    form = CodeForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            typed = form.cleaned_data
            divisions.change_item(item=item, new_code=typed["code"], name=typed["name"])
            return redirect("accounts:division_change", pk=item.change_id)
        except InputError as error:
            form.add_error("code" if error.code in ("code", "new_code") else None, error.message)
    context = {"change": item.change, "item": item, "form": form, "kind": "correct"}
    return render(request, "accounts/add_division_item.html", context)


@require_POST
@requires(REORGANISE)
def remove_item(request, pk):
    item = get_object_or_404(DivisionChangeItem.objects.select_related("change"), pk=pk)
    _act(request, divisions.remove_item, item=item)
    return redirect("accounts:division_change", pk=item.change_id)


@requires(REORGANISE)
def carry_out(request, pk):
    """Ask once more, with the figures; then the job starts."""
    found = get_object_or_404(DivisionChange, pk=pk)
    if request.method == "POST":
        _act(request, divisions.carry_out, by=request.user, change=found)
        return redirect("accounts:division_change", pk=pk)
    villages = found.items.filter(kind="succeed", level=Level.VILLAGE)
    context = {"change": found, "effects": divisions.effects(found), "count": villages.count()}
    return render(request, "accounts/carry_out_division_change.html", context)


@require_POST
@requires(REORGANISE)
def drop(request, pk):
    found = get_object_or_404(DivisionChange, pk=pk)
    _act(request, divisions.drop, by=request.user, change=found)
    return redirect("accounts:divisions")


def _act(request, act, **what) -> None:
    """Do it, or say on the next page why it was not done."""
    try:
        act(**what)
    except InputError as error:
        messages.error(request, str(error))
