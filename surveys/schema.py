"""What a visit asks (四个摸清, domain section 2.4), as data: sections, fields, units, conditions.

The form in the browser, validation, the review page and the printed form are all read from here.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.faults import Text
from surveys import choices as c
from surveys.fields import Field, Section, asked_if, choice
from surveys.questions.benefits import COVERAGE
from surveys.questions.economy import (
    ASSETS,
    BUSINESSES,
    ECONOMY,
    EXPENSES,
    HOMES,
    INCOMES,
    LAND,
    LIVESTOCK,
    VEHICLES,
)
from surveys.questions.family import FAMILY, MEMBERS, SUPPORTERS
from surveys.questions.needs import CONCLUSION, NEEDS
from surveys.questions.notes import NOTES

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
SECTIONS: tuple[Section, ...] = (
    HEADER, FAMILY, MEMBERS, SUPPORTERS,
    INCOMES, LAND, ECONOMY, LIVESTOCK, VEHICLES, BUSINESSES, HOMES, ASSETS, EXPENSES,
    COVERAGE, CONCLUSION, NEEDS, NOTES,
)  # fmt: skip
EDITION = 2
"""The edition of the form new visits are begun with (``Field.required_since``); visits begun
before the second have none written down."""
SECTION = {section.name: section for section in SECTIONS}
FLAG_HOME = {"has_needs": "conclusion", "has_supporters": "family"}
"""Sections the yes/no flags stand in, where it is not ``economy``."""
PARTS: dict[int, Text] = {
    1: _("Family situation"),
    2: _("Economic situation"),
    3: _("Benefits"),
    4: _("Needs"),
    5: _("Check and sign"),
}


def edition_of(content: Mapping[str, Any]) -> int:
    """Which edition of the form a visit was begun with."""
    noted = content.get("family", {}).get("edition") or ""
    return int(noted) if noted.isascii() and noted.isdigit() else 1


def flag_path(section: Section) -> str:
    """Where the yes/no question of a section of rows is answered."""
    return f"{FLAG_HOME.get(section.flag, 'economy')}.{section.flag}"
