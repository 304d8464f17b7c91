"""Whose codes a file is written in (代码对照), and which of ours have none there."""

import datetime
from collections.abc import Sequence

from django.utils import translation

from accounts.ledger_requests import LedgerFilters
from foundation import codelists
from foundation.ledger_rows import Value
from households.columns import SEVERAL, RegisterColumn
from households.models import Household
from households.models.code_mappings import Standard
from households.services import code_mappings

OURS = "本系统名称"
NAMED = "代码：{name}"
MISSING = "无对应代码（按本系统名称填写）"


def standard_named(text: str) -> str:
    """The standard whose codes a file of ours says it holds, or ""."""
    return next((s for s in Standard if NAMED.format(name=_label(s)) in text), "")


def _label(standard: str) -> str:
    with translation.override("zh-hans"):
        return str(Standard(standard).label)


class WrittenCodes:
    """Cells of one file in the codes of ``standard``, or in our words for "".

    A code without a pair is written in our words, which reads back, and remembered.
    """

    def __init__(self, standard: str, on: datetime.date) -> None:
        self.standard = standard
        self.pairs = code_mappings.written(standard, on) if standard else {}
        self._missing: dict[str, set[str]] = {}

    @property
    def name(self) -> str:
        """Whose codes, in Chinese as files are."""
        return _label(self.standard) if self.standard else OURS

    @property
    def line(self) -> str:
        """What a file says of its codes above the table; "" for our words."""
        return NAMED.format(name=self.name) if self.standard else ""

    def cell(self, column: RegisterColumn, row: Household, asked: LedgerFilters) -> Value:
        if column.codes is None or not self.standard:
            return column.value(row, asked)
        known = column.codes.known(row, asked)
        return SEVERAL.join(self._written(column.codes.name, entry) for entry in known)

    def missing(self, columns: Sequence[RegisterColumn]) -> str:
        """What has no pair, column by column; "" when everything has."""
        found = []
        for column in columns:
            codes = self._missing.get(column.codes.name, set()) if column.codes else set()
            if column.codes and codes:
                entries = codelists.code_list(column.codes.name).entries.values()
                words = SEVERAL.join(f"{e.code} {e}" for e in entries if e.code in codes)
                found.append(f"{column.label}：{words}")
        return "；".join(found)

    def _written(self, name: str, entry: codelists.Code) -> str:
        code = self.pairs.get(name, {}).get(entry.code)
        if code is None:
            self._missing.setdefault(name, set()).add(entry.code)
        return str(entry) if code is None else code
