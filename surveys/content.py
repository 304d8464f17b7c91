"""The content of a visit: its empty form, its shape, what is wrong with it, and its figures.

Content is plain JSON: ``{section: {field: answer}}`` or ``{section: {row id: {field: answer}}}``.
Answers stay as typed (amounts and dates are texts), so that nothing typed is ever lost; ``number``
reads them. Sections and fields are those of ``surveys.schema``.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.faults import InputError, Text
from foundation.money import MoneyError, parse_yuan
from surveys.choices import Benefit
from surveys.fields import Field, Section
from surveys.schema import SECTION, SECTIONS

Content = dict[str, Any]
HARD, SOFT = "hard", "soft"
LONGEST = 2000
ROW_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
SHORT_MINUTES = 10
"""Under ten minutes a visit was hardly made: the form has about ninety questions; read out and
answered they take a quarter of an hour. Ten leave room for who lives alone and owns nothing."""
_AMOUNT = re.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?")


class ContentError(InputError):
    """The content is not of the shape of a visit: only a faulty program sends that."""


@dataclass(frozen=True)
class Fault:
    """One thing to mend: at a path, with a stable code; ``level`` soft does not stop anybody.

    A soft one may have been checked by the investigators, with ``words`` of explanation.
    """

    path: str
    code: str
    message: Text
    level: str = HARD
    is_checked: bool = False
    words: str = ""

    @property
    def is_hard(self) -> bool:
        return self.level == HARD


def blank() -> Content:
    """An unanswered form with every section in place."""
    return {
        section.name: {code: {} for code in Benefit.values} if section.shape == "benefits" else {}
        for section in SECTIONS
    }


def well_formed(content: Any) -> Content:
    """The content with every section in place; raises ContentError when it is no visit at all."""
    if not isinstance(content, Mapping):
        raise ContentError("shape", "content is an object of sections")
    if unknown := set(content) - set(SECTION):
        raise ContentError("section", f"unknown section: {sorted(unknown)[0]}")
    whole = blank()
    for name, part in content.items():
        section = SECTION[name]
        if not isinstance(part, Mapping):
            raise ContentError("shape", f"{name} is not an object")
        if section.shape == "single":
            whole[name] = _row(section, name, part)
            continue
        if len(part) > section.most_rows:
            raise ContentError("rows", f"{name} has too many rows")
        for row_id, row in part.items():
            known = row_id in Benefit.values if section.shape == "benefits" else (
                bool(ROW_ID.fullmatch(row_id)))  # fmt: skip
            if not known or not isinstance(row, Mapping):
                raise ContentError("row", f"{name}: no such row")
            whole[name][row_id] = _row(section, f"{name}.{row_id}", row)
    return whole


def _row(section: Section, path: str, row: Mapping[str, Any]) -> dict[str, Any]:
    for name, answer in row.items():
        field = section.field(name)
        if field is None:
            raise ContentError("field", f"unknown field: {path}.{name}")
        if not _fits(field, answer):
            raise ContentError("answer", f"{path}.{name} is not an answer")
    return dict(row)


def _fits(field: Field, answer: Any) -> bool:
    if answer is None:
        return True
    if field.kind == "bool":
        return isinstance(answer, bool)
    if field.kind == "multi":
        codes = {code for code, _label in field.choices}
        return isinstance(answer, list) and all(item in codes for item in answer)
    return isinstance(answer, str) and len(answer) <= LONGEST


def rows(content: Mapping[str, Any], section: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Row ids and rows of a section of rows."""
    yield from content.get(section, {}).items()


def is_asked(field: Field, row: Mapping[str, Any]) -> bool:
    """Whether the answers given so far in the row ask this question at all."""
    conditions = (field.shown_if, field.also_if)
    return all(row.get(one[0]) in one[1] for one in conditions if one is not None)


def number(answer: Any) -> Decimal | None:
    """The amount typed, or ``None`` when there is none or it cannot be read."""
    try:
        return parse_yuan(answer) if isinstance(answer, str) else None
    except MoneyError:
        return None


def day(answer: Any) -> datetime.date | None:
    """The ISO date typed, or ``None``."""
    try:
        return datetime.date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None


def clock_time(answer: Any) -> datetime.time | None:
    """The time of day typed as HH:MM, or ``None``; no seconds, no time zone."""
    if not isinstance(answer, str) or not TIME.fullmatch(answer):
        return None
    return datetime.time.fromisoformat(answer)


def minutes_between(began: datetime.time | None, ended: datetime.time | None) -> int | None:
    """How long a visit took; nothing where a time is missing or they are the wrong way round."""
    if began is None or ended is None or ended < began:
        return None
    return (ended.hour - began.hour) * 60 + ended.minute - began.minute


def age_on(born: datetime.date, on: datetime.date) -> int:
    """Full years (周岁)."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_blank(answer: Any) -> bool:
    return answer is None or answer == "" or answer == []


def judge_answer(field: Field, answer: Any, edition: int = 1) -> tuple[str, Text] | None:
    """What is wrong with one answer by itself: a code and how to mend it."""
    if is_blank(answer):
        return ("required", _say_required(field)) if field.is_required(edition) else None
    return JUDGES.get(field.kind, lambda *_: None)(field, answer)


def _say_required(field: Field) -> Text:
    if field.kind in {"choice", "multi", "bool", "member"}:
        return _("Choose: %(field)s") % {"field": field.label}
    if field.kind == "money":
        return _("Fill in “%(field)s”; write 0 if there is none") % {"field": field.label}
    return _("Fill in “%(field)s”") % {"field": field.label}


def _judge_money(field: Field, answer: str) -> tuple[str, Text] | None:
    try:
        amount = parse_yuan(answer)
    except MoneyError as wrong:
        return wrong.code, wrong.message
    if field.maximum and amount > field.maximum:
        return "too_large", _(
            "“%(field)s” is more than %(limit)s: check the digits and whether it is per month "
            "or per year"
        ) % {"field": field.label, "limit": f"{field.maximum:,}"}
    return None


def _judge_number(field: Field, answer: str) -> tuple[str, Text] | None:
    if not _AMOUNT.fullmatch(answer.strip()):
        return "not_number", _("Write “%(field)s” in digits, such as 8 or 8.5") % {
            "field": field.label
        }
    if field.maximum and Decimal(answer.strip()) > field.maximum:
        return "too_large", _("“%(field)s” is more than %(limit)s: check the digits") % {
            "field": field.label,
            "limit": f"{field.maximum:,}",
        }
    return None


def _judge_count(field: Field, answer: str) -> tuple[str, Text] | None:
    if not (answer.isascii() and answer.isdigit() and len(answer) < 10):
        return "not_number", _("Write “%(field)s” as a whole number") % {"field": field.label}
    return _judge_number(field, answer) if field.maximum else None


def _judge_choice(field: Field, answer: str) -> tuple[str, Text] | None:
    if answer not in {code for code, _label in field.choices}:
        return "choice", _("Choose: %(field)s") % {"field": field.label}
    return None


def _judge_date(field: Field, answer: str) -> tuple[str, Text] | None:
    if day(answer) is None:
        return "date", _("Write “%(field)s” as a date such as 2021-06-22") % {"field": field.label}
    return None


def _judge_time(field: Field, answer: str) -> tuple[str, Text] | None:
    if clock_time(answer) is None:
        return "time", _("Write “%(field)s” as a time such as 09:30") % {"field": field.label}
    return None


JUDGES = {
    "money": _judge_money,
    "number": _judge_number,
    "count": _judge_count,
    "choice": _judge_choice,
    "date": _judge_date,
    "time": _judge_time,
}
