"""Rows that know where they were made, and what the place says."""

import json
from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.encryption import sealed_text
from surveys.place_check import Point, judge


class PlaceState(models.TextChoices):
    """Where something was done, seen from the village's earlier visits."""

    INSIDE = "inside", _("Near the village's other visits")
    OUTSIDE = "outside", _("Far from the village's other visits")
    UNKNOWN = "unknown", _("Position not known")


class Located(models.Model):
    """A row with a ``seal_id`` and a position: latitude, longitude and accuracy, sealed.

    Where somebody lives is sensitive (个人信息保护法 art. 28), so no plain column says it.
    """

    place_sealed = models.BinaryField(null=True, editable=False)

    place_text = sealed_text("place_sealed")

    class Meta:
        abstract = True

    @property
    def place(self) -> Point | None:
        return Point(**json.loads(self.place_text)) if self.place_sealed is not None else None

    @place.setter
    def place(self, place: Point | None) -> None:
        self.place_text = json.dumps(place._asdict()) if place else None


class Placed(Located):
    """A position that has been judged: ``distance`` is metres to the middle of other visits."""

    place_state = models.CharField(
        _("where it was made"), max_length=7, choices=PlaceState.choices, default=PlaceState.UNKNOWN
    )
    distance = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    def judge_place(self, others: Sequence[Point]) -> None:
        """Note where the position lies among the positions of the village's other visits."""
        judged = judge(self.place, others)
        self.place_state, self.distance = PlaceState(judged.state), judged.distance
