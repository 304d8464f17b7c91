"""Finds the heading of a ledger and what its columns mean."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from foundation.cell_values import CellValue, as_text
from foundation.plain import narrow
from foundation.workbooks import Merge
from households.importing.faults import column_letters
from households.importing.targets import TARGETS
from households.importing.units import per_of

NO_HEADING = -1
LOOKED_AT = 30
"""How many rows from the top the heading is looked for in."""
JOIN = "/"
REASON_HEADINGS = ("退回原因", "Reason for return")
"""Headings of the column an earlier import added; never part of a ledger."""
_NUMBERING = re.compile(r"^(?:[((]?[一二三四五六七八九十0-9]{1,3}[))、.．])+")
_LONG_NUMBER = re.compile(r"\d{8}|\d\*{3,}\d")
_BRACKETS = re.compile(r"[((\[【].*?[))\]】]")
_SIGNS = re.compile(r"[\s*＊★:：、,，。.·/／()()\[\]【】_\-—]+")
_ASIDE = re.compile(
    r"填报单位|填报日期|数据截止|截止日期|截至|制表|单位[::]|盖章|年.{0,2}月.{0,2}日"
)
# Whose name or number a column holds, when that is neither the head nor a member.
_OTHERS = frozenset(
    """
    监护人 照料人 照护人 护理人 赡养人 抚养人 扶养人 义务人 近亲属 备案 联系人 走访 包保 帮扶 责任人
    审核人 填表 制表 父 母 干部 儿童主任 经办 调查人 核查 核实 审批人 接收人 证明人 供养人 村书记
    负责人 驻村 网格员 志愿者
    """.split()  # noqa: SIM905 (a list of words is read by people)
)
_ASIDES_OF_OTHERS = frozenset(("关系", "身份证号", "电话", "联系电话", "手机", "手机号"))
# Groups of columns about the family as a whole: numbers of people, aid of the household.
_FAMILY_GROUPS = ("基本情况", "经济状况", "保障情况", "享受", "需要", "其中")
_HEAD_WORDS = ("户主", "家长")
_MEMBER_WORDS = (
    "共同生活家庭成员", "共同生活的家庭成员", "家庭成员", "成员", "保障对象", "救助对象",
    "享受对象", "低保对象", "特困人员", "残疾人", "人员", "对象", "本人", "居民", "享受人", "个人",
)  # fmt: skip
_BASIC = ("member.name", "head.name", "member.identity_number", "head.identity_number")
# What the head's columns hold when no other person has columns of that kind.
_HEADS_OWN = {"head.name": "member.name", "head.identity_number": "member.identity_number"}


@dataclass(frozen=True, slots=True)
class HeaderGuess:
    """Where the heading stands (0-based rows) and what each column is called.

    ``names`` join the levels of a heading with "/", outermost first; "" for a column without one.
    ``title`` is the text above it. ``found`` counts the columns whose meaning is known. Where no
    row looks like a heading, or a person says that there is none, both rows are ``NO_HEADING``
    and the names are A, B, C.
    """

    first: int
    last: int
    names: tuple[str, ...]
    title: str = ""
    found: int = 0


def guess_header(
    first_rows: Iterable[Sequence[CellValue]], merges: Sequence[Merge] = ()
) -> HeaderGuess:
    """Find the heading among the first rows: one row, or several with merged groups.

    ``merges`` make it surer; without them (text tables) blanks after a group are taken for it.
    """
    rows = [
        [as_text(v) for v in row] for _i, row in zip(range(LOOKED_AT), first_rows, strict=False)
    ]
    scores = [_known_in(row) for row in rows]
    best = max(range(len(rows)), key=lambda index: (scores[index], -index), default=-1)
    if best < 0 or scores[best] < 2:
        return header_at(rows, NO_HEADING, NO_HEADING)
    first, last = _extent(rows, best, [m for m in merges if m[0] < LOOKED_AT])
    names = _joined(rows, first, last, merges)
    title = next((text for row in rows[:first] for text in row if text), "")
    return HeaderGuess(first, last, names, title, len(guess_mapping(names)))


def header_at(
    first_rows: Sequence[Sequence[CellValue]], first: int, last: int, merges: Sequence[Merge] = ()
) -> HeaderGuess:
    """The heading where a person says it is; at ``NO_HEADING`` there is none."""
    if last < 0:
        width = max(map(len, first_rows), default=0)
        return HeaderGuess(NO_HEADING, NO_HEADING, tuple(map(column_letters, range(width))))
    rows = [[as_text(v) for v in row] for row in first_rows]
    names = _joined(rows, first, min(last, len(rows) - 1), merges) if rows else ()
    title = next((text for row in rows[:first] for text in row if text), "")
    return HeaderGuess(first, last, names, title, len(guess_mapping(names)))


def guess_mapping(names: Sequence[str]) -> dict[int, str]:
    """What the columns mean, column to target key; unknown ones are left out, no key comes twice.

    A ledger that names the head and nobody else has the head as its only member.
    """
    others = _columns_of_others(names)
    found = [(c, *_meaning(name)) for c, name in enumerate(names) if name and c not in others]
    guesses = [(c, key, s) for c, key, s in found if key and not is_other_time(key, names[c])]
    keys = {column: key for column, key, _sure in guesses}
    _give_to_head(keys)
    chosen: dict[str, tuple[int, int]] = {}
    sure = {column: rank for column, _key, rank in guesses}
    for column, key in keys.items():
        if key not in chosen or sure[column] > chosen[key][0]:
            chosen[key] = (sure[column], column)
    if "member.name" not in chosen:
        for head, own in _HEADS_OWN.items():
            if head in chosen and own not in chosen:
                chosen[own] = chosen.pop(head)
    return {column: key for key, (_rank, column) in sorted(chosen.items(), key=lambda c: c[1][1])}


def is_other_time(key: str, name: str) -> bool:
    """Whether the heading speaks of amounts a year where the target takes those of a month."""
    said, wanted = per_of(name), TARGETS[key].per
    return bool(said and wanted and said != wanted)


def is_data(text: str) -> bool:
    """Whether a cell holds what no heading does: a number of eight digits, or one masked."""
    return bool(_LONG_NUMBER.search(narrow(text)))


def signature(names: Sequence[str]) -> str:
    """A stable digest of a heading, to know the same form again: 32 hexadecimal digits.

    Blanks, brackets and width do not matter; nor does the reason column of a returned workbook.
    """
    kept = [_normal(name) for name in names if name not in REASON_HEADINGS]
    while kept and not kept[-1]:
        kept.pop()
    return hashlib.sha256("\x1f".join(kept).encode()).hexdigest()[:32]


def plain_headings(text: str) -> tuple[str, str]:
    """A heading to look words up by: whole, and without what stands in brackets."""
    return _normal(text), _normal(_BRACKETS.sub("", narrow(text)))


def _known_in(row: Sequence[str]) -> int:
    """How much a row looks like a heading: different meanings, people's names counting double.

    Values may be words of headings too (户主, 健康); no heading has long numbers.
    """
    if any(is_data(text) for text in row):
        return 0
    found = {_meaning(text)[0] for text in row if text and len(text) <= 30} - {""}
    return len(found) + sum(key in found for key in _BASIC) if len(found) > 1 else len(found)


def _extent(rows: list[list[str]], best: int, merges: list[Merge]) -> tuple[int, int]:
    first = last = best
    for top, _left, bottom, _right in merges:
        if top <= best <= bottom and bottom - top < 5:
            first, last = min(first, top), max(last, bottom)
    while first and _is_group_row(rows[first - 1], rows[first]):
        first -= 1
    while last + 1 < len(rows) and _continues(rows, first, last):
        last += 1
    return first, min(last, len(rows) - 1)


def _is_group_row(upper: list[str], lower: list[str]) -> bool:
    texts = [text for text in upper if text]
    if len(set(texts)) < 2 or any(_ASIDE.search(narrow(text)) or len(text) > 30 for text in texts):
        return False
    return not any(any(char.isdigit() for char in text) for text in texts) and any(lower)


def _continues(rows: list[list[str]], first: int, last: int) -> bool:
    """Whether the row below still belongs to the heading: only names of columns, under groups."""
    lower = rows[last + 1]
    texts = {column: text for column, text in enumerate(lower) if text}
    if not texts or any(len(text) > 30 or text.isdigit() for text in texts.values()):
        return False
    above = rows[first : last + 1]
    for column in texts:
        upper = [row[column] for row in above if column < len(row) and row[column]]
        if any(_meaning(text)[0] for text in upper):
            return False
    named = any(_meaning(text)[0] in _BASIC for row in above for text in row if text)
    return named or any(_meaning(text)[0] in _BASIC for text in texts.values())


def _joined(
    rows: list[list[str]], first: int, last: int, merges: Sequence[Merge]
) -> tuple[str, ...]:
    width = max((len(row) for row in rows[first : last + 1]), default=0)
    grid = [list(row) + [""] * (width - len(row)) for row in rows[first : last + 1]]
    own = [m for m in merges if m[0] <= last and m[2] >= first]
    for top, left, bottom, right in own:
        text = grid[max(top, first) - first][left] if left < width else ""
        for row in range(max(top, first), min(bottom, last) + 1):
            for column in range(left, min(right, width - 1) + 1):
                grid[row - first][column] = text
    if not own:
        _spread_groups(grid)
    names = []
    for column in range(width):
        levels: list[str] = []
        for line in grid:
            text = " ".join(line[column].split())
            if text and (not levels or levels[-1] != text):
                levels.append(text)
        names.append(JOIN.join(levels))
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _spread_groups(grid: list[list[str]]) -> None:
    """Without merges: a group reaches over the blanks to its right that have names below."""
    for upper, lower in zip(grid, grid[1:], strict=False):
        group = ""
        for column, text in enumerate(upper):
            if text:
                group = text if lower[column] else ""
            elif lower[column] and group:
                upper[column] = group
            elif not lower[column]:
                group = ""


@cache
def _synonyms() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, target in TARGETS.items():
        for word in target.synonyms:
            found.setdefault(_normal(word), key)
    return found


def _normal(text: str) -> str:
    return _SIGNS.sub("", _NUMBERING.sub("", narrow(text))).upper()


@cache
def _meaning(name: str) -> tuple[str, int]:
    """The target of a heading and how sure that is; ("", 0) when unknown."""
    if name in REASON_HEADINGS:
        return "", 0
    *groups, leaf = name.split(JOIN) if not _synonyms().get(_normal(name)) else [name]
    context = "".join(_normal(group) for group in groups)
    for rank, text in zip((3, 2), plain_headings(leaf), strict=True):
        key = _person(text, context)
        if key:
            return key, rank
    return "", 0


def _person(text: str, context: str) -> str:
    """The meaning of a heading for the person its group or its own beginning names."""
    known = _synonyms()
    if any(word in context for word in _OTHERS):
        return ""
    key = known.get(text, "")
    if not key:
        key = _of_prefixed(text, _HEAD_WORDS, "head") or _of_prefixed(text, _MEMBER_WORDS, "")
    is_family = any(word in context for word in _FAMILY_GROUPS) and "成员" not in context
    if not key or (is_family and key.startswith("member.") and key not in _BASIC):
        return ""
    if any(word in context for word in _HEAD_WORDS) and f"head.{key[7:]}" in TARGETS:
        return f"head.{key[7:]}"
    return key


def _of_prefixed(text: str, words: Sequence[str], owner: str) -> str:
    for word in words:
        if text.startswith(word) and len(text) > len(word):
            key = _synonyms().get(text.removeprefix(word).removeprefix("的"), "")
            if owner and key.startswith("member.") and f"{owner}.{key[7:]}" in TARGETS:
                return f"{owner}.{key[7:]}"
            return key
    return ""


def _columns_of_others(names: Sequence[str]) -> set[int]:
    """监护人 | 关系 | 身份证号 | 电话: what follows a guardian's column is the guardian's."""
    found: set[int] = set()
    is_after = False
    for column, name in enumerate(names):
        text = _normal(name)
        if is_after and text in _ASIDES_OF_OTHERS:
            found.add(column)
            continue
        is_after = not _meaning(name)[0] and any(word in text for word in _OTHERS)
    return found


def _give_to_head(keys: dict[int, str]) -> None:
    """Of two identity columns the one beside the head's name is the head's."""
    names = {key: column for column, key in reversed(keys.items()) if key in _BASIC}
    head, member = names.get("head.name"), names.get("member.name")
    if head is None or member is None:
        return
    numbers = [column for column, key in keys.items() if key == "member.identity_number"]
    if len(numbers) > 1 and "head.identity_number" not in names and head < numbers[0] < member:
        keys[numbers[0]] = "head.identity_number"
