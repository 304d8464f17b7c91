"""What a visit asks (四个摸清, domain section 2.4), as data: sections, fields, units, conditions.

The form in the browser, validation, the review page and the printed form are all read from here.
"""

from django.utils.translation import gettext_lazy as _

from foundation.codelists import choices as code_choices
from foundation.faults import Text
from surveys import choices as c
from surveys.fields import Choices, Field, Section, asked_if, choice, codes_of

YUAN_YEAR, YUAN, MU = _("yuan/year"), _("yuan"), _("mu")
ONE_OFF = asked_if("result", c.DONE)
NOT_MET = asked_if(
    "result", c.NOBODY_HOME, c.AWAY, c.REFUSED, c.DIED, c.MOVED, c.UNKNOWN
)  # fmt: skip
HEADER = Section(
    "header",
    1,
    _("This visit"),
    (
        choice("kind", _("Reason for the visit"), "visit_kind", required=True),
        choice("result", _("Result of the visit"), "visit_result", required=True),
        Field("visited_on", "date", _("Date of the visit"), required=True),
        Field("started_at", "time", _("Visit began at"), required=True, shown_if=ONE_OFF),
        Field("ended_at", "time", _("Visit ended at"), required=True, shown_if=ONE_OFF),
        Field("respondent", "text", _("Person spoken to"), required=True, shown_if=ONE_OFF),
        choice(
            "respondent_relation", _("Who that is"), c.Respondent, required=True, shown_if=ONE_OFF
        ),
        choice("manner", _("How the family was spoken to"), c.Manner, shown_if=ONE_OFF),
        choice("next_action", _("What is to be done next"), c.NextAction, shown_if=NOT_MET),
        Field("next_on", "date", _("By when"), shown_if=NOT_MET),
        Field("remarks", "long", _("Remarks")),
    ),
)
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
    ),
)
ABLE = asked_if("labour", *c.ABLE_TO_WORK)
AT_SCHOOL = asked_if("stage", *codes_of("student_stage", c.NOT_AT_SCHOOL))
DISABLED = asked_if("is_disabled", True)
ILL = asked_if("is_ill", True)
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
        Field("workplace", "text", _("Where and in what work"), shown_if=ABLE),
        Field(
            "unemployment_reason",
            "text",
            _("Why out of work"),
            shown_if=asked_if("employment", *c.OUT_OF_WORK),
        ),
        Field("wants_training", "bool", _("Wants training or a job"), shown_if=ABLE),
        choice("stage", _("Schooling situation"), "student_stage", required=True),
        Field("school", "text", _("School"), shown_if=AT_SCHOOL),
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
        Field("has_certificate", "bool", _("Has the certificate"), shown_if=DISABLED),
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


CATEGORIES: Choices = tuple(code_choices("income_category"))
ASKED_ELSEWHERE = frozenset({"201", "202", "203", "303"})  # crops, animals, business, land rent
UNCOUNTED: dict[str, Text] = {
    "basic_pension": _("Residents' pension, basic part"),
    "social_assistance": _("Social assistance received"),
    "disability_subsidies": _("Disability subsidies"),
    "old_age_allowance": _("Old-age allowance"),
    "preferential": _("Preferential pensions"),
    "family_planning": _("Family-planning reward"),
    "scholarship": _("Scholarships and grants"),
}
"""Income written down but left out of the sum: 《最低生活保障审核确认办法》(民发〔2021〕57号)
art. 13. The code names the ground; whether it holds on a day is for the rules."""
INCOME_CHOICES: Choices = (
    *((code, label) for code, label in code_choices("income_kind") if code not in ASKED_ELSEWHERE),
    *UNCOUNTED.items(),
)

INCOMES = Section(
    "incomes",
    2,
    _("Income"),
    (
        Field("member", "member", _("Whose"), required=True),
        Field(
            "kind",
            "choice",
            _("Kind of income"),
            choices=INCOME_CHOICES,
            required=True,
        ),
        Field("amount", "money", _("Amount"), required=True, maximum=2_400_000,
              hint=_("Average of the last 12 months; write 0 if there is none")),
        choice("period", _("Per"), c.Period, required=True),
        Field("cost", "money", _("Cost of earning it"), maximum=2_400_000,
              hint=_("In the same period; contributions and taxes too")),
        Field("source", "text", _("Where from")),
    ),
    shape="rows",
    add=_("Add an income"),
    hint=_("Farming, animals and businesses are asked below and need not be written here."),
)  # fmt: skip
LAND = Section(
    "land",
    2,
    _("Land"),
    (
        choice("kind", _("Kind of land"), c.LandKind, required=True),
        choice("use", _("Use"), c.LandUse, required=True),
        Field("area", "number", _("Size of the land"), unit=MU, required=True, maximum=1000),
        Field("crop", "text", _("Crop"), shown_if=asked_if("use", c.LandUse.SELF)),
        Field("yield_per_mu", "money", _("Net yield of one mu"), unit=YUAN_YEAR, required=True,
              maximum=20_000, shown_if=asked_if("use", c.LandUse.SELF)),
        Field("rent", "money", _("Rent received"), unit=YUAN_YEAR, required=True,
              maximum=1_000_000, shown_if=asked_if("use", c.LandUse.RENTED_OUT)),
    ),
    shape="rows",
    add=_("Add land"),
)  # fmt: skip
ECONOMY = Section(
    "economy",
    2,
    _("Does the family have …"),
    (
        Field("has_livestock", "bool", _("Animals"), required=True,
              hint=_("Cattle, sheep, pigs, or poultry kept for sale")),
        Field("has_vehicle", "bool", _("Vehicles"), required=True),
        Field("has_business", "bool", _("A company or business"), required=True,
              hint=_("Also in name only, or stopped but not deregistered")),
        Field("has_assets", "bool", _("Deposits or other financial property"), required=True),
        choice("heating", _("Heating"), "heating_kind"),
    ),
)  # fmt: skip
LIVESTOCK = Section(
    "livestock",
    2,
    _("Animals"),
    (
        choice("kind", _("Kind of animal"), c.Livestock, required=True),
        Field("heads", "count", _("How many"), required=True, maximum=100_000),
        Field("net_per_head", "money", _("Net income of one"), unit=YUAN_YEAR, required=True,
              maximum=20_000),
    ),
    shape="rows",
    add=_("Add animals"),
    flag="has_livestock",
)  # fmt: skip
PLATED = codes_of("vehicle_kind", "electric", "disability", "other")
VEHICLES = Section(
    "vehicles",
    2,
    _("Vehicles"),
    (
        choice("kind", _("Kind of vehicle"), "vehicle_kind", required=True),
        Field("plate", "text", _("Number plate"), hint=_("Such as 辽M and 5 characters"),
              required=True,
              shown_if=asked_if("kind", *PLATED)),
        Field("owner", "member", _("Owner"), required=True),
        choice("state", _("State"), "vehicle_status", required=True),
        Field("value", "money", _("Value now"), unit=YUAN, maximum=10_000_000),
    ),
    shape="rows",
    add=_("Add a vehicle"),
    flag="has_vehicle",
)  # fmt: skip
BUSINESSES = Section(
    "businesses",
    2,
    _("Businesses"),
    (
        choice("form", _("Form"), c.BusinessForm, required=True),
        Field("name", "text", _("Name of the business"), required=True),
        Field("owner", "member", _("Owner"), required=True),
        choice("state", _("State"), c.BusinessState, required=True),
        Field("turnover", "money", _("Turnover"), unit=YUAN_YEAR, required=True,
              maximum=100_000_000),
        Field("cost", "money", _("Costs"), unit=YUAN_YEAR, required=True, maximum=100_000_000),
    ),
    shape="rows",
    add=_("Add a business"),
    flag="has_business",
)  # fmt: skip
HOMES = Section(
    "homes",
    2,
    _("Housing"),
    (
        choice("tenure", _("Kind of housing"), "housing_kind", required=True),
        choice("structure", _("Structure"), "housing_structure",
                shown_if=asked_if("tenure", *codes_of("housing_kind", c.NO_HOME))),
        Field("rooms", "count", _("Rooms"), maximum=50,
              shown_if=asked_if("tenure", *codes_of("housing_kind", c.NO_HOME))),
        Field("area", "number", _("Floor area"), unit=_("m²"), maximum=2000, required=True,
              shown_if=asked_if("tenure", c.OWN_HOME)),
        choice("danger", _("Danger grade"), "danger_grade", required=True,
                shown_if=asked_if("tenure", c.OWN_HOME)),
        Field("is_commercial", "bool", _("Shop, garage or office"),
              shown_if=asked_if("tenure", c.OWN_HOME)),
    ),
    shape="rows",
    add=_("Add a home"),
)  # fmt: skip
FINANCIAL: Choices = tuple(
    (code, label)
    for code, label in code_choices("property_kind")
    if code in {"08", "09", "10", "11", "12", "17", "99"}
)
ASSETS = Section(
    "assets",
    2,
    _("Deposits and other financial property"),
    (
        Field("kind", "choice", _("Kind of property"), choices=FINANCIAL, required=True),
        Field("owner", "member", _("Owner"), required=True),
        Field("amount", "money", _("Amount"), unit=YUAN, required=True, maximum=100_000_000),
    ),
    shape="rows",
    add=_("Add property"),
    flag="has_assets",
)
EXPENSES = Section(
    "expenses",
    2,
    _("Large expenses of the last 12 months"),
    (
        choice("kind", _("Kind of expense"), "expense_kind", required=True),
        Field("member", "member", _("For whom")),
        Field("amount", "money", _("Amount"), unit=YUAN_YEAR, required=True, maximum=5_000_000),
        Field("note", "text", _("What for")),
    ),
    shape="rows",
    add=_("Add an expense"),
    hint=_("Medical and school costs written with the members need not be repeated."),
)
RECEIVED = asked_if("received", True)
COVERAGE = Section(
    "coverage",
    3,
    _("Benefits received now"),
    (
        Field("received", "bool", _("Received"), required=True),
        Field("amount", "money", _("Amount"), required=True, maximum=1_000_000, shown_if=RECEIVED),
        choice("period", _("Per"), c.Period, required=True, shown_if=RECEIVED),
        Field("since", "text", _("Since, or year"), hint=_("Such as 2020-07"), shown_if=RECEIVED),
        Field("persons", "count", _("Persons covered"), maximum=30, shown_if=RECEIVED),
        Field("department", "text", _("Paid by"), shown_if=RECEIVED),
    ),
    shape="benefits",
)
NEEDS = Section(
    "needs",
    4,
    _("Problems to be solved"),
    (
        choice("kind", _("Kind of help"), "need_kind", required=True),
        Field("description", "long", _("What is needed"), required=True),
        choice("urgency", _("Urgency"), "need_urgency", required=True),
        choice("disposition", _("How it is dealt with"), "need_disposition", required=True),
        Field("unit", "text", _("Responsible unit"), required=True,
              shown_if=asked_if("disposition", c.BY_US, c.REFERRED, c.LISTED)),
        Field("due_on", "date", _("To be done by"), required=True,
              shown_if=asked_if("disposition", c.BY_US, c.REFERRED)),
        Field("outcome", "text", _("How it was solved"), required=True,
              shown_if=asked_if("disposition", c.SOLVED)),
    ),
    shape="rows",
    add=_("Add a problem"),
    flag="has_needs",
)  # fmt: skip
CONCLUSION = Section(
    "conclusion",
    4,
    _("Conclusion of the visit"),
    (
        Field("has_needs", "bool", _("Has the family problems to be solved?"), required=True),
        Field("leaflet", "bool", _("Policy leaflet handed over"), required=True),
        choice("awareness", _("Knows the policies"), c.Awareness, required=True),
        choice("satisfaction", _("Satisfaction"), c.Satisfaction),
        Field("proposals", "multi", _("Proposal"), choices=tuple(code_choices("visit_conclusion")),
              required=True),
        Field("opinion", "long", _("Investigators' opinion")),
    ),
)  # fmt: skip

SECTIONS: tuple[Section, ...] = (
    HEADER, FAMILY, MEMBERS,
    INCOMES, LAND, ECONOMY, LIVESTOCK, VEHICLES, BUSINESSES, HOMES, ASSETS, EXPENSES,
    COVERAGE, CONCLUSION, NEEDS,
)  # fmt: skip
SECTION = {section.name: section for section in SECTIONS}
FLAG_HOME = {"has_needs": "conclusion"}
"""Sections the yes/no flags stand in, where it is not ``economy``."""
PARTS: dict[int, Text] = {
    1: _("Family situation"),
    2: _("Economic situation"),
    3: _("Benefits"),
    4: _("Needs"),
    5: _("Check and sign"),
}


def flag_path(section: Section) -> str:
    """Where the yes/no question of a section of rows is answered."""
    return f"{FLAG_HOME.get(section.flag, 'economy')}.{section.flag}"
