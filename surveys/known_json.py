"""What is known of a household as JSON beside the form: texts and figures, no floats."""

import datetime
from decimal import Decimal
from typing import Any

from surveys.counting import Terms
from surveys.known import Known, KnownBenefit, Standard


def known_json(known: Known) -> dict[str, Any]:
    """For the visit document and the pack taken along."""
    return {
        "standards": {item: _standard(one) for item, one in known.standards.items()},
        "benefits": {code: _benefit(one) for code, one in known.benefits.items()},
        "terms": terms_json(known.terms),
        "last": known.last,
        "last_on": _day(known.last_on),
    }


def _standard(standard: Standard) -> dict[str, Any]:
    return {
        "value": str(standard.value),
        "place": standard.place,
        "year": standard.year,
        "source": standard.source,
    }


def _benefit(benefit: KnownBenefit) -> dict[str, Any]:
    return {
        "since": benefit.since.strftime("%Y-%m") if benefit.since else "",
        "amount": _amount(benefit.amount),
        "persons": benefit.persons,
        "grade": benefit.grade,
        "mode": benefit.mode,
    }


def terms_json(terms: Terms) -> dict[str, Any]:
    """How a place counts income, for the arithmetic in the browser."""
    return {
        "grounds": dict(terms.grounds),
        "work_cost_mode": terms.work_cost_mode,
        "work_cost_rate": terms.work_cost_rate,
        "work_cost_base": str(terms.work_cost_base),
        "work_cost_clause": terms.work_cost_clause,
        "rigid_rate": terms.rigid_rate,
        "rigid_clause": terms.rigid_clause,
        "standard": _amount(terms.standard),
        "low_income_line": _amount(terms.low_income_line),
        "line_clause": terms.line_clause,
        "support_multiple": terms.support_multiple,
        "support_rates": list(terms.support_rates),
        "child_rate": terms.child_rate,
        "child_cap": terms.child_cap,
    }


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""
