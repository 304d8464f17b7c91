"""The workflow of a finding: township verifies, county confirms, treatment closes (疑点核实)."""

from django.utils.translation import gettext_lazy as _

from accounts.workflow import Flow
from foundation.deadlines import working_days
from foundation.faults import Text
from foundation.moves import Move, MoveTable
from verification.models import Finding, FindingMove, Step
from verification.rules import treatment_fault

VERIFY, CONCLUDE = "verification.verify_finding", "verification.conclude_finding"
#: 乡镇核实期限与县级确认期限, domain/05 §5.5 (defaults until the bureau sets its own).
TOWNSHIP_TIME, COUNTY_TIME = working_days(10), working_days(5)


def _concluded_by_two(finding: Finding) -> Text | None:
    """A conclusion, what was seen, and two different verifiers (核实人不少于两人)."""
    if not finding.conclusion or not finding.account:
        return _("Say what was found on the spot and conclude")
    names = {finding.verifier_first.strip(), finding.verifier_second.strip()} - {""}
    if len(names) < 2:
        return _("Two different verifiers must sign")
    return None


def _treatment_follows(finding: Finding) -> Text | None:
    """The treatment is one that the confirmed conclusion allows."""
    fault = treatment_fault(
        finding.conclusion, finding.action, finding.effective_month, finding.recovered
    )
    return fault[1] if fault else None


MOVES = MoveTable(
    "finding",
    [
        (
            "dispatch",
            Move(
                {Step.GENERATED},
                Step.DISPATCHED,
                "verification.dispatch_finding",
                _("Send to the township"),
                due=TOWNSHIP_TIME,
            ),
        ),
        ("begin", Move({Step.DISPATCHED}, Step.VERIFYING, VERIFY, _("Begin verifying"))),
        (
            "conclude",
            Move(
                {Step.VERIFYING, Step.RETURNED},
                Step.CONCLUDED,
                VERIFY,
                _("Conclude and report to the county"),
                due=COUNTY_TIME,
                guards=(_concluded_by_two,),
            ),
        ),
        (
            "confirm",
            Move(
                {Step.CONCLUDED},
                Step.CONFIRMED,
                CONCLUDE,
                _("Confirm the conclusion"),
                due=COUNTY_TIME,
                not_by=("begin", "conclude"),
                guards=(_concluded_by_two,),
            ),
        ),
        (
            "return",
            Move(
                {Step.CONCLUDED},
                Step.RETURNED,
                CONCLUDE,
                _("Return for another verification"),
                due=COUNTY_TIME,
                not_by=("begin", "conclude"),
                needs_reason=True,
            ),
        ),
        (
            "close",
            Move(
                {Step.CONFIRMED},
                Step.CLOSED,
                CONCLUDE,
                _("Record the treatment and strike off"),
                not_by=("begin", "conclude"),
                guards=(_treatment_follows,),
                changes_law=True,
            ),
        ),
    ],
    start=Step.GENERATED,
    step_labels=dict(Step.choices),
    version="2021",
)
FLOW = Flow(MOVES, FindingMove, subject_field="finding", action="finding")
