"""PDFs people upload: whole, without a password, and with nothing inside that acts by itself.

No reader is trusted with the file: names of the PDF language are looked for in its text and in its
compressed object streams, unpacked within a limit. What is found suspicious is refused.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.faults import InputError

MAGIC = b"%PDF-"
UNPACKED_AT_MOST = 64 * 1024 * 1024
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb">>\s{0,8}stream\r?\n")
_FACTS_AT_MOST = 1000
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_ACTING = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE)"
    rb"(?![A-Za-z0-9])"
)
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")


@dataclass(frozen=True)
class Paper:
    """A PDF fit to be kept: its bytes as they came, and how many pages were found."""

    content: bytes
    pages: int


def is_pdf(data: bytes) -> bool:
    """Whether it says it is a PDF, within the first kilobyte as readers allow."""
    return MAGIC in data[:1024]


def read_paper(data: bytes) -> Paper:
    """Prove a PDF. Raises InputError: cut off, locked, with scripts, files or forms inside."""
    if not is_pdf(data):
        raise InputError("type", _("This is not a PDF."))
    if b"%%EOF" not in data[-4096:] or b"startxref" not in data[-4096:]:
        raise _damaged()
    pages = 0
    for piece in _texts(data):
        plain = _readable(piece)
        if _LOCKED.search(plain):
            raise InputError("locked", _("The PDF has a password: save it without and send that."))
        if _ACTING.search(plain):
            raise InputError(
                "acting",
                _("The PDF contains programs, forms or other files: print it to a plain PDF."),
            )
        pages += len(_PAGE.findall(plain))
    if not pages:
        raise _damaged()
    return Paper(data, pages)


def _texts(data: bytes) -> Iterator[bytes]:
    """What is written outside the streams, and every object stream unpacked."""
    left, start = UNPACKED_AT_MOST, 0
    while found := _STREAM.search(data, start):
        yield data[start : found.end()]
        end = data.find(b"endstream", found.end())
        if end < 0:
            raise _damaged()
        facts = _facts(data[max(start, found.start() - _FACTS_AT_MOST) : found.start()])
        if b"/ObjStm" in facts:
            text = _unpacked(facts, data[found.end() : end], left)
            left -= len(text)
            yield text
        start = end
    yield data[start:]


def _facts(before: bytes) -> bytes:
    """The dictionary of a stream: what follows the last ``obj`` before it."""
    return _readable(before[before.rfind(b"obj") :])


def _readable(text: bytes) -> bytes:
    """With names as they are meant: ``/J#53`` is ``/JS``."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)


def _unpacked(facts: bytes, packed: bytes, left: int) -> bytes:
    if b"/Filter" not in facts:
        return packed
    if b"FlateDecode" not in facts:
        raise _damaged()
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, max(left, 1))
    except zlib.error as error:
        raise _damaged() from error
    if unpacker.unconsumed_tail:
        raise InputError("size", _("The PDF unpacks to too much: print it to a plain PDF."))
    return text


def _damaged() -> InputError:
    message = _("The PDF is damaged or was not sent completely: send it again.")
    return InputError("damaged", message)
