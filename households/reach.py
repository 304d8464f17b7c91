"""Rows inside a reader's area or granted from elsewhere, said so that an index serves."""

from django.db.models import Q, QuerySet

from accounts.models import Area, User
from foundation import clock
from households.models import Grant


def in_reach(rows: QuerySet, user: User, area: Area, *, household: str) -> QuerySet:
    """Those of ``rows`` inside ``area``, or of a household ``user`` may read from elsewhere.

    Row security says the same to whoever has that area, but its either-or alone makes PostgreSQL
    read every row. ``household`` names the column that holds the household's key.
    """
    low, high = area.code_range
    here = Q(area_id__gte=low, area_id__lte=high)
    granted = Grant.objects.held_by(user, clock.today())
    keys = list(granted.values_list("household_id", flat=True))
    return rows.filter(here | Q((f"{household}__in", keys)) if keys else here)
