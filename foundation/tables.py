"""Columns and cells of tables on a page, as their components draw them."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Column:
    """One column: its words, the ``sort`` value that orders by it, whether figures stand right."""

    label: str | Promise
    sort: str = ""
    numeric: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Cell:
    """One figure and the rows behind it; no address where the reader may not see them."""

    figure: int
    address: str = ""
