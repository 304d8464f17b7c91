"""Lists in pages: numbered pages for people, cursors for machines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

PAGE_PARAMETER = "page"
CAP = 10_000


class ApiCursor(CursorPagination):
    """Cursor pages of the API, by primary key unless the view names ``cursor_ordering``."""

    ordering = "pk"
    page_size_query_param = "size"
    max_page_size = 200

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        ordering = getattr(view, "cursor_ordering", self.ordering)
        return (ordering,) if isinstance(ordering, str) else tuple(ordering)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list and the way to the others.

    ``total`` is exact up to the cap; beyond it ``is_capped`` and ``total_text`` is "10,000+".
    ``query`` is the address's other parameters, so that filters survive paging. ``parameter`` is
    the list's own, where a page has several lists.
    """

    rows: Sequence[Any]
    number: int
    size: int
    total: int
    is_capped: bool
    has_next: bool
    query: str
    parameter: str = PAGE_PARAMETER

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def total_text(self) -> str:
        return f"{self.total:,}+" if self.is_capped else f"{self.total:,}"

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def first_row(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last_row(self) -> int:
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def last_number(self) -> int | None:
        """The last page's number; None when the list was not counted to its end."""
        return None if self.is_capped else _last_number(self.total, self.size)

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def previous_url(self) -> str:
        return self.url(self.number - 1)

    @property
    def next_url(self) -> str:
        return self.url(self.number + 1)

    def url(self, number: int) -> str:
        """The relative address of a page, other parameters kept."""
        page = f"{self.parameter}={number}"
        return f"?{self.query}&{page}" if self.query else f"?{page}"

    @property
    def nearby(self) -> list[tuple[int, str]]:
        """Numbers and addresses of this page and up to two on each side."""
        known = self.last_number or self.number + (1 if self.has_next else 0)
        numbers = range(max(1, self.number - 2), min(known, self.number + 2) + 1)
        return [(number, self.url(number)) for number in numbers]


def paginate(
    request: HttpRequest,
    queryset: QuerySet[Any],
    size: int = 50,
    *,
    cap: int = CAP,
    parameter: str = PAGE_PARAMETER,
) -> Page:
    """Cut the page that ``?page=`` asks for; at most two queries, however large the table.

    Rows are counted to ``cap`` and no further. A page number that is not there or no number
    gives the nearest page there is.
    """
    counted = queryset.order_by()[: cap + 1].count()
    is_capped = counted > cap
    total = min(counted, cap)
    number = _asked(request, parameter)
    if not is_capped:
        number = min(number, _last_number(total, size))
    rows = _page_rows(queryset, number, size, total)
    if not rows and is_capped:
        number = _last_number(total, size)
        rows = _rows(queryset, number, size)
    query = request.GET.copy()
    query.pop(parameter, None)
    return Page(
        rows=rows[:size],
        number=number,
        size=size,
        total=total,
        is_capped=is_capped,
        has_next=len(rows) > size,
        query=query.urlencode(),
        parameter=parameter,
    )


def paginate_list(request: HttpRequest, rows: Sequence[Any], size: int = 50) -> Page:
    """Cut the page that ``?page=`` asks for out of a list that is already at hand."""
    number = min(_asked(request), _last_number(len(rows), size))
    start = (number - 1) * size
    query = request.GET.copy()
    query.pop(PAGE_PARAMETER, None)
    return Page(
        rows=rows[start : start + size],
        number=number,
        size=size,
        total=len(rows),
        is_capped=False,
        has_next=start + size < len(rows),
        query=query.urlencode(),
    )


def _asked(request: HttpRequest, parameter: str = PAGE_PARAMETER) -> int:
    asked = request.GET.get(parameter, "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def _page_rows(queryset: QuerySet[Any], number: int, size: int, total: int) -> list[Any]:
    """The rows of a page; few enough are asked for without a limit.

    With a limit PostgreSQL walks the order's index in the hope of early hits; where there are
    few or none it walks all of it.
    """
    if total == 0:
        return []
    return list(queryset) if total <= size else _rows(queryset, number, size)


def _rows(queryset: QuerySet[Any], number: int, size: int) -> list[Any]:
    start = (number - 1) * size
    return list(queryset[start : start + size + 1])


def _last_number(total: int, size: int) -> int:
    return max(1, -(-total // size))
