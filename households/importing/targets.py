"""What a ledger's columns can mean: the fields of the register that an import fills."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

from foundation.faults import Text
from households.blocks import LONGEST_DISEASE
from households.importing.headings import HEADINGS
from households.importing.units import Per

Group = Literal["household", "member", "kind"]
Kind = Literal[
    "text", "name", "identity", "phone", "account", "certificate", "date", "month", "money",
    "count", "code", "codes", "yes", "place", "key",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """One thing a column can hold.

    ``kind`` is how its cells are read, ``most`` the longest text. ``synonyms`` are headings as
    offices write them, without blanks and brackets.
    """

    key: str
    label: Text
    synonyms: tuple[str, ...]
    is_required: bool
    group: Group
    code_list: str | None
    kind: Kind
    most: int
    field: str
    """The name the services know it by."""
    per: Per = ""
    """The time an amount of money is for."""


def _target(
    key: str,
    label: Text,
    kind: Kind = "text",
    *,
    codes: str | None = None,
    most: int = 0,
    group: Group | None = None,
    required: bool = False,
    per: Per = "",
) -> Target:
    own: Group = "member" if key.startswith("member.") else "household"
    return Target(
        key, label, HEADINGS[key], required, group or own, codes, kind, most,
        key.partition(".")[2], per,
    )  # fmt: skip


_ALL = (
    _target("area.county", _("County"), "place"),
    _target("area.town", _("Township"), "place"),
    _target("area.village", _("Village or community"), "place"),
    _target("area.code", _("Division code"), "place"),
    _target("household.serial", _("Serial number"), "key"),
    _target("household.household_no", _("Household number"), "key"),
    _target("head.name", _("Name of the head"), "name", group="household"),
    _target(
        "head.identity_number", _("Identity number of the head"), "identity", group="household"
    ),
    _target("household.residence_address", _("Residence address"), "text", most=200),
    _target("household.hukou_address", _("Registered address"), "text", most=200),
    _target("household.urban_rural", _("Urban or rural"), "code", codes="urban_rural"),
    _target("household.phone", _("Telephone"), "phone"),
    _target("household.poverty_cause", _("Main difficulty"), "code", codes="poverty_cause"),
    _target("household.poverty_causes", _("Further difficulties"), "codes", codes="poverty_cause"),
    _target("household.dm_class", _("Re-check class"), "code", codes="dm_class"),
    _target("household.is_registered_poor", _("Registered poor, lifted"), "yes"),
    _target("household.relapse_kind", _("Relapse monitoring"), "code", codes="relapse_kind"),
    _target("household.card_no", _("Aid certificate number"), "text", most=20),
    _target("household.account_name", _("Account name"), "name", most=50, group="household"),
    _target("household.account_bank", _("Bank"), "text", most=80),
    _target("household.account_branch", _("Branch"), "text", most=80),
    _target("household.account_no", _("Account number"), "account"),
    _target("household.account_kind", _("Kind of account"), "code", codes="bank_account_kind"),
    _target("household.applicant_name", _("Applicant"), "name", most=50),
    _target("household.agent_name", _("Agent of the applicant"), "name", most=50),
    _target("household.agent_phone", _("Agent's telephone"), "phone"),
    _target("household.note", _("Note"), "text", most=300),
    _target("stated.family_size", _("Family size"), "count", group="household"),
    _target("stated.covered_count", _("Persons covered"), "count", group="household"),
    _target("stated.monthly_amount", _("Monthly aid"), "money", group="household", per="month"),
    _target("household.kinds", _("Kinds"), "codes", codes="household_kind", group="kind"),
    _target("household.kinds_since", _("In the kind since"), "month", group="kind"),
    _target("member.name", _("Name"), "name", most=50, required=True),
    _target("member.identity_number", _("Identity number"), "identity"),
    _target("member.identity_kind", _("Identity document"), "code", codes="identity_kind"),
    _target("member.sex", _("Sex"), "code", codes="sex"),
    _target("member.birth_on", _("Date of birth"), "date"),
    _target("member.ethnic", _("Ethnic group"), "code", codes="ethnic"),
    _target("member.relation", _("Relation to the head"), "code", codes="relation"),
    _target("member.marital_status", _("Marital status"), "code", codes="marital_status"),
    _target("member.education", _("Education"), "code", codes="education"),
    _target("member.health", _("Health"), "codes", codes="health"),
    _target("member.occupation", _("Occupation"), "code", codes="occupation"),
    _target("member.hukou_kind", _("Hukou"), "code", codes="hukou_kind"),
    _target("member.is_counted", _("Lives with the family"), "yes"),
    _target("member.not_counted_reason", _("Why not counted"), "code", codes="not_counted_reason"),
    _target("member.is_covered", _("Covered"), "yes"),
    _target("member.student_stage", _("Schooling"), "code", codes="student_stage"),
    _target("member.school", _("School"), "text", most=80),
    _target("member.school_kind", _("Kind of school"), "code", codes="school_kind"),
    _target("member.grade", _("School year"), "text", most=20),
    _target("member.is_boarding", _("Boards at school"), "yes"),
    _target("member.labour_capacity", _("Labour capacity"), "code", codes="labour_capacity"),
    _target("member.employment_status", _("Employment"), "code", codes="employment_status"),
    _target("member.employer", _("Employer"), "text", most=80),
    _target("member.job_type", _("Kind of work"), "text", most=40),
    _target("member.work_place", _("Place of work"), "text", most=80),
    _target("member.monthly_wage", _("Monthly wage"), "money", per="month"),
    _target("member.pension_insurance", _("Pension insurance"), "code", codes="pension_insurance"),
    _target("member.monthly_pension", _("Monthly pension"), "money", per="month"),
    _target("member.basic_pension", _("Of it basic pension"), "money", per="month"),
    _target("member.special_identities", _("Special identity"), "codes", codes="special_identity"),
    _target(
        "member.disability_category", _("Disability category"), "code", codes="disability_category"
    ),
    _target("member.disability_grade", _("Disability grade"), "code", codes="disability_grade"),
    _target("member.disability_cert", _("Disability certificate"), "certificate"),
    _target("member.disability_valid_to", _("Certificate valid to"), "date"),
    _target("member.disease_kind", _("Kind of disease"), "code", codes="disease_kind"),
    _target("member.disease", _("Disease"), "text", most=LONGEST_DISEASE),
    _target("member.medical_insurance", _("Medical insurance"), "code", codes="medical_insurance"),
    _target("member.is_aided_insured", _("Insured with aid"), "yes"),
    _target("member.phone", _("Member's telephone"), "phone"),
    _target("member.death_on", _("Date of death"), "date"),
    _target("kind.01", _("Receives dibao"), "yes", group="kind"),
    _target("kind.02", _("Is tekun"), "yes", group="kind"),
    _target("kind.03", _("Is an orphan"), "yes", group="kind"),
    _target("kind.04", _("Is low-income"), "yes", group="kind"),
    _target("kind.05", _("Is disabled in difficulty"), "yes", group="kind"),
    _target("kind.06", _("Is elderly in difficulty"), "yes", group="kind"),
    _target("kind.07", _("Is lifted under the safety net"), "yes", group="kind"),
)

TARGETS: Mapping[str, Target] = {target.key: target for target in _ALL}
"""Every target by its key, in the order a page lists them."""
