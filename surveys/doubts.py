"""What is unusual in a visit, or not as it is on record: each to be checked, none stops it (pure).

A doubt is settled in the form by “checked and true” with an explanation (``notes``); it stays on
the leader's page with that explanation.
"""

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.faults import InputError
from foundation.money import format_yuan
from foundation.registrations import parse_credit_code
from surveys.choices import (
    DECREASE,
    IN_USE,
    INCREASE,
    KEEP_AS_IS,
    LEAVE,
    NOT_AT_SCHOOL,
    PROPOSE_DIBAO,
    Benefit,
    ElderlyLiving,
    LandUse,
)
from surveys.content import SOFT, Fault, age_on, day, is_asked, is_blank, number, rows
from surveys.counting import counted_members
from surveys.income_lines import exact, monthly
from surveys.known import Known, KnownBenefit, Standard
from surveys.merge import value_at
from surveys.questions.notes import CLOCK_MOVED
from surveys.schema import SECTIONS

Content = Mapping[str, Any]
PLATE = re.compile(r"[\u4e00-\u9fff][A-Z][A-Z0-9]{5,6}")
UNUSUAL_MONTHLY = Decimal(10_000)  # yuan/month: perhaps a year's amount typed as a month's
OLD = 60
TRADE = "trade"


def doubts(content: Content, on: datetime.date, known: Known) -> Iterator[Fault]:
    """Everything to look at twice, in the order of the form."""
    for rule in RULES:
        yield from rule(content, on)
    yield from _yields(content, known)
    yield from _on_record(content, known)


def clock_doubts(content: Content) -> Iterator[Fault]:
    """The date of the visit where the device's clock was not to be trusted (any result).

    It stands until somebody confirms the date or writes another one.
    """
    path = "header.visited_on"
    now = answer_text(value_at(content, path))
    for _row_id, note in rows(content, "notes"):
        is_here = note.get("path") == path and note.get("code") == CLOCK_MOVED
        if is_here and now and note.get("value") == now:
            words = _(
                "The phone's clock was wrong or was changed when this was written: check the date"
            )
            yield _soft(path, "clock", words)
            return


def checked(content: Content, fault: Fault) -> str | None:
    """The explanation somebody gave for a doubt about the answer as it is now, else ``None``."""
    now = answer_text(value_at(content, fault.path))
    for _row_id, note in rows(content, "notes"):
        is_same = note.get("path") == fault.path and note.get("code") == fault.code
        if is_same and (note.get("value") or "") == now:
            return note.get("words") or ""
    return None


def answer_text(value: Any) -> str:
    """An answer as the note of a doubt keeps it: equal texts for equal answers."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, Mapping):
        return ""
    return json.dumps(value, ensure_ascii=False)


def _soft(path: str, code: str, message: Any) -> Fault:
    return Fault(path, code, message, SOFT)


def _people(content: Content, on: datetime.date) -> Iterator[Fault]:
    for row_id, row in rows(content, "members"):
        born = day(row.get("birth_on"))
        if born and 7 <= age_on(born, on) < 16 and row.get("stage") == NOT_AT_SCHOOL:
            words = _("%(name)s is %(age)s and not at school: find out why")
            figures = {"name": row.get("name", ""), "age": age_on(born, on)}
            yield _soft(f"members.{row_id}.stage", "schooling", words % figures)


def _old_people(content: Content, on: datetime.date) -> Iterator[Fault]:
    people = counted_members(content).values()
    born = [day(row.get("birth_on")) for row in people]
    old = sum(one is not None and age_on(one, on) >= OLD for one in born)
    living, path = content["family"].get("elderly_living"), "family.elderly_living"
    if living == ElderlyLiving.NONE and old:
        words = _("%(count)s of the family are 60 or older: say how they live")
        yield _soft(path, "old_people", words % {"count": old})
    if living == ElderlyLiving.ALONE and len(born) > 1:
        words = _("%(count)s persons live together, yet “living alone” is chosen")
        yield _soft(path, "old_alone", words % {"count": len(born)})


def _amounts(content: Content, on: datetime.date) -> Iterator[Fault]:
    for row_id, row in rows(content, "incomes"):
        amount = number(row.get("amount"))
        if row.get("period") == "month" and amount is not None and amount > UNUSUAL_MONTHLY:
            words = _("%(amount)s yuan a month is unusual: is it the amount of a year?")
            figures = {"amount": format_yuan(amount)}
            yield _soft(f"incomes.{row_id}.amount", "unusual", words % figures)


def _land(content: Content, on: datetime.date) -> Iterator[Fault]:
    for row_id, row in rows(content, "land"):
        if row.get("use") == LandUse.IDLE:
            yield _soft(f"land.{row_id}.use", "idle_land", _("Land lies idle: note why"))


def _vehicles(content: Content, on: datetime.date) -> Iterator[Fault]:
    for row_id, row in rows(content, "vehicles"):
        plate = row.get("plate") or ""
        if plate and row.get("state") == IN_USE and not PLATE.fullmatch(plate.strip().upper()):
            words = _("Check the number plate: it looks like 辽M12345")
            yield _soft(f"vehicles.{row_id}.plate", "plate", words)


def _businesses(content: Content, on: datetime.date) -> Iterator[Fault]:
    for row_id, row in rows(content, "businesses"):
        if not row.get("credit_code"):
            continue
        try:
            parse_credit_code(row["credit_code"])
        except InputError as wrong:
            yield _soft(f"businesses.{row_id}.credit_code", "credit_code", wrong.message)


def _coverage(content: Content, on: datetime.date) -> Iterator[Fault]:
    received = {code for code, row in rows(content, "coverage") if row.get("received") is True}
    if {Benefit.DIBAO, Benefit.TEKUN} <= received:
        words = _("Dibao and tekun support exclude each other for one person: check who gets which")
        yield _soft("coverage.tekun.received", "dibao_and_tekun", words)


def _conclusion(content: Content, on: datetime.date) -> Iterator[Fault]:
    proposals = set(content["conclusion"].get("proposals") or [])
    path = "conclusion.proposals"
    if KEEP_AS_IS in proposals and proposals & {INCREASE, DECREASE, LEAVE}:
        words = _("“Keep as it is” and a change are proposed together: choose one")
        yield _soft(path, "proposals", words)
    has_dibao = content["coverage"].get(Benefit.DIBAO, {}).get("received") is True
    if PROPOSE_DIBAO in proposals and has_dibao:
        words = _("The family receives dibao already: propose an increase or keep it as it is")
        yield _soft(path, "dibao_again", words)


def _yields(content: Content, known: Known) -> Iterator[Fault]:
    """Hand-written yields that are not the county's: the standard is named, a reason is asked."""
    for section in SECTIONS:
        for field in section.fields:
            if field.filled_by is None:
                continue
            kind, item = field.filled_by
            for row_id, row in rows(content, section.name):
                standard = known.standards.get(f"{kind}.{row.get(item)}")
                if standard is None or is_blank(row.get(field.name)) or not is_asked(field, row):
                    continue
                is_period = field.name == "amount"
                typed = monthly(row) if is_period else exact(row.get(field.name))
                if typed < standard.value or (kind != TRADE and typed > standard.value):
                    path = f"{section.name}.{row_id}.{field.name}"
                    yield _soft(path, "not_standard", _say_standard(standard, row, field.name))


def _say_standard(standard: Standard, row: Mapping[str, Any], name: str) -> Any:
    words = _(
        "%(typed)s yuan is written; the %(year)s standard of %(place)s is %(value)s yuan: say why"
    )
    return words % {
        "typed": row.get(name),
        "value": format_yuan(standard.value),
        "place": standard.place,
        "year": standard.year,
    }


def _on_record(content: Content, known: Known) -> Iterator[Fault]:
    """Benefits that are not as the system has them; both are named."""
    for code, benefit in known.benefits.items():
        row = content["coverage"].get(code, {})
        label, path = Benefit(code).label, f"coverage.{code}.received"
        if row.get("received") is False:
            words = _("%(benefit)s is on record (%(record)s), yet “not received” is written")
            yield _soft(path, "on_record", words % {
                "benefit": label, "record": _say_benefit(benefit),
            })  # fmt: skip
        amount = number(row.get("amount"))
        is_said = row.get("received") is True and amount is not None
        if is_said and benefit.amount is not None and benefit.amount != monthly(row):
            words = _("%(benefit)s: %(said)s yuan a month is written, %(known)s yuan is on record")
            figures = {
                "benefit": label,
                "said": format_yuan(monthly(row)),
                "known": format_yuan(benefit.amount),
            }
            yield _soft(f"coverage.{code}.amount", "on_record", words % figures)


def _say_benefit(benefit: KnownBenefit) -> str:
    since = benefit.since.strftime("%Y-%m") if benefit.since else ""
    return str(_("since %(month)s") % {"month": since}) if since else "—"


RULES = (
    _people, _old_people, _amounts, _land, _vehicles, _businesses, _coverage, _conclusion,
)  # fmt: skip
