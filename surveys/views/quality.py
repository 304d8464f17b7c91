"""Quality of a campaign's visits (走访质量): signs by place and author, and the visits behind."""

from django.db.models import BooleanField, ExpressionWrapper
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.access import requires
from accounts.area_choice import area_choice
from accounts.models import User
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from surveys.coverage import records
from surveys.quality_signs import QUALITY_SIGNS, SIGN, shown
from surveys.services.quality_figures import Signs, by_author, quality
from surveys.views.campaign_place import (
    Asked,
    Cell,
    asked,
    frame,
    place_address,
    rows_address,
)

COLUMNS = (
    Column(_("Household")),
    Column(_("Village or community")),
    Column(_("Author")),
    Column(_("Visited")),
    Column(_("Minutes"), numeric=True),
    Column(_("Signs")),
    Column(_("Step")),
)
RELATED = ("household", "area__parent", "author", "visit")


@require_GET
@requires("surveys.view_quality")
def quality_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How many visits of each place and author show each sign."""
    look = asked(request, pk)
    found = quality(look.campaign, look.area, look.period)
    context = {
        **frame(look, "campaign_quality"),
        "signs": QUALITY_SIGNS,
        "found": found,
        "whole": _row(look, found.whole, look.area.code),
        "places": [_row(look, signs, signs.key) for signs in found.places],
        "authors": _authors(look),
    }
    return render_page(request, "surveys/campaigns/quality.html", context)


@require_GET
@requires("surveys.view_quality")
def quality_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The visits behind a figure, inside the reader's scope."""
    look = asked(request, pk)
    areas = area_choice(request.user, request.GET.get("area"))
    sign, person = SIGN.get(request.GET.get("sign", "")), _author(request.GET.get("author", ""))
    rows = records(look.campaign, look.period, areas.chosen)
    rows = rows.filter(shown(sign, look.period.closed)) if sign else rows
    rows = rows.filter(author=person) if person else rows
    page = paginate(
        request, _with_signs(rows, look).select_related(*RELATED).order_by("-on", "-pk")
    )
    for row in page.rows:
        row.stood = row.visit if look.period.closed is None else row
        row.signs = [each for each in QUALITY_SIGNS if getattr(row, f"shows_{each.code}")]
    context = {
        **frame(look, "campaign_quality"),
        "areas": areas,
        "signs": QUALITY_SIGNS,
        "sign": sign,
        "author": person,
        "page": page,
        "columns": COLUMNS,
    }
    return render_page(request, "surveys/campaigns/quality_rows.html", context)


def _authors(look: Asked) -> list[dict]:
    """Signs by author, for who may see the visits behind them."""
    if not look.is_mine:
        return []
    found = by_author(look.campaign, look.area, look.period)
    return [_row(look, signs, look.area.code, signs.key) for signs in found]


def _author(asked_for: str) -> User | None:
    """The author the address names, or everybody."""
    is_key = asked_for.isascii() and asked_for.isdigit() and len(asked_for) < 12
    return User.objects.filter(pk=asked_for).first() if is_key else None


def _with_signs(rows, look: Asked):
    """The rows, each with ``shows_<code>`` for every sign."""
    flags = {
        f"shows_{each.code}": ExpressionWrapper(shown(each, look.period.closed), BooleanField())
        for each in QUALITY_SIGNS
    }
    return rows.annotate(**flags)


def _row(look: Asked, signs: Signs, code: str, author: str = "") -> dict:
    """A place or an author with the visits behind each figure."""
    figures = [("", signs.visits), *signs.figures.items()]
    is_place = not author and code != look.area.code
    return {
        "name": signs.name,
        "visits": signs.visits,
        "address": place_address(look, code) if is_place else "",
        "cells": [
            Cell(figure, rows_address(look, "quality_rows", code, sign=sign, author=author))
            for sign, figure in figures
        ],
    }
