"""The demo city from the first login to the last petition, in one transaction."""

import datetime
import time
from collections.abc import Callable
from random import Random

from django.db import transaction

from accounts import audit, scope
from accounts.models import Area, User
from demo.applications import Desk, Office
from demo.bulk import Load
from demo.campaign import add_targets, add_village_cadres, open_campaign
from demo.cast import seed_cast, spelled, spelled_counties, spelled_townships
from demo.clock import Clock
from demo.comparison import Checking
from demo.doors import seed_doors
from demo.economy import keep_records, set_standards
from demo.petitions import Bureau, PetitionDesk
from demo.places import spread, villages_by_township
from demo.register import Registrar, Shelf
from demo.signatures import Hands
from demo.visits import Surveyor, Team
from households.models import Household
from surveys.models import Step

LAGGARD = "211224120000"  # 七家子镇
ACTS_AT_ONCE, SMALL = 5000, 300
# Findings to be made, and working days since they were sent out: missed, near, new, waiting.
BATCHES = ((8, 13), (10, 8), (6, 3), (6, 0))
SEALED_AT_ONCE = 100_000
Say = Callable[[str], object]


class RegisterNotEmpty(Exception):
    """There are households already: nothing fictitious is put among them."""


class AccountsNotEmpty(Exception):
    """There are accounts already, though no households."""


def seed_city(
    *, households: int, seed: int, on: datetime.date, say: Say, beside_accounts: bool = False
) -> None:
    """Make the whole city around the day ``on``; the same seed and day give the same city.

    Raises RegisterNotEmpty, and AccountsNotEmpty unless ``beside_accounts``.
    """
    with scope.whole_city("seeding the demo city"), transaction.atomic():
        if Household.objects.exists():
            raise RegisterNotEmpty
        if User.objects.exists() and not beside_accounts:
            raise AccountsNotEmpty
        _Progress(say).run(households=households, seed=seed, clock=Clock(on))


class _Progress:
    """Does one thing after the other and says how long each took."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.started = time.monotonic()
        self.shelf = Shelf()

    def run(self, *, households: int, seed: int, clock: Clock) -> None:
        cast = seed_cast(_stream(seed, "cast"))
        self._tell(f"{len(cast)} accounts")
        self._campaign(households, seed, clock, cast)
        self._apply(households, seed, clock, cast)
        self._check(households, seed, clock, cast)
        self._petition(seed, clock, cast)
        self._tell(f"{seed_doors(clock, cast)} closed doors and grants")
        self._seal()

    def _petition(self, seed: int, clock: Clock, cast: dict[str, User]) -> None:
        city, chief = cast["shi.guanli"], cast["changtu.guzhang"]
        clerk = cast["baoli.jingban"]
        near = [Bureau(clerk.area, clerk, chief, city), Bureau(chief.area, chief, chief, city)]
        others = [cast[f"{word}.guzhang"] for word in spelled_counties().values()]
        far = [Bureau(c.area, c, c, city) for c in others if c != chief]
        made = PetitionDesk(_stream(seed, "petitions"), clock).seed(near, far)
        self._tell(f"{made} petition cases")

    def _apply(self, count: int, seed: int, clock: Clock, cast: dict[str, User]) -> None:
        desk = Desk(_stream(seed, "applications"), clock, offices(cast))
        self._tell(f"{desk.seed(count)} applications")

    def _check(self, count: int, seed: int, clock: Clock, cast: dict[str, User]) -> None:
        checkers = {code: cast[f"{word}.hedui"] for code, word in spelled_counties().items()}
        checking = Checking(
            _stream(seed, "comparison"), clock, self.shelf.numbers, cast["changtu.hedui"],
            checkers, offices(cast),
        )  # fmt: skip
        batches = BATCHES if count >= SMALL else ((6, 12), (2, 0))
        self._tell(f"{checking.seed(before=min(6, count // 30), batches=batches)} findings")

    def _campaign(self, count: int, seed: int, clock: Clock, cast: dict[str, User]) -> None:
        """Register and visit the households, township by township."""
        by_township = villages_by_township()
        villages = [village for group in by_township.values() for village in group]
        wanted = spread(_stream(seed, "places"), villages, count)
        campaign = open_campaign(clock, cast["shi.guanli"])
        standards = set_standards(clock)
        hands = Hands(_stream(seed, "hands"))
        load, shelf, words, done = Load(), self.shelf, spelled_townships(), 0
        wanted_steps: list[str] = [Step.RETURNED, Step.SUBMITTED, Step.DRAFT, Step.APPROVED]
        for number, (township, group) in enumerate(by_township.items(), 1):
            rng, team = _stream(seed, township.pk), team_of(cast, words[township.pk])
            plan = [(village, wanted[village.area.pk]) for village in group]
            homes = Registrar(load, rng, clock, shelf).register(plan, team.authors[0])
            papers = _stream(seed, f"economy {township.pk}")
            keep_records(load, papers, clock, standards, homes, team.authors[0])
            add_targets(load, rng, campaign, homes, cast[f"{spelled(group[0].county)}.guzhang"])
            add_village_cadres(load, campaign, homes, team.leader)
            share = coverage_of(rng, township)
            Surveyor(load, rng, clock, campaign, hands, team, share, wanted_steps).survey(homes)
            done += len(homes)
            if len(load.acts) > ACTS_AT_ONCE or number == len(by_township):
                load.flush()
                self._tell(f"{done} households in {number} townships, registered and visited")
        shelf.save()

    def _seal(self) -> None:
        """Seal the trail, unless it is so long that the minutely task had better do it."""
        sealed = 0
        while sealed < SEALED_AT_ONCE and (seal := audit.seal()):
            sealed += seal.count
        self._tell(f"{sealed} acts sealed")

    def _tell(self, what: str) -> None:
        self.say(f"{time.monotonic() - self.started:7.1f} s  {what}")


def offices(cast: dict[str, User]) -> Callable[[str], Office]:
    """Who acts on the households of a village, by the village's code."""
    words, counties = spelled_townships(), spelled_counties()

    def office_of(village: str) -> Office:
        word, county = words[village[:9] + "000"], counties[village[:6] + "000000"]
        return Office(
            cast[f"{word}.jingban"], cast[f"{word}.lingdao"], cast[f"{county}.hedui"],
            cast[f"{county}.shenhe"], cast[f"{county}.juzhang"],
        )  # fmt: skip

    return office_of


def team_of(cast: dict[str, User], word: str) -> Team:
    """Who visits and approves in a township; in a small one they approve for each other."""
    authors = [cast[f"{word}.jingban"]]
    partner = cast.get(f"{word}.jingban2")
    if partner is not None:
        authors.append(partner)
    leader = cast[f"{word}.lingdao"]
    county = spelled(leader.area.parent or leader.area)
    guests = tuple(cast[f"{county}.{desk}"] for desk in ("shenhe", "guzhang", "juzhang"))
    return Team(tuple(authors), partner, leader, guests)


def coverage_of(rng: Random, township: Area) -> float:
    """The share of households with an approved visit: 0.70 to 1, and one township behind."""
    return 0.35 if township.pk == LAGGARD else rng.choice((0.72, 0.8, 0.84, 0.88, 0.92, 0.96, 1.0))


def _stream(seed: int, name: str) -> Random:
    """Chance of its own for each part, so that one part's growth does not stir the others."""
    return Random(f"{seed}:{name}")  # noqa: S311 (a fictitious city needs no secrecy)
