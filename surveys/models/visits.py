"""Visits to households (入户调查), who made them, and how they went."""

import datetime
import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.workflow import MoveRecord
from foundation.codelists import label
from foundation.encryption import seal_binding, seal_bytes, sealed_text, unseal_bytes
from foundation.faults import Text
from surveys.choices import DONE
from surveys.models.answers import HoldsAnswers
from surveys.models.places import Placed, PlaceState


class Step(models.TextChoices):
    """Where a visit stands; drafts and returned visits may still be changed."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    RETURNED = "returned", _("Returned for correction")
    APPROVED = "approved", _("Approved")


EDITABLE = (Step.DRAFT, Step.RETURNED)
OPEN = (Step.DRAFT, Step.SUBMITTED, Step.RETURNED)


class SignatureKind(models.TextChoices):
    DRAWN = "drawn", _("Drawn on the screen")
    PHOTO = "photo", _("Photo of a signature or fingerprint")


class Signed(models.Model):
    """A person's signature under the content as it was at that moment.

    ``signed_digest`` is the SM3 digest of that content: a later change makes the signature stale.
    """

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    signature_sealed = models.BinaryField(null=True, editable=False)
    signature_kind = models.CharField(max_length=5, choices=SignatureKind.choices, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    signed_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def put_signature(self, png: bytes) -> None:
        bound = seal_binding(self._meta.db_table, "signature_sealed", self.seal_id)
        self.signature_sealed = seal_bytes(png, bound_to=bound)

    @property
    def signature(self) -> bytes:
        """The picture (PNG), or nothing."""
        if self.signature_sealed is None:
            return b""
        bound = seal_binding(self._meta.db_table, "signature_sealed", self.seal_id)
        return unseal_bytes(self.signature_sealed, bound_to=bound)


SEALED = ("content_sealed", "clashes_sealed", "signature_sealed", "place_sealed")
SEALED_OF_VISIT = tuple(f"visit__{name}" for name in SEALED)
"""The same, where a row names the visit."""
NEVER = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)


class VisitQuerySet(models.QuerySet):
    def open(self):
        """Not yet approved."""
        return self.filter(step__in=OPEN)

    def approved(self):
        return self.filter(step=Step.APPROVED)

    def complete(self):
        """Approved, and the four parts answered: what counts as surveyed (domain 2.4)."""
        return self.approved().filter(result=DONE)

    def before(self, visit):
        """The household's complete visits approved before this one, the last first.

        Of a visit that is not approved yet: all of them.
        """
        earlier = self.complete().filter(household_id=visit.household_id)
        if visit.approved_at:
            earlier = earlier.filter(approved_at__lt=visit.approved_at)
        return earlier.order_by("-approved_at", "-pk")

    def with_before(self):
        """Each with income and people of the visit ``before`` finds first; None at a first one."""
        until = Coalesce(models.OuterRef("approved_at"), models.Value(NEVER))
        earlier = Visit.objects.complete().filter(
            household=models.OuterRef("household"), approved_at__lt=until
        )
        last = earlier.order_by("-approved_at", "-pk")
        return self.annotate(
            per_capita_before=models.Subquery(last.values("per_capita")[:1]),
            people_before=models.Subquery(last.values("family_size")[:1]),
        )

    def waiting_for(self, user):
        """Waiting for this leader's decision: what the leader submitted is somebody else's."""
        own = VisitMove.objects.filter(visit=models.OuterRef("pk"), move="submit", by=user)
        return self.filter(~models.Exists(own), step=Step.SUBMITTED)

    def in_turn(self):
        """In the order in which they are decided: the deadline first."""
        return self.order_by(models.F("due_on").asc(nulls_last=True), "pk")

    def of_author(self, user):
        """Begun by ``user``, or with ``user`` among the investigators."""
        return self.filter(
            models.Q(created_by=user)
            | models.Exists(Interviewer.objects.filter(visit=models.OuterRef("pk"), user=user))
        )

    def without_photos(self):
        """Those of which no photo was taken, or none is left."""
        kept = models.FilteredRelation("photos", condition=models.Q(photos__removed_at=None))
        return self.alias(kept_photo=kept).filter(kept_photo__isnull=True)

    def outside(self):
        """Made far from where the village's other visits were made."""
        return self.filter(place_state=PlaceState.OUTSIDE)

    def for_list(self):
        """Without the sealed content, which no list opens."""
        return self.defer(*SEALED).select_related("household", "area__parent__parent", "created_by")


class Visit(HoldsAnswers, Signed, Placed):
    """One visit to one household: a draft saved field by field, signed, then approved.

    The signature on the visit itself is the respondent's, the place is where the form was begun.
    Plain columns are derived from the content for lists and counts. ``device_offset``: seconds by
    which the clock of the device that saved last was ahead of the server's.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="visits")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    campaign = models.ForeignKey(
        "surveys.Campaign", models.PROTECT, null=True, blank=True, related_name="visits"
    )
    kind = models.CharField(_("reason for the visit"), max_length=1)
    step = models.CharField(_("step"), max_length=10, choices=Step.choices, default=Step.DRAFT)
    step_since = models.DateTimeField()
    due_on = models.DateField(_("due"), null=True, blank=True)
    flow = models.CharField(max_length=20)
    revision = models.PositiveIntegerField(default=0)
    device_offset = models.BigIntegerField(null=True, editable=False)
    content_sealed = models.BinaryField(null=True, editable=False)
    clashes_sealed = models.BinaryField(null=True, editable=False)
    result = models.CharField(_("result"), max_length=1, blank=True)
    visited_on = models.DateField(_("date of the visit"), null=True, blank=True)
    family_size = models.PositiveSmallIntegerField(_("family size"), default=0)
    per_capita = models.DecimalField(
        _("income per person"), max_digits=12, decimal_places=2, default=0
    )
    need_count = models.PositiveSmallIntegerField(_("problems"), default=0)
    digest = models.CharField(_("digest (SM3)"), max_length=64, blank=True, editable=False)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    content_text = sealed_text("content_sealed")
    clashes_text = sealed_text("clashes_sealed")

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "area"], name="visit_with_area"),
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(step__in=OPEN),
                name="one_open_visit",
            ),
            models.CheckConstraint(
                name="approved_visit_is_frozen",
                condition=~models.Q(step="approved") | ~models.Q(digest=""),
            ),
        ]
        indexes = [
            models.Index(fields=["household", "-id"], name="visit_by_household"),
            models.Index(fields=["step", "area"], name="visit_by_step"),
            models.Index(fields=["area", "visited_on"], name="visit_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.visited_on or ''}"

    @property
    def clashes(self) -> list[dict[str, Any]]:
        """Unsettled clashes: both values of a path, with who typed them and when."""
        return json.loads(self.clashes_text) if self.clashes_sealed is not None else []

    @clashes.setter
    def clashes(self, clashes: list[dict[str, Any]]) -> None:
        self.clashes_text = json.dumps(clashes, ensure_ascii=False) if clashes else None

    @property
    def kind_label(self) -> Text:
        return label("visit_kind", self.kind)

    @property
    def result_label(self) -> Text:
        return label("visit_result", self.result) if self.result else ""

    @property
    def is_editable(self) -> bool:
        return self.step in EDITABLE


class VisitRevision(HoldsAnswers, models.Model):
    """The content as one save left it: what later saves are merged against, and who typed what.

    ``request_digest`` names the save that made it, so that a repeated save changes nothing.
    """

    database_privileges = ("SELECT", "INSERT")

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="revisions")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    base_number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    request_digest = models.CharField(max_length=72)
    content_sealed = models.BinaryField(editable=False)

    content_text = sealed_text("content_sealed")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="revision_once"),
        ]
        indexes = [
            models.Index(fields=["visit", "request_digest"], name="revision_by_request"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} #{self.number}"


class Interviewer(Signed):
    """One of the investigators (调查人) of a visit: a user, or somebody named with the unit."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="interviewers")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=50)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    duty = models.CharField(_("duty"), max_length=40, blank=True)
    level = models.CharField(_("level"), max_length=1, default="3")

    class Meta:
        verbose_name = _("investigator")
        verbose_name_plural = _("investigators")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "uuid"], name="interviewer_once"),
            models.UniqueConstraint(
                fields=["visit", "user"],
                condition=models.Q(user__isnull=False),
                name="interviewer_user_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class VisitMove(MoveRecord):
    """One move of a visit that was made: submitted, returned, approved."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="moves")

    class Meta(MoveRecord.Meta):
        indexes = [models.Index(fields=["visit"], name="move_by_visit")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.move}"
