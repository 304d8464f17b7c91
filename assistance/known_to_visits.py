"""What the visit form may know of assistance: the terms income is counted by, benefits that run."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal

from assistance.models import Benefit, Programme
from assistance.rules.defaults import DIBAO_2021
from assistance.rules.income import EVERY_PROGRAMME
from assistance.rules.policy import Policy
from assistance.rules.support import PRESETS
from assistance.services import policies
from assistance.services.facts import EXCLUSIONS
from assistance.services.precheck import low_income_line
from surveys.counting import ART_13, USUAL, Terms
from surveys.known import KnownBenefit

CODES = {
    Programme.DIBAO: "dibao",
    Programme.SINGLE_PERSON: "dibao",
    Programme.TEKUN: "tekun",
    Programme.LOW_INCOME: "low_income",
    Programme.TEMPORARY: "temp_aid",
}
BASES = {"rate_of_standard": "dibao_standard", "rate_of_minimum_wage": "minimum_wage"}


def terms(area: str, urban_rural: str, on: datetime.date) -> Terms:
    """How the place counts income on a day, as ``assistance.rules.income`` does.

    Where no parameter is on record at all, the usual terms hold: art. 13 is law everywhere.
    """
    policy = policies.policy_for(area, urban_rural, on)
    return terms_of_policy(policy) if policy.rows else USUAL


def terms_of_policy(policy: Policy) -> Terms:
    """The part of a policy that the form's own arithmetic needs."""
    base = policy.row(BASES.get(policy.work_cost_mode, ""))
    preset = PRESETS[policy.support_preset]
    standard = policy.row("dibao_standard")
    return Terms(
        grounds=_grounds(policy),
        work_cost_mode=policy.work_cost_mode,
        work_cost_rate=policy.work_cost_rate,
        work_cost_base=Decimal(base.value) if base else Decimal(0),
        work_cost_clause=_clause(policy, "work_cost_rate"),
        rigid_rate=policy.rigid_deduction_rate,
        rigid_clause=_clause(policy, "rigid_deduction_rate"),
        standard=policy.dibao_standard,
        low_income_line=low_income_line(policy),
        line_clause=standard.source if standard else "",
        support_multiple=preset.multiple,
        support_rates=preset.rates,
        child_rate=policy.child_support_rate,
        child_cap=policy.child_support_cap,
    )


def benefits(
    households: Iterable[int], on: datetime.date
) -> Mapping[int, Mapping[str, KnownBenefit]]:
    """Benefits decided here that run on a day."""
    found: dict[int, dict[str, KnownBenefit]] = {}
    rows = Benefit.objects.on(on).filter(household__in=list(households), programme__in=CODES)
    for row in rows.order_by("since", "pk").select_related("household"):
        code = CODES[Programme(row.programme)]
        found.setdefault(row.household_id, {})[code] = KnownBenefit(
            since=row.since,
            amount=row.amount,
            persons=row.covered_count,
            grade=row.household.dm_class if code == "dibao" else "",
        )
    return found


def _grounds(policy: Policy) -> dict[str, str]:
    """What is left out for every programme, with the clause or the state of its source."""
    return {
        kind: _clause(policy, f"exclude:{code}")
        for kind, code in EXCLUSIONS.items()
        if policy.exclusions.get(code) == EVERY_PROGRAMME
    }


def _clause(policy: Policy, key: str) -> str:
    """The article where the row rests on 57号, else its document; deductions rest on it too."""
    row = policy.row(key)
    if row is None or row.source == DIBAO_2021:
        return ART_13
    return row.source if key.startswith("exclude:") else f"{ART_13}；{row.source}"
