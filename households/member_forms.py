"""The long form about one member: health, schooling, work, insurance."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.codelists import choices, label
from foundation.contact import mask_phone
from foundation.faults import InputError
from foundation.form_sections import CLEAR, Fold, Section, SectionedForm
from foundation.forms import DateField, MoneyField
from foundation.identity import mask_identity
from households import blocks
from households.derivations import labour_hint
from households.forms import SeenForm
from households.models import Member
from households.models.members import IdentityKind
from households.person_forms import RelativeForm, optional, read_certificate
from households.sealed_forms import SecretsForm
from households.services import registration
from households.services.people import FROM_CERTIFICATE, certificate_says


def _some_of(text: Any, name: str) -> forms.MultipleChoiceField:
    """Any number of codes of a list, as boxes to tick."""
    field = forms.MultipleChoiceField(
        label=text,
        choices=lambda: choices(name),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field.width = "is-all"
    return field


def _text(text: Any, length: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=text, max_length=length, required=False, **kwargs)


def _unsaid(_value: str) -> str:
    return gettext("a disease")


class MemberForm(SecretsForm, SectionedForm, RelativeForm, SeenForm):
    """Everything the file knows of a person.

    Numbers are shown masked and the disease not at all: an empty box keeps what is on file.
    """

    ethnic = forms.ChoiceField(label=_("Ethnic group"), choices=lambda: choices("ethnic"))
    marital_status = optional(_("Marital status"), "marital_status")
    hukou_kind = optional(_("Hukou"), "hukou_kind")
    is_counted = forms.BooleanField(
        label=_("Lives with the family and is counted"), required=False, initial=True
    )
    not_counted_reason = optional(_("Why not counted"), "not_counted_reason")
    death_on = DateField(label=_("Date of death"), required=False)
    cremation_on = DateField(label=_("Date of cremation"), required=False)
    education = optional(_("Education"), "education")
    student_stage = optional(_("Schooling"), "student_stage")
    school = _text(_("School"), 80)
    school_kind = optional(_("Kind of school"), "school_kind")
    grade = _text(_("School year"), 20)
    is_boarding = forms.BooleanField(label=_("Boards at school"), required=False)
    labour_capacity = optional(_("Labour capacity"), "labour_capacity")
    employment_status = optional(_("Employment"), "employment_status")
    occupation = optional(_("Occupation"), "occupation")
    employer = _text(_("Employer"), 80)
    job_type = _text(_("Kind of work"), 40)
    work_place = _text(_("Place of work"), 80)
    monthly_wage = MoneyField(label=_("Monthly wage"), required=False)
    disease_kind = optional(_("Kind of disease"), "disease_kind")
    disease = _text(_("Disease"), blocks.LONGEST_DISEASE)
    health = _some_of(_("Health"), "health")
    disability_cert = _text(
        _("Disability certificate"),
        40,
        help_text=_("20 characters; category and grade are read from it."),
    )
    disability_category = optional(_("Disability category"), "disability_category")
    disability_grade = optional(_("Disability grade"), "disability_grade")
    disability_valid_to = DateField(label=_("Certificate valid to"), required=False)
    self_care_on = DateField(label=_("Self-care assessed on"), required=False)
    self_care = _some_of(_("Cannot do alone"), "self_care_item")
    is_covered = forms.BooleanField(label=_("Receives dibao"), required=False)
    medical_insurance = optional(_("Medical insurance"), "medical_insurance")
    is_aided_insured = forms.BooleanField(label=_("Contribution paid as aid"), required=False)
    pension_insurance = optional(_("Pension insurance"), "pension_insurance")
    monthly_pension = MoneyField(label=_("Monthly pension"), required=False)
    basic_pension = MoneyField(
        label=_("Of it basic pension"),
        required=False,
        help_text=_("Of the residents' scheme; it is no income."),
    )
    special_identities = _some_of(_("Special identity"), "special_identity")

    SECRETS = {
        "identity_number": mask_identity,
        "phone": mask_phone,
        "disability_cert": mask_identity,
        "disease": _unsaid,
    }
    NOT_CLEARABLE = ("identity_number",)
    SECTIONS: tuple[Section, ...] = (
        Section(
            _("Basic facts"),
            (
                "name", "relation", "identity_kind", "identity_number", "sex", "birth_on",
                "phone", "ethnic", "marital_status", "hukou_kind", "is_counted",
            ),  # fmt: skip
            (
                Fold(_("Not counted as family"), ("not_counted_reason",)),
                Fold(_("Death"), ("death_on", "cremation_on")),
            ),
        ),
        Section(
            _("Schooling and work"),
            ("education", "student_stage", "labour_capacity", "employment_status"),
            (
                Fold(_("At school"), ("school", "school_kind", "grade", "is_boarding")),
                Fold(
                    _("In work"),
                    ("occupation", "employer", "job_type", "work_place", "monthly_wage"),
                ),
            ),
        ),
        Section(
            _("Health and disability"),
            ("disease_kind", "disease"),
            (
                Fold(_("State of health"), ("health",)),
                Fold(
                    _("Disability"),
                    (
                        "disability_cert", "disability_category", "disability_grade",
                        "disability_valid_to",
                    ),  # fmt: skip
                ),
                Fold(_("Self-care"), ("self_care_on", "self_care")),
            ),
        ),
        Section(
            _("Insurance and benefits"),
            ("medical_insurance", "pension_insurance", "is_aided_insured", "is_covered"),
            (
                Fold(_("Pension"), ("monthly_pension", "basic_pension")),
                Fold(_("Special identity"), ("special_identities",)),
            ),
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member | None = None, **kwargs: Any) -> None:
        if member is not None:
            kwargs.setdefault("initial", self.values_of(member))
        else:
            kwargs.setdefault("initial", {"is_counted": True, "ethnic": "01"})
        super().__init__(*args, member=member, **kwargs)
        if member is None:
            return
        self.say_what_is_on_file(member)
        self._suggest_labour(member)
        if member.is_head:
            del self.fields["relation"]

    @classmethod
    def values_of(cls, member: Member) -> dict[str, Any]:
        names = [n for n in cls.base_fields if n not in (*cls.SECRETS, "seen_at")]
        values = {name: getattr(member, name) for name in names}
        return values | {"seen_at": member.updated_at.isoformat()}

    def _suggest_labour(self, member: Member) -> None:
        hint = labour_hint(member, clock.today())
        if hint and hint != member.labour_capacity:
            text = gettext("By age, sex and disability: %(hint)s.")
            shown = text % {"hint": label("labour_capacity", hint)}
            self.fields["labour_capacity"].help_text = shown

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("is_counted") and not cleaned.get("not_counted_reason"):
            self.add_error("not_counted_reason", _("Choose why the person is not counted."))
        if cleaned.get("is_counted"):
            cleaned["not_counted_reason"] = ""
        self._clean_disability(cleaned)
        for name, message in blocks.impossible(cleaned, on=clock.today()):
            if name not in self.errors:
                self.add_error(name, message)
        return cleaned

    def _clean_disability(self, cleaned: dict[str, Any]) -> None:
        number = self.known.number if self.known else self.number_on_file
        typed = cleaned.get("disability_cert")
        kept = "" if self._certificate_goes(cleaned) else self._certificate_on_file
        try:
            certificate = read_certificate(typed or kept, number) if typed or kept else None
        except forms.ValidationError as error:
            self.add_error("disability_cert", error)
            return
        if certificate is None:
            if bool(cleaned.get("disability_category")) != bool(cleaned.get("disability_grade")):
                self.add_error("disability_grade", _("Choose category and grade, or neither."))
            return
        for name in FROM_CERTIFICATE:
            field, known = f"disability_{name}", getattr(certificate, name)
            if not cleaned.get(field) and (typed or not getattr(self.member, field)):
                cleaned[field] = known
            elif cleaned.get(field) != known:
                differs = _("The certificate says otherwise: compare both.")
                self.add_error(field, differs if typed else certificate_says(certificate))

    def _certificate_goes(self, cleaned: dict[str, Any]) -> bool:
        """Whether the one on file leaves it: said so, with its number, or with the disability."""
        told = (cleaned.get("disability_category"), cleaned.get("disability_grade"))
        on_file = self.member.disability_category if self.member else ""
        return bool(
            cleaned.get(f"{CLEAR}disability_cert")
            or (cleaned.get("identity_kind") == IdentityKind.NONE and self.number_on_file)
            or (on_file and not any(told))
        )

    @property
    def _certificate_on_file(self) -> str:
        return self.member.disability_cert if self.member else ""

    def say_refused(self, error: InputError) -> None:
        """Somebody who is a member elsewhere is known by the number."""
        if isinstance(error, registration.DuplicateIdentity):
            self.add_error("identity_number", str(error))
        else:
            super().say_refused(error)

    def fields_to_save(self) -> dict[str, Any]:
        """What to hand to the service: secrets left empty are kept."""
        saved = self.without_kept(self.cleaned_data)
        if self.cleaned_data.get("identity_kind") == IdentityKind.NONE:
            saved["identity_number"] = ""
        if self._certificate_on_file and self._certificate_goes(self.cleaned_data):
            saved.setdefault("disability_cert", "")
        if saved.get("student_stage") == "":
            saved["student_stage"] = "0"
        return saved
