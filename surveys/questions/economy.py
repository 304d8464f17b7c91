"""Part 2 of a visit (家庭经济状况): income, land, animals, property, housing, expenses."""

from django.utils.translation import gettext_lazy as _

from foundation.codelists import choices as code_choices
from foundation.faults import Text
from surveys import choices as c
from surveys.fields import Choices, Field, Section, asked_if, choice, codes_of
from surveys.questions.units import MU, YUAN, YUAN_YEAR

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
GROUND_NAMES: dict[str, Text] = {
    "basic_pension": _("basic pension of residents"),
    "social_assistance": _("social-assistance money and goods"),
    "disability_subsidies": _("two subsidies for the disabled"),
    "old_age_allowance": _("old-age allowance"),
    "preferential": _("special-care pension"),
    "family_planning": _("family-planning award"),
    "scholarship": _("scholarship"),
}
"""The same incomes as the working names them behind “not counted”."""
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
              filled_by=("trade", "trade"),
              hint=_("Average of the last 12 months; write 0 if there is none")),
        choice("period", _("Per"), c.Period, required=True),
        choice("trade", _("Trade"), "trade", shown_if=asked_if("kind", c.FLEXIBLE_WORK)),
        Field("cost", "money", _("Cost of earning it"), maximum=2_400_000,
              hint=_("In the same period; contributions and taxes too")),
        Field("source", "text", _("Where from")),
        choice("basis", _("How it is known"), "income_source"),
        Field("estimate", "text", _("How it was estimated"), required=True,
              shown_if=asked_if("basis", c.ESTIMATED)),
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
        choice("plant", _("Crop"), "crop", required_since=2,
               shown_if=asked_if("use", c.LandUse.SELF)),
        Field("crop", "text", _("Crop, in words"), shown_if=asked_if("use", c.LandUse.SELF),
              also_if=asked_if("plant", c.OTHER_CROP, None, "")),
        Field("yield_per_mu", "money", _("Net yield of one mu"), unit=YUAN_YEAR, required=True,
              maximum=20_000, filled_by=("crop", "plant"),
              shown_if=asked_if("use", c.LandUse.SELF)),
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
        Field("has_assets", "bool", _("Deposits or other financial property"), required=True,
              hint=_("Boats, large farm and building machines too")),
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
              maximum=20_000, filled_by=("livestock_kind", "kind")),
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
        Field("bought_on", "date", _("Bought or first registered on")),
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
        choice("role", _("Role in it"), c.BusinessRole),
        Field("credit_code", "text", _("Unified social credit code"),
              hint=_("18 characters on the licence")),
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
        Field("bought_on", "date", _("Bought, built or largely decorated on"),
              shown_if=asked_if("tenure", c.OWN_HOME)),
        Field("is_cleared", "bool", _("To be cleared or relocated"),
              shown_if=asked_if("tenure", c.OWN_HOME)),
    ),
    shape="rows",
    add=_("Add a home"),
)  # fmt: skip
FINANCIAL: Choices = tuple(
    (code, label)
    for code, label in code_choices("property_kind")
    if code in {"05", "06", "07", "08", "09", "10", "11", "12", "16", "17", "99"}
)
ASSETS = Section(
    "assets",
    2,
    _("Deposits and other financial property"),
    (
        Field("kind", "choice", _("Kind of property"), choices=FINANCIAL, required=True),
        Field("owner", "member", _("Owner"), required=True),
        Field("amount", "money", _("Amount"), unit=YUAN, required=True, maximum=100_000_000),
        Field("note", "text", _("Bank, place or what it is")),
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
