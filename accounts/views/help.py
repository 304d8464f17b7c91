"""The handbook on the site (用户手册): contents with search, chapters, all of it for printing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from accounts import handbook
from accounts.access import requires
from foundation.htmx import render_page


@require_GET
@requires("accounts.use_site")
def contents(request: HttpRequest) -> HttpResponse:
    """The table of contents, or what a search found."""
    query = request.GET.get("q", "").strip()[:50]
    context = {
        "chapters": handbook.chapters().values(),
        "query": query,
        "hits": handbook.search(query),
    }
    return render_page(request, "accounts/help.html", context)


@require_GET
@requires("accounts.use_site")
def chapter(request: HttpRequest, chapter: str) -> HttpResponse:
    """One chapter; words of a search are marked."""
    found = handbook.chapters().get(chapter)
    if found is None:
        raise Http404(chapter)
    query = request.GET.get("q", "").strip()[:50]
    before, after = handbook.beside(chapter)
    context = {
        "chapters": handbook.chapters().values(),
        "chapter": found,
        "text": found.html(handbook.words_of(query)),
        "query": query,
        "before": before,
        "after": after,
    }
    return render_page(request, "accounts/help_chapter.html", context)


@require_GET
@requires("accounts.use_site")
def whole(request: HttpRequest) -> HttpResponse:
    """Every chapter on one page, to be printed."""
    context = {"chapters": handbook.chapters().values()}
    return render_page(request, "accounts/help_whole.html", context)


@require_GET
@requires("accounts.use_site")
def kept(request: HttpRequest) -> HttpResponse:
    """The chapters a phone keeps, without data, for days without a network."""
    every = handbook.chapters()
    context = {"chapters": [(every[slug], every[slug].html()) for slug in handbook.KEPT]}
    response = render_page(request, "accounts/help_kept.html", context)
    patch_cache_control(response, private=True, no_cache=True)
    return response
