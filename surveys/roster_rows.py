"""Judges the rows of an uploaded roster: new, changed, unchanged or refused, with every reason."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, User
from foundation import clock
from foundation.codelists import code_list, codes, label
from foundation.encryption import sm3_hex
from foundation.faults import InputError, Text
from foundation.names import normalise_name
from foundation.plain import narrow
from households.importing.dates import DateError, read_date
from surveys.models import Campaign, RosterCadre
from surveys.roster_areas import AreaNames
from surveys.roster_reading import LABELS, SheetRow
from surveys.services import roster

LEVEL_WORDS: Mapping[str, str] = {
    "1": "市 地市级 市直",
    "2": "县 区 区级 县区 县区级 县市区 县市区级 县(市、区)级 县(市、区) 县直",
    "3": "乡 镇 镇级 乡镇 乡镇级 镇街 镇街级 街道 街道级 乡镇街道 乡镇(街道) 乡镇(街道)级",
    "4": "村 社区 社区级 村社区 村社区级 村(社区) 村(社区)级 村居 村居级",
}
MOST: Mapping[str, int] = {"name": 50, "unit": 80, "duty": 40, "reason": 200}
"""Characters, as in the form for one cadre."""
KEPT = ("name", "unit", "duty", "level", "area", "user", "active_from")
"""What a row changes of a cadre who is on the roster; blank cells change nothing."""


class RowState(models.TextChoices):
    REFUSED = "refused", _("Cannot be taken in")
    CHANGED = "changed", _("Changed")
    NEW = "new", _("New on the roster")
    SAME = "same", _("Unchanged")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row: the field, and the mend in words."""

    field: str
    message: Text

    @property
    def label(self) -> Text:
        return LABELS[self.field]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a row would change of a cadre."""

    field: str
    before: Any
    after: Any

    @property
    def label(self) -> Text:
        return LABELS[self.field]

    @property
    def words(self) -> tuple[Text, Text]:
        return words_of(self.field, self.before), words_of(self.field, self.after)


@dataclass
class JudgedRow:
    """A row with what becomes of it: ``cadre`` is who it is about on the roster, if anybody."""

    row: SheetRow
    faults: list[RowFault] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    cadre: RosterCadre | None = None
    differences: list[Difference] = field(default_factory=list)

    @property
    def state(self) -> RowState:
        if self.faults:
            return RowState.REFUSED
        if self.cadre is None:
            return RowState.NEW
        return RowState.CHANGED if self.differences else RowState.SAME

    @property
    def mark(self) -> list[str]:
        """What becomes of the row, without words."""
        changes = [f"{d.field}:{d.before!r}:{d.after!r}" for d in self.differences]
        return [self.row.sheet, str(self.row.number), self.state, *changes]


def judge_all(campaign: Campaign, by: User, rows: Sequence[SheetRow]) -> list[JudgedRow]:
    """Every row judged against the roster as it stands and the rows before it."""
    judge = _Judge(campaign, by, rows)
    return [judge.judge(row) for row in rows]


def count_states(judged: Iterable[JudgedRow]) -> dict[RowState, int]:
    counts = dict.fromkeys(RowState, 0)
    for one in judged:
        counts[one.state] += 1
    return counts


def outcome_mark(judged: Iterable[JudgedRow]) -> str:
    """A digest of what becomes of all rows: another one, and somebody has changed the roster."""
    return sm3_hex("\x1e".join("\x1f".join(one.mark) for one in judged).encode())


def words_of(name: str, value: Any) -> Text:
    """A value of a roster as people read it."""
    if value in (None, ""):
        return "—"
    if name == "level" and value in codes("interviewer_level"):
        return label("interviewer_level", value)
    if isinstance(value, Area):
        return value.full_name or value.name
    return value.username if isinstance(value, User) else str(value)


class _Judge:
    """The rules of one file: places, accounts and cadres looked up once for all rows."""

    def __init__(self, campaign: Campaign, by: User, rows: Sequence[SheetRow]) -> None:
        self.campaign, self.by = campaign, by
        self.place = roster.place_of(campaign, by)
        self.areas = AreaNames(self.place, clock.today())
        self.first_day = roster.first_day(campaign)
        self.levels = _level_words()
        named = {name for row in rows if (name := row.cells.get("user"))}
        accounts = User.objects.within(by.area).filter(username__in=named, is_machine=False)
        self.accounts = {user.username: user for user in accounts}
        self.by_user: dict[int, RosterCadre] = {}
        self.by_name: dict[tuple[str, str, str], list[RosterCadre]] = {}
        for cadre in campaign.cadres.select_related("area", "user"):
            if cadre.user_id:
                self.by_user[cadre.user_id] = cadre
            self.by_name.setdefault(_key(cadre.name, cadre.unit, cadre.area_id), []).append(cadre)
        self.taken: dict[Any, list[tuple[SheetRow, bool]]] = {}

    def judge(self, row: SheetRow) -> JudgedRow:
        judged = JudgedRow(row)
        judged.faults = [
            RowFault(name, _("The cell shows an error or an empty formula: type the value itself."))
            for name, text in row.cells.items()
            if text is None
        ]
        judged.values = {name: self._read(name, judged) for name in LABELS}
        broken = {fault.field for fault in judged.faults}
        judged.faults += [
            fault for fault in self._common_faults(judged.values) if fault.field not in broken
        ]
        if not judged.faults:
            self._match(judged)
        if not judged.faults:
            judged.differences = list(_differences(judged))
        judged.faults.sort(key=lambda fault: list(LABELS).index(fault.field))
        return judged

    def _read(self, name: str, judged: JudgedRow) -> Any:
        """A cell's value; None with a fault noted where it cannot be read."""
        text = judged.row.cells.get(name) or ""
        if len(text) > MOST.get(name, len(text)):
            message = _("Longer than {most} characters: shorten it.")
            judged.faults.append(RowFault(name, format_lazy(message, most=MOST[name])))
            return None
        readers = {
            "name": normalise_name, "level": self._level, "area": self._area,
            "user": self._account, "active_from": _day,
        }  # fmt: skip
        try:
            return readers[name](text) if text and name in readers else text
        except InputError as error:
            judged.faults.append(RowFault(name, error.message))
            return None

    def _level(self, text: str) -> str:
        code = self.levels.get(narrow(text).upper())
        if code is None:
            message = _("“{typed}” is no level: write {levels}.")
            names = "、".join(entry.zh for entry in code_list("interviewer_level").entries.values())
            raise InputError("level", format_lazy(message, typed=text[:20], levels=names))
        return code

    def _area(self, text: str) -> Area:
        found = self.areas.find(text)
        if found.only is not None:
            return found.only
        typed = text[:40]
        if found.areas:
            message = _("Several places are called “{typed}”: write one of {places}.")
            raise InputError("area", format_lazy(message, typed=typed, places=found.names))
        message = _("There is no “{typed}” inside {place}: correct the name.")
        where = self.place.full_name or self.place.name
        raise InputError("area", format_lazy(message, typed=typed, place=where))

    def _account(self, text: str) -> User:
        user = self.accounts.get(text)
        if user is None:
            message = _(
                "There is no account “{typed}” inside your area: correct it or leave it blank."
            )
            raise InputError("user", format_lazy(message, typed=text[:40]))
        if not user.is_active:
            message = _("The account “{typed}” is closed: name another or leave the cell blank.")
            raise InputError("user", format_lazy(message, typed=text[:40]))
        return user

    def _common_faults(self, values: Mapping[str, Any]) -> Iterator[RowFault]:
        """The rules of adding by hand; a blank first day means today."""
        found = roster.faults(
            self.campaign, by=self.by, area=values["area"] or None, name=values["name"] or "",
            unit=values["unit"] or "", level=values["level"] or "",
            day=values["active_from"] or self.first_day,
        )  # fmt: skip
        for fault in found:
            blank = fault.code in ("level", "area") and values[fault.code] == ""
            yield RowFault(
                fault.code, _("The cell is blank: fill it in.") if blank else fault.message
            )
        user = values["user"]
        if user and values["name"] and normalise_name(user.name) != values["name"]:
            message = _("This is the account of {name}: correct the account or the name.")
            yield RowFault("user", format_lazy(message, name=user.name))

    def _match(self, judged: JudgedRow) -> None:
        """Find who the row is about, and refuse a second row about the same cadre."""
        values = judged.values
        user: User | None = values["user"] or None
        key = _key(values["name"], values["unit"], values["area"].pk)
        alike = self.by_name.get(key, [])
        if user is not None:
            own = self.by_user.get(user.pk)
            alike = [own] if own else [cadre for cadre in alike if cadre.user_id is None]
        if len(alike) > 1:
            message = _("Several cadres of this name, unit and place are on the roster: name the"
                        " account, or change them one by one.")  # fmt: skip
            judged.faults.append(RowFault("name", message))
            return
        judged.cadre = alike[0] if alike else None
        judged.faults += [*self._twice(judged, user, key), *self._not_ours(judged.cadre)]

    def _twice(self, judged: JudgedRow, user: User | None, key: Any) -> Iterator[RowFault]:
        """Two rows of one name, unit and place are two people only where both have accounts."""
        marks = [key] if user is None else [key, user.pk]
        if judged.cadre:
            marks.append(("cadre", judged.cadre.pk))
        for mark in marks:
            for earlier, has_account in self.taken.get(mark, ()):
                if mark != key or not (user and has_account):
                    message = _("Row {row} is about the same cadre: keep one of the two.")
                    where = f"{earlier.sheet} {earlier.number}".strip()
                    yield RowFault("name", format_lazy(message, row=where))
                    return
        for mark in marks:
            self.taken.setdefault(mark, []).append((judged.row, user is not None))

    def _not_ours(self, cadre: RosterCadre | None) -> Iterator[RowFault]:
        if cadre is None:
            return
        if not self.by.area.contains(cadre.area_id):
            message = _("This account is on the roster of a place outside your area: ask the"
                        " office above, or leave the row out.")  # fmt: skip
            yield RowFault("user", message)
        elif cadre.active_to is not None:
            message = _("Off the roster since {day}: leave the row out, or take that back on the"
                        " cadre's page.")  # fmt: skip
            yield RowFault("name", format_lazy(message, day=cadre.active_to.isoformat()))


def _differences(judged: JudgedRow) -> Iterator[Difference]:
    """What the row says otherwise than the roster; a blank cell says nothing."""
    if judged.cadre is None:
        return
    for name in KEPT:
        before, after = getattr(judged.cadre, name), judged.values[name]
        known = normalise_name(before) if name == "name" else before
        if after and after != (known.strip() if isinstance(known, str) else known):
            yield Difference(name, before, after)


def _key(name: str, unit: str, area_code: str) -> tuple[str, str, str]:
    return normalise_name(name), unit.strip(), area_code


def _day(text: str) -> datetime.date:
    found = read_date(text)
    if not found.has_day:
        raise DateError("date", _("Write the whole day, as 2021-06-18."))
    return found.day


def _level_words() -> dict[str, str]:
    """Code of a level by code, name in either language, and what offices write."""
    words = {}
    for code, entry in code_list("interviewer_level").entries.items():
        for word in (code, entry.zh, entry.en, *LEVEL_WORDS[code].split()):
            words[narrow(word).upper()] = code
    return words
