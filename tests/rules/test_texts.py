"""Findings in words: both languages complete, and the same after storage."""

import json

from assistance.rules.assess import assess
from assistance.rules.judgement import REGISTER
from assistance.rules.low_income import UNLOCK_NAMES, UNLOCKS
from assistance.rules.texts import Text, render
from assistance.rules.wording import EXCLUSION_NAMES, PROGRAMME_NAMES
from tests.rules.households import ON, household, member, policy, supporter, wage


def sentences(value):
    """All stored texts inside a stored assessment."""
    if isinstance(value, dict):
        if "message" in value:
            yield value
        for part in value.values():
            yield from sentences(part)
    elif isinstance(value, list):
        for part in value:
            yield from sentences(part)


def test_stored_findings_keep_their_chinese_and_can_be_read_in_english():
    facts = household(
        incomes=(wage("500"), wage("90", category="4", exclude_code="scholarship")),
        supporters=(supporter(),),
        hardship=None,
    )
    stored = json.loads(json.dumps(assess(facts, policy(), ON).to_dict()))
    found = list(sentences(stored))
    assert len(found) > 60
    for entry in found:
        text = Text.from_dict(entry)
        assert render(text) == entry["zh"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in entry["zh"]), entry
        assert "{" not in render(text, "en")
    assert "a工资性收入：500.00 ÷ 1 个月 = 每月 500.00 元。" in [entry["zh"] for entry in found]


def test_names_are_in_chinese():
    names = [*PROGRAMME_NAMES.values(), *EXCLUSION_NAMES.values(), *UNLOCK_NAMES.values()]
    assert set(UNLOCK_NAMES) == set(UNLOCKS)
    for name in names:
        assert render(name) != render(name, "en")


def test_a_figure_is_never_rounded_onto_its_line():
    facts = household(member("a"), member("b"), member("c"), monthly="2138.99")
    condition = assess(facts, policy(), ON).outcome("dibao").conditions[1]
    assert render(condition.finding.text).startswith("人均月收入 712.9967 元，低于低保标准 713.00")


def test_every_rule_states_a_clause():
    assert all(rule.clauses and rule.clauses[0][1].strip() for rule in REGISTER.values())
