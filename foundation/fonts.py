"""Fonts of official paper: Fandol 仿宋 楷体 黑体 宋体 from Debian, and fall-backs for rare names.

Debian ships Fandol inside ``texlive-lang-chinese``; only its font files are taken, TeX is not
installed. Where they cannot be had, documents are set in Noto Serif CJK.
"""

import logging
import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from os import getpid
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from fontTools.ttLib import TTCollection, TTFont

logger = logging.getLogger("nuanxin.fonts")

PACKAGE = "texlive-lang-chinese"
INSTALLED = Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")


@dataclass(frozen=True)
class Face:
    """One font file under the name that the stylesheet of documents uses."""

    family: str
    file_name: str
    weight: int = 400


FACES = (
    Face("NX FangSong", "FandolFang-Regular.otf"),
    Face("NX Kai", "FandolKai-Regular.otf"),
    Face("NX Hei", "FandolHei-Regular.otf"),
    Face("NX Song", "FandolSong-Regular.otf"),
    Face("NX Song", "FandolSong-Bold.otf", 700),
)
# Installed families that every font list of the stylesheet ends with: the first is needed (Debian's
# fonts-noto-cjk), the second only helps (fonts-wqy-zenhei).
FALLBACKS = ("Noto Serif CJK SC", "WenQuanYi Zen Hei")


def folder() -> Path:
    """Where the taken fonts lie: kept between runs, never in the repository."""
    return Path(settings.LOCAL_DIR) / "fonts"


def ensure_fonts() -> list[str]:
    """Fetch the document fonts once; returns the file names still missing (never raises).

    Uses an installed TeX's files if there are any, else Debian's package through ``apt-get``.
    """
    target = folder()
    target.mkdir(parents=True, exist_ok=True)
    if _missing(target) and INSTALLED.is_dir():
        for name in _missing(target):
            if (INSTALLED / name).exists():
                shutil.copyfile(INSTALLED / name, target / name)
    if _missing(target) and shutil.which("apt-get") and shutil.which("dpkg-deb"):
        try:
            _take_from_debian(target)
        except (OSError, subprocess.SubprocessError, tarfile.TarError) as error:
            logger.warning("document fonts not fetched: %s", error)
    missing = _missing(target)
    if missing:
        logger.warning("documents are set in %s instead of %s", FALLBACKS[0], ", ".join(missing))
    return missing


def present_faces() -> list[tuple[Face, Path]]:
    """Faces whose file is here, with the file."""
    return [(face, path) for face in FACES if (path := folder() / face.file_name).exists()]


def uncovered(text: str) -> set[str]:
    """Characters of ``text`` that no declared font has: they would print as empty boxes."""
    files = [path for _face, path in present_faces()]
    files += [path for family in FALLBACKS if (path := installed_file(family))]
    rest = {ord(character) for character in text if not character.isspace()}
    for path in files:
        rest -= _characters(path)
    return {chr(code) for code in rest}


@lru_cache
def installed_file(family: str) -> Path | None:
    """The file that the system has for a family, or nothing when it has only a stand-in."""
    if not shutil.which("fc-match"):
        return None
    query = ["fc-match", "--format", "%{family}\n%{file}", family]
    found, _line, file = subprocess.run(
        query, capture_output=True, text=True, check=True, timeout=30
    ).stdout.partition("\n")
    return Path(file) if family in found.split(",") else None


def _missing(target: Path) -> list[str]:
    return [face.file_name for face in FACES if not (target / face.file_name).exists()]


def _take_from_debian(target: Path) -> None:
    with TemporaryDirectory() as scratch:
        try:
            _run(scratch, "apt-get", "download", "-q", PACKAGE)
        except subprocess.CalledProcessError:  # a fresh machine has no package lists yet
            _run(scratch, "apt-get", "update", "-q")
            _run(scratch, "apt-get", "download", "-q", PACKAGE)
        package = next(Path(scratch).glob("*.deb"))
        content = _run(scratch, "dpkg-deb", "--fsys-tarfile", package.name)
        with tarfile.open(fileobj=BytesIO(content)) as archive:
            _extract(archive, target, {*_missing(target), "COPYING.gz"})


def _run(where: str, *words: str) -> bytes:
    return subprocess.run(words, cwd=where, check=True, capture_output=True, timeout=300).stdout


def _extract(archive: tarfile.TarFile, target: Path, wanted: Iterable[str]) -> None:
    names = set(wanted)
    for member in archive:
        path = Path(member.name)
        if member.isfile() and path.parent.name == "fandol" and path.name in names:
            content = archive.extractfile(member)
            if content:
                part = target / f".{path.name}.{getpid()}.part"
                part.write_bytes(content.read())
                part.replace(target / path.name)


@lru_cache
def _characters(path: Path) -> frozenset[int]:
    if path.suffix.lower() in (".ttc", ".otc"):
        with TTCollection(path, lazy=True) as collection:
            return frozenset().union(*(font.getBestCmap() for font in collection))
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
