"""Every audited act has words: a new dotted code gets its line in accounts/data/act_names.csv."""

import ast
from pathlib import Path

from django.conf import settings

from accounts.act_names import act_name, codes
from assistance.steps import FLOW as APPLICATION
from households.models import ChangeKind
from petitions.steps import FLOW as PETITION
from surveys.steps import FLOW as VISIT
from verification.steps import FLOW as FINDING

APPS = "accounts", "households", "surveys", "assistance", "verification", "petitions", "reports"
RECORDERS = {"record", "record_refusal"}


def _written():
    """The codes given to ``audit.record`` and ``audit.record_refusal`` as they stand."""
    for app in APPS:
        for path in Path(settings.BASE_DIR, app).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in RECORDERS:
                    for word in call.keywords:
                        if word.arg == "action" and isinstance(word.value, ast.Constant):
                            yield word.value.value


def test_every_act_has_words():
    used = set(_written())
    for flow in (VISIT, APPLICATION, FINDING, PETITION):
        used |= {f"{flow.action}.{move}" for move in flow.table.moves}
    used |= {f"household.{kind}" for kind in ChangeKind.values}
    assert len(used) > 100
    assert used - set(codes()) == set(), "give these words in accounts/data/act_names.csv"


def test_every_line_reads_in_both_languages():
    for code in codes():
        assert act_name(code) != code, code
    assert len(codes()) == len(set(codes()))
