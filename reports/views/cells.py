"""Figures of the dashboard with the addresses of the rows they count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.models import Area
from assistance.models import Step
from foundation.codelists import label
from foundation.faults import Text
from foundation.tables import Cell
from reports.services.cases import Findings, Petitions
from reports.services.figures import Figures

PETITION_STATES: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("registered", {"state": "all"}),
    ("open", {}),
    ("overdue", {"state": "overdue"}),
    ("struck_off", {"state": "all", "step": "struck_off"}),
    ("repeats", {"state": "repeat"}),
)
"""Figures of a line of petitions and the conditions under which the list shows those cases."""
FINDING_STATES: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("found", {}),
    ("township", {"step": "township"}),
    ("overdue", {"step": "late"}),
    ("closed", {"step": "closed"}),
)


@dataclass(frozen=True)
class Line:
    """One row of a table of cases."""

    label: Text
    cells: Sequence[Cell]
    address: str = ""


def case_tables(user, area: Area, found: Figures) -> dict[str, Any]:
    """The tables of applications, findings and petitions, and the chart's data."""
    mine = user.area.contains(area.code)
    steps = _applications(found, area, may_open=mine and may(user, "assistance.view_application"))
    see_cases = mine and may(user, "petitions.view_case")
    see_rounds = mine and may(user, "verification.view_round")
    return {
        "applications": steps,
        "chart": _chart(steps),
        "findings": [_finding(line, area, may_open=see_rounds) for line in found.findings],
        "findings_whole": _finding(found.findings_whole, area, may_open=False),
        "petitions": [_petition(line, area, may_open=see_cases) for line in found.petitions],
        "petitions_whole": _petition(found.petitions_whole, area, may_open=see_cases),
    }


def _address(url: str, area: Area, *, may_open: bool, **asked: str) -> str:
    return f"{url}?{urlencode({'area': area.code, **asked})}" if may_open else ""


def _applications(found: Figures, area: Area, *, may_open: bool) -> list[Line]:
    """One line per step that any application is at, in the order of the procedure."""
    url, counted = reverse("assistance:list"), found.applications.steps
    return [
        Line(
            step.label,
            [
                Cell(counted[step].count, _address(url, area, may_open=may_open, step=step)),
                Cell(
                    counted[step].overdue,
                    _address(url, area, may_open=may_open, step=step, overdue="on"),
                ),
            ],
        )
        for step in Step
        if step in counted
    ]


def _chart(steps: Sequence[Line]) -> dict[str, Any]:
    """Applications by step, those past the time limit apart; a bar leads where its figure does."""
    return {
        "steps": [str(line.label) for line in steps],
        "series": [
            {
                "name": _("Within the time limit"),
                "data": [line.cells[0].figure - line.cells[1].figure for line in steps],
                "addresses": [line.cells[0].address for line in steps],
            },
            {
                "name": _("Past the time limit"),
                "data": [line.cells[1].figure for line in steps],
                "addresses": [line.cells[1].address for line in steps],
            },
        ],
    }


def _finding(line: Findings, area: Area, *, may_open: bool) -> Line:
    url = reverse("verification:round", args=[line.round_key]) if may_open else ""
    cells = [
        Cell(getattr(line, name), _address(url, area, may_open=may_open, **asked))
        for name, asked in FINDING_STATES
    ]
    cells.insert(3, Cell(line.verified))
    return Line(line.name or _("Total"), cells)


def _petition(line: Petitions, area: Area, *, may_open: bool) -> Line:
    url, source = reverse("petitions:list"), {"source": line.source} if line.source else {}
    cells = [
        Cell(getattr(line, name), _address(url, area, may_open=may_open, **asked, **source))
        for name, asked in PETITION_STATES
    ]
    return Line(label("petition_source", line.source) if line.source else _("Total"), cells)
