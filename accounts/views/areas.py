"""The next level of the area picker."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import requires
from accounts.area_choice import area_choice


@require_GET
@requires("accounts.use_site")
def area_children(request):
    """The picker with one more level, for htmx; ``name`` is the form field it fills."""
    name = request.GET.get("field", "area")
    areas = area_choice(
        request.user,
        request.GET.get(name),
        name=name if name.isidentifier() else "area",
    )
    return render(request, "components/area_picker.html", {"areas": areas})
