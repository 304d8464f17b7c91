"""Why visits were left out of a run, in words: built from the visits the reader may see."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.faults import Text
from surveys import approval_facts
from surveys.models import Visit
from surveys.models.approval_runs import CHANGED, NOT_WAITING
from surveys.unremarkable import NAMES

WORDS: dict[str, Text] = {
    NOT_WAITING: _("no longer waiting for your decision"),
    "wrong_step": _("no longer waiting for your decision"),
    CHANGED: _("changed since you saw it"),
}
OTHERWISE = _("could not be approved: open the visit to see why")


def notes(rows: Sequence[dict[str, Any]]) -> list[str]:
    """For each row of a run what stood against it; the figures where the visit is still as it was.

    The table of runs holds codes only: who may not see the visit reads no figures.
    """
    keys = [row["visit"] for row in rows if NAMES.keys() & set(row.get("codes", ()))]
    seen = approval_facts.as_judged(Visit.objects.filter(uuid__in=keys))
    judged = {str(one.visit.uuid): one for one in approval_facts.judge(seen)}
    return [_note(row, judged.get(row["visit"])) for row in rows]


def _note(row: dict[str, Any], judged: approval_facts.Judged | None) -> str:
    figures = {}
    if judged and judged.visit.revision == row["revision"]:
        figures = {reason.code: reason.words for reason in judged.against}
    codes = row.get("codes", ())
    return "；".join(str(figures.get(one) or NAMES.get(one) or WORDS.get(one, OTHERWISE))
                    for one in codes)  # fmt: skip
