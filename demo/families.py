"""Families as they really come: who lives together, what befell them, which aid they know."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from demo import names
from demo.people import Numbers, PersonMaker

DIBAO, TEKUN, ORPHAN, LOW, DISABLED, ELDERLY, LIFTED, OTHER = (
    "01", "02", "03", "04", "05", "06", "07", "99",
)  # fmt: skip
ILLNESS, DISABILITY, SCHOOLING, NO_LABOUR, NO_WORK, NO_LAND = "1", "2", "3", "5", "6", "8"

People = list[dict[str, Any]]


@dataclass
class Family:
    """A family before it is written into the register."""

    kinds: list[str]
    cause: str
    people: People
    dm_class: str = ""
    is_lifted: bool = False
    relapse: str = "0"
    able: bool = field(default=True)


def elderly_couple(make: PersonMaker) -> People:
    age = make.rng.randint(66, 84)
    return [
        make.make("02", age, male=True, disease=_maybe(make.rng, 0.4, "2")),
        make.make(
            "12", max(60, age - make.rng.randint(0, 5)), male=False, own_surname=True,
            disease=_maybe(make.rng, 0.3, "2"),
        ),
    ]  # fmt: skip


def elderly_alone(make: PersonMaker) -> People:
    male = make.rng.random() < 0.6
    marital = make.rng.choice(("30", "30", "10", "40"))
    return [
        make.make(
            "01", make.rng.randint(62, 90), male=male, marital=marital,
            disease=_maybe(make.rng, 0.4, "2"),
        )
    ]  # fmt: skip


def never_married(make: PersonMaker) -> People:
    disability = _maybe(make.rng, 0.5, ("4", make.rng.choice("12")))
    return [
        make.make(
            "01", make.rng.randint(60, 82), male=make.rng.random() < 0.85, marital="10",
            disability=disability,
        )
    ]  # fmt: skip


def grandparents(make: PersonMaker) -> People:
    age = make.rng.randint(60, 72)
    people = [make.make("02", age, male=True, disease=_maybe(make.rng, 0.4, "2"))]
    if make.rng.random() < 0.6:
        people.append(make.make("12", max(58, age - 2), male=False, own_surname=True))
    male = make.rng.random() < 0.5
    child = make.make("41" if male else "42", make.rng.randint(5, 15), male=male)
    return [*people, child]


def disabled_member(make: PersonMaker) -> People:
    age = make.rng.randint(42, 62)
    disability = (make.rng.choice("1456"), make.rng.choice("1223"))
    head = make.make("02", age, male=True, disability=disability)
    spouse = make.make("12", max(40, age - 3), male=False, own_surname=True)
    people = [head, spouse]
    if make.rng.random() < 0.5:
        people.append(_child(make, make.rng.randint(8, 19)))
    return people


def disabled_child(make: PersonMaker) -> People:
    age = make.rng.randint(48, 66)
    grown = make.make(
        "20", max(18, age - 27), male=True, marital="10",
        disability=(make.rng.choice("56"), make.rng.choice("123")),
    )  # fmt: skip
    mother = make.make("12", age - 2, male=False, own_surname=True)
    return [make.make("02", age, male=True), mother, grown]


def seriously_ill(make: PersonMaker) -> People:
    age = make.rng.randint(38, 63)
    head = make.make("02", age, male=True, disease="1" if make.rng.random() < 0.6 else None)
    spouse = make.make(
        "12", age - 2, male=False, own_surname=True,
        disease=None if "disease" in head else "1",
    )  # fmt: skip
    people = [head, spouse]
    if make.rng.random() < 0.6:
        people.append(_child(make, make.rng.randint(7, 21)))
    return people


def single_parent(make: PersonMaker) -> People:
    age = make.rng.randint(32, 50)
    marital = make.rng.choice(("40", "40", "30"))
    mother = make.make("02", age, male=make.rng.random() < 0.3, marital=marital)
    people = [mother, _child(make, max(3, age - 27))]
    if make.rng.random() < 0.3:
        people.append(_child(make, max(3, age - 31)))
    return people


def students(make: PersonMaker) -> People:
    age = make.rng.randint(42, 52)
    return [
        make.make("02", age, male=True),
        make.make("12", age - 1, male=False, own_surname=True),
        _child(make, make.rng.randint(15, 21)),
        *([_child(make, make.rng.randint(7, 14))] if make.rng.random() < 0.4 else []),
    ]


def three_generations(make: PersonMaker) -> People:
    age = make.rng.randint(40, 52)
    return [
        make.make("02", age, male=True, disease=_maybe(make.rng, 0.3, "2")),
        make.make("12", age - 2, male=False, own_surname=True),
        _child(make, make.rng.randint(8, 18)),
        make.make("52", age + 24, male=False, own_surname=True, marital="30"),
    ]


def out_of_work(make: PersonMaker) -> People:
    age = make.rng.randint(45, 59)
    works = make.rng.choice("67")
    head = make.make("02", age, male=True, works=works)
    return [head, make.make("12", age - 2, male=False, own_surname=True, works="2")]


def _child(make: PersonMaker, age: int) -> dict[str, Any]:
    male = make.rng.random() < 0.53
    return make.make("20" if male else "30", age, male=male)


def _maybe(rng: Random, chance: float, value: Any) -> Any:
    return value if rng.random() < chance else None


Template = tuple[Callable[[PersonMaker], People], str, int]
TEMPLATES: dict[str, tuple[Template, ...]] = {
    DIBAO: (
        (seriously_ill, ILLNESS, 26), (disabled_member, DISABILITY, 20),
        (disabled_child, DISABILITY, 12), (elderly_couple, NO_LABOUR, 12),
        (elderly_alone, NO_LABOUR, 14), (single_parent, NO_LABOUR, 8), (out_of_work, NO_WORK, 8),
    ),
    TEKUN: ((never_married, NO_LABOUR, 1),),
    ORPHAN: ((grandparents, NO_LABOUR, 1),),
    LOW: (
        (students, SCHOOLING, 20), (seriously_ill, ILLNESS, 25), (three_generations, NO_LAND, 15),
        (elderly_couple, NO_LABOUR, 15), (single_parent, NO_WORK, 10),
        (disabled_member, DISABILITY, 10), (out_of_work, NO_WORK, 5),
    ),
    DISABLED: ((disabled_member, DISABILITY, 6), (disabled_child, DISABILITY, 4)),
    ELDERLY: ((elderly_couple, NO_LABOUR, 5), (elderly_alone, NO_LABOUR, 5)),
    LIFTED: ((elderly_couple, NO_LABOUR, 4), (seriously_ill, ILLNESS, 4),
             (three_generations, NO_LAND, 2)),
    OTHER: ((three_generations, "9", 3), (out_of_work, NO_WORK, 4), (students, SCHOOLING, 3)),
}  # fmt: skip
SHARES = {DIBAO: 34, TEKUN: 8, ORPHAN: 1, LOW: 30, DISABLED: 9, ELDERLY: 8, LIFTED: 6, OTHER: 4}


def make_family(
    rng: Random, numbers: Numbers, *, county: str, urban: bool, on: datetime.date
) -> Family:
    """Draw one family: its kind first, then a template that fits the kind."""
    kind = rng.choices(list(SHARES), weights=list(SHARES.values()))[0]
    if urban and kind == LIFTED:
        kind = LOW
    group = names.ethnic_group(rng, county)
    maker = PersonMaker(rng, numbers, on, group, names.surname(rng, group), urban)
    options = TEMPLATES[kind]
    template, cause, _ = rng.choices(options, weights=[weight for _, _, weight in options])[0]
    people = template(maker)
    family = Family([kind], cause, people)
    if kind == LIFTED:
        family.is_lifted = True
        if rng.random() < 0.7:
            family.kinds.append(DIBAO)
        family.relapse = rng.choices("0123", (88, 5, 5, 2))[0]
    if DIBAO in family.kinds:
        family.dm_class = _class(people, rng)
        if any("disability_cert" in person for person in people) and rng.random() < 0.5:
            family.kinds.append(DISABLED)
    return family


def _class(people: People, rng: Random) -> str:
    """A: nobody can work; C: somebody can; else B."""
    able = [person for person in people if person.get("labour_capacity") == "1"]
    if not able:
        return "A"
    return "C" if len(able) > 1 or rng.random() < 0.4 else "B"
