"""From a visit's content to the facts the rules judge (核算事实)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from assistance.rules.facts import (
    HouseholdFacts,
    IncomeLine,
    MemberFacts,
    PropertyFact,
    RigidExpenseFact,
    Status,
    SupporterFact,
)
from foundation.codelists import label_zh
from foundation.faults import InputError
from households.models import Household
from surveys.choices import (
    EARNING,
    IN_USE,
    NO_HOME,
    NOT_AT_SCHOOL,
    OWN_HOME,
    SERIOUS_DISEASES,
    BusinessForm,
)
from surveys.content import day, number, rows
from surveys.counting import how_many
from surveys.income_lines import MONTHS, income_lines

Content = Mapping[str, Any]
Rulings = Mapping[str, Mapping[str, str]]
SUPPORT_DUTIES = {"405": "elder", "406": "child"}  # income_kind: 赡养费, 抚养费、扶养费
INCAPACITIES = {"2": "no_civil_capacity", "3": "missing", "4": "in_prison"}  # support_exemption
EXCLUSIONS = {
    "basic_pension": "basic_pension",
    "social_assistance": "social_assistance",
    "disability_subsidies": "disability_subsidy",
    "old_age_allowance": "old_age_allowance",
    "preferential": "special_care",
    "family_planning": "family_planning",
    "scholarship": "scholarship",
}
BUSINESS_KINDS = {
    BusinessForm.COMPANY: "13",
    BusinessForm.SELF_EMPLOYED: "14",
    BusinessForm.COOPERATIVE: "15",
}
SUPPORTERS, ABLE, NOBODY_ABLE = "supporters", "able", "none"
OUTSIDE = "家庭以外的法定赡养、抚养、扶养义务人"
HOME, SHOP, VEHICLE = "01", "02", "04"


@dataclass(frozen=True)
class Doubt:
    """One property somebody must rule on: does it count, or is it exempted?"""

    path: str
    label: str
    fact: PropertyFact


def household_facts(
    content: Content, household: Household, rulings: Rulings | None = None
) -> HouseholdFacts:
    """The facts of a household as a visit found them; money exact, yuan over the months asked.

    ``rulings``: what the investigation ruled, by path of a property in the visit, and on the
    supporters outside. Reading: a household is filed where it is registered, so its hukou is
    local. Raises InputError when nobody is written down.
    """
    keys = _keys(content)
    if not keys:
        raise InputError("members", _("Add the members of the family"))
    return HouseholdFacts(
        area=household.area_id,
        urban_rural=household.urban_rural,
        local_hukou=True,
        members=tuple(_members(content, keys)),
        incomes=tuple(_incomes(content, keys)),
        properties=tuple(doubt.fact for doubt in _properties(content, keys, rulings or {})),
        supporters=tuple(_supporters(content, keys, rulings or {})),
        expenses=tuple(_expenses(content, keys)),
        incomes_known=bool(content.get("incomes") or content.get("land"))
        or content["economy"].get("has_livestock") is not None,
        properties_known=content["economy"].get("has_assets") is not None,
    )


def to_be_ruled(content: Content) -> list[Doubt]:
    """Property that may break a limit: vehicles, businesses, shops, homes beyond the first."""
    found = list(_properties(content, _keys(content), {}))
    homes = [doubt for doubt in found if doubt.fact.kind == HOME]
    others = [doubt for doubt in found if doubt.fact.kind not in (HOME, *_FINANCIAL)]
    money = [doubt for doubt in found if doubt.fact.kind in _FINANCIAL]
    return [*(homes if len(homes) > 1 else []), *others, *money]


def member_ids(keys: tuple[str, ...]) -> list[int]:
    """The register's keys of the members the rules name."""
    return [int(key) for key in keys if key.isdigit()]


def refuse_strangers(content: Content) -> None:
    """Raise InputError when somebody of the family is not on the register yet."""
    for _row_id, row in rows(content, "members"):
        if row.get("is_counted") is True and not row.get("member"):
            raise InputError(
                "not_registered",
                _("%(name)s is not on the register yet: add the member to the household first")
                % {"name": row.get("name", "")},
            )


_FINANCIAL = ("08", "09", "10", "11", "12")


def _keys(content: Content) -> dict[str, str]:
    """Row id of a member to the key the rules use: the register's where there is one."""
    return {row_id: str(row.get("member") or row_id) for row_id, row in rows(content, "members")}


def _members(content: Content, keys: dict[str, str]) -> Iterator[MemberFacts]:
    for row_id, row in rows(content, "members"):
        disabled = row.get("is_disabled") is True
        stage = row.get("stage") or ""
        yield MemberFacts(
            key=keys[row_id],
            name=row.get("name") or "",
            birth_on=day(row.get("birth_on")),
            counted=row.get("is_counted"),
            not_counted_reason=row.get("not_counted_reason") or "",
            labour_capacity=row.get("labour") or "",
            employed=row.get("employment") in EARNING,
            student_stage="" if stage == NOT_AT_SCHOOL else stage,
            disability_category=(row.get("disability") or "") if disabled else "",
            disability_grade=(row.get("grade") or "") if disabled else "",
            serious_disease=row.get("is_ill") is True and row.get("disease") in SERIOUS_DISEASES,
            failed_self_care=len(row.get("unable") or []),
        )


def _incomes(content: Content, keys: dict[str, str]) -> Iterator[IncomeLine]:
    """A year's sums of every line of the form; what the family owns together is the first's."""
    first = _first(content, keys)
    for line in income_lines(content):
        if line.is_support:
            continue
        asked = line.path.startswith("incomes.")
        row = content["incomes"][line.path.split(".")[1]] if asked else {}
        unknown = asked and number(row.get("amount")) is None
        yield IncomeLine(
            member=keys.get(line.member, first),
            category=line.category,
            gross=None if unknown else _decimal(line.gross * MONTHS),
            cost=_decimal(line.cost * MONTHS),
            months=MONTHS,
            sub_kind=line.kind,
            source=(row.get("source") or "")[:100],
            exclude_code=EXCLUSIONS.get(line.exclude, ""),
            reason=(row.get("estimate") or "")[:200],
        )


def _first(content: Content, keys: dict[str, str]) -> str:
    """Whose the family's own income is said to be: the first who counts, that it counts too."""
    counted = [key for key in keys if content["members"][key].get("is_counted") is True]
    return keys[counted[0]] if counted else next(iter(keys.values()))


def _supporters(
    content: Content, keys: dict[str, str], rulings: Rulings
) -> Iterator[SupporterFact]:
    """Supporters written down, and support the family says it receives as paid (实际给付).

    Whether relatives outside can support it is for the investigation to say; until then one who
    perhaps can stands there, so that 特困 is never proposed over an unasked question.
    """
    ruled = rulings.get(SUPPORTERS, {}).get("status")
    if ruled != NOBODY_ABLE:
        within = False if ruled == ABLE else None
        yield SupporterFact(key=SUPPORTERS, supports=(), name=OUTSIDE, property_within=within)
    for row_id, row in rows(content, "supporters"):
        if row.get("member") in keys:
            yield _supporter(row_id, row, keys)
    first = _first(content, keys)
    for line in income_lines(content):
        if not line.is_support or not line.gross:
            continue
        row_id = line.path.split(".")[1]
        yield SupporterFact(
            key=row_id,
            supports=(keys.get(line.member, first),),
            name=content["incomes"][row_id].get("source") or "",
            duty=SUPPORT_DUTIES[line.kind],
            household_monthly_income=Decimal(0),
            own_monthly_income=Decimal(0),
            actual_monthly=_decimal(line.gross),
        )


def _supporter(row_id: str, row: Mapping[str, Any], keys: dict[str, str]) -> SupporterFact:
    return SupporterFact(
        key=row_id,
        supports=(keys[row["member"]],),
        name=row.get("name") or "",
        duty=row.get("duty") or "elder",
        family_size=how_many(row.get("family_size")),
        household_monthly_income=number(row.get("household_income")),
        own_monthly_income=number(row.get("own_income")),
        supported_count=how_many(row.get("supported_count")),
        standing=row.get("standing") or "ordinary",
        birth_on=day(row.get("birth_on")),
        incapacity=INCAPACITIES.get(row.get("exempt") or "", ""),
        property_within=row.get("is_within"),
        exempt_reason=row.get("exempt") or "",
        agreed_monthly=number(row.get("agreed_monthly")),
        actual_monthly=number(row.get("paid_monthly")),
    )


def _properties(content: Content, keys: dict[str, str], rulings: Rulings) -> Iterator[Doubt]:
    for doubt in (
        *_vehicles(content, keys), *_businesses(content, keys), *_homes(content),
        *_assets(content, keys),
    ):  # fmt: skip
        ruling = rulings.get(doubt.path)
        if ruling is None:
            yield doubt
        else:
            fact = replace(
                doubt.fact,
                status=Status(ruling["status"]),
                exemption_code=ruling.get("reason", "")[:100],
            )
            yield replace(doubt, fact=fact)


def _vehicles(content: Content, keys: dict[str, str]) -> Iterator[Doubt]:
    for row_id, row in rows(content, "vehicles"):
        gone = row.get("state") not in (None, "", IN_USE)
        kind = row.get("kind") or "other"
        fact = PropertyFact(
            kind=VEHICLE,
            value=number(row.get("value")),
            status=Status.EXEMPTED if gone else Status.OPEN,
            owner=keys.get(row.get("owner") or "", ""),
            vehicle_kind=kind,
            bought_on=day(row.get("bought_on")),
            exemption_code=label_zh("vehicle_status", row["state"]) if gone else "",
        )
        plate = row.get("plate") or ""
        yield Doubt(f"vehicles.{row_id}", f"{label_zh('vehicle_kind', kind)} {plate}".strip(), fact)


def _businesses(content: Content, keys: dict[str, str]) -> Iterator[Doubt]:
    for row_id, row in rows(content, "businesses"):
        form = row.get("form") or BusinessForm.SELF_EMPLOYED
        fact = PropertyFact(
            kind=BUSINESS_KINDS[BusinessForm(form)], owner=keys.get(row.get("owner") or "", "")
        )
        name = row.get("name") or label_zh("property_kind", fact.kind)
        yield Doubt(f"businesses.{row_id}", name, fact)


def _homes(content: Content) -> Iterator[Doubt]:
    for row_id, row in rows(content, "homes"):
        if row.get("tenure") in (None, "", NO_HOME) or row.get("tenure") != OWN_HOME:
            continue
        kind = SHOP if row.get("is_commercial") is True else HOME
        name = label_zh("property_kind", kind)
        fact = PropertyFact(kind=kind, bought_on=day(row.get("bought_on")))
        yield Doubt(f"homes.{row_id}", f"{name} {row.get('area') or ''}㎡", fact)


def _assets(content: Content, keys: dict[str, str]) -> Iterator[Doubt]:
    for row_id, row in rows(content, "assets"):
        kind, amount = row.get("kind") or "99", number(row.get("amount"))
        fact = PropertyFact(kind=kind, value=amount, owner=keys.get(row.get("owner") or "", ""))
        shown = "" if amount is None else f" {amount:,.2f} 元"
        yield Doubt(f"assets.{row_id}", f"{label_zh('property_kind', kind)}{shown}", fact)


def _expenses(content: Content, keys: dict[str, str]) -> Iterator[RigidExpenseFact]:
    first = _first(content, keys)
    for row_id, row in rows(content, "members"):
        for name, kind in (("medical_cost", "medical"), ("school_cost", "education")):
            amount = number(row.get(name))
            if amount:
                yield RigidExpenseFact(keys[row_id], kind, amount)
    for _row_id, row in rows(content, "expenses"):
        yield RigidExpenseFact(
            keys.get(row.get("member") or "", first),
            row.get("kind") or "other",
            number(row.get("amount")),
        )


def _decimal(exact: Fraction) -> Decimal:
    """A year's sum of amounts in fen is a decimal without loss."""
    return Decimal(exact.numerator) / Decimal(exact.denominator)
