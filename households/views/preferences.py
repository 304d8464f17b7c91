"""How a user has the register list: saved filters (常用筛选) and columns (显示列)."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import requires
from foundation.faults import InputError
from foundation.htmx import render_page
from foundation.tables import Column
from households.conditions import conditions
from households.list_forms import ChangeFilterForm, ColumnsForm, SaveFilterForm
from households.models import SavedFilter
from households.services import preferences


@requires("households.view_household")
def saved_filters(request):
    """The user's own filters and those of the office, with their conditions in words."""
    found = list(SavedFilter.objects.for_user(request.user))
    for saved in found:
        asked = conditions(request.user, QueryDict(saved.query))
        saved.sentences, saved.areas = asked.sentences(), asked.areas
    context = {
        "rows": found,
        "columns": [
            Column(_("Name of the filter")),
            Column(_("Conditions")),
            Column(_("Of")),
            Column(""),
        ],
    }
    return render_page(request, "households/saved_filters.html", context)


@requires("households.view_household")
def save_filter(request):
    """Keep the conditions of the list under a name."""
    asked = conditions(request.user, QueryDict(request.POST.get("query", "")) or request.GET)
    initial = {"query": asked.kept_query}
    form = SaveFilterForm(request.POST or None, by=request.user, initial=initial)
    if form.is_valid():
        try:
            saved = preferences.save_filter(by=request.user, **form.cleaned_data)
        except InputError as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, _("The filter has been saved."))
            return redirect(f"{reverse('households:list')}?{saved.query}&saved={saved.pk}")
    context = {"form": form, "sentences": asked.sentences(), "areas": asked.areas}
    return render_page(request, "households/save_filter.html", context)


@requires("households.view_household")
def change_filter(request, pk):
    """Rename a filter, share it, or open the list with it."""
    saved = get_object_or_404(SavedFilter, pk=pk, owner=request.user)
    known = {name: getattr(saved, name) for name in ("name", "is_default", "is_shared")}
    form = ChangeFilterForm(request.POST or None, initial=known)
    if form.is_valid():
        try:
            preferences.change_filter(by=request.user, saved=saved, **form.cleaned_data)
        except InputError as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, _("The filter has been changed."))
            return redirect("households:saved_filters")
    return render_page(request, "households/change_filter.html", {"form": form, "saved": saved})


@requires("households.view_household")
def delete_filter(request, pk):
    """Forget a filter, after asking."""
    saved = get_object_or_404(SavedFilter, pk=pk, owner=request.user)
    if request.method == "POST":
        preferences.delete_filter(by=request.user, saved=saved)
        messages.success(request, _("The filter has been deleted."))
        return redirect("households:saved_filters")
    return render_page(request, "households/delete_filter.html", {"saved": saved})


@requires("households.view_household")
def columns(request):
    """Which columns the list shows, and in which order."""
    shown = [column.key for column in preferences.chosen_columns(request.user)]
    form = ColumnsForm(request.POST or None, shown=shown)
    if request.method == "POST" and (request.POST.get("default") or form.is_valid()):
        keys = [] if request.POST.get("default") else form.chosen()
        preferences.choose_columns(by=request.user, keys=keys)
        messages.success(request, _("The columns have been remembered."))
        return redirect("households:list")
    return render_page(request, "households/columns.html", {"form": form})
