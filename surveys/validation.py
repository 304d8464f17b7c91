"""What is wrong with a visit's content, each with its place and how to mend it (pure)."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from surveys.choices import ABLE_TO_WORK, DONE, EARNING, REMOTE, SUPPORT_PAID, Benefit, LandKind
from surveys.content import (
    SOFT,
    Fault,
    age_on,
    blank,
    day,
    is_asked,
    judge_answer,
    number,
    rows,
)
from surveys.doubts import checked, clock_doubts, doubts
from surveys.fields import Section
from surveys.follow_up_rules import FITTING
from surveys.known import NOTHING, Known
from surveys.schema import SECTIONS, edition_of, flag_path

Content = Mapping[str, Any]


def validate(content: Content, *, on: datetime.date, known: Known = NOTHING) -> list[Fault]:
    """Every fault, in the order of the form; ``on`` is the day it is judged.

    Hard faults stop submission (what is missing or cannot be); soft ones are shown to the reviewer
    as well (what is unusual, or not as on record: ``doubts``). A visit that met nobody (its result
    is not "completed") answers only the first section. A visit begun with an earlier edition of
    the form answers what that edition asked.
    """
    content = {**blank(), **content}
    sections = SECTIONS if is_complete(content) else SECTIONS[:1]
    faults = [fault for section in sections for fault in _judge_section(section, content)]
    faults += _header(content, on)
    faults += [_with_explanation(content, fault) for fault in clock_doubts(content)]
    if is_complete(content):
        for rule in RULES:
            faults += rule(content, on)
        faults += [_with_explanation(content, fault) for fault in doubts(content, on, known)]
    return faults


def _with_explanation(content: Content, fault: Fault) -> Fault:
    words = checked(content, fault)
    return fault if words is None else replace(fault, is_checked=True, words=words)


def is_complete(content: Content) -> bool:
    """Whether the visit was carried out, so that all four parts must be answered."""
    return content["header"].get("result") in {None, "", DONE}


def was_remote(content: Content) -> bool:
    """Whether the family was spoken to by telephone or video, so that nobody could sign."""
    return is_complete(content) and content["header"].get("manner") in REMOTE


def hard(faults: list[Fault]) -> list[Fault]:
    """Those that stop submission."""
    return [fault for fault in faults if fault.is_hard]


def _judge_section(section: Section, content: Content) -> Iterator[Fault]:
    if section.shape == "single":
        yield from _judge_row(section, section.name, content[section.name], edition_of(content))
        return
    if section.flag:
        said = _flag(content, section)
        if said is True and not content[section.name]:
            yield Fault(
                flag_path(section),
                "rows_missing",
                _("You answered yes: add at least one row under “%(section)s”")
                % {"section": section.label},
            )
        if said is False and content[section.name]:
            yield Fault(
                flag_path(section),
                "rows_unexpected",
                _("You answered no, but “%(section)s” has rows: answer yes or remove them")
                % {"section": section.label},
            )
    for row_id, row in rows(content, section.name):
        path = f"{section.name}.{row_id}"
        yield from _judge_row(section, path, row, edition_of(content))


def _judge_row(
    section: Section, path: str, row: Mapping[str, Any], edition: int
) -> Iterator[Fault]:
    for field in section.fields_of(path.rpartition(".")[2]):
        if field.is_given or not is_asked(field, row):
            continue
        wrong = judge_answer(field, row.get(field.name), edition)
        if wrong:
            code, message = wrong
            yield Fault(f"{path}.{field.name}", code, _named(section, path, message))


def _named(section: Section, path: str, message):
    """Benefits are told apart by name in the error summary; other rows stand by themselves."""
    if section.shape != "benefits":
        return message
    return f"{Benefit(path.rsplit('.', 1)[1]).label}: {message}"


def _flag(content: Content, section: Section) -> Any:
    home, name = flag_path(section).split(".")
    return content[home].get(name)


def _header(content: Content, on: datetime.date) -> Iterator[Fault]:
    header = content["header"]
    visited = day(header.get("visited_on"))
    if visited and visited > on:
        yield Fault("header.visited_on", "future", _("The visit cannot be later than today"))
    start, end = header.get("started_at") or "", header.get("ended_at") or ""
    if start and end and start >= end:
        yield Fault("header.ended_at", "order", _("The visit ends after it starts: check the time"))
    yield from _next_step(header, on)
    if was_remote(content):
        message = _("Not spoken to at home: no signature of the family, the leader will ask why")
        yield Fault("header.manner", "remote", message, SOFT)


def _next_step(header: Mapping[str, Any], on: datetime.date) -> Iterator[Fault]:
    """What follows a visit that met nobody: written, fitting and still to come."""
    result, action = header.get("result"), header.get("next_action")
    if result not in FITTING:
        return
    if not action:
        yield Fault("header.next_action", "next_missing", _("Say what is to be done next"), SOFT)
    elif action not in FITTING[result]:
        message = _("This does not fit the result of the visit: choose again")
        yield Fault("header.next_action", "next_unfit", message, SOFT)
    named = day(header.get("next_on"))
    if named and named < on:
        yield Fault("header.next_on", "next_over", _("This day is over: write a day to come"), SOFT)


def _members(content: Content, on: datetime.date) -> Iterator[Fault]:
    if not content["members"]:
        yield Fault("members", "rows_missing", _("Add the members of the family"))
    elif not any(row.get("is_counted") is True for _id, row in rows(content, "members")):
        yield Fault("members", "nobody", _("At least one member lives with the family"))
    for row_id, row in rows(content, "members"):
        path, born = f"members.{row_id}", day(row.get("birth_on"))
        if born is None:
            continue
        age = age_on(born, on)
        if born > on or age > 120:
            yield Fault(f"{path}.birth_on", "birth", _("Check the date of birth"))
        elif age < 16 and row.get("labour") in ABLE_TO_WORK:
            yield Fault(
                f"{path}.labour",
                "minor_labour",
                _("%(name)s is %(age)s: choose “None: under age or aged”")
                % {"name": row.get("name", ""), "age": age},
            )


def _earners(content: Content, on: datetime.date) -> Iterator[Fault]:
    earning = {row.get("member") for _id, row in rows(content, "incomes")}
    for row_id, row in rows(content, "members"):
        if row.get("is_counted") is not True or row_id in earning:
            continue
        able = row.get("labour") in ABLE_TO_WORK
        if able and row.get("employment") in EARNING:
            yield Fault(
                "incomes",
                "income_missing",
                _("Fill in the income of %(name)s; write 0 if there is none")
                % {"name": row.get("name", "")},
            )


def _references(content: Content, on: datetime.date) -> Iterator[Fault]:
    for section in SECTIONS:
        named = [field.name for field in section.fields if field.kind == "member"]
        for row_id, row in rows(content, section.name) if named else ():
            for name in named:
                if row.get(name) and row[name] not in content["members"]:
                    yield Fault(
                        f"{section.name}.{row_id}.{name}",
                        "member_gone",
                        _("This person is no longer among the members: choose again"),
                    )


def _amounts(content: Content, on: datetime.date) -> Iterator[Fault]:
    for row_id, row in rows(content, "incomes"):
        amount, cost = number(row.get("amount")), number(row.get("cost"))
        if amount is None:
            continue
        if cost is not None and cost > amount:
            yield Fault(
                f"incomes.{row_id}.cost", "cost", _("The cost is more than the income: check both")
            )


def _land(content: Content, on: datetime.date) -> Iterator[Fault]:
    contracted = number(content["family"].get("contracted_land"))
    parts = [
        (row_id, number(row.get("area")))
        for row_id, row in rows(content, "land")
        if row.get("kind") == LandKind.CONTRACTED
    ]
    if contracted is None or any(area is None for _id, area in parts):
        return
    total = sum((area for _id, area in parts if area is not None), Decimal(0))
    if total != contracted:
        path = f"land.{parts[-1][0]}.area" if parts else "land"
        yield Fault(
            path,
            "land_sum",
            _("The contracted farmland should add up to %(wanted)s mu; it is %(total)s mu now")
            % {"wanted": _plain(contracted), "total": _plain(total)},
        )


def _homes(content: Content, on: datetime.date) -> Iterator[Fault]:
    if not content["homes"]:
        yield Fault("homes", "rows_missing", _("Say where the family lives: add a home"))


def _plain(area: Decimal) -> str:
    return f"{area.normalize():f}"


def _supporters(content: Content, on: datetime.date) -> Iterator[Fault]:
    """Support is written once: with the supporter, or as an income where none is written down."""
    supported = {row.get("member") for _id, row in rows(content, "supporters")}
    for row_id, row in rows(content, "incomes"):
        if row.get("kind") in SUPPORT_PAID and row.get("member") in supported - {None}:
            yield Fault(
                f"incomes.{row_id}.kind",
                "support_twice",
                _("Support of this person is written with the supporter already: remove this row"),
            )


RULES = (_members, _earners, _references, _amounts, _land, _homes, _supporters)
