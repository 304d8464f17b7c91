"""What an uploaded paper or photo must be before anybody keeps it: its size, name and content."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from foundation.faults import InputError
from foundation.images import is_heic, is_picture, read_picture
from foundation.pdf_checks import is_pdf, read_paper

MOST_BYTES = 20 * 1024 * 1024
PICTURE_NAMES = {".jpg", ".jpeg", ".jfif", ".png", ".webp"}
PAPER_NAMES = {".pdf"}
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf,.jpg,.jpeg,.png,.webp,.pdf"
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
_ODD = re.compile(r"[\\/:*?\"<>|]+")


@dataclass(frozen=True)
class FitFile:
    """A file that may be kept; for a PDF width and height are 0 and there is no thumbnail."""

    content: bytes
    content_type: str
    width: int = 0
    height: int = 0
    pages: int = 1
    thumbnail: bytes = b""


def check_size(size: int) -> None:
    """Refuse by size alone, before a byte is read. Raises InputError."""
    if size == 0:
        raise InputError("empty", _("The file is empty: send it again."))
    if size > MOST_BYTES:
        raise InputError(
            "size", _("The file is larger than 20 MB: send a smaller photo or fewer pages.")
        )


def read_upload(data: bytes, *, name: str = "") -> FitFile:
    """Prove that ``data`` is a photo or a PDF, whatever it is called; a photo is written anew.

    ``name`` is what the sender's machine calls it. Raises InputError in words for a clerk.
    """
    check_size(len(data))
    ending = PurePosixPath(name.lower()).suffix
    if is_picture(data):
        if ending in PAPER_NAMES:
            raise InputError("name", _("Its name says PDF, but it is a picture: name it .jpg."))
        _refuse_ending(ending, PICTURE_NAMES)
        found = read_picture(data)
        return FitFile(
            found.content, found.content_type, found.width, found.height, 1, found.thumbnail
        )
    if is_pdf(data):
        if ending in PICTURE_NAMES:
            raise InputError("name", _("Its name says picture, but it is a PDF: name it .pdf."))
        _refuse_ending(ending, PAPER_NAMES)
        paper = read_paper(data)
        return FitFile(paper.content, "application/pdf", pages=paper.pages)
    if is_heic(data):
        raise InputError(
            "heic",
            _("This is an iPhone’s HEIC photo: set its camera to “Most Compatible”, or send JPEG."),
        )
    raise InputError("type", _("This is neither a photo (JPEG, PNG, WebP) nor a PDF."))


def title_from(name: str, *, most: int = 60) -> str:
    """A title from a file's name: no folders, no ending, no signs that files must not have."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    stem = PurePosixPath(bare).stem if "." in bare.strip(".") else bare
    seen = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in stem)
    return " ".join(_ODD.sub(" ", seen).split()).strip(". ")[:most]


def _refuse_ending(ending: str, allowed: set[str]) -> None:
    if ending and ending not in allowed:
        raise InputError(
            "name", _("A file with this ending is not accepted: send a photo or a PDF.")
        )
