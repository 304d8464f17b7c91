"""The form counts income as the rules do: the same figures, whatever is written down."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistance.known_to_visits import terms_of_policy
from assistance.rules.exact import yuan
from assistance.rules.sheet import lay_out
from assistance.services.facts import household_facts
from foundation.money import yuan as rounded
from households.models import Household
from surveys.counting import count
from tests.rules.households import ON, TOWNSHIP, policy
from tests.surveys.families import family

POLICIES = {
    "shipped": policy(),
    "costs of the standard": policy(
        work_cost_mode="rate_of_standard", work_cost_rate="0.3", rigid_deduction_rate="0.5",
        support_preset="A",
    ),
    "costs of the wage": policy(
        work_cost_mode="rate_of_wage", work_cost_rate="0.1", support_preset="B",
        exclude__basic_pension="tekun",
    ),
    "costs of the minimum wage": policy(
        work_cost_mode="rate_of_minimum_wage", work_cost_rate="0.1", minimum_wage="1900",
        support_preset="D",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", POLICIES)
@settings(max_examples=150, deadline=None)
@given(rng=st.integers(0, 2**32).map(Random))
def test_the_form_and_the_rules_count_alike(name, rng):
    content = family(rng)
    sheet = lay_out(
        household_facts(content, Household(area_id=TOWNSHIP, urban_rural="1")), POLICIES[name], ON
    )
    counted = count(content, terms_of_policy(POLICIES[name]))
    if not counted.people:
        assert sheet.members == ()
        return
    assert counted.people == sheet.people
    assert rounded(counted.total) == yuan(sheet.income.total)
    assert counted.per_head == sheet.income.per_head


def test_each_ground_names_its_clause_or_that_it_awaits_confirmation():
    terms = terms_of_policy(policy())
    assert terms.grounds["basic_pension"] == "民发〔2021〕57号 第十三条"
    assert "待市局确认" in terms.grounds["old_age_allowance"]
