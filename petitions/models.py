"""Petition cases (信访案件), their moves and the log of what was done about them."""

import datetime
import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.workflow import MoveRecord
from foundation import codelists
from foundation.encryption import sealed_text
from petitions import rules
from petitions.rules import Step


class PetitionCaseQuerySet(models.QuerySet):
    def within(self, area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)

    def repeats(self):
        return self.filter(Q(repeat_no__gt=0) | Q(source=rules.REPEAT_SOURCE))

    def open(self):
        """Those somebody still has to work on."""
        return self.exclude(step__in=rules.CLOSED)

    def overdue(self, on):
        """Past the time limit of acceptance or handling and still not replied to."""
        return self.filter(step__in=rules.CLOCKED, due_on__lt=on)

    def due_soon(self, on):
        """Due within a week."""
        week = (on, on + datetime.timedelta(days=7))
        return self.filter(step__in=rules.CLOCKED, due_on__range=week)


@pghistory.track()
class PetitionCase(models.Model):
    """One matter one petitioner brings (信访案件), from registration to being struck off (销号).

    ``area`` is the county or township responsible. ``complained_office`` is the office complained
    about: to everybody of it the case does not exist (closed door in the database). Coming back
    with the same matter opens a new case of the same number with ``-R1``, ``-R2`` …
    """

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    case_no = models.CharField(_("case number"), max_length=40, unique=True)
    root_no = models.CharField(max_length=30, editable=False)
    repeat_no = models.PositiveSmallIntegerField(default=0, editable=False)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeats"
    )
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    complained_office = models.ForeignKey(
        "accounts.Area", models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(_("source"), max_length=2)
    source_system = models.CharField(_("source system"), max_length=60, blank=True)
    original_no = models.CharField(_("original number"), max_length=60, blank=True)
    received_on = models.DateField(_("received on"))
    registered_at = models.DateTimeField(_("registered at"))
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    petitioner = models.CharField(_("petitioner"), max_length=50)
    identity_sealed = models.BinaryField(null=True, editable=False)
    identity_digest = models.CharField(max_length=72, blank=True, editable=False)
    phone_sealed = models.BinaryField(null=True, editable=False)
    address_sealed = models.BinaryField(null=True, editable=False)
    people = models.PositiveSmallIntegerField(_("number of people"), default=1)
    household = models.ForeignKey(
        "households.Household", models.PROTECT, null=True, blank=True, related_name="petitions"
    )
    household_area = models.ForeignKey(
        "accounts.Area", models.PROTECT, null=True, blank=True, related_name="+"
    )
    times_beijing = models.PositiveSmallIntegerField(_("visits to Beijing"), default=0)
    times_province = models.PositiveSmallIntegerField(_("visits to the province"), default=0)
    times_city = models.PositiveSmallIntegerField(_("visits to the city"), default=0)
    matter = models.CharField(_("kind of matter"), max_length=2)
    summary = models.TextField(_("what is brought forward"), max_length=2000)
    demand = models.TextField(_("demand"), max_length=1000)
    responsible_unit = models.CharField(_("responsible unit"), max_length=80, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_name = models.CharField(_("case lead official"), max_length=50, blank=True)
    lead_duty = models.CharField(_("duty of the lead official"), max_length=60, blank=True)
    lead_level = models.CharField(_("level of the lead official"), max_length=1, blank=True)
    risk = models.CharField(_("risk level"), max_length=1, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    extended_until = models.DateField(_("extended until"), null=True, blank=True)
    facts = models.TextField(_("facts found"), blank=True)
    policy_basis = models.TextField(_("policy basis"), blank=True)
    opinion = models.TextField(_("handling opinion"), blank=True)
    reply = models.ForeignKey(
        "households.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="+"
    )
    replied_on = models.DateField(_("replied on"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    delivery = models.CharField(_("way of delivery"), max_length=1, blank=True)
    delivered_to = models.CharField(_("signed for by"), max_length=50, blank=True)
    measures = models.TextField(_("measures taken"), blank=True)
    result = models.CharField(_("way it was resolved"), max_length=1, blank=True)
    resolved_on = models.DateField(_("resolved on"), null=True, blank=True)
    is_calmed = models.BooleanField(_("signed an end of petitioning"), default=False)
    review = models.CharField(_("review and re-examination"), max_length=1, default="0")
    satisfaction = models.CharField(_("satisfaction"), max_length=1, blank=True)
    keeper = models.CharField(_("responsible for keeping contact"), max_length=50, blank=True)
    lead_signed_on = models.DateField(_("signed by the lead official on"), null=True, blank=True)
    struck_off_on = models.DateField(_("struck off on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)
    step = models.CharField(_("step"), max_length=30, choices=Step.choices)
    step_since = models.DateTimeField()
    due_on = models.DateField(_("due on"), null=True, blank=True)
    flow = models.CharField(max_length=20, default="2022")

    identity_number = sealed_text("identity_sealed")
    phone = sealed_text("phone_sealed")
    address = sealed_text("address_sealed")

    objects = PetitionCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("petition case")
        verbose_name_plural = _("petition cases")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "area"], name="petition_with_area"),
            models.UniqueConstraint(fields=["root_no", "repeat_no"], name="petition_repeat_once"),
            models.CheckConstraint(
                name="petition_household_has_its_area",
                condition=Q(household=None, household_area=None)
                | Q(household__isnull=False, household_area__isnull=False),
            ),
            models.CheckConstraint(name="petition_has_somebody", condition=Q(people__gte=1)),
            models.CheckConstraint(
                name="petition_struck_off_has_a_day",
                condition=~Q(step="struck_off") | Q(struck_off_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["area", "step"], name="petition_by_area"),
            models.Index(
                fields=["petitioner"], opclasses=["text_pattern_ops"], name="petition_by_name"
            ),
            models.Index(
                fields=["identity_digest"],
                name="petition_by_identity",
                condition=~Q(identity_digest=""),
            ),
        ]

    def __str__(self) -> str:
        return self.case_no

    @property
    def is_repeat(self) -> bool:
        """A repeat petition (重访): the same matter was here before."""
        return self.repeat_no > 0 or self.source == rules.REPEAT_SOURCE

    @property
    def is_confidential(self) -> bool:
        """A report: who brought it is known to few."""
        return self.matter in rules.REPORTS

    @property
    def source_name(self):
        return codelists.label("petition_source", self.source)

    @property
    def matter_name(self):
        return codelists.label("petition_matter", self.matter)


class PetitionMove(MoveRecord):
    """One move of a case."""

    case = models.ForeignKey(PetitionCase, models.PROTECT, related_name="moves")

    class Meta(MoveRecord.Meta):
        verbose_name = _("move of a petition case")
        verbose_name_plural = _("moves of petition cases")
        indexes = [models.Index(fields=["case", "id"], name="petition_moves")]

    def __str__(self) -> str:
        return self.move


class HandlingRecord(models.Model):
    """One line in the log of a case (办理记录): what was done on a day; never changed."""

    database_privileges = ("SELECT", "INSERT")

    case = models.ForeignKey(PetitionCase, models.PROTECT, related_name="records")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    happened_on = models.DateField(_("day"))
    text = models.TextField(_("what was done"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("handling record")
        verbose_name_plural = _("handling records")
        ordering = ["happened_on", "pk"]
        indexes = [models.Index(fields=["case", "id"], name="petition_records")]

    def __str__(self) -> str:
        return self.text[:40]
