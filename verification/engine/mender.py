"""The second process where iconv is missing or met damaged bytes: decode to UTF-8 on stdout."""

import codecs
import sys

_CHUNK = 1 << 20


def transcode(encoding: str, errors: str, path: str) -> None:
    """Write the file at ``path`` as UTF-8; ``errors`` is strict or replace (by U+FFFD)."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with open(path, "rb") as source:
        while chunk := source.read(_CHUNK):
            sys.stdout.buffer.write(decoder.decode(chunk).encode())
    sys.stdout.buffer.write(decoder.decode(b"", final=True).encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    try:
        transcode(*sys.argv[1:4])
    except (UnicodeDecodeError, BrokenPipeError):
        sys.exit(1)
