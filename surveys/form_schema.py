"""The questions of a visit as JSON for the form in the browser: words only, no data."""

from typing import Any

from foundation.codelists import choices as code_choices
from surveys.choices import Benefit
from surveys.fields import Field, Section
from surveys.schema import CATEGORIES, PARTS, SECTIONS, UNCOUNTED, flag_path


def form_schema() -> dict[str, Any]:
    """Everything the form needs to draw itself, in the active language."""
    return {
        "parts": [{"number": number, "label": str(label)} for number, label in PARTS.items()],
        "sections": [_section(section) for section in SECTIONS],
        "benefits": [[code, str(label)] for code, label in Benefit.choices],
        "relations": {code: str(label) for code, label in code_choices("relation")},
        "categories": {code: str(label) for code, label in CATEGORIES},
        "uncounted": sorted(UNCOUNTED),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "name": section.name,
        "part": section.part,
        "label": str(section.label),
        "shape": section.shape,
        "add": str(section.add),
        "hint": str(section.hint),
        "flag": flag_path(section) if section.flag else "",
        "fields": [_field(field) for field in section.fields],
    }


def _field(field: Field) -> dict[str, Any]:
    shown_if = None
    if field.shown_if:
        name, answers = field.shown_if
        shown_if = {"field": name, "answers": [_plain(answer) for answer in answers]}
    return {
        "name": field.name,
        "kind": field.kind,
        "label": str(field.label),
        "hint": str(field.hint),
        "unit": str(field.unit),
        "required": field.required,
        "given": field.is_given,
        "choices": [[str(code), str(label)] for code, label in field.choices],
        "shown_if": shown_if,
    }


def _plain(answer: object) -> object:
    return answer if isinstance(answer, bool) else str(answer)
