"""The SQL that judges every row of a block and brings back only the rows of our members."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from string import Template
from typing import Any

import duckdb

from verification.engine.blocks import LONGEST_RECORD
from verification.engine.identity import LEAST_VISIBLE, REGULAR_NUMBER, TIDY_FROM, TIDY_TO
from verification.engine.layouts import FileShape
from verification.engine.reasons import Refusal

#: Counted but not refused: company codes, passports and the like in the number's column.
OTHER_DOCUMENT = "other_document"
BLANK = "blank"
#: Prefix of lookup keys that hold a name; a number never begins so.
BY_NAME = "N|"
OVERFLOW = "overflow"

# The template takes identifiers checked by the layout ([a-z][a-z0-9_]*) and constants of this
# module; every value (path, separator, characters) is a bound parameter.
_QUERY = Template("""
WITH numbered AS (
    SELECT row_number() OVER () AS n, *,
        regexp_matches(identity_number, '^(?:$regular)$$') AS is_regular
    FROM read_csv(
        $$path, columns=$$columns, delim=$$delimiter, max_line_size=$$longest, header=false,
        auto_detect=false, quote='"', escape='"', nullstr=chr(1), strict_mode=false,
        null_padding=true, parallel=false)
), telling AS (
    SELECT *
    FROM numbered
    WHERE identity_number IN (SELECT lookup FROM registry.keys)
        OR NOT is_regular OR ends_with(identity_number, '000')
        OR $last IS NULL OR overflow <> '' OR n >= $$lines
), tidied AS (
    SELECT *, CASE WHEN is_regular THEN identity_number
        ELSE regexp_replace(upper(translate(identity_number, $$wide, $$narrow)),
                            '^([0-9]{15})[.]0+$$', '\\1') END AS number
    FROM telling
), judged AS (
    SELECT *, CASE
        $careful
        WHEN $last IS NULL THEN CASE WHEN $blank THEN 'blank' ELSE 'short_row' END
        WHEN overflow <> '' THEN 'long_row'
        WHEN is_regular OR regexp_full_match(number, '$regular') THEN CASE
            WHEN ends_with(number, '000') THEN CASE
                WHEN length(number) = 18 AND ($weighted) % 11 <> 1 THEN 'lost_digits' END END
        WHEN number = '' THEN CASE
            WHEN $blank THEN 'blank'
            WHEN trim(name) = '' OR trim($birth) = '' THEN 'no_identity' END
        WHEN contains(number, '*') THEN CASE
            WHEN length(replace(number, '*', '')) < $visible THEN 'mask_too_wide'
            WHEN trim(name) = '' THEN 'no_identity' END
        WHEN regexp_full_match(number, '[0-9]([.][0-9]*)?E[+]?[0-9]+|[0-9]{16,}[.][0-9]*')
            THEN 'lost_digits'
        WHEN regexp_full_match(number, '[0-9]+X?') THEN 'wrong_length'
        ELSE 'other_document' END AS fault
    FROM tidied
), keyed AS (
    SELECT *, CASE
        WHEN fault IS NOT NULL THEN NULL
        WHEN is_regular THEN number
        WHEN number = '' OR contains(number, '*') THEN 'N|' || translate(
            upper(translate(name, $$wide, $$narrow)), '•・‧∙．.', '······')
        ELSE number END AS lookup
    FROM judged
)
SELECT n, fault, fault IS NULL AND NOT is_regular AND number <> '' AND NOT contains(number, '*'),
    entry, CASE WHEN entry IS NOT NULL THEN number END, $fields
FROM keyed LEFT JOIN registry.keys AS keys ON keys.lookup = keyed.lookup
WHERE entry IS NOT NULL OR fault IS NOT NULL OR NOT is_regular OR n >= $$lines
""")

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Hit:
    """A row whose number or name is in the registry's keys; ``row`` counts within the block."""

    row: int
    entry: int
    number: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockResult:
    """What one block came to; of rows that are nobody's only counts and row numbers."""

    rows: int
    mended: int
    faults: Mapping[str, int]
    refused: tuple[tuple[int, Refusal], ...]
    hits: tuple[Hit, ...]


class UnreadableBlock(Exception):
    """DuckDB cannot read the block as a table from ``record`` (counted from 1, None unknown)."""

    def __init__(self, record: int | None) -> None:
        self.record = record
        super().__init__(record)


def compare_block(
    connection: duckdb.DuckDBPyConnection,
    path: str,
    shape: FileShape,
    *,
    lines: int,
    careful: bool,
) -> BlockResult:
    """Judge one block; ``careful`` also looks into every value for line breaks and U+FFFD.

    Only rows that tell something leave the scan, and the last: row number ``lines`` with none
    after it proves that every line was one row. ``rows`` is right when it equals ``lines``, or
    when the block is read carefully with ``lines=0`` (every row is then counted).

    ``connection`` must have the keys attached as ``registry.keys(lookup, entry)``. Raises
    ``UnreadableBlock``; the message of DuckDB is dropped because it quotes the row.
    """
    names = _column_names(shape)
    values = {
        "path": path,
        "columns": dict.fromkeys([*names, OVERFLOW], "VARCHAR"),
        "delimiter": shape.delimiter,
        "wide": TIDY_FROM,
        "narrow": TIDY_TO,
        "longest": LONGEST_RECORD,
        "lines": lines,
    }
    try:
        rows = connection.execute(_query(shape, names, careful), values).fetchall()
    except duckdb.Error as error:
        found = re.search(r"on Line: (\d+)", str(error))
        record = int(found[1]) if found else None
    else:
        return _block_result(rows)
    raise UnreadableBlock(record)


def _column_names(shape: FileShape) -> list[str]:
    names = [f"column_{index}" for index in range(shape.width)]
    for field, index in shape.fields.items():
        names[index] = field
    return names


def _query(shape: FileShape, names: list[str], careful: bool) -> str:
    everything = f"concat_ws('', {', '.join(names)})"
    return _QUERY.substitute(
        regular=REGULAR_NUMBER,
        last=names[-1],
        blank=f"trim({everything}) = ''",
        birth="birth_on" if "birth_on" in shape.fields else "''",
        weighted=" + ".join(
            f"CAST(number[{place}] AS INTEGER) * {weight}"
            for place, weight in enumerate(_WEIGHTS, 1)
        ),
        visible=LEAST_VISIBLE,
        fields=", ".join(f"CASE WHEN entry IS NOT NULL THEN {name} END" for name in shape.fields),
        careful=Template(_CAREFUL).substitute(everything=everything) if careful else "",
    )


_CAREFUL = """
        WHEN contains($everything, chr(10)) THEN 'line_break'
        WHEN contains($everything, chr(65533)) THEN 'undecodable'
"""


def _block_result(rows: list[tuple[Any, ...]]) -> BlockResult:
    faults: Counter[str] = Counter()
    refused: list[tuple[int, Refusal]] = []
    hits: list[Hit] = []
    last = mended = 0
    for n, fault, is_mended, entry, number, *fields in sorted(rows, key=_ROW_NUMBER):
        last = n
        mended += is_mended
        if entry is not None:
            hits.append(Hit(n, entry, number, tuple(fields)))
        elif fault is not None:
            faults[fault] += 1
            if fault not in (BLANK, OTHER_DOCUMENT):
                refused.append((n, Refusal(fault)))
    return BlockResult(last, mended, faults, tuple(refused), tuple(hits))


_ROW_NUMBER = itemgetter(0)
