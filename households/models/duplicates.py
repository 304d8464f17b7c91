"""Pairs of records that may be one person, and what people said about them (查重)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.duplicates import BirthIs, Likeness, NameIs, NumbersAre, PlaceIs
from households.models.households import OFF_REGISTER
from households.models.members import Member


class DuplicatePairQuerySet(models.QuerySet):
    def within(self, area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)

    def of(self, member):
        """The pairs one person is in, on either side."""
        return self.filter(models.Q(first=member) | models.Q(second=member))

    def standing(self):
        """Both still on the register, in two households: not merged, left or gone meanwhile."""
        there = {"first__is_active": True, "second__is_active": True}
        return (
            self.filter(**there)
            .exclude(first__household=models.F("second__household"))
            .exclude(first__household__status__in=OFF_REGISTER)
            .exclude(second__household__status__in=OFF_REGISTER)
        )


class DuplicatePair(models.Model):
    """Two members of two households that resemble each other.

    ``area`` is the smallest division that holds both, so that a pair is seen only by those whose
    area holds both sides; the policy ``both_sides`` also asks that both are visible to them. The
    finder writes and forgets open pairs; a pair called different is remembered.
    """

    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    first = models.ForeignKey(Member, models.PROTECT, related_name="+")
    second = models.ForeignKey(Member, models.PROTECT, related_name="+")
    name_is = models.CharField(max_length=8, choices=NameIs.choices)
    birth_is = models.CharField(max_length=8, choices=BirthIs.choices)
    place_is = models.CharField(max_length=8, choices=PlaceIs.choices)
    numbers_are = models.CharField(max_length=8, choices=NumbersAre.choices)
    is_exact = models.BooleanField(_("exact"), default=False)
    found_at = models.DateTimeField(auto_now_add=True)
    is_different = models.BooleanField(_("two people"), default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of records")
        verbose_name_plural = _("pairs of records")
        ordering = ["area_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(
                name="duplicate_pair_in_order",
                condition=models.Q(first__lt=models.F("second")),
            ),
            models.CheckConstraint(
                name="duplicate_pair_settled_with_reason",
                condition=models.Q(is_different=False) | ~models.Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["area", "id"], name="duplicate_pair_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"

    @property
    def sides(self) -> tuple[Member, Member]:
        return self.first, self.second

    @property
    def crosses_townships(self) -> bool:
        """Whether the two files lie in different townships, as they lie today."""
        return len({person.household.area.township_code for person in self.sides}) > 1

    @property
    def words(self) -> str:
        return Likeness(
            NameIs(self.name_is),
            BirthIs(self.birth_is),
            PlaceIs(self.place_is),
            NumbersAre(self.numbers_are),
        ).words
