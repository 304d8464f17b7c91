"""What a change of divisions means, division by division: pure, from the list of divisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models.areas import SIGNIFICANT_DIGITS, Level
from accounts.models.divisions import ItemKind
from foundation.faults import InputError

ABOVE = {Level.COUNTY: Level.CITY, Level.TOWNSHIP: Level.COUNTY, Level.VILLAGE: Level.TOWNSHIP}
# Villages: 001-199 communities, 200-399 villages, 400 and more like a village (GB/T 10114).
BANDS = ((1, 199), (200, 399), (400, 999))


@dataclass(frozen=True)
class Division:
    """One division in force: what the planner needs of an ``Area``."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True)
class Step:
    """One item of a change; ``old`` is empty for an established division."""

    kind: str
    level: str
    old: str
    old_name: str
    new_code: str
    new_name: str
    parent: str


@dataclass(frozen=True)
class Fault:
    """Why a change cannot be carried out, in words, about the division ``code``."""

    code: str
    message: str | Promise


def rename(division: Division, name: str) -> list[Step]:
    """Give a division another name; its code stays (更名). Raises InputError."""
    if name == division.name:
        raise InputError("name", _("That is its name already."))
    kind = ItemKind.RENAME
    return [Step(kind, division.level, division.code, division.name, division.code, name,
                 division.parent)]  # fmt: skip


def establish(code: str, name: str, level: str, parent: Division) -> list[Step]:
    """Found a division that succeeds none (设立). Raises InputError for a code that cannot be."""
    check_code(code, level, parent.code)
    return [Step(ItemKind.ESTABLISH, level, "", "", code, name, parent.code)]


def succeed(
    division: Division, code: str, name: str, parent: Division, below: Iterable[Division],
    taken: Iterable[str],
) -> list[Step]:  # fmt: skip
    """Everything of ``division`` goes to the division ``code`` (并入、改设、划转).

    ``below`` are its villages where it is a township: each gets a code under the new township,
    its own last three digits where they are free, else the next free ones of the same band.
    ``taken`` are the codes ever used. Raises InputError for a code that cannot be, and for
    counties, whose townships are transferred one by one.
    """
    if division.level not in (Level.TOWNSHIP, Level.VILLAGE):
        raise InputError("old", _("Transfer the townships of a county one by one."))
    if code == division.code:
        raise InputError("code", _("This is its own code: to change only the name, rename it."))
    check_code(code, division.level, parent.code)
    first = Step(ItemKind.SUCCEED, division.level, division.code, division.name, code, name,
                 parent.code)  # fmt: skip
    used, steps = set(taken), [first]
    for village in below:
        new = next_code(code, village.code, used)
        used.add(new)
        steps.append(replace(first, level=Level.VILLAGE, old=village.code, old_name=village.name,
                             new_code=new, new_name=village.name, parent=code))  # fmt: skip
    return steps


def next_code(township: str, village: str, used: Iterable[str]) -> str:
    """The code of ``village`` under another township. Raises InputError when the band is full."""
    taken, own = set(used), int(village[9:])
    low, high = next((b for b in BANDS if b[0] <= own <= b[1]), BANDS[-1])
    for number in (own, *range(low, high + 1)):
        code = f"{township[:9]}{number:03}"
        if code not in taken:
            return code
    raise InputError("code", _("The new township has no free village codes of this kind left."))


def check_code(code: str, level: str, parent: str) -> None:
    """A code must have its parent's digits, own digits below, and nothing after. InputError."""
    above = SIGNIFICANT_DIGITS[ABOVE[Level(level)]]
    own = SIGNIFICANT_DIGITS[Level(level)]
    is_right = (
        len(code) == 12 and code.isascii() and code.isdigit()
        and code[:above] == parent[:above]
        and int(code[above:own]) > 0
        and not int(code[own:] or "0")
    )  # fmt: skip
    if not is_right:
        message = _("The code must begin with {start}, go on with {count} digits that are not all"
                    " zero, and end in zeros.")  # fmt: skip
        text = format_lazy(message, start=parent[:above], count=own - above)
        raise InputError("code", text)


def faults(
    steps: Iterable[Step], current: Mapping[str, Division], ended: Iterable[str]
) -> list[Fault]:
    """Everything that stands in the way of a whole change, all at once.

    ``current`` are the divisions in force, ``ended`` the codes that are so no more.
    """
    steps = list(steps)
    over = set(ended)
    leaving = {step.old for step in steps if step.kind == ItemKind.SUCCEED}
    arriving = {step.new_code for step in steps if step.kind != ItemKind.RENAME}
    found = [fault for step in steps for fault in _of_step(step, current, over, leaving, arriving)]
    return found + _same_names(steps, current, leaving) + _left_behind(current, leaving)


def _of_step(
    step: Step, current: Mapping[str, Division], ended: set[str], leaving: set[str],
    arriving: set[str],
) -> list[Fault]:  # fmt: skip
    found = []
    if step.old and step.old not in current:
        found.append(Fault(step.old, _("This division has ended meanwhile: take it out.")))
    if step.new_code in ended:
        text = _("The code {code} belonged to a division that has ended; codes are not reused.")
        found.append(Fault(step.new_code, format_lazy(text, code=step.new_code)))
    if step.kind == ItemKind.ESTABLISH and step.new_code in current:
        found.append(Fault(step.new_code, _("There is a division with this code already.")))
    if step.new_code in leaving:
        text = _("{name} goes to a division that ends in the same change.")
        found.append(Fault(step.old or step.new_code, format_lazy(text, name=step.new_name)))
    if step.parent in leaving or not (step.parent in current or step.parent in arriving):
        text = _("{name} would belong to a division that does not exist.")
        found.append(Fault(step.new_code, format_lazy(text, name=step.new_name)))
    target = current.get(step.new_code)
    if step.kind == ItemKind.SUCCEED and target and target.level != step.level:
        found.append(Fault(step.new_code, _("The division with this code is of another level.")))
    return found


def _same_names(
    steps: list[Step], current: Mapping[str, Division], leaving: set[str]
) -> list[Fault]:
    """Two divisions of one name under one parent (one code twice is a merger, not a fault)."""
    names: dict[tuple[str, str], set[str]] = {}
    touched = {step.new_code for step in steps}
    for division in current.values():
        if division.code not in leaving and division.code not in touched:
            names.setdefault((division.parent, division.name), set()).add(division.code)
    for step in steps:
        names.setdefault((step.parent, step.new_name), set()).add(step.new_code)
    text = _("There would be two divisions called {name} in one place: give one another name.")
    return [
        Fault(max(codes), format_lazy(text, name=name))
        for (_parent, name), codes in names.items()
        if len(codes) > 1 and codes & touched
    ]


def _left_behind(current: Mapping[str, Division], leaving: set[str]) -> list[Fault]:
    text = _("{name} lies below a division that ends and has no place to go.")
    return [
        Fault(division.code, format_lazy(text, name=division.name))
        for division in current.values()
        if division.parent in leaving and division.code not in leaving
    ]
