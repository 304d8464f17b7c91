"""The whole lawful line of an application, and what each end leaves behind."""

import datetime
from decimal import Decimal

import pytest

from accounts import scope
from assistance.models import Benefit, Decision, Step
from assistance.services import benefits, decisions
from households.models import HouseholdKind, IssuedDocument
from households.services import registration
from tests.factories import assistance as make


@pytest.fixture(autouse=True)
def _everywhere(areas):
    with scope.whole_city("test"):
        yield


def test_a_low_income_family_is_confirmed_with_benefit_kind_and_papers():
    made = make.application_at(Step.CONFIRMED)
    decision = Decision.objects.get(application=made)
    benefit = Benefit.objects.get(decision=decision)
    assert decision.is_confirmed
    assert (decision.programme, decision.per_capita) == ("low_income", Decimal("700.00"))
    assert (decision.standard, decision.low_income_line) == (Decimal("646.00"), Decimal("969.00"))
    assert benefit.since.day == 1
    assert benefit.since > made.decided_on
    assert benefit.until == benefit.since.replace(year=benefit.since.year + 1) - datetime.timedelta(
        1
    )
    assert {u.kind for u in benefit.unlocks.all()} == {
        "heating", "charity", "medical", "education", "rehabilitation",
    }  # fmt: skip
    kind = HouseholdKind.objects.get(household=made.household, kind="04")
    assert (kind.since, kind.until) == (benefit.since, benefit.until)
    papers = IssuedDocument.objects.filter(subject_id=made.pk).values_list("kind", flat=True)
    assert sorted(papers) == ["W20", "W25", "W5"]


def test_a_dibao_family_gets_the_whole_gap():
    benefit = make.benefit(wages=make.DIBAO_WAGES)
    assert (benefit.programme, benefit.amount) == ("dibao", Decimal("546.00"))
    assert benefit.until is None
    assert HouseholdKind.objects.get(household_id=benefit.household_id, kind="01").until is None


def test_replaying_a_decision_gives_the_same_findings():
    decision = make.decision()
    assert decisions.replay(decision) == decision.assessment


def test_a_refusal_is_written_with_its_reason():
    made = make.refused()
    assert made.step == Step.REFUSED
    decision = Decision.objects.get(application=made)
    assert not decision.is_confirmed
    assert decision.reason == "家庭财产超过规定。"
    assert IssuedDocument.objects.filter(subject_id=made.pk, kind="W26").count() == 1
    assert not Benefit.objects.filter(household=made.household).exists()


def test_a_benefit_that_ends_gives_its_reason_to_the_kind_and_never_prolongs_it():
    benefit = make.benefit()
    kind = HouseholdKind.objects.get(household_id=benefit.household_id, kind="04")
    day, by = benefit.since + datetime.timedelta(30), benefit.decision.decided_by
    registration.end_kind(by=by, kind=kind, until=day, reason="收入提高")
    later = day + datetime.timedelta(60)
    benefits.end(benefit_id=benefit.pk, by=by, on=later, reason="复核退出")
    kind.refresh_from_db()
    assert (kind.until, kind.end_reason) == (day, "收入提高")
    other = make.benefit(wages=make.DIBAO_WAGES)
    benefits.end(benefit_id=other.pk, by=by, on=later, reason="复核退出")
    kind = HouseholdKind.objects.get(household_id=other.household_id, kind="01")
    assert (kind.until, kind.end_reason) == (later, "复核退出")
