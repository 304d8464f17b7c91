"""Members of a household (家庭成员)."""

import uuid

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.encryption import sealed_text
from households.models.households import Household

SCHOOL = "4"
AWAY = {"3": "2", SCHOOL: "", "8": "5"}
"""Ways of leaving (``member_left_kind``) after which a person stays in the file, and what
``not_counted_reason`` becomes: in prison and as a conscript nobody is counted (民发〔2021〕57号),
at school one is.
"""


class IdentityKind(models.TextChoices):
    RESIDENT = "1", _("Resident identity card")
    HUKOU_BOOK = "2", _("Household register book")
    RESIDENCE_PERMIT = "3", _("Residence permit")
    NONE = "4", _("No document")


class MemberQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def counted(self):
        """Family members living together (共同生活的家庭成员)."""
        return self.active().filter(is_counted=True)


@pghistory.track()
class Member(models.Model):
    """One person in one household; people are never shared between households or areas.

    The same person elsewhere is found by ``identity_digest``; being active in two households at
    once is refused by the database. Codes are those of the national lists in foundation/codes.
    Wages and pensions are yuan a month; ``basic_pension`` (基础养老金) is part of
    ``monthly_pension``. ``self_care`` lists what the person cannot do alone (six items of the
    tekun assessment); without ``self_care_on`` nobody has assessed it yet.
    """

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=50)
    given_name = models.CharField(max_length=50, blank=True, editable=False)
    initials = models.CharField(max_length=20, blank=True, editable=False)
    pinyin = models.CharField(max_length=120, blank=True, editable=False, default="", db_default="")
    identity_kind = models.CharField(
        _("identity document"),
        max_length=1,
        choices=IdentityKind.choices,
        default=IdentityKind.RESIDENT,
    )
    identity_sealed = models.BinaryField(null=True, editable=False)
    identity_digest = models.CharField(max_length=72, blank=True, editable=False)
    is_converted = models.BooleanField(_("converted from 15 digits"), default=False)
    sex = models.CharField(_("sex"), max_length=1, default="0")
    birth_on = models.DateField(_("date of birth"), null=True, blank=True)
    ethnic = models.CharField(_("ethnic group"), max_length=2, default="01")
    relation = models.CharField(_("relation to the head"), max_length=2)
    marital_status = models.CharField(_("marital status"), max_length=2, blank=True)
    education = models.CharField(_("education"), max_length=2, blank=True)
    health = ArrayField(
        models.CharField(max_length=2), verbose_name=_("health"), default=list, blank=True
    )
    occupation = models.CharField(_("occupation"), max_length=2, blank=True)
    hukou_kind = models.CharField(_("hukou"), max_length=1, blank=True)
    is_counted = models.BooleanField(_("lives with the family"), default=True)
    not_counted_reason = models.CharField(_("why not counted"), max_length=1, blank=True)
    is_covered = models.BooleanField(_("receives dibao"), default=False, db_default=False)
    student_stage = models.CharField(_("schooling"), max_length=1, default="0")
    school = models.CharField(_("school"), max_length=80, blank=True)
    school_kind = models.CharField(
        _("kind of school"), max_length=1, blank=True, default="", db_default=""
    )
    grade = models.CharField(_("school year"), max_length=20, blank=True, default="", db_default="")
    is_boarding = models.BooleanField(_("boards at school"), default=False, db_default=False)
    labour_capacity = models.CharField(_("labour capacity"), max_length=1, blank=True)
    employment_status = models.CharField(_("employment"), max_length=2, blank=True)
    employer = models.CharField(_("employer"), max_length=80, blank=True)
    job_type = models.CharField(
        _("kind of work"), max_length=40, blank=True, default="", db_default=""
    )
    work_place = models.CharField(
        _("place of work"), max_length=80, blank=True, default="", db_default=""
    )
    monthly_wage = models.DecimalField(
        _("monthly wage"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    disability_category = models.CharField(_("disability category"), max_length=1, blank=True)
    disability_grade = models.CharField(_("disability grade"), max_length=1, blank=True)
    disability_cert_sealed = models.BinaryField(null=True, editable=False)
    disability_valid_to = models.DateField(
        _("disability certificate valid to"), null=True, blank=True
    )
    disease_kind = models.CharField(_("kind of disease"), max_length=1, blank=True)
    disease_sealed = models.BinaryField(null=True, editable=False)
    self_care = ArrayField(
        models.CharField(max_length=1),
        verbose_name=_("cannot do alone"),
        default=list,
        db_default=[],
        blank=True,
    )
    self_care_on = models.DateField(_("self-care assessed on"), null=True, blank=True)
    medical_insurance = models.CharField(_("medical insurance"), max_length=1, blank=True)
    is_aided_insured = models.BooleanField(_("insured with aid"), default=False, db_default=False)
    pension_insurance = models.CharField(_("pension insurance"), max_length=1, blank=True)
    monthly_pension = models.DecimalField(
        _("monthly pension"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    basic_pension = models.DecimalField(
        _("of it basic pension"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    special_identities = ArrayField(
        models.CharField(max_length=2), verbose_name=_("special identity"), default=list, blank=True
    )
    phone_sealed = models.BinaryField(null=True, editable=False)
    phone_digest = models.CharField(
        max_length=72, blank=True, editable=False, default="", db_default=""
    )
    is_active = models.BooleanField(_("active"), default=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    joined_kind = models.CharField(
        _("way of joining"), max_length=1, blank=True, default="", db_default=""
    )
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_kind = models.CharField(
        _("way of leaving"), max_length=1, blank=True, default="", db_default=""
    )
    left_reason = models.CharField(_("reason for leaving"), max_length=100, blank=True)
    death_on = models.DateField(_("date of death"), null=True, blank=True)
    cremation_on = models.DateField(_("date of cremation"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    identity_number = sealed_text("identity_sealed")
    disability_cert = sealed_text("disability_cert_sealed")
    disease = sealed_text("disease_sealed")
    phone = sealed_text("phone_sealed")

    HEAD_RELATIONS = ("01", "02")

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["household_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "household"], name="member_with_household"),
            models.UniqueConstraint(
                fields=["identity_digest"],
                condition=Q(is_active=True) & ~Q(identity_digest=""),
                name="one_active_membership",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(is_active=True, relation__in=["01", "02"]),
                name="one_head_per_household",
            ),
            models.CheckConstraint(
                name="not_counted_has_reason",
                condition=Q(is_counted=True) | ~Q(not_counted_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["name"], opclasses=["text_pattern_ops"], name="member_by_name"),
            models.Index(
                fields=["given_name"], opclasses=["text_pattern_ops"], name="member_by_given_name"
            ),
            models.Index(
                fields=["initials"], opclasses=["text_pattern_ops"], name="member_by_initials"
            ),
            models.Index(
                fields=["pinyin"], opclasses=["text_pattern_ops"], name="member_by_pinyin"
            ),
            models.Index(
                fields=["phone_digest"],
                condition=Q(is_active=True) & ~Q(phone_digest=""),
                name="member_by_phone",
            ),
            models.Index(
                fields=["household"],
                condition=Q(is_active=True) & ~Q(special_identities=[]),
                name="member_with_special",
            ),
            models.Index(
                fields=["household"],
                condition=Q(is_active=True, identity_digest=""),
                name="member_without_number",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def age_on(self, day) -> int | None:
        """Full years on ``day``; ``None`` when the date of birth is unknown."""
        if self.birth_on is None:
            return None
        before_birthday = (day.month, day.day) < (self.birth_on.month, self.birth_on.day)
        return day.year - self.birth_on.year - before_birthday

    @property
    def is_head(self) -> bool:
        return self.relation in self.HEAD_RELATIONS

    @property
    def away_kind(self) -> str:
        """The way in which a member is away (a key of ``AWAY``), or "".

        Whoever has been filed since as counted, or as not boarding, is not away any more.
        """
        kind = self.left_kind if self.is_active else ""
        if kind == SCHOOL:
            return kind if self.is_boarding else ""
        counted_out = not self.is_counted and self.not_counted_reason == AWAY.get(kind)
        return kind if counted_out else ""

    @property
    def is_away(self) -> bool:
        """Whether a member can come back: is away, or not counted for another reason."""
        return self.is_active and (bool(self.away_kind) or not self.is_counted)
