"""The act of taking households along to a village without network (取走离线数据)."""

from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.db import transaction

from accounts import audit
from accounts.models import Area, User
from surveys import pack

PER_PAGE = 50


@transaction.atomic
def take(*, by: User, village: Area, page: int) -> dict[str, Any]:
    """One page of a village's households for the device; each household's look is recorded.

    Raises EmptyPage beyond the last one.
    """
    rows = pack.with_people(pack.households_of(by, village))
    pages = Paginator(rows, PER_PAGE)
    if not 1 <= page <= pages.num_pages:
        raise EmptyPage
    households = list(pages.page(page).object_list)
    detail = {"village": village.code, "page": page, "count": len(households)}
    audit.record(by=by, action="pack.taken", target=village, detail=detail)
    for household in households:
        audit.record(by=by, action="household.taken_along", target=household)
    return {
        "village": {"code": village.code, "name": village.name},
        "count": pages.count,
        "page": page,
        "pages": pages.num_pages,
        "households": pack.pack(households, by),
    }
