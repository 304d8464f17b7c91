"""Outline icons as inline SVG, read once from the icon package."""

import re
from functools import cache

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_NAME = re.compile(r"[a-z0-9-]+")
_SHAPES = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*/>")


@cache
def icon(name: str) -> SafeString:
    """The outline icon ``name``, hidden from screen readers: a word always stands beside it.

    Raises ValueError for a name that is not an icon's.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no icon name")
    path = settings.ICONS_DIR / f"{name}.svg"
    if not path.is_file():
        raise ValueError(f"there is no icon {name!r}")
    shapes = [
        shape
        for shape in _SHAPES.findall(path.read_text(encoding="utf-8"))
        if 'stroke="none"' not in shape
    ]
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        mark_safe("".join(shapes)),  # noqa: S308 -- shapes of our own icon package
    )
