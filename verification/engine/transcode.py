"""Detect an extract's encoding and hand it on as UTF-8, transcoded ahead by a second process."""

import codecs
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

UTF8, UTF8_BOM, GB18030, UTF16 = "utf-8", "utf-8-sig", "gb18030", "utf-16"
_ICONV_NAMES = {GB18030: "GB18030", UTF16: "UTF-16"}
_CHUNK = 1 << 20
_BELOW_LEAD_BYTES = bytes(range(0xC0))
_MENDER = Path(__file__).with_name("mender.py")

Read = Callable[[int], bytes]


class UndecodableText(Exception):
    """Some bytes are no text in the encoding; read again with ``mend=True`` to learn the rows."""


@contextmanager
def private_workspace(parent: Path | None = None) -> Iterator[Path]:
    """A directory only this process's user may enter (0700), removed whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="comparison-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def detect_encoding(path: Path, declared: str = "auto") -> str:
    """The encoding by mark and content; ``declared`` decides only what is plain ASCII.

    Reads on to the first block that is not ASCII, so a file whose first thousand rows are
    digits is still judged by its Chinese text.
    """
    with path.open("rb") as file:
        head = file.read(_CHUNK)
        if head.startswith(codecs.BOM_UTF8):
            return UTF8_BOM
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return UTF16
        while head.isascii():
            head = file.read(_CHUNK)
            if not head:
                return GB18030 if declared == "auto" else declared
        head += file.read(_CHUNK)
    # A block may begin inside a character of the block before only if that block was not ASCII.
    return UTF8 if _looks_like_utf8(head) else GB18030


def _looks_like_utf8(head: bytes) -> bool:
    """Whether the text is UTF-8, allowing a few damaged bytes in an otherwise UTF-8 file."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    damaged = decoder.decode(head).count("\ufffd")
    marks = len(head.translate(None, _BELOW_LEAD_BYTES))
    return damaged == 0 or damaged * 50 < marks


@contextmanager
def open_as_utf8(path: Path, encoding: str, *, mend: bool = False) -> Iterator[Read]:
    """Yield a ``read(size)`` that gives the file as UTF-8; the second process dies with the block.

    ``read`` raises ``UndecodableText`` at damaged bytes. With ``mend`` it gives U+FFFD in their
    place instead, which the comparison refuses row by row: nothing is replaced in silence.
    """
    if encoding in (UTF8, UTF8_BOM) and not mend:
        with path.open("rb") as file:
            if encoding == UTF8_BOM:
                file.seek(len(codecs.BOM_UTF8))
            yield _checked_reader(file.read)
        return
    child = subprocess.Popen(  # noqa: S603 (a fixed program, the path is never read by a shell)
        _command(path, encoding, mend),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _child_reader(child, mend)
    finally:
        child.kill()
        child.communicate()


def _command(path: Path, encoding: str, mend: bool) -> list[str]:
    iconv = shutil.which("iconv")
    if iconv and not mend:
        return [iconv, "-f", _ICONV_NAMES[encoding], "-t", "UTF-8", str(path.resolve())]
    errors = "replace" if mend else "strict"
    return [sys.executable, "-I", str(_MENDER), encoding, errors, str(path.resolve())]


def _checked_reader(read: Read) -> Read:
    decoder = codecs.getincrementaldecoder("utf-8")()

    def checked(size: int) -> bytes:
        chunk = read(size)
        try:
            decoder.decode(chunk, final=not chunk)
            return chunk
        except UnicodeDecodeError:
            pass
        # Raised out here so that the error carries none of the file's bytes along.
        raise UndecodableText

    return checked


def _child_reader(child: subprocess.Popen[bytes], mend: bool) -> Read:
    stream = child.stdout
    assert stream is not None  # noqa: S101 (asked for with PIPE)

    def read(size: int) -> bytes:
        chunk = stream.read(size)
        if not chunk and child.wait() != 0:
            if mend:
                raise OSError(f"the transcoding process ended with {child.returncode}")
            raise UndecodableText
        return chunk

    return read
