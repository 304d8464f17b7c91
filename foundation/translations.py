"""Message catalogues in pure Python: what the screens say in English, and its Chinese.

Each app has one catalogue per domain in ``locale/<app>/zh_Hans/LC_MESSAGES``: ``django.po`` for
Python and templates, ``djangojs.po`` for scripts. When a page is served there are no catalogues of
apps any more: Django pours those of a domain into one table, where the first app's wording counts.
So the same message must have the same Chinese in every app; where the meaning differs, the English
is made to differ, or has a context. Nothing here needs Django to be set up, so the launcher can
compile before the first page is served.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from os import getpid, replace
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = "zh_Hans"
APPS = (
    "foundation", "accounts", "households", "surveys",
    "assistance", "verification", "petitions", "reports",
)  # fmt: skip
DOMAINS = ("django", "djangojs")
# How gettext itself joins a context to its message; also the key in a --fill file.
CONTEXT_GLUE = "\x04"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = r"""msgid ""
msgstr ""
"Language: zh_Hans\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"""
_ESCAPES = str.maketrans(
    {"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r"},
)
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!%)(?:%%)*%[sd]|\{\w*\}")
_CONFLICT_MARKER = re.compile(r"^(<{7} .*|={7}|>{7} .*|\|{7} .*)$\n?", re.MULTILINE)
_UNTRANSLATED = re.compile(
    r'^(?:msgctxt ".*"\n)?msgid ".+"\n(?:msgid_plural ".*"\n)?msgstr(?:\[0\])? ""\n(?!")',
    re.MULTILINE,
)


@dataclass(frozen=True, order=True)
class Key:
    """What a message is looked up by; sorting by it keeps the files stable."""

    message: str
    plural: str = ""
    context: str = ""

    @property
    def glued(self) -> str:
        """The key of this message in a ``--fill`` file."""
        return f"{self.context}{CONTEXT_GLUE}{self.message}" if self.context else self.message


@dataclass
class Report:
    """What is wrong with one catalogue."""

    app: str
    domain: str
    missing: list[Key] = field(default_factory=list)
    fuzzy: list[Key] = field(default_factory=list)
    obsolete: list[Key] = field(default_factory=list)
    mismatched: list[Key] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        for problem in ("missing", "fuzzy", "obsolete", "mismatched"):
            for key in getattr(self, problem):
                yield f"{self.app}/{self.domain}: {problem}: {key.message!r}"


@dataclass(frozen=True)
class Clash:
    """One message that two apps put into different Chinese: one app shows the other's words."""

    domain: str
    context: str
    message: str
    wordings: Mapping[str, str]

    def line(self) -> str:
        where = f" in context {self.context!r}" if self.context else ""
        told = ", ".join(f"{app} {text!r}" for app, text in self.wordings.items())
        apps = ", ".join(self.wordings)
        return f"{apps}/{self.domain}: two wordings: {self.message!r}{where}: {told}"


def po_path(app: str, domain: str, root: Path = ROOT) -> Path:
    return root / "locale" / app / LOCALE / "LC_MESSAGES" / f"{domain}.po"


def extract_keys(app: str, domain: str, root: Path = ROOT) -> set[Key]:
    """All messages that the sources of ``app`` ask for in ``domain``.

    Raises ``TemplateSyntaxError`` for a template whose translation tags cannot be read.
    """
    keys: set[Key] = set()
    if domain == "djangojs":
        for path in _owned(root / "static", app, (".js", ".mjs")):
            keys |= _keys("javascript", path.read_bytes())
        return keys
    for folder in (app, "config") if app == "foundation" else (app,):
        for path in sorted((root / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                keys |= _keys("python", path.read_bytes())
    for path in _owned(root / "templates", app, (".html", ".txt")):
        source = templatize(path.read_text("utf-8"), origin=str(path))
        # Python's tokenizer minds indentation, markup does not: every line starts at the margin.
        keys |= _keys("python", "\n".join(map(str.lstrip, source.splitlines())).encode())
    return keys


def read_catalog(app: str, domain: str, root: Path = ROOT) -> dict[Key, tuple[str, bool]]:
    """Translations on file, as ``{key: (Chinese, is fuzzy)}``.

    Merge markers that git left are ignored: two developers' new messages never exclude
    each other, and the next update puts them in order.
    """
    path = po_path(app, domain, root)
    if not path.exists():
        return {}
    catalog = _read(path)
    return {_key(message): (_first(message.string), message.fuzzy) for message in _bodies(catalog)}


def update(app: str, domain: str, root: Path = ROOT, new: Mapping[str, str] | None = None) -> bool:
    """Bring one catalogue up to its sources: keep translations, drop what nobody asks for.

    What has no translation yet is not in the file (``check`` names it), so that merges never
    meet the same message empty on one side and translated on the other.

    ``new`` holds translations by message (``context + "\\x04" + message`` where there is a
    context). Returns whether the file changed.
    """
    known = read_catalog(app, domain, root)
    rows: dict[Key, str] = {}
    for key in extract_keys(app, domain, root):
        text, fuzzy = known.get(key, ("", False))
        chosen = (new or {}).get(key.glued, "" if fuzzy else text)
        if chosen:
            rows[key] = chosen
    path = po_path(app, domain, root)
    before = path.read_text("utf-8") if path.exists() else ""
    after = _po_text(rows) if rows else ""
    if before == after:
        return False
    if after:
        _write(path, after.encode())
    else:
        path.unlink(missing_ok=True)
        path.with_suffix(".mo").unlink(missing_ok=True)
    return True


def check(app: str, domain: str, root: Path = ROOT) -> Report:
    """Compare one catalogue with its sources."""
    report = Report(app, domain)
    known = read_catalog(app, domain, root)
    wanted = extract_keys(app, domain, root)
    report.obsolete = sorted(known.keys() - wanted)
    for key in sorted(wanted):
        text, fuzzy = known.get(key, ("", False))
        if fuzzy:
            report.fuzzy.append(key)
        elif not text:
            report.missing.append(key)
        elif placeholders(text) != placeholders(key.plural or key.message):
            report.mismatched.append(key)
    return report


def placeholders(text: str) -> set[str]:
    """Names a message leaves open: ``%(name)s``, ``%s`` and ``{name}``."""
    return {found.lstrip("%") for found in _PLACEHOLDER.findall(text)}


def check_all(root: Path = ROOT, apps: Iterable[str] = APPS) -> list[Report]:
    return [check(app, domain, root) for app in apps for domain in DOMAINS]


def clashes(root: Path = ROOT, apps: Iterable[str] = APPS) -> list[Clash]:
    """The messages on which one of ``apps`` and any other app differ.

    A plural is another entry of the table than the plain message, even of the same English.
    """
    concerned, found = set(apps), []
    for domain in DOMAINS:
        wordings: dict[tuple[str, str, bool], dict[str, str]] = {}
        for app in APPS:
            for key, (text, _fuzzy) in read_catalog(app, domain, root).items():
                entry = (key.context, key.message, bool(key.plural))
                wordings.setdefault(entry, {})[app] = text
        for (context, message, _plural), by_app in sorted(wordings.items()):
            if len(set(by_app.values())) > 1 and concerned & by_app.keys():
                found.append(Clash(domain, context, message, by_app))
    return found


def faults(root: Path = ROOT, apps: Iterable[str] = APPS) -> Iterator[str]:
    """Everything that is amiss with the catalogues of ``apps``, a line each."""
    chosen = tuple(apps)
    for report in check_all(root, chosen):
        yield from report.lines()
    for clash in clashes(root, chosen):
        yield clash.line()


def compile_all(root: Path = ROOT) -> list[Path]:
    """Write every ``.mo`` that is absent or older than its ``.po``; returns those written.

    This process reads them from then on. Safe to call from several processes at once.
    """
    written = []
    for po in sorted((root / "locale").glob(f"*/{LOCALE}/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        buffer = BytesIO()
        write_mo(buffer, _read(po))
        _write(mo, buffer.getvalue())
        written.append(mo)
    if written:
        # What Django does when a catalogue changes while its development server runs.
        translation_file_changed(sender=None, file_path=written[0])
    return written


def _owned(base: Path, app: str, suffixes: tuple[str, ...]) -> Iterator[Path]:
    """Files under ``base`` of one app; foundation owns every folder that is no app's."""
    for path in sorted(base.rglob("*")):
        first = path.relative_to(base).parts[0]
        owner = first if first in APPS else "foundation"
        if owner == app and path.suffix in suffixes and path.is_file():
            yield path


def _keys(method: str, source: bytes) -> set[Key]:
    options = {"encoding": "utf-8", "parse_template_string": True, "jsx": False}
    found = extract(method, BytesIO(source), KEYWORDS, options=options)
    keys = set()
    for _line, message, _comments, context in found:
        parts = message if isinstance(message, tuple) else (message,)
        if parts[0]:
            keys.add(Key(parts[0], parts[1] if len(parts) > 1 else "", context or ""))
    return keys


def _read(path: Path) -> Catalog:
    """The file as a catalogue; of a message that a merge left twice, the translated one counts."""
    text = _CONFLICT_MARKER.sub("", path.read_text("utf-8"))
    text = _UNTRANSLATED.sub("", text if text.endswith("\n") else text + "\n")
    return read_po(BytesIO(text.encode()), locale=LOCALE, ignore_obsolete=True)


def _bodies(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _key(message: Message) -> Key:
    parts = message.id if isinstance(message.id, tuple | list) else (message.id,)
    return Key(parts[0], parts[1] if len(parts) > 1 else "", message.context or "")


def _first(text: str | tuple[str, ...] | list[str] | None) -> str:
    return text if isinstance(text, str) else (text or ("",))[0]


def _po_text(rows: Mapping[Key, str]) -> str:
    """One line per message and per translation, sorted: what git merges without quarrel."""
    blocks = [HEADER]
    for key in sorted(rows):
        lines = [f"msgctxt {_quoted(key.context)}"] if key.context else []
        lines.append(f"msgid {_quoted(key.message)}")
        if key.plural:
            lines += [f"msgid_plural {_quoted(key.plural)}", f"msgstr[0] {_quoted(rows[key])}"]
        else:
            lines.append(f"msgstr {_quoted(rows[key])}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{getpid()}.part")
    part.write_bytes(content)
    replace(part, path)
