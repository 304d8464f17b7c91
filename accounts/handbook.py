"""The clerks' handbook (用户手册): chapters in docs/handbook as pages, with anchors and search.

One source: the same Markdown is read in the repository and on the site. ``README.md`` is the table
of contents; a file it does not list is no chapter. HTML in the text is shown as text.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from PIL import Image

FOLDER = Path(settings.BASE_DIR) / "docs" / "handbook"
CONTENTS = "README.md"
PICTURES = "pictures/"
KEPT = ("visits", "phone")
"""Chapters that phones keep for days without a network: their words; pictures need a network."""
SHOWN_BEFORE, SHOWN = 24, 110
_LISTED = re.compile(r"^\d+\. \[(.+?)\]\((\w+)\.md\)(?:：(.*))?$", re.MULTILINE)
_LINK = re.compile(r"^(\w+)\.md(?:#(.+))?$")
_RENDERER = RendererHTML()
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Heading:
    """One heading below the chapter's own title."""

    level: int
    title: str
    anchor: str


@dataclass(frozen=True)
class Section:
    """What stands under one heading, as plain text, for the search."""

    chapter: "Chapter"
    title: str
    anchor: str
    text: str

    @property
    def address(self) -> str:
        return address(self.chapter.slug, self.anchor)


@dataclass(frozen=True)
class Hit:
    """A section that has all the words: an excerpt in pieces, each marked or not."""

    section: Section
    pieces: Sequence[tuple[str, bool]]


@dataclass(frozen=True)
class Chapter:
    """One file of the handbook."""

    slug: str
    title: str
    summary: str
    source: str

    @property
    def address(self) -> str:
        return address(self.slug)

    @property
    def tokens(self) -> list[Token]:
        """The text without the title, every heading with its anchor."""
        found = _PARSER.parse(self.source)
        taken: dict[str, int] = {}
        for opening, inline in zip(found, found[1:], strict=False):
            if opening.type == "heading_open":
                opening.attrSet("id", _free(slug_of(plain(inline)), taken))
        is_titled = bool(found) and found[0].tag == "h1"
        return found[3:] if is_titled else found

    @property
    def headings(self) -> list[Heading]:
        tokens = self.tokens
        return [
            Heading(int(one.tag[1]), plain(inline), str(one.attrGet("id")))
            for one, inline in zip(tokens, tokens[1:], strict=False)
            if one.type == "heading_open"
        ]

    @property
    def anchors(self) -> set[str]:
        return {heading.anchor for heading in self.headings}

    @property
    def sections(self) -> Iterator[Section]:
        """The chapter cut at its headings; what stands before the first has no anchor."""
        title, anchor, words = self.title, "", [self.summary]
        opened: Token | None = None
        for token in self.tokens:
            if token.type == "heading_open":
                yield Section(self, title, anchor, " ".join(words))
                opened, words = token, []
            elif token.type == "inline" and opened is not None:
                title, anchor, opened = plain(token), str(opened.attrGet("id")), None
            elif token.type == "inline":
                words.append(plain(token))
        yield Section(self, title, anchor, " ".join(words))

    @property
    def pictures(self) -> list[str]:
        """The pictures named in the text."""
        inner = (child for token in self.tokens for child in token.children or [])
        return [str(child.attrGet("src")) for child in inner if child.type == "image"]

    @property
    def links(self) -> list[str]:
        inner = (child for token in self.tokens for child in token.children or [])
        return [str(child.attrGet("href")) for child in inner if child.type == "link_open"]

    def html(self, words: Sequence[str] = ()) -> SafeString:
        """The chapter as a page has it, with ``words`` marked."""
        return render(self.tokens, words=words)

    def printed(self) -> SafeString:
        """The chapter as one of many on a page: headings one lower, anchors with its name."""
        return render(self.tokens, within=self.slug)


def address(slug: str, anchor: str = "") -> str:
    """Where a chapter is on the site, and a heading in it."""
    page = reverse("accounts:help_chapter", args=[slug])
    return f"{page}#{quote(anchor)}" if anchor else page


@cache
def chapters() -> dict[str, Chapter]:
    """Every chapter by its name, in the order of the table of contents."""
    listed = _LISTED.findall((FOLDER / CONTENTS).read_text("utf-8"))
    return {
        slug: Chapter(slug, title, summary, (FOLDER / f"{slug}.md").read_text("utf-8"))
        for title, slug, summary in listed
    }


@cache
def _sections() -> tuple[Section, ...]:
    return tuple(section for chapter in chapters().values() for section in chapter.sections)


def beside(slug: str) -> tuple[Chapter | None, Chapter | None]:
    """The chapter before and the one after."""
    every = list(chapters().values())
    at = list(chapters()).index(slug)
    return (every[at - 1] if at else None), (every[at + 1] if at + 1 < len(every) else None)


def slug_of(title: str) -> str:
    """The anchor of a heading, as repositories make it: letters and digits, spaces as hyphens."""
    kept = (
        "-" if one == " " else one
        for one in title.strip().lower()
        if one in " -_" or unicodedata.category(one)[0] in "LN"
    )
    return "".join(kept)


def _free(anchor: str, taken: dict[str, int]) -> str:
    count = taken.get(anchor, 0)
    taken[anchor] = count + 1
    return f"{anchor}-{count}" if count else anchor


def plain(inline: Token) -> str:
    """The words of a paragraph or heading without marks."""
    return "".join(
        child.content
        for child in inline.children or []
        if child.type in ("text", "code_inline", "image")
    )


def search(query: str, most: int = 40) -> list[Hit]:
    """Sections with every word of ``query``; those with all words in the title come first."""
    words = words_of(query)
    if not words:
        return []
    found = []
    for section in _sections():
        whole = f"{section.title} {section.text}".casefold()
        if all(word in whole for word in words):
            is_titled = all(word in section.title.casefold() for word in words)
            found.append((not is_titled, Hit(section, _excerpt(section.text, words))))
    return [hit for _, hit in sorted(found, key=lambda pair: pair[0])][:most]


def words_of(query: str) -> list[str]:
    return query.casefold().split()[:6]


def pieces(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """``text`` cut where one of ``words`` begins or ends: (piece, whether it is one)."""
    if not words:
        return [(text, False)]
    pattern = re.compile("(" + "|".join(map(re.escape, words)) + ")", re.IGNORECASE)
    return [(piece, bool(at % 2)) for at, piece in enumerate(pattern.split(text)) if piece]


def _excerpt(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    lower = text.casefold()
    first = min((at for word in words if (at := lower.find(word)) >= 0), default=0)
    start = max(first - SHOWN_BEFORE, 0)
    shown = text[start : start + SHOWN]
    cut = ("…" if start else "") + shown + ("…" if start + SHOWN < len(text) else "")
    return pieces(cut, words)


def render(tokens: list[Token], *, words: Sequence[str] = (), within: str = "") -> SafeString:
    """HTML of the tokens: links and pictures of the site, tables that scroll, words marked."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close") and within:
            token.tag = f"h{int(token.tag[1]) + 1}"
        if token.type == "heading_open" and within:
            token.attrSet("id", f"{within}--{token.attrGet('id')}")
        for child in token.children or []:
            if child.type == "link_open":
                child.attrSet("href", _site_address(str(child.attrGet("href")), within))
    return mark_safe("".join(_pieces_of(tokens, words)))


def _pieces_of(tokens: list[Token], words: Sequence[str]) -> Iterator[str]:
    """Token by token, as the parser's renderer would, with the three kinds that differ here."""
    options = _PARSER.options
    _label_cells(tokens)
    for at, token in enumerate(tokens):
        if token.type == "inline":
            yield from _words_of(token.children or [], words)
        elif token.type in ("fence", "code_block"):
            yield format_html("<pre>{}</pre>", token.content)
        else:
            yield _RENDERER.renderToken(tokens, at, options, {})


def _label_cells(tokens: list[Token]) -> None:
    """Tables as lists on a phone: each row has its heading, each cell the words of its column."""
    labels: list[str] = []
    column = 0
    for token, inner in zip(tokens, tokens[1:], strict=False):
        if token.type == "table_open":
            token.attrSet("class", "nx-table nx-table--card")
            labels = []
        elif token.type == "th_open":
            labels.append(plain(inner))
        elif token.type == "tr_open":
            column = 0
        elif token.type == "td_open" and column == 0:
            token.tag = "th"
            token.attrSet("scope", "row")
        elif token.type == "td_open":
            token.attrSet("data-label", labels[column])
        elif token.type == "td_close":
            token.tag = "th" if column == 0 else "td"
            column += 1


def _words_of(children: list[Token], words: Sequence[str]) -> Iterator[str]:
    options = _PARSER.options
    for at, child in enumerate(children):
        if child.type == "text":
            yield marked(child.content, words)
        elif child.type == "code_inline":
            yield format_html("<code>{}</code>", child.content)
        elif child.type == "softbreak":
            continue  # lines of Chinese are joined without a space
        elif child.type == "image":
            source = str(child.attrGet("src"))
            yield format_html(
                '<span class="nx-shot"><img src="{}" width="{}" height="{}" alt="" loading="lazy">'
                '<span class="nx-shot__none" hidden>{}</span>{}</span>',
                picture(source),
                *_size(source),
                _("No network, the picture is not shown: "),
                child.content,
            )
        else:
            yield _RENDERER.renderToken(children, at, options, {})


def marked(text: str, words: Sequence[str]) -> str:
    """Escaped, with each of ``words`` in <mark>."""
    return "".join(
        format_html("<mark>{}</mark>", piece) if is_hit else conditional_escape(piece)
        for piece, is_hit in pieces(text, words)
    )


@cache
def _size(source: str) -> tuple[int, int]:
    """Width and height, so that nothing moves when the picture arrives."""
    with Image.open(FOLDER / source) as image:
        return image.size


def picture(source: str) -> str:
    """The address of a picture of the handbook."""
    return static(f"handbook/{source.removeprefix(PICTURES)}")


def _site_address(href: str, within: str) -> str:
    """A link of the text as the site has it; on the page of all chapters it stays there."""
    href = unquote(href)
    if href.startswith("#"):
        return f"#{within}--{href[1:]}" if within else href
    found = _LINK.match(href)
    if found is None:
        return href
    slug, anchor = found[1], found[2] or ""
    if within:
        return f"#{slug}--{anchor}" if anchor else f"#{slug}"
    return reverse("accounts:help") if slug == "README" else address(slug, anchor)
