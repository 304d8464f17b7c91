"""Part 1 of a visit (家庭基本情况): the family, and each of its members."""

from django.utils.translation import gettext_lazy as _

from surveys import choices as c
from surveys.fields import Field, Section, asked_if, choice, codes_of
from surveys.questions.units import MU, YUAN_MONTH, YUAN_YEAR

FAMILY = Section(
    "family",
    1,
    _("The family"),
    (
        Field(
            "contracted_land",
            "number",
            _("Contracted farmland"),
            unit=MU,
            required=True,
            maximum=1000,
            hint=_("By the land contract; write 0 if there is none"),
        ),
        choice("elderly_living", _("How the old people live"), c.ElderlyLiving, required=True),
        choice("cause", _("Main cause of hardship"), "poverty_cause", required=True),
        Field("circumstances", "long", _("What else to know of the family")),
        Field(
            "has_supporters",
            "bool",
            _("Children, parents or spouse elsewhere who must support somebody here"),
            hint=_("Legal supporters who do not live with the family"),
        ),
        Field("edition", "code", _("Edition of the form"), is_given=True, is_hidden=True),
    ),
)
ABLE = asked_if("labour", *c.ABLE_TO_WORK)
AT_WORK = asked_if("employment", *codes_of("employment_status", *c.OUT_OF_WORK, "8", "9", "10"))
AT_SCHOOL = asked_if("stage", *codes_of("student_stage", c.NOT_AT_SCHOOL))
DISABLED = asked_if("is_disabled", True)
ILL = asked_if("is_ill", True)
SUPPORTS_ADULT = asked_if("duty", "elder", "spouse")
MEMBERS = Section(
    "members",
    1,
    _("Members"),
    (
        Field("member", "count", _("Register entry"), is_given=True),
        Field("name", "text", _("Name"), required=True),
        Field("relation", "code", _("Relation to the head"), is_given=True),
        Field("birth_on", "date", _("Date of birth"), required=True),
        Field("is_counted", "bool", _("Lives with the family"), required=True),
        choice(
            "not_counted_reason",
            _("Why not counted"),
            "not_counted_reason",
            required=True,
            shown_if=asked_if("is_counted", False),
        ),
        choice("labour", _("Labour capacity"), "labour_capacity", required=True),
        choice("employment", _("Employment situation"), "employment_status", required=True,
               shown_if=ABLE),
        choice("industry", _("Industry"), c.Industry, shown_if=AT_WORK),
        Field("workplace", "text", _("Where and in what work"), shown_if=ABLE),
        Field(
            "unemployment_reason",
            "text",
            _("Why out of work"),
            shown_if=asked_if("employment", *c.OUT_OF_WORK),
        ),
        Field("wants_training", "bool", _("Wants training or a job"), shown_if=ABLE),
        Field("training_wish", "text", _("What kind of training or job"),
              shown_if=asked_if("wants_training", True), also_if=ABLE),
        choice("stage", _("Schooling situation"), "student_stage", required=True),
        Field("school", "text", _("School"), shown_if=AT_SCHOOL),
        choice("school_kind", _("Public or private school"), "school_kind", shown_if=AT_SCHOOL),
        Field(
            "school_cost", "money", _("School costs"), unit=YUAN_YEAR, maximum=200_000,
            shown_if=AT_SCHOOL,
        ),
        Field("is_disabled", "bool", _("Is disabled"), required=True),
        choice(
            "disability", _("Kind of disability"), "disability_category", required=True,
            shown_if=DISABLED,
        ),
        choice(
            "grade", _("Grade"), "disability_grade", required=True, shown_if=DISABLED
        ),
        Field("has_certificate", "bool", _("Has the certificate"), shown_if=DISABLED,
              hint=_("Its number is in the register and is not asked again")),
        Field(
            "aids_needed", "text", _("Aids or rehabilitation needed"),
            shown_if=DISABLED,
        ),
        Field("is_ill", "bool", _("Seriously or chronically ill"), required=True),
        choice("disease", _("Kind of disease"), "disease_kind", required=True, shown_if=ILL),
        Field("disease_name", "text", _("Name of the disease"), required=True, shown_if=ILL),
        Field(
            "medical_cost",
            "money",
            _("Medical costs paid by the family"),
            unit=YUAN_YEAR,
            required=True,
            maximum=2_000_000,
            hint=_("After insurance and medical aid"),
            shown_if=ILL,
        ),
        Field("in_medical_aid", "bool", _("Has medical aid"), shown_if=ILL),
        Field(
            "unable",
            "multi",
            _("Cannot do alone"),
            choices=tuple(c.SelfCare.choices),
            hint=_("Tick what the person cannot do without help"),
        ),
    ),
    shape="rows",
    add=_("Add a member"),
)  # fmt: skip
SUPPORTERS = Section(
    "supporters",
    1,
    _("Legal supporters elsewhere"),
    (
        Field("name", "text", _("Name"), required=True),
        choice("duty", _("Duty of support"), "support_duty", required=True),
        Field("member", "member", _("Must support"), required=True),
        Field("supported_count", "count", _("Persons this supporter must support"), maximum=36,
              hint=_("In this family and elsewhere; left empty it counts as 1")),
        Field("family_size", "count", _("People in the supporter's own family"), maximum=30,
              hint=_("Left empty it counts as 1")),
        Field("household_income", "money", _("Monthly income of the supporter's family"),
              unit=YUAN_MONTH, maximum=1_000_000, shown_if=SUPPORTS_ADULT),
        Field("own_income", "money", _("Supporter's own monthly income"), unit=YUAN_MONTH,
              maximum=1_000_000),
        choice("standing", _("Circumstances of the supporter"), c.SupporterStanding),
        Field("birth_on", "date", _("Date of birth")),
        Field("is_within", "bool", _("Property within the limits of low-income families")),
        Field("agreed_monthly", "money", _("Agreed or judged by a court"), unit=YUAN_MONTH,
              maximum=100_000),
        Field("paid_monthly", "money", _("Really paid on average"), unit=YUAN_MONTH,
              maximum=100_000, required=True),
        choice("exempt", _("Exempt from support because"), "support_exemption"),
        Field("job", "text", _("Work, and anything else to know")),
    ),
    shape="rows",
    add=_("Add a supporter"),
    flag="has_supporters",
    hint=_("Support they pay is written here and not once more under “Income”."),
)  # fmt: skip
