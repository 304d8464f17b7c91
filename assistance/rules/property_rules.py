"""The six conditions on property as every programme states them, each under its own clause."""

from itertools import repeat

from assistance.rules.clauses import DIBAO_PROPERTY, Clauses, clause_on
from assistance.rules.findings import Finding
from assistance.rules.judgement import Condition, Earlier, Rule, register
from assistance.rules.sheet import Sheet
from assistance.rules.wealth import JUDGES, Findings


def property_conditions(
    sheet: Sheet, findings: Findings, clauses: Clauses
) -> tuple[Condition, ...]:
    """The findings on property as conditions of one programme."""
    clause = clause_on(clauses, sheet.on)
    return tuple(map(Condition, NUMBERS, repeat(clause), findings))


def _entry(place: int, number: str) -> Rule:
    def under_dibao_limits(sheet: Sheet, earlier: Earlier) -> Finding:
        return sheet.dibao_property[place]

    return register(Rule(number, DIBAO_PROPERTY, under_dibao_limits))


NUMBERS = tuple(number for number, _judge in JUDGES)
PROPERTY_RULES = tuple(_entry(place, number) for place, number in enumerate(NUMBERS))
