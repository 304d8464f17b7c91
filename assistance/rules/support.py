"""Support payments owed by relatives outside the household (赡养费、抚养费、扶养费)."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from assistance.rules.exact import SHARES, grains, yuan
from assistance.rules.facts import HouseholdFacts, SupporterFact
from assistance.rules.policy import Policy
from assistance.rules.texts import Text
from assistance.rules.texts import message as _

POOR = ("dibao", "low_income", "tekun")
CHILD = "child"


@dataclass(frozen=True, slots=True)
class Preset:
    """A locality's formula: income above k times the standard a head, times a rate by the number
    of supported persons (the last rate holds for more)."""

    multiple: int
    rates: tuple[int, ...]


PRESETS = {
    "A": Preset(10_000, (5_000, 5_000, 4_000)),
    "B": Preset(20_000, (2_000,)),
    "C": Preset(15_000, (3_000,)),
    "D": Preset(10_000, (5_000,)),
}


@dataclass(frozen=True, slots=True)
class Support:
    """What supporters owe a month, in grains: in all and to each member."""

    total: int
    by_member: dict[str, int]
    lines: tuple[Text, ...]
    missing: tuple[Text, ...]


NOTHING = Support(0, {}, (), ())


def support_owed(facts: HouseholdFacts, policy: Policy, counted: Collection[str]) -> Support:
    """The support counted as income of the members living together.

    Priority: an agreement or judgment, else the formula; money actually paid replaces either only
    when it is higher. Nothing from supporters who are themselves poor or exempt.
    """
    if not facts.supporters:
        return NOTHING
    by_member: dict[str, int] = {}
    lines: list[Text] = []
    missing: list[Text] = []
    for supporter in facts.supporters:
        supported = [key for key in supporter.supports if key in counted]
        if not supported:
            continue
        fee, line = fee_for_one(supporter, policy)
        if fee is None:
            missing.append(line)
            fee = grains(supporter.actual_monthly or Decimal(0))
        lines.append(line)
        for key in supported:
            by_member[key] = by_member.get(key, 0) + fee
    return Support(sum(by_member.values()), by_member, tuple(lines), tuple(missing))


def fee_for_one(supporter: SupporterFact, policy: Policy) -> tuple[int | None, Text]:
    """What a supporter owes each supported person a month, in grains, with its arithmetic.

    None when a needed figure is missing; the text then says which.
    """
    who = ("supporter", supporter.name or supporter.key)
    if supporter.standing in POOR or supporter.exempt_reason:
        return 0, Text(_("Supporter {supporter}: poor or exempt, nothing is counted."), (who,))
    actual = grains(supporter.actual_monthly) if supporter.actual_monthly is not None else 0
    if supporter.agreed_monthly is not None:
        owed: int | None = grains(supporter.agreed_monthly)
        line = Text(
            _("Supporter {supporter}: agreement or judgment, {fee} yuan a month."),
            (who, ("fee", supporter.agreed_monthly)),
        )
    elif supporter.duty == CHILD:
        owed, line = _child_support(supporter, policy)
    else:
        owed, line = _by_formula(supporter, policy)
    if owed is not None and actual > owed:
        paid = _("Supporter {supporter}: {fee} yuan a month actually paid, more than is owed.")
        return actual, Text(paid, (who, ("fee", yuan(actual))))
    return owed, line


def _child_support(supporter: SupporterFact, policy: Policy) -> tuple[int | None, Text]:
    who = ("supporter", supporter.name or supporter.key)
    if supporter.own_monthly_income is None:
        return None, Text(_("The monthly income of supporter {supporter} is not known."), (who,))
    children = supporter.supported_count
    rate = min(policy.child_support_rate * children, policy.child_support_cap)
    fee = grains(supporter.own_monthly_income) * rate // SHARES // children
    figures = (
        who,
        ("income", supporter.own_monthly_income),
        ("rate", _percent(rate)),
        ("count", children),
        ("fee", yuan(fee)),
    )
    line = _("Supporter {supporter}: {income} × {rate}% ÷ {count} = {fee} yuan a month.")
    return fee, Text(line, figures)


def _by_formula(supporter: SupporterFact, policy: Policy) -> tuple[int | None, Text]:
    who = ("supporter", supporter.name or supporter.key)
    standard = policy.dibao_standard if supporter.standard is None else supporter.standard
    if supporter.household_monthly_income is None or standard is None:
        return None, Text(_("The monthly income of supporter {supporter} is not known."), (who,))
    preset = PRESETS[policy.support_preset]
    count = supporter.supported_count
    rate = preset.rates[min(count, len(preset.rates)) - 1]
    kept = grains(standard) * preset.multiple // SHARES * supporter.family_size
    spare = max(0, grains(supporter.household_monthly_income) - kept)
    fee = spare * rate // SHARES // count
    figures = (
        who,
        ("income", supporter.household_monthly_income),
        ("multiple", Decimal(preset.multiple) / SHARES),
        ("standard", standard),
        ("size", supporter.family_size),
        ("rate", _percent(rate)),
        ("count", count),
        ("fee", yuan(fee)),
    )
    line = _(
        "Supporter {supporter}: ({income} − {multiple} × {standard} × {size} persons) × {rate}%"
        " ÷ {count} = {fee} yuan a month, not below 0."
    )
    return fee, Text(line, figures)


def _percent(rate: int) -> Decimal:
    return Decimal(rate) / 100
