"""What the family declared beside what the agency wrote and the township saw (比对)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.codelists import label, label_zh
from foundation.faults import Text
from foundation.identity import mask_identity
from surveys.content import Content, rows
from surveys.models import CurrentFacts
from verification.models import Finding
from verification.rules import Kind

FIELD_LABELS: Mapping[str, Text] = {
    "name": gettext_lazy("Owner"),
    "identity_number": gettext_lazy("Identity number"),
    "plate": gettext_lazy("Number plate"),
    "vehicle_kind": gettext_lazy("Kind of vehicle"),
    "model": gettext_lazy("Make and model"),
    "use_nature": gettext_lazy("Nature of use"),
    "registered_on": gettext_lazy("First registered"),
    "status": gettext_lazy("State"),
}
BASES: Mapping[str, Text] = {
    "number_18": gettext_lazy("The whole identity number agrees"),
    "number_15": gettext_lazy("The old 15-digit identity number agrees"),
    "name_and_birth": gettext_lazy("Only name and date of birth agree"),
    "name_and_mask": gettext_lazy("Only the name and the visible digits agree"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the comparison: what is compared, declared by the family, and reported."""

    title: Text
    declared: str
    reported: str
    differs: bool


def current_content(finding: Finding) -> Content | None:
    """The family's current facts, None where nobody has visited yet."""
    facts = CurrentFacts.objects.filter(household_id=finding.household_id).first()
    return facts.content if facts else None


def lines_of(finding: Finding) -> list[Line]:
    """The comparison row by row; numbers masked."""
    reported: Mapping[str, str] = finding.evidence["fields"]
    first = _first_line(finding, reported)
    others = [
        Line(FIELD_LABELS[name], "", _shown(name, reported[name]), False)
        for name in FIELD_LABELS
        if name not in {"name", "identity_number"} and reported.get(name, "").strip()
    ]
    number = reported.get("identity_number", "").strip()
    people = [
        Line(
            FIELD_LABELS["name"],
            finding.member.name,
            reported.get("name", ""),
            bool(finding.evidence["name_differs"]),
        ),
        Line(
            FIELD_LABELS["identity_number"],
            mask_identity(finding.member.identity_number),
            _shown("identity_number", number),
            not finding.is_sure,
        ),
    ]
    return [*first, *people, *(others if finding.kind == Kind.VEHICLE else [])]


def _first_line(finding: Finding, reported: Mapping[str, str]) -> Iterator[Line]:
    if finding.kind != Kind.VEHICLE:
        return
    content = current_content(finding)
    told = list(_vehicles(content)) if content else []
    plate = reported.get("plate", "").strip()
    if content is None:
        declared = _("Nobody has visited the family yet")
    else:
        declared = "；".join(f"{kind} {number}".strip() for kind, number in told) or _("None")
    differs = plate not in {number for _kind, number in told}
    yield Line(_("Vehicle"), declared, f"{reported.get('vehicle_kind', '')} {plate}", differs)


def _vehicles(content: Content) -> Iterator[tuple[str, str]]:
    if content.get("economy", {}).get("has_vehicle") is not True:
        return
    for _row, row in rows(content, "vehicles"):
        kind = row.get("kind", "")
        yield (str(label("vehicle_kind", kind)) if kind else "", row.get("plate", ""))


def declared_in_ledger(finding: Finding, content: Content | None) -> str:
    """申报情况 as the ledger says it, always Chinese."""
    if content is None:
        return "尚未入户调查"
    if finding.kind != Kind.VEHICLE:
        return f"登记姓名{finding.member.name}"
    told = [
        label_zh("vehicle_kind", row.get("kind", "")) + row.get("plate", "")
        for _row, row in rows(content, "vehicles")
    ]
    if content.get("economy", {}).get("has_vehicle") is not True or not told:
        return "申报无机动车"
    return "申报：" + "、".join(told)


def _shown(name: str, value: str) -> str:
    if name != "identity_number" or not value:
        return value
    return value if "*" in value else mask_identity(value)
