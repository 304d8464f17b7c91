"""The questions of a visit as JSON for the form in the browser: words only, no data."""

from typing import Any

from foundation.codelists import choices as code_choices
from surveys.choices import Benefit
from surveys.counting import ART_7, ART_13, USUAL
from surveys.fields import Choices, Condition, Field, Section
from surveys.follow_up_rules import FITTING
from surveys.known_json import terms_json
from surveys.questions.economy import CATEGORIES, GROUND_NAMES, UNCOUNTED
from surveys.schema import EDITION, PARTS, SECTIONS, flag_path


def form_schema() -> dict[str, Any]:
    """Everything the form needs to draw itself, in the active language."""
    return {
        "parts": [{"number": number, "label": str(label)} for number, label in PARTS.items()],
        "sections": [_section(section) for section in SECTIONS],
        "benefits": [[code, str(label)] for code, label in Benefit.choices],
        "relations": {code: str(label) for code, label in code_choices("relation")},
        "categories": {code: str(label) for code, label in CATEGORIES},
        "incomes": {code: str(label) for code, label in _income_names()},
        "uncounted": sorted(UNCOUNTED),
        "usual_terms": terms_json(USUAL),
        "clauses": {"people": ART_7, "income": ART_13},
        "edition": EDITION,
        "fitting": {result: sorted(map(str, steps)) for result, steps in FITTING.items()},
    }


def _income_names() -> Choices:
    return (*code_choices("income_kind"), *GROUND_NAMES.items())


def _section(section: Section) -> dict[str, Any]:
    return {
        "name": section.name,
        "part": section.part,
        "label": str(section.label),
        "shape": section.shape,
        "add": str(section.add),
        "hint": str(section.hint),
        "flag": flag_path(section) if section.flag else "",
        "hidden": section.is_hidden,
        "fields": [_field(field) for field in section.fields],
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "kind": field.kind,
        "label": str(field.label),
        "hint": str(field.hint),
        "unit": str(field.unit),
        "required": field.required,
        "given": field.is_given,
        "choices": [[str(code), str(label)] for code, label in field.choices],
        "shown_if": _condition(field.shown_if),
        "also_if": _condition(field.also_if),
        "only_rows": [str(row) for row in field.only_rows],
        "required_since": field.required_since,
        "filled_by": list(field.filled_by) if field.filled_by else None,
        "hidden": field.is_hidden,
    }


def _condition(condition: Condition | None) -> dict[str, Any] | None:
    if condition is None:
        return None
    name, answers = condition
    return {"field": name, "answers": [_plain(answer) for answer in answers]}


def _plain(answer: object) -> object:
    return answer if answer is None or isinstance(answer, bool) else str(answer)
