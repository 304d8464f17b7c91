"""Stored findings as a page shows them: rungs, sums and distances in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assistance.models import Programme
from assistance.rules.texts import Text, render
from foundation.formats import money

YES, NO = "yes", "no"
UPWARD = ("LI-01", "RE-02")  # conditions whose good side is above the line
Found = Mapping[str, Any]


@dataclass(frozen=True)
class Rung:
    """One programme of the ladder, ready for the component ``ladder``."""

    programme: str
    title: str
    state: str
    verdict: str
    sum: str
    law: str
    gap: str = ""
    gap_note: str = ""


def say(text: Found) -> str:
    """A stored sentence in the reader's language; the Chinese is the one that was shown then."""
    if (get_language() or "zh").startswith("zh"):
        return str(text["zh"])
    return render(Text.from_dict(dict(text)), "en")


def rungs(assessment: Found) -> list[Rung]:
    """Every programme with its reason; below the first that fits nothing more is asked."""
    shown, decided = [], False
    for outcome in assessment.get("outcomes", []):
        shown.append(_rung(outcome, decided=decided and outcome["verdict"] != YES))
        decided = decided or outcome["verdict"] == YES
    return shown


def formula(assessment: Found) -> str:
    """Income a head with its arithmetic: wages … ÷ months ÷ persons = …"""
    return say(assessment["income"]["arithmetic"]) if assessment else ""


def sources(assessment: Found) -> list[str]:
    """Every line of income, counted or not, with why."""
    return [say(line) for line in assessment["income"]["lines"]] if assessment else []


def missing(assessment: Found) -> list[str]:
    """What must be found out before the first undecided programme can be decided."""
    for outcome in assessment.get("outcomes", []):
        if outcome["verdict"] == YES:
            return []
        if outcome["verdict"] != NO:
            return [say(text) for text in outcome["missing"]]
    return []


def _rung(outcome: Found, *, decided: bool) -> Rung:
    verdict = outcome["verdict"]
    telling = _telling(outcome)
    gap, note = ("", "") if decided else _gap(outcome, telling)
    sentences = [say(condition["text"]) for condition in telling]
    if verdict == YES:
        sentences += [say(line) for line in outcome["arithmetic"]]
    return Rung(
        programme=outcome["programme"],
        title=str(Programme(outcome["programme"]).label),
        state="skip" if decided or verdict not in (YES, NO) else verdict,
        verdict=_verdict(verdict, decided=decided),
        sum=" ".join(sentences),
        law="；".join(dict.fromkeys(condition["clause"] for condition in telling)),
        gap=gap,
        gap_note=note,
    )


def _telling(outcome: Found) -> list[Found]:
    """The conditions that explain the verdict: those not met, those open, or the income ones."""
    conditions: list[Found] = outcome["conditions"]
    if outcome["verdict"] == YES:
        return [c for c in conditions if c["margin"] is not None][:2] or conditions[:1]
    wanted = NO if outcome["verdict"] == NO else "undecided"
    return [c for c in conditions if c["answer"] == wanted]


def _gap(outcome: Found, telling: list[Found]) -> tuple[str, str]:
    if outcome["verdict"] == YES and outcome["amount"] is not None:
        return _("%(amount)s yuan/month") % {"amount": money(outcome["amount"])}, ""
    with_margin = [c for c in telling if c["margin"] is not None]
    if not with_margin:
        count = len(telling)
        if outcome["verdict"] == NO and count:
            return _("Conditions not met: %(count)s") % {"count": count}, ""
        return "", ""
    chosen = with_margin[-1] if outcome["verdict"] == YES else with_margin[0]
    margin = Decimal(chosen["margin"])
    is_below = (margin >= 0) != (chosen["rule"] in UPWARD)
    words = (
        _("%(amount)s yuan/person/month below")
        if is_below
        else _("%(amount)s yuan/person/month above")
    )
    household = chosen["household_margin"]
    note = ""
    if household is not None:
        whole = money(abs(Decimal(household)))
        note = _("Whole household: %(amount)s yuan/month") % {"amount": whole}
    return words % {"amount": money(abs(margin))}, note


def _verdict(verdict: str, *, decided: bool) -> str:
    if decided:
        return _("Not asked further")
    if verdict == YES:
        return _("Qualifies")
    return _("Does not qualify") if verdict == NO else _("Cannot be decided yet")
