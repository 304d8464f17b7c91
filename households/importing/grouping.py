"""Which rows of a ledger are people, and which of them live in one household."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from foundation.cell_values import CellValue, as_text
from foundation.plain import narrow
from foundation.workbooks import Merge
from households.importing.cells import Reader, is_blank

HEADS = ("01", "02")
_TOTALS = frozenset(
    "合计 总计 小计 累计 本页合计 本页小计 共计 总合计 合 全镇合计 全村合计".split()  # noqa: SIM905
)
_EXAMPLES = frozenset(("示例", "例", "样例", "填写示例", "举例"))
_FOOT = re.compile(
    r"(负责人|填表人|填报人|制表人|审核人|经办人|填报日期|填表日期|制表|说明|注|备注|盖章)[::]|^注[::、]?\d?"
)
_EMPTY_BELOW = re.compile(r"[((]?[-—_]*以?下(?:方|面)?(?:为)?(?:空白|无正文|无内容)[-—_]*[))]?")
# Families next door may share these, so that 户主 inside such a block begins another one.
_SHARED_KEYS = ("household.residence_address", "household.phone")
# Columns whose merged cells show where a household begins and ends, the surest first.
_BLOCK_KEYS = (
    "household.household_no", "household.serial", "head.name", "head.identity_number",
    "household.card_no", "member.name", "member.identity_number", *_SHARED_KEYS,
)  # fmt: skip


@dataclass(slots=True)
class Row:
    """One row with the values of merged cells filled in.

    ``number`` is Excel's. ``filled`` are the columns whose value stands in a row above.
    """

    number: int
    cells: Sequence[CellValue]
    filled: frozenset[int]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row under the heading that is no data.

    ``total``, ``foot``, ``heading``, ``example``, or ``empty``: a serial number alone, 以下空白.
    """

    row: int
    kind: str


def filled_rows(
    rows: Iterable[Sequence[CellValue]],
    merges: Sequence[Merge],
    columns: Sequence[int],
    header_last: int,
) -> Iterator[Row]:
    """The rows below the heading that are not blank, merged values in every row of their block."""
    starts: dict[int, list[Merge]] = {}
    for merge in merges:
        if merge[2] > header_last and merge[2] > merge[0]:
            starts.setdefault(max(merge[0], header_last + 1), []).append(merge)
    width = max(columns, default=-1) + 1
    active: dict[int, tuple[int, CellValue]] = {}
    none: frozenset[int] = frozenset()
    for index, cells in enumerate(rows):
        if index <= header_last:
            continue
        if len(cells) < width:
            cells = (*cells, *[None] * (width - len(cells)))
        filled, is_empty = none, False
        if active:
            is_empty = all(map(is_blank, cells))
            cells, filled = _fill(index, cells, active)
        for merge in starts.get(index, ()):
            # Over several columns it is the leftmost column's value, as in its first row.
            if merge[1] in columns:
                active[merge[1]] = (merge[2], cells[merge[1]])
        # What is only merged from above is no row of its own.
        if not is_empty and not all(map(is_blank, cells)):
            yield Row(index + 1, cells, filled)


def _fill(
    index: int, cells: Sequence[CellValue], active: dict[int, tuple[int, CellValue]]
) -> tuple[Sequence[CellValue], frozenset[int]]:
    for column in [c for c, (last, _value) in active.items() if last < index]:
        del active[column]
    if not active:
        return cells, frozenset()
    line = list(cells)
    filled = set()
    for column, (_last, value) in active.items():
        if line[column] is None:
            line[column] = value
            filled.add(column)
    return line, frozenset(filled)


class RowKinds:
    """Tells rows of people from totals, signatures, repeated headings and examples."""

    def __init__(self, by_key: Mapping[str, int], names: Sequence[str]) -> None:
        people = ("member.name", "member.identity_number", "head.name", "head.identity_number")
        self._numbers = [by_key[key] for key in people if "number" in key and key in by_key]
        self._names = [by_key[key] for key in people if "name" in key and key in by_key]
        self._serial = by_key.get("household.serial")
        self._headings = {
            column: narrow(name.rpartition("/")[2]) for column, name in enumerate(names) if name
        }

    def kind_of(self, row: Row) -> str:
        """What else the row is; "" for a row of people. With an identity number it is people."""
        cells = row.cells
        number = next((cells[c] for c in self._numbers if cells[c] is not None), None)
        if number is not None and any(sign.isdigit() for sign in as_text(number)[:10]):
            if len(as_text(number)) > 3:
                return ""
            if self._counts_columns(row):
                return "heading"
        texts = [(c, narrow(as_text(v))) for c, v in enumerate(cells) if v is not None]
        texts = [(column, text) for column, text in texts if text]
        if not texts:
            return ""
        own = [(c, t) for c, t in texts if c not in row.filled and not is_blank(cells[c])]
        if self._is_empty(own):
            return "empty"
        words = [text for column, text in texts if column not in row.filled][:6]
        if any(word in _TOTALS for word in words) and self._is_nobody(row):
            return "total"
        if words and words[0] in _EXAMPLES:
            return "example"
        same = sum(self._headings.get(column) == text for column, text in texts)
        if same >= 2 and same * 2 >= len(texts):
            return "heading"
        if len({text for _c, text in texts}) <= 8 and self._is_foot(texts):
            return "foot"
        return ""

    def _is_empty(self, own: list[tuple[int, str]]) -> bool:
        """A row numbered beforehand, or the words below which a form is left empty."""
        if not own:
            return False
        rest = [t for c, t in own if c != self._serial or not t.strip(".、").isdecimal()]
        return not rest or (len(rest) == 1 and bool(_EMPTY_BELOW.fullmatch(rest[0])))

    def _is_nobody(self, row: Row) -> bool:
        return all(
            is_blank(row.cells[c]) or narrow(as_text(row.cells[c])) in _TOTALS or c in row.filled
            for c in self._names
        )

    def _is_foot(self, texts: list[tuple[int, str]]) -> bool:
        if not any(_FOOT.search(text) for _column, text in texts):
            return False
        named = [text for column, text in texts if column in self._names]
        return all(_FOOT.search(text) or len(text) > 20 for text in named)

    def _counts_columns(self, row: Row) -> bool:
        """The row 1 2 3 4 … under a heading, which numbers the columns."""
        numbers = [narrow(as_text(v)).strip("()") for v in row.cells if v is not None]
        if len(numbers) < 3 or not all(n.isdecimal() and len(n) < 4 for n in numbers):
            return False
        counted = [int(number) for number in numbers]
        return counted == list(range(counted[0], counted[0] + len(counted)))


class Grouper:
    """Decides, row after row, where the next household begins.

    By merged cells first, then by the household's or head's number, then by 户主 in the column of
    relations; a ledger with none of these has one household in every row.
    """

    def __init__(
        self,
        by_key: Mapping[str, int],
        merges: Sequence[Merge],
        header_last: int,
        relation: Reader | None,
    ) -> None:
        self._by_key = by_key
        self._relation = relation
        self._has_members = "member.relation" in by_key or "head.name" in by_key
        self._blocks, self._are_shared = self._blocks_of(merges, header_last)
        self._block_end = -1
        self._before: dict[str, str] = {}
        self._has_head = False
        self._is_first = True

    def starts(self, row: Row) -> bool:
        """Whether ``row`` begins a household; to be asked once for every row, in order."""
        keys = (*_BLOCK_KEYS[:5], "area.village")
        now = {key: self._text(row, key) for key in keys if key in self._by_key}
        relation = self.relation_of(row)
        begins = self._begins(row, now, relation) or self._is_first
        self._is_first = False
        if begins:
            self._before, self._has_head = now, relation in HEADS
        else:
            self._before = {key: now[key] or self._before.get(key, "") for key in now}
            self._has_head = self._has_head or relation in HEADS
        return begins

    def relation_of(self, row: Row) -> str:
        """The code of the relation to the head, "" when blank or unknown."""
        column = self._by_key.get("member.relation")
        if column is None or self._relation is None or row.cells[column] is None:
            return ""
        try:
            return str(self._relation(row.cells[column], []) or "")
        except ValueError:
            return "?"

    def _begins(self, row: Row, now: Mapping[str, str], relation: str) -> bool:
        index = row.number - 1
        if index in self._blocks:
            self._block_end = self._blocks[index]
            return True
        if index <= self._block_end:
            return self._are_shared and self._has_head and relation in HEADS
        for key in ("household.household_no", "head.identity_number"):
            if now.get(key) and self._before.get(key):
                # Each village numbers its households from 1.
                return self._differs(key, now) or self._differs("area.village", now)
        if not self._has_members:
            return True
        return self._begins_by_words(now, relation)

    def _differs(self, key: str, now: Mapping[str, str]) -> bool:
        before = self._before.get(key)
        return bool(before and now.get(key) and now[key] != before)

    def _begins_by_words(self, now: Mapping[str, str], relation: str) -> bool:
        second_head = relation in HEADS and self._has_head
        for key in ("head.name", "household.card_no", "household.serial"):
            if not now.get(key) or not self._before.get(key):
                continue
            if now[key] == self._before[key]:
                return second_head
            if key != "household.serial":
                return True
        if relation:
            return relation in HEADS
        if "head.name" in now and not now["head.name"]:
            return False
        return not self._has_head

    def _blocks_of(self, merges: Sequence[Merge], header_last: int) -> tuple[dict[int, int], bool]:
        """First and last rows of the blocks in the column that shows households best.

        And whether several households may share one of them.
        """
        for key in _BLOCK_KEYS:
            column = self._by_key.get(key)
            if column is None:
                continue
            blocks = {
                max(top, header_last + 1): bottom
                for top, left, bottom, right in merges
                if left <= column <= right and bottom > top and bottom > header_last
            }
            if blocks:
                return blocks, key in _SHARED_KEYS
        return {}, False

    def _text(self, row: Row, key: str) -> str:
        value = row.cells[self._by_key[key]]
        return "" if is_blank(value) else narrow(as_text(value))
