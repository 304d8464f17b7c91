"""How other systems write the codes of our lists (代码对照): national standard, province."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation import codelists


class Standard(models.TextChoices):
    """Whose codes they are; the texts were not at hand, so the pairs are entered by the city."""

    MZT_073 = "mzt073", _("MZ/T 073-2024")
    PROVINCE = "province", _("Provincial system")


class CodeMappingQuerySet(models.QuerySet):
    def on(self, day):
        """Those in force on a day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class CodeMapping(models.Model):
    """One pair of codes. Several of ours may be one of theirs and the other way round.

    Which one is written when several fit: ``is_for_export`` is the one of theirs for ours,
    ``is_for_import`` the one of ours for theirs; the database keeps each single.
    """

    standard = models.CharField(_("standard"), max_length=10, choices=Standard.choices)
    code_list = models.CharField(_("code list"), max_length=40)
    code = models.CharField(_("our code"), max_length=6)
    ext_code = models.CharField(_("their code"), max_length=20)
    ext_name = models.CharField(_("their name"), max_length=60, blank=True)
    is_for_export = models.BooleanField(_("written on export"), default=True)
    is_for_import = models.BooleanField(_("read on import"), default=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=100, blank=True)

    objects = CodeMappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of codes")
        verbose_name_plural = _("pairs of codes")
        ordering = ["standard", "code_list", "code", "ext_code", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="mapping_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["standard", "code_list", "code", "ext_code"],
                condition=Q(valid_to=None),
                name="mapping_open_once",
            ),
            models.UniqueConstraint(
                fields=["standard", "code_list", "code"],
                condition=Q(valid_to=None, is_for_export=True),
                name="one_code_on_export",
            ),
            models.UniqueConstraint(
                fields=["standard", "code_list", "ext_code"],
                condition=Q(valid_to=None, is_for_import=True),
                name="one_code_on_import",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code_list} {self.code} = {self.ext_code}"

    @property
    def our_name(self) -> str:
        return str(codelists.code_list(self.code_list).entries.get(self.code, self.code))
