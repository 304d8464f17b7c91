"""Compare one agency file with the registry's keys (信息核对), row by row, inside this process."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import duckdb

from verification.engine.blocks import (
    UnclosedQuotation,
    count_lines,
    cut_blocks,
    cut_first_record,
    pad_blank_lines,
    readable_block,
)
from verification.engine.identity import MemberKey
from verification.engine.keys import KeyTable
from verification.engine.layouts import FileLayout, FileShape, read_shape
from verification.engine.query import BlockResult, UnreadableBlock, compare_block
from verification.engine.reasons import ComparisonCancelled, FileProblem, FileRefused
from verification.engine.results import Collector, CompareResult
from verification.engine.transcode import (
    UndecodableText,
    detect_encoding,
    open_as_utf8,
    private_workspace,
)

_DAMAGE_MARK = "\ufffd".encode()
_SAMPLE = 1 << 16

Progress = Callable[[float, int], None]
Cancelled = Callable[[], bool]


def compare_extract(
    path: Path,
    layout: FileLayout,
    members: Iterable[MemberKey],
    *,
    memory_limit: str = "512MB",
    threads: int = 2,
    progress: Progress = lambda fraction, rows: None,
    cancelled: Cancelled = lambda: False,
    workspace_parent: Path | None = None,
) -> CompareResult:
    """Compare an agency's file with our members and keep nothing of anybody else.

    ``progress`` hears (share done 0..1, rows read); ``cancelled`` is asked once per block.
    Raises ``FileRefused`` (with row and mend) and ``ComparisonCancelled``; whatever happens, the
    second process is ended and the private workspace removed. Source: 核对办法 as in the domain
    notes: an identity number decides, a differing name is only a flag.
    """
    keys = KeyTable(members)
    encoding = detect_encoding(path, layout.encoding)
    with private_workspace(workspace_parent) as workspace:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory_limit,
            "threads": threads,
            "temp_directory": str(workspace / "spill"),
        }
        with duckdb.connect(config=settings) as connection:
            keys.store(connection)
            run = _Run(
                path, layout, keys, encoding, workspace, connection, threads, progress, cancelled
            )
            try:
                return run.compare(mend=False)
            except UndecodableText:
                return run.compare(mend=True)


@dataclass(frozen=True, slots=True)
class _Run:
    path: Path
    layout: FileLayout
    keys: KeyTable
    encoding: str
    workspace: Path
    connection: duckdb.DuckDBPyConnection
    threads: int
    progress: Progress
    cancelled: Cancelled

    def compare(self, *, mend: bool) -> CompareResult:
        """One pass over the file, all the way or not at all."""
        with (
            open_as_utf8(self.path, self.encoding, mend=mend) as read,
            ThreadPoolExecutor(self.threads) as pool,
        ):
            blocks = cut_blocks(read)
            shape, rows_before, blocks = self._open(blocks)
            collector = Collector(self.layout, shape, self.keys, self.encoding)
            collector.rows_before = rows_before
            self._feed(blocks, shape, pool, collector)
        result = collector.close()
        self.progress(1.0, result.rows_read)
        return result

    def _open(self, blocks: Iterator[bytes]) -> tuple[FileShape, int, Iterator[bytes]]:
        """The columns, the rows before the first row of data, and the blocks of data."""
        try:
            block = next(blocks, b"")
        except UnclosedQuotation as damage:
            raise FileRefused(FileProblem.NOT_A_TABLE, row_number=damage.record) from None
        rows_before = 0
        record, end = cut_first_record(block)
        while end and not record.strip():
            rows_before, block = rows_before + 1, block[end:]
            record, end = cut_first_record(block)
        if not end:
            raise FileRefused(FileProblem.EMPTY)
        shape = read_shape(self.layout, record)
        if self.layout.has_header:
            rows_before, block = rows_before + 1, block[end:]
        return shape, rows_before, chain([block] if block else [], blocks)

    def _feed(
        self,
        blocks: Iterator[bytes],
        shape: FileShape,
        pool: ThreadPoolExecutor,
        collector: Collector,
    ) -> None:
        """Compare blocks side by side and take them in file order, a few in memory at a time."""
        waiting: list[Future[BlockResult]] = []
        meter = _Meter(self.path.stat().st_size, self.encoding)
        damage: int | None = None
        try:
            for block in blocks:
                if self.cancelled():
                    raise ComparisonCancelled
                meter.add(block)
                waiting.append(pool.submit(self._compare, block, shape))
                if len(waiting) > self.threads:
                    self._take(waiting, collector)
                    self.progress(meter.share, collector.result.rows_read)
        except UnclosedQuotation as unclosed:
            damage = unclosed.record
        except BaseException:
            for future in waiting:
                future.cancel()
            raise
        while waiting:
            self._take(waiting, collector)
        if damage is not None:
            row_number = collector.rows_before + damage
            raise FileRefused(FileProblem.NOT_A_TABLE, row_number=row_number)

    def _take(self, waiting: list[Future[BlockResult]], collector: Collector) -> None:
        try:
            collector.take(waiting.pop(0).result())
        except UnreadableBlock as unreadable:
            row_number = collector.rows_before + (unreadable.record or 1)
            raise FileRefused(FileProblem.NOT_A_TABLE, row_number=row_number) from None

    def _compare(self, block: bytes, shape: FileShape) -> BlockResult:
        block = pad_blank_lines(block, shape.delimiter)
        lines = count_lines(block)
        with (
            readable_block(block, self.workspace) as path,
            self.connection.cursor() as cursor,
        ):
            if _DAMAGE_MARK not in block:
                result = compare_block(cursor, path, shape, lines=lines, careful=False)
                if result.rows == lines:
                    return result
            return compare_block(cursor, path, shape, lines=0, careful=True)


class _Meter:
    """How much of the source is read, judged by the UTF-8 that came of it."""

    def __init__(self, size: int, encoding: str) -> None:
        self._size = max(size, 1)
        self._encoding = encoding
        self._scale: float | None = None
        self._read = 0.0

    def add(self, block: bytes) -> None:
        """Count a block; the first one tells how many source bytes a UTF-8 byte stands for."""
        if self._scale is None:
            sample = block[:_SAMPLE]
            source = sample.decode("utf-8", "ignore").encode(self._encoding, "replace")
            self._scale = len(source) / len(sample)
        self._read += len(block) * self._scale

    @property
    def share(self) -> float:
        """The share read, below 1 until the comparison is finished."""
        return min(self._read / self._size, 0.99)
