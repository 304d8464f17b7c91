"""What goes on paper of a visit: the form W13 (入户调查表) and the papers left with families (W53).

Official documents are Chinese only.
"""

import base64
import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone, translation

from foundation.contact import mask_phone
from foundation.identity import mask_identity
from foundation.money import format_yuan
from foundation.pdf import render_pdf
from foundation.spreadsheets import chinese_date
from households.models import Household, Member
from surveys.choices import DONE
from surveys.content import blank, day, rows, well_formed
from surveys.digests import content_digest
from surveys.figures import summary
from surveys.models import Interviewer, Step, Visit
from surveys.paper_forms import BLANK_ROWS, blocks
from surveys.reading import in_words
from surveys.schema import PARTS, SECTION
from surveys.services.background import known_of
from surveys.services.drafts import member_row_id, members_on_paper
from surveys.services.pictures import media_type

W13, CARD, RECEIPT, NOTICE = "w13", "card", "receipt", "notice"
SHEETS = {CARD: 4, RECEIPT: 2, NOTICE: 2}  # papers on one A4 sheet
TITLES = {
    W13: "困难家庭入户调查表",
    CARD: "走访登记卡",
    RECEIPT: "政策宣传手册领取回执",
    NOTICE: "入户调查告知书",
}
COMPLAINTS = "12345"
NEXT_STEPS = 3


def visit_form(visit: Visit) -> bytes:
    """W13 filled in from a visit, with the signatures under it and masked numbers."""
    with translation.override("zh-hans"):
        content = well_formed(visit.content)
        figures = summary(content, known_of(visit).terms)
        form = {
            **_household(visit.household),
            "blocks": blocks(content, is_filled=True, numbers=_numbers(visit.household)),
            "figures": (
                f"共同生活成员 {figures.family_size} 人，其中劳动力 {figures.labour_count} 人；"
                f"家庭月收入 {format_yuan(figures.monthly_income)} 元，"
                f"人均月收入 {format_yuan(figures.per_capita)} 元"
            ),
            "signatures": _signatures(visit),
            "review": _review(visit),
            "state": "" if visit.step == Step.APPROVED else "未经审核，仅供核对",
            "digest": visit.digest or content_digest(content),
        }
        return _w13([form], visit.household.household_no)


def empty_forms(copies: int) -> bytes:
    """W13 with nothing filled in: boxes for every question, rows to write in."""
    with translation.override("zh-hans"):
        form = {"blocks": blocks(blank(), is_filled=False), "signatures": _lines_to_sign()}
        return _w13([form] * copies, "")


def household_forms(households: Iterable[Household]) -> bytes:
    """W13 for each household with the head of the form and the members filled in."""
    with translation.override("zh-hans"):
        forms = [
            {
                **_household(one),
                "blocks": blocks(_known(one), is_filled=False, numbers=_numbers(one)),
                "signatures": _lines_to_sign(),
            }
            for one in households
        ]
        return _w13(forms, "")


def visit_card(visit: Visit) -> bytes:
    """One sheet of W53 for a visit: the card twice (family, office) and the leaflet's receipt."""
    with translation.override("zh-hans"):
        paper = _card(visit.household, visit)
        family = {**paper, "part_of": "家庭留存"}
        context = {"title": TITLES[CARD], "family": family, "office": {**paper, "part_of": "存根"}}
        return render_pdf("surveys/pdf/visit_card.html", context)


def household_papers(what: str, households: Iterable[Household]) -> bytes:
    """Cards, receipts or notices of many households, several to a sheet, with space to write."""
    with translation.override("zh-hans"):
        papers = [_card(one, None) for one in households]
        many = SHEETS[what]
        sheets = [papers[start : start + many] for start in range(0, len(papers), many)]
        context = {"title": TITLES[what], "what": what, "sheets": sheets}
        return render_pdf("surveys/pdf/papers.html", context)


def with_members(households: QuerySet[Household]) -> QuerySet[Household]:
    """Households as papers want them: in the order of their addresses, members at hand."""
    members = Prefetch("members", Member.objects.active().order_by("pk"), to_attr="people")
    rows_ = households.select_related("area__parent").prefetch_related(members)
    return rows_.order_by("area_id", "address_key", "pk")


def _w13(forms: Sequence[dict[str, Any]], identifier: str) -> bytes:
    context = {
        "title": TITLES[W13],
        "forms": forms,
        "parts": {number: str(label) for number, label in PARTS.items()},
        "complaints": COMPLAINTS,
        "most": BLANK_ROWS["members"],
    }
    return render_pdf("surveys/pdf/w13.html", context, identifier=identifier)


def _household(household: Household) -> dict[str, Any]:
    return {
        "number": household.household_no,
        "head": household.head_name,
        "place": household.area.full_name,
        "address": household.address,
        "lives_at": household.place,
        "phone": mask_phone(household.phone),
    }


def _people(household: Household) -> list[Member]:
    at_hand = getattr(household, "people", None)
    return at_hand if at_hand is not None else list(household.members.active().order_by("pk"))


def _numbers(household: Household) -> dict[str, str]:
    """Masked identity numbers by the member's row of the form."""
    return {member_row_id(one.pk): mask_identity(one.identity_number) for one in _people(household)}


def _known(household: Household) -> dict[str, Any]:
    """What a paper form says before the visit: the members, and no answers of last time."""
    return blank() | {"members": members_on_paper(_people(household))}


def _signatures(visit: Visit) -> list[dict[str, str]]:
    team = [
        _signature(one, f"调查人　{one.name}", f"{one.unit} {one.duty}".strip())
        for one in visit.interviewers.all()
    ]
    team += _lines_to_sign()[len(team) : 2] if len(team) < 2 else []
    return [*team, _signature(visit, "户主或在场成年家属", "")]


def _signature(signed: Visit | Interviewer, label: str, about: str) -> dict[str, str]:
    image = ""
    if signed.signed_at is not None:
        picture = signed.signature
        code = base64.b64encode(picture).decode()
        image = f"data:{media_type(picture)};base64,{code}"
    return {"label": label, "about": about, "image": image, "day": _day_of(signed.signed_at)}


def _lines_to_sign() -> list[dict[str, str]]:
    labels = ("调查人（一）", "调查人（二）", "户主或在场成年家属")
    return [{"label": label, "about": "", "image": "", "day": ""} for label in labels]


def _review(visit: Visit) -> str:
    """Who approved it, when and with what words; "" as long as nobody did."""
    last = visit.moves.filter(move="approve").select_related("by").last()
    if last is None or last.by is None:
        return ""
    return "　".join(filter(None, (last.reason or "审核通过", last.by.name, _day_of(last.at))))


def _card(household: Household, visit: Visit | None) -> dict[str, Any]:
    """What a family keeps of a visit: who came, when, what was found, what happens next."""
    paper = {**_household(household), "complaints": COMPLAINTS, "people": [], "steps": []}
    if visit is None:
        return paper | {"visited_on": "", "result": "", "leaflet": ""}
    content = well_formed(visit.content)
    visited = day(content["header"].get("visited_on"))
    is_given = visit.result == DONE and content["conclusion"].get("leaflet") is True
    return paper | {
        "visited_on": chinese_date(visited) if visited else "",
        "result": str(visit.result_label),
        "leaflet": "已发放并讲解" if is_given else "",
        "people": [
            {"name": one.name, "unit": f"{one.unit} {one.duty}".strip()}
            for one in visit.interviewers.all()
        ],
        "steps": list(_steps(content))[:NEXT_STEPS],
    }


def _steps(content: dict[str, Any]) -> Iterable[str]:
    """Each problem with who deals with it and by when, as the family may read it."""
    asked = SECTION["needs"].field("disposition")
    for _row_id, row in rows(content, "needs"):
        how = in_words(asked, row.get("disposition"), content) if asked else ""
        due = day(row.get("due_on"))
        until = f"{chinese_date(due)}前" if due else ""
        words = (row.get("description") or "", how, row.get("unit") or "", until)
        yield "，".join(word for word in words if word)


def _day_of(at: datetime.datetime | None) -> str:
    return chinese_date(timezone.localtime(at).date()) if at else ""
