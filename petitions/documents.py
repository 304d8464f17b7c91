"""What goes on paper about a petition: the written opinion (W46 处理意见书)."""

import datetime
from typing import Any

from foundation import codelists
from foundation.spreadsheets import chinese_date
from petitions import rules
from petitions.models import PetitionCase

REPLY_TEMPLATE = "petitions/pdf/reply.html"


def reply_title(case: PetitionCase) -> str:
    """The title names nobody: it appears in lists."""
    return f"信访事项处理意见书({case.case_no})"


def reply_context(case: PetitionCase, *, on: datetime.date) -> dict[str, Any]:
    """The plain data of W46; of a whistle-blower it carries no name."""
    return {
        "case_no": case.case_no,
        "addressee": "来信来访人" if case.is_confidential else case.petitioner,
        "received_text": chinese_date(case.received_on),
        "source": codelists.label_zh("petition_source", case.source),
        "matter": codelists.label_zh("petition_matter", case.matter),
        "demand": case.demand,
        "facts": case.facts,
        "policy_basis": case.policy_basis,
        "opinion": case.opinion,
        "review_days": rules.limit("review", on).due.days,
        "law": "《信访工作条例》",
        "date_text": chinese_date(on),
        "responsible_unit": case.responsible_unit,
    }
