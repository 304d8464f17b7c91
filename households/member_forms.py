"""The long form about one member: health, schooling, work, insurance."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.codelists import choices
from households.forms import SeenForm
from households.models import Member
from households.person_forms import RelativeForm, optional, read_certificate

SECRET = ("identity_number", "phone", "disability_cert", "disease")


class MemberForm(RelativeForm, SeenForm):
    """Everything the file knows of a person.

    Numbers and the disease are never written into the page: an empty box keeps what is on file.
    """

    ethnic = forms.ChoiceField(label=_("Ethnic group"), choices=lambda: choices("ethnic"))
    marital_status = optional(_("Marital status"), "marital_status")
    education = optional(_("Education"), "education")
    hukou_kind = optional(_("Hukou"), "hukou_kind")
    is_counted = forms.BooleanField(
        label=_("Lives with the family and is counted"), required=False, initial=True
    )
    not_counted_reason = optional(_("Why not counted"), "not_counted_reason")
    health = forms.MultipleChoiceField(
        label=_("Health"),
        choices=lambda: choices("health"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )
    disease_kind = optional(_("Kind of disease"), "disease_kind")
    disease = forms.CharField(label=_("Disease"), max_length=100, required=False)
    disability_cert = forms.CharField(
        label=_("Disability certificate"),
        max_length=40,
        required=False,
        help_text=_("20 characters; category and grade are read from it."),
    )
    disability_category = optional(_("Disability category"), "disability_category")
    disability_grade = optional(_("Disability grade"), "disability_grade")
    student_stage = optional(_("Schooling"), "student_stage")
    school = forms.CharField(label=_("School"), max_length=80, required=False)
    labour_capacity = optional(_("Labour capacity"), "labour_capacity")
    employment_status = optional(_("Employment"), "employment_status")
    employer = forms.CharField(label=_("Employer"), max_length=80, required=False)
    medical_insurance = optional(_("Medical insurance"), "medical_insurance")
    pension_insurance = optional(_("Pension insurance"), "pension_insurance")
    special_identities = forms.MultipleChoiceField(
        label=_("Special identity"),
        choices=lambda: choices("special_identity"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )

    field_order = (
        "name", "relation", "identity_kind", "identity_number", "sex", "birth_on", "phone",
        "ethnic", "marital_status", "education", "hukou_kind", "student_stage", "school",
        "labour_capacity", "employment_status", "employer", "disability_cert",
        "disability_category", "disability_grade", "disease_kind", "disease",
        "medical_insurance", "pension_insurance", "is_counted", "not_counted_reason",
        "health", "special_identities",
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member | None = None, **kwargs: Any) -> None:
        if member is not None:
            kwargs.setdefault("initial", self.values_of(member))
        else:
            kwargs.setdefault("initial", {"is_counted": True, "ethnic": "01"})
        super().__init__(*args, member=member, **kwargs)
        if member is None:
            return
        for name in SECRET:
            if getattr(member, name):
                self.fields[name].help_text = _("On file. Leave empty to keep it.")
                self.fields[name].required = False
        if member.is_head:
            del self.fields["relation"]

    @classmethod
    def values_of(cls, member: Member) -> dict[str, Any]:
        names = [n for n in cls.base_fields if n not in (*SECRET, "seen_at")]
        values = {name: getattr(member, name) for name in names}
        return values | {"seen_at": member.updated_at.isoformat()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("is_counted") and not cleaned.get("not_counted_reason"):
            self.add_error("not_counted_reason", _("Choose why the person is not counted."))
        if cleaned.get("is_counted"):
            cleaned["not_counted_reason"] = ""
        self._clean_disability(cleaned)
        return cleaned

    def _clean_disability(self, cleaned: dict[str, Any]) -> None:
        number = self.known.number if self.known else self.number_on_file
        if cleaned.get("disability_cert"):
            try:
                certificate = read_certificate(cleaned["disability_cert"], number)
            except forms.ValidationError as error:
                self.add_error("disability_cert", error)
                return
            for name, known in (
                ("disability_category", certificate.category),
                ("disability_grade", certificate.grade),
            ):
                if cleaned.get(name) and cleaned[name] != known:
                    self.add_error(name, _("The certificate says otherwise: compare both."))
        elif bool(cleaned.get("disability_category")) != bool(cleaned.get("disability_grade")):
            self.add_error("disability_grade", _("Choose category and grade, or neither."))

    def fields_to_save(self) -> dict[str, Any]:
        """What to hand to the service: secrets left empty are kept."""
        cleaned = dict(self.cleaned_data)
        cleaned.pop("seen_at", None)
        if cleaned.get("identity_kind") != "4" and not cleaned.get("identity_number"):
            cleaned.pop("identity_number", None)
        for name in SECRET[1:]:
            if not cleaned.get(name) and self.member is not None:
                cleaned.pop(name, None)
        if self.member is not None and not cleaned.get("disability_category"):
            cleaned["disability_cert"] = cleaned.get("disability_cert", "")
        if cleaned.get("student_stage") == "":
            cleaned["student_stage"] = "0"
        return cleaned
