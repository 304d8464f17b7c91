"""Pictures that people send in: read, turned upright, made small, and written anew."""

import io

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from foundation.faults import InputError

LARGEST_FILE = 6 * 1024 * 1024
LARGEST_SIDE = 1200
FORMATS = {"PNG", "JPEG"}


def clean_picture(data: bytes) -> bytes:
    """The picture as a fresh PNG or JPEG without anything hidden in it (place, thumbnails).

    Raises InputError when it is no picture or too large.
    """
    if len(data) > LARGEST_FILE:
        raise InputError("too_large", _("The picture is larger than 6 MB: take a smaller one"))
    try:
        with Image.open(io.BytesIO(data), formats=sorted(FORMATS)) as picture:
            kind = picture.format or "PNG"
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            written = upright.convert("RGB") if kind == "JPEG" else upright.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        message = _("This is not a picture (JPEG or PNG): take it again")
        raise InputError("not_a_picture", message) from None
    out = io.BytesIO()
    written.save(out, kind, quality=80)
    return out.getvalue()


def media_type(picture: bytes) -> str:
    return "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
