"""Applications, findings and petitions of the demo city stand at every step, with live clocks."""

from accounts import scope
from accounts.models import User
from assistance.models import Application, Benefit, Decision
from assistance.services import decisions
from households.models import ClosedDoor, Grant, Household, IssuedDocument
from households.services import documents
from petitions.models import PetitionCase
from petitions.rules import Step as PetitionStep
from tests.demo.conftest import ON
from verification.models import ComparisonRound, Finding
from verification.models import Step as FindingStep


def test_applications_stand_at_many_steps_with_their_papers(city):
    with scope.whole_city("test"):
        steps = set(Application.objects.values_list("step", flat=True))
        assert len(steps) >= 8
        assert Application.objects.overdue(ON).exists()
        for decision in Decision.objects.select_related("application"):
            assert decisions.replay(decision) == decision.assessment
            papers = IssuedDocument.objects.filter(
                subject_type="assistance.application", subject_id=decision.application_id
            )
            assert {"W5", "W25"} <= set(papers.values_list("kind", flat=True)) or (
                not decision.is_confirmed
            )
        assert Benefit.objects.count() == Decision.objects.filter(is_confirmed=True).count() > 0
        paper = IssuedDocument.objects.first()
        assert documents.open_pdf(document=paper, by=paper.issued_by).startswith(b"%PDF")


def test_findings_come_of_the_comparison_and_stand_at_many_steps(city):
    periods = dict(ComparisonRound.objects.values_list("period", "closed_at"))
    assert set(periods) == {"2025H2", "2026H1"}
    assert periods["2025H2"] is not None
    assert periods["2026H1"] is None
    with scope.whole_city("test"):
        found = list(Finding.objects.select_related("member"))
        assert {FindingStep.GENERATED, FindingStep.CLOSED} < {finding.step for finding in found}
        for finding in found:
            fields = finding.evidence["fields"]
            assert fields["identity_number"] == finding.member.identity_number


def test_petitions_stand_at_every_step_and_come_back(city):
    with scope.whole_city("test"):
        cases = PetitionCase.objects.all()
        assert set(cases.values_list("step", flat=True)) == set(PetitionStep)
        assert cases.repeats().exists()
        assert cases.overdue(ON).exists()
        assert cases.due_soon(ON).exists()


def test_doors_and_grant_hold(city, seen_by):
    with scope.whole_city("test"):
        doors = list(ClosedDoor.objects.select_related("user"))
        grant = Grant.objects.select_related("user").get()
    assert len(doors) == 2
    for door in doors:
        if door.until is not None and door.until < ON:
            continue
        with seen_by(door.user):
            assert not Household.objects.filter(pk=door.household_id).exists()
    with seen_by(User.objects.get(username="baoli.jingban")):
        assert Household.objects.filter(pk=doors[0].household_id).exists()
    assert grant.user.area_id == "211282000000"
