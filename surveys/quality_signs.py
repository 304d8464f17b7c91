"""The signs by which a supervisor looks closer at a visit, one entry each (走访质量疑点).

A sign proves nothing: it names visits worth a telephone call or a second look. Each is a condition
on ``VisitReading``; figures and the rows behind them use the same one. What only a comparison
with other visits tells is noted on the reading (``services.readings.compare``): those others may
lie where the reader sees nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.faults import Text
from surveys.choices import DONE
from surveys.content import SHORT_MINUTES
from surveys.models import Visit, VisitPhoto

UNAWARE = "1"
"""``awareness``: does not know the policies. The visit itself explains them and leaves the leaflet,
so whoever answers so at its end was told little."""


@dataclass(frozen=True)
class Sign:
    """One sign: its words, why it is one, and the condition on a reading."""

    code: str
    label: Text
    why: Text
    condition: Callable[[], Q]


def _outside() -> Q:
    """The form was begun, or a photo taken, far from the village's other visits.

    Not correlated on purpose, here and below: visits and photos are gone through once.
    """
    far = VisitPhoto.objects.outside().order_by().values("visit")
    return Q(visit__in=far) | Q(visit__in=Visit.objects.outside().order_by().values("pk"))


def _without_photos() -> Q:
    """A family was met and nothing of it photographed."""
    bare = Visit.objects.without_photos().filter(result=DONE)
    return Q(visit__in=bare.order_by().values("pk"))


QUALITY_SIGNS: tuple[Sign, ...] = (
    Sign(
        "faulty",
        _("Answers that stop submission"),
        _("Something required is missing or impossible; counted against 数据合格率"),
        lambda: Q(blocking__gt=0),
    ),
    Sign(
        "returned",
        _("Returned by the leader"),
        _("Sent back for correction at least once"),
        lambda: Q(was_returned=True),
    ),
    Sign(
        "twins",
        _("Same answers as another family's"),
        _("Income, land, homes, benefits and needs of two families of one author are alike"),
        lambda: Q(is_twin=True),
    ),
    Sign(
        "short",
        _("Shorter than 10 minutes"),
        _("The form cannot be asked and answered in that time"),
        lambda: Q(minutes__lt=SHORT_MINUTES),
    ),
    Sign(
        "overlapping",
        _("At the same time as another"),
        _("One author was in two families at once, by the times written down"),
        lambda: Q(is_overlapping=True),
    ),
    Sign(
        "outside",
        _("Far from the village"),
        _("The form was begun or a photo taken over 5 km from the village's other visits"),
        _outside,
    ),
    Sign(
        "no_photos",
        _("Without photos"),
        _("The family was met, yet there is no photo of door, rooms or person"),
        _without_photos,
    ),
    Sign(
        "bulk",
        _("Approved five in one minute"),
        _("Twelve seconds for each form: hardly read"),
        lambda: Q(is_in_bulk=True),
    ),
    Sign(
        "unaware",
        pgettext_lazy("quality sign", "Does not know the policies"),
        _("Although the visit is to explain them"),
        lambda: Q(awareness=UNAWARE),
    ),
)
"""Every sign; a further one is one entry here, its figures and rows follow."""
SIGN = {sign.code: sign for sign in QUALITY_SIGNS}


def shown(sign: Sign, closed: int | None = None) -> Q:
    """The condition on a record: a reading, or the row kept of it when a campaign was closed."""
    return sign.condition() if closed is None else Q(signs__contains=f",{sign.code},")


def counted(closed: int | None = None) -> dict[str, Count]:
    """One figure for each sign, and ``visits`` for all: for ``annotate`` or ``aggregate``."""
    figures = {sign.code: Count("pk", filter=shown(sign, closed)) for sign in QUALITY_SIGNS}
    return {"visits": Count(F("pk"))} | figures
