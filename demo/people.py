"""Single people of the demo city: age, number, health, work and schooling that fit together."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from demo import names
from foundation.identity import make_identity

REGION = "211299"  # no living person has it
DISEASES = ("脑梗死", "尿毒症", "肺癌", "乳腺癌", "冠心病", "慢性肾功能不全", "肝硬化", "糖尿病")
HEALTH_OF = {"1": "61", "2": "62", "3": "63", "4": "64", "5": "65", "6": "66", "7": "67"}
STAGES = ((6, "1"), (12, "2"), (15, "3"), (18, "4"), (23, "7"))
SCHOOLS = {"1": "中心幼儿园", "2": "中心小学", "3": "中学", "4": "高级中学", "7": "铁岭师范学院"}


@dataclass
class Numbers:
    """Gives every person a number nobody else has, of the region nobody has."""

    used: Counter = field(default_factory=Counter)

    def take(self, born: datetime.date, *, male: bool) -> tuple[str, datetime.date]:
        """A number and the birth date in it; a full day moves on to the next."""
        while self.used[born, male] >= 499:
            born += datetime.timedelta(days=1)
        self.used[born, male] += 1
        sequence = self.used[born, male] * 2 - (1 if male else 0)
        return make_identity(REGION, born, sequence), born


@dataclass
class PersonMaker:
    """Makes the people of one family: one surname, one ethnic group, one place."""

    rng: Random
    numbers: Numbers
    on: datetime.date
    group: str
    family: str
    urban: bool

    def make(
        self, relation: str, age: int, *, male: bool, own_surname: bool = False, **traits: Any
    ) -> dict[str, Any]:
        """A person as ``households.services.people`` reads one.

        Traits: ``disability`` (category, grade), ``disease`` (kind), ``marital``, ``works``.
        """
        born = self._birthday(age)
        number, born = self.numbers.take(born, male=male)
        family = names.surname(self.rng, self.group) if own_surname else self.family
        person = {
            "name": names.full_name(
                self.rng, group=self.group, family=family, male=male, born=born
            ),
            "identity_number": number,
            "ethnic": self.group,
            "relation": relation,
            "marital_status": traits.get("marital") or ("10" if age < 24 else "20"),
            "hukou_kind": "3" if self.urban else "2",
            "medical_insurance": "2" if self.rng.random() < 0.96 else "3",
            "student_stage": "0",
            **self._schooling(age),
            **self._work(age, traits),
            **self._pension(age),
        }
        return person | self._health(age, number, traits)

    def _birthday(self, age: int) -> datetime.date:
        latest = self.on - datetime.timedelta(days=int(age * 365.25) + 1)
        return latest - datetime.timedelta(days=self.rng.randrange(360))

    def _schooling(self, age: int) -> dict[str, Any]:
        if 3 <= age < 23:
            stage = next(code for until, code in STAGES if age < until)
            if age < 18 or self.rng.random() < 0.6:
                known = {"1": "90", "2": "90", "3": "80", "4": "70", "7": "60"}[stage]
                return {"student_stage": stage, "school": SCHOOLS[stage], "education": known}
        weights = (2, 8, 30, 60) if age >= 60 else (10, 20, 55, 15)
        return {"education": self.rng.choices(("30", "60", "70", "80"), weights)[0]}

    def _work(self, age: int, traits: dict[str, Any]) -> dict[str, Any]:
        if age < 16 or age >= 70:
            job = "31" if 6 <= age < 16 else "70" if age < 16 else "27"
            return {
                "labour_capacity": "4",
                "employment_status": "9" if 6 <= age < 16 else "10",
                "occupation": job,
            }
        if 16 <= age < 23 and not traits.get("works"):
            return {"labour_capacity": "1", "employment_status": "9", "occupation": "31"}
        capacity = self._capacity(age, traits)
        if capacity == "3":
            return {"labour_capacity": "3", "employment_status": "7", "occupation": "70"}
        status = traits.get("works") or self.rng.choices(
            ("2", "3", "4", "5", "6", "7"), (30, 0, 10, 8, 22, 30) if self.urban
            else (14, 62, 14, 4, 0, 6)
        )[0]  # fmt: skip
        job = {"3": "27", "4": "24", "1": "24", "2": "51", "5": "24"}.get(status, "70")
        return {"labour_capacity": capacity, "employment_status": status, "occupation": job}

    def _capacity(self, age: int, traits: dict[str, Any]) -> str:
        disability = traits.get("disability")
        if disability and (disability[1] in "12" or disability in (("5", "3"), ("6", "3"))):
            return "3"
        if traits.get("disease") == "1":
            return "3" if self.rng.random() < 0.7 else "2"
        return "2" if disability or traits.get("disease") or age >= 60 else "1"

    def _pension(self, age: int) -> dict[str, Any]:
        if age < 16:
            return {}
        if age >= 60:
            retired = self.urban and self.rng.random() < 0.25
            return {"pension_insurance": "2" if retired else "4"}
        return {"pension_insurance": self.rng.choices(("1", "3", "6"), (10, 70, 20))[0]}

    def _health(self, age: int, number: str, traits: dict[str, Any]) -> dict[str, Any]:
        health: list[str] = []
        found: dict[str, Any] = {}
        if disability := traits.get("disability"):
            health.append(HEALTH_OF[disability[0]])
            found["disability_cert"] = number + "".join(disability)
        if kind := traits.get("disease"):
            health.append({"1": "49", "2": "32"}.get(kind, "30"))
            found |= {"disease_kind": kind, "disease": self.rng.choice(DISEASES)}
        if not health:
            health.append("20" if age >= 65 else "10")
        return found | {"health": health}
