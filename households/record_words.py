"""The words of economy records: which code list each field speaks, and what an item is called."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from foundation.codelists import code_list
from households.models import (
    Housing,
    IncomeItem,
    LandItem,
    LivestockItem,
    PropertyItem,
    RigidExpense,
    Supporter,
)

_EVERY = {"source": "income_source", "end_reason": "record_end"}
CODES: Mapping[type[Model], Mapping[str, str]] = {
    IncomeItem: _EVERY | {
        "kind": "income_kind", "category": "income_category", "exclude_code": "income_exclusion",
    },
    LandItem: _EVERY | {"kind": "land_kind", "use": "land_use", "crop": "crop"},
    LivestockItem: _EVERY | {"kind": "livestock_kind"},
    RigidExpense: _EVERY | {"kind": "expense_kind"},
    PropertyItem: _EVERY | {
        "kind": "property_kind", "vehicle_kind": "vehicle_kind",
        "vehicle_status": "vehicle_status", "exemption_code": "property_exemption",
    },
    Housing: _EVERY | {
        "kind": "housing_kind", "structure": "housing_structure", "danger_grade": "danger_grade",
        "heating": "heating_kind",
    },
    Supporter: _EVERY | {
        "duty": "support_duty", "relation": "relation", "ability": "support_ability",
        "exempt_reason": "support_exemption", "agreed_basis": "support_basis",
    },
}  # fmt: skip


def title_of(row: Any) -> str | Promise:
    """What an item is called, of a record or of a version of one: 玉米, 小型客车, a name."""
    model = getattr(row, "pgh_tracked_model", type(row))
    if model is Supporter:
        return row.name
    for name in ("exclude_code", "vehicle_kind", "crop"):
        code = getattr(row, name, "")
        if code and not (name == "exclude_code" and row.kind):
            return str(code_list(CODES[model][name]).entries.get(code, code))
    return str(code_list(CODES[model]["kind"]).entries.get(row.kind, row.kind))
