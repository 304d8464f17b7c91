"""Photos people upload: proven by decoding, turned upright, stripped, scaled, made small.

Pure: bytes in, bytes out. Whatever was hidden in the file (places, serial numbers, a second file
behind the picture) is gone, because only the decoded picture is written again.
"""

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from foundation.faults import InputError

LONGEST_SIDE = 2560
THUMBNAIL_SIDE = 320
MOST_PIXELS = 80_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 86
PNG_AT_MOST = 3 * 1024 * 1024
JPEG_MAGIC, PNG_MAGIC = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}


@dataclass(frozen=True)
class Picture:
    """A picture fit to be kept: upright, at most ``LONGEST_SIDE`` pixels, without notes inside."""

    content: bytes
    content_type: str
    width: int
    height: int
    thumbnail: bytes


def is_picture(data: bytes) -> bool:
    """Whether the first bytes are those of a format we read."""
    return data.startswith((JPEG_MAGIC, PNG_MAGIC)) or (data[:4], data[8:12]) == (b"RIFF", b"WEBP")


def is_heic(data: bytes) -> bool:
    """Whether this is an iPhone's own format, which browsers cannot show."""
    return data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS


def read_picture(data: bytes) -> Picture:
    """Decode a JPEG, PNG or WebP and write it again. Raises InputError, also for what lies.

    The pixels are counted from the header before anything is decoded, so a few kilobytes that
    unpack to gigabytes cost nothing.
    """
    if not is_picture(data):
        raise InputError("type", _("This is not a photo: choose a JPEG, PNG or WebP picture."))
    if _is_cut_off(data):
        raise _damaged()
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            width, height = opened.size
            if width * height > MOST_PIXELS:
                raise _too_many_pixels()
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            return _picture(upright, is_drawing=opened.format == "PNG")
    except InputError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:  # whatever a decoder trips over, the file is the reason
        raise _damaged() from error


def _is_cut_off(data: bytes) -> bool:
    """Whether the end is missing, whatever the decoder makes of it.

    Importing the PDF engine makes Pillow accept half a photo in the whole process
    (``LOAD_TRUNCATED_IMAGES``). A JPEG's marks of start and end never occur inside its pixels.
    """
    if data.startswith(PNG_MAGIC):
        return b"IEND" not in data
    return data.startswith(JPEG_MAGIC) and data.rfind(b"\xff\xd9") < data.rfind(b"\xff\xda")


def _picture(image: Image.Image, *, is_drawing: bool) -> Picture:
    plain = _on_white(image)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    content, content_type = b"", "image/png"
    if is_drawing:
        content = _written(plain, "PNG", optimize=False)
    if not content or len(content) > PNG_AT_MOST:
        content, content_type = _written(plain, "JPEG", quality=QUALITY), "image/jpeg"
    small = plain.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    thumbnail = _written(small, "JPEG", quality=75)
    return Picture(content, content_type, plain.width, plain.height, thumbnail)


def _on_white(image: Image.Image) -> Image.Image:
    """The picture in plain colours or grey; what was transparent is white paper."""
    if image.mode in ("L", "RGB"):
        return image.copy()
    if image.mode == "1" or image.mode.startswith("I"):
        return image.convert("L")
    if "A" not in image.mode and "transparency" not in image.info:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(paper, layer).convert("RGB")


def _written(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    # Nothing but pixels: what the decoder read beside them would be written along otherwise.
    image.info = {}
    image.save(out, kind, **options)
    return out.getvalue()


def _too_many_pixels() -> InputError:
    return InputError(
        "pixels", _("The picture has too many pixels: photograph or scan it at a lower resolution.")
    )


def _damaged() -> InputError:
    message = _("The photo is damaged or was not sent completely: take or send it again.")
    return InputError("damaged", message)
