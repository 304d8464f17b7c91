"""Columns of a list on a page, as the component ``data_table`` draws them."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Column:
    """One column: its words, the ``sort`` value that orders by it, whether figures stand right."""

    label: str | Promise
    sort: str = ""
    numeric: bool = False
    hidden: bool = False
