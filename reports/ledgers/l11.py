"""L11 信访案件台账 as the ledgers page asks for it; petitions makes the rows."""

from collections.abc import Iterator, Sequence

from accounts.ledger_requests import LedgerFilters
from accounts.models import User
from foundation.ledger_rows import Value
from petitions import ledgers
from petitions.models import PetitionCaseQuerySet


def cases(user: User, filters: LedgerFilters) -> PetitionCaseQuerySet:
    """Cases of the area, of one source, received between the dates."""
    asked = {"area": filters.area.code, "source": filters.kind, "state": "all"}
    found = ledgers.cases(user, asked)
    if filters.since:
        found = found.filter(received_on__gte=filters.since)
    if filters.until:
        found = found.filter(received_on__lte=filters.until)
    return found


def count(user: User, filters: LedgerFilters) -> int:
    """How many cases the ledger will have."""
    return cases(user, filters).count()


def rows(user: User, filters: LedgerFilters) -> Iterator[Sequence[Value]]:
    """One row per case; authors of reports stay hidden from who may not know them."""
    found = cases(user, filters).select_related("handler").order_by("area_id", "received_on", "pk")
    for case in found.iterator(chunk_size=500):
        yield ledgers.row(case, user, is_plain=filters.is_plain)


def summary_rows(user: User, filters: LedgerFilters) -> Iterator[Sequence[Value]]:
    """Figures per county and source of the same cases."""
    return ledgers.summarised(cases(user, filters), filters.on)
