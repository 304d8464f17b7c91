"""One photo of a visit on a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.access import requires
from households.looking import record_look
from surveys.models import Visit
from surveys.photo_reading import in_words


@require_GET
@requires("surveys.view_visit")
def photo(request: HttpRequest, uuid: str, photo_uuid: str) -> HttpResponse:
    """The photo, large, with what is known of it; the ones before and after are one press away."""
    visits = Visit.objects.select_related("household__area", "area__parent__parent")
    visit = get_object_or_404(visits, uuid=uuid)
    photos = list(visit.photos.for_gallery())
    shown = get_object_or_404(visit.photos.kept(), uuid=photo_uuid)
    place = next(n for n, one in enumerate(photos) if one.pk == shown.pk)
    record_look(request, visit.household)
    context = {
        "visit": visit,
        "shown": in_words(visit, photos)[place],
        "number": place + 1,
        "total": len(photos),
        "before": photos[place - 1] if place else None,
        "after": photos[place + 1] if place + 1 < len(photos) else None,
    }
    return render(request, "surveys/photo.html", context)
