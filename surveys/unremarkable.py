"""Whether a visit may be approved together with others: nothing in it asks for a second look.

Every condition is judged and told with its figures, whether it holds or not: the leader sees why
a visit is among the unremarkable ones, and what keeps another out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.faults import Text
from foundation.money import format_yuan
from surveys.choices import DONE
from surveys.content import SHORT_MINUTES

LARGEST_CHANGE = Decimal("50.00")
"""Yuan a person a month: under a tenth of any county's dibao standard, so that no household
comes near another line unseen."""
LONGEST = 240
"""Minutes: over four hours is a slip."""
MAINTAIN = "08"  # visit_conclusion: 维持, nothing is to change for the family


@dataclass(frozen=True)
class VisitFacts:
    """What is judged of one visit; amounts in yuan a person a month.

    ``per_capita_before`` and ``people_before`` are ``None`` at the household's first visit.
    """

    result: str
    hard: int
    soft: int
    clashes: int
    signed: int
    is_signed_by_family: bool
    per_capita: Decimal
    per_capita_before: Decimal | None
    people: int
    people_before: int | None
    proposals: tuple[str, ...]
    unsettled_remarks: int
    urgent_needs: int
    minutes: int | None
    photos: int
    photos_far: int
    is_far: bool


@dataclass(frozen=True)
class Reason:
    """One condition: its code, whether it holds, and the figures behind it."""

    code: str
    holds: bool
    words: str


def unremarkable(facts: VisitFacts) -> list[Reason]:
    """Every condition with its figures; the visit is unremarkable when all of them hold."""
    return [Reason(code, *judge(facts)) for code, judge in CONDITIONS.items()]


def against(reasons: list[Reason]) -> list[Reason]:
    """What keeps the visit out."""
    return [reason for reason in reasons if not reason.holds]


def _complete(facts: VisitFacts) -> tuple[bool, str]:
    if facts.result == DONE:
        return True, _("carried out, four parts answered")
    return False, _("not carried out: nobody was asked")


def _hard(facts: VisitFacts) -> tuple[bool, str]:
    words = ngettext("%(n)s answer must be mended", "%(n)s answers must be mended", facts.hard)
    wrong = facts.hard + facts.clashes
    if facts.hard:
        return False, words % {"n": facts.hard}
    return not wrong, _("answers clash") if wrong else _("no mistake in the answers")


def _soft(facts: VisitFacts) -> tuple[bool, str]:
    if not facts.soft:
        return True, _("nothing worth a second look")
    words = ngettext(
        "%(n)s answer is worth a second look", "%(n)s answers are worth a second look", facts.soft
    )
    return False, words % {"n": facts.soft}


def _signed(facts: VisitFacts) -> tuple[bool, str]:
    if facts.signed >= 2 and facts.is_signed_by_family:
        return True, _("signed by %(n)s investigators and the family") % {"n": facts.signed}
    return False, _("a signature is missing or older than the answers")


def _known(facts: VisitFacts) -> tuple[bool, str]:
    if facts.per_capita_before is None:
        return False, _("the household's first visit")
    return True, _("visited before")


def _income(facts: VisitFacts) -> tuple[bool, str]:
    if facts.per_capita_before is None:
        return True, _("no earlier income to compare with")
    change = facts.per_capita - facts.per_capita_before
    if not change:
        return True, _("income per person %(now)s yuan, as before") % {
            "now": format_yuan(facts.per_capita)
        }
    sign = "-" if change < 0 else "+"
    words = _("income per person %(before)s → %(now)s (%(change)s) yuan") % {
        "before": format_yuan(facts.per_capita_before),
        "now": format_yuan(facts.per_capita),
        "change": f"{sign}{format_yuan(abs(change))}",
    }
    return abs(change) <= LARGEST_CHANGE, words


def _people(facts: VisitFacts) -> tuple[bool, str]:
    if facts.people_before is None or facts.people == facts.people_before:
        return True, _("%(n)s people, as before") % {"n": facts.people}
    figures = {"before": facts.people_before, "now": facts.people}
    return False, _("people %(before)s → %(now)s") % figures


def _proposals(facts: VisitFacts) -> tuple[bool, str]:
    if facts.proposals == (MAINTAIN,):
        return True, _("proposal: maintain")
    return False, _("proposes something other than to maintain")


def _remarks(facts: VisitFacts) -> tuple[bool, str]:
    if not facts.unsettled_remarks:
        return True, _("no remark left open")
    words = ngettext("%(n)s remark is open", "%(n)s remarks are open", facts.unsettled_remarks)
    return False, words % {"n": facts.unsettled_remarks}


def _needs(facts: VisitFacts) -> tuple[bool, str]:
    if not facts.urgent_needs:
        return True, _("no urgent problem")
    words = ngettext("%(n)s urgent problem", "%(n)s urgent problems", facts.urgent_needs)
    return False, words % {"n": facts.urgent_needs}


def _duration(facts: VisitFacts) -> tuple[bool, str]:
    if facts.minutes is None:
        return False, _("how long it took is not known")
    words = _("took %(n)s minutes") % {"n": facts.minutes}
    return SHORT_MINUTES <= facts.minutes <= LONGEST, words


def _photos(facts: VisitFacts) -> tuple[bool, str]:
    if not facts.photos:
        return False, _("no photo was taken")
    if facts.photos_far:
        words = ngettext(
            "%(n)s photo was taken far from the village",
            "%(n)s photos were taken far from the village",
            facts.photos_far,
        )
        return False, words % {"n": facts.photos_far}
    return True, ngettext("%(n)s photo", "%(n)s photos", facts.photos) % {"n": facts.photos}


def _place(facts: VisitFacts) -> tuple[bool, str]:
    if facts.is_far:
        return False, _("begun far from the village's other visits")
    return True, _("not begun far from the village")


CONDITIONS: dict[str, Callable[[VisitFacts], tuple[bool, str]]] = {
    "complete": _complete,
    "hard": _hard,
    "soft": _soft,
    "signed": _signed,
    "known": _known,
    "income": _income,
    "people": _people,
    "proposals": _proposals,
    "remarks": _remarks,
    "needs": _needs,
    "duration": _duration,
    "photos": _photos,
    "place": _place,
}
NAMES: dict[str, Text] = {
    "complete": gettext_lazy("the visit was not carried out"),
    "hard": gettext_lazy("answers must be mended"),
    "soft": gettext_lazy("answers are worth a second look"),
    "signed": gettext_lazy("a signature is missing or older than the answers"),
    "known": gettext_lazy("the household's first visit"),
    "income": gettext_lazy("income per person has changed"),
    "people": gettext_lazy("the number of people has changed"),
    "proposals": gettext_lazy("proposes something other than to maintain"),
    "remarks": gettext_lazy("remarks are open"),
    "needs": gettext_lazy("there are urgent problems"),
    "duration": gettext_lazy("took an unusual time"),
    "photos": gettext_lazy("photos are missing or were taken far away"),
    "place": gettext_lazy("begun far from the village's other visits"),
}
"""What stood against a visit, without figures: for when those of that day are gone."""
