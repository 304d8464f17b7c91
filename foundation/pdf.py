"""Official documents as PDF: local fonts only, one stylesheet, same input, same bytes."""

from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from foundation import fonts

STYLESHEET = Path(__file__).with_name("official.css")
_IMAGES = ("data:image/png;base64,", "data:image/jpeg;base64,")
# Pango's font map is shared by all documents of the process and is not made for two at once.
_press = Lock()


class LocalFilesOnly(URLFetcher):
    """Gives documents our own font files and images that are part of the page; refuses the rest.

    A refusal stops the rendering, so that a template never silently loses a picture.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("file", "data"), fail_on_errors=True)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        allowed = url.startswith(_IMAGES) or _is_font(url)
        if not allowed:
            raise ValueError(f"documents may not load {url[:80]}")
        return super().fetch(url, headers)


def render_pdf(template_name: str, context: dict[str, Any], *, identifier: str = "") -> bytes:
    """Print a template as an A4 document in the manner of GB/T 9704.

    Templates extend ``components/pdf/official.html``; the stylesheet is the same for all, so a
    template needs no style of its own. Nothing of the clock goes into the file: the same template,
    context and fonts give the same bytes. ``identifier`` (a document number) becomes the file's
    identity. Raises ``FatalURLFetchingError`` when the page asks for anything that is not ours.
    """
    page = render_to_string(template_name, context)
    with _press:
        document = HTML(string=page, url_fetcher=LocalFilesOnly()).render(
            stylesheets=[_stylesheet()], font_config=_font_configuration()
        )
        return bytes(document.write_pdf(pdf_identifier=identifier.encode() or None))


def qr_code(text: str) -> SafeString:
    """A QR code as SVG for a document's verification address; dark on white, no outside files."""
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(scale=4, border=0, omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(svg)  # noqa: S308  (drawn by segno from modules, the text is not in it)


@lru_cache
def _font_configuration() -> FontConfiguration:
    return FontConfiguration()


@lru_cache
def _stylesheet() -> CSS:
    faces = "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight};'
        f" src: url({path.as_uri()}); }}\n"
        for face, path in fonts.present_faces()
    )
    return CSS(
        string=faces + STYLESHEET.read_text("utf-8"),
        font_config=_font_configuration(),
        url_fetcher=LocalFilesOnly(),
    )


def _is_font(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        return False
    path = Path(unquote(parts.path)).resolve()
    return path in {file.resolve() for _face, file in fonts.present_faces()}
