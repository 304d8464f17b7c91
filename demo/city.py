"""The demo city from the first login to the last petition, in one transaction."""

import datetime
import time
from collections.abc import Callable
from random import Random

from django.db import transaction

from accounts import audit, scope
from accounts.models import User
from demo.cast import seed_cast, spelled_townships
from demo.clock import Clock
from demo.people import Numbers
from demo.places import spread, villages_by_township
from demo.register import Registrar
from households.models import Household

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

    def run(self, *, households: int, seed: int, clock: Clock) -> None:
        cast = seed_cast(_stream(seed, "cast"))
        self._tell(f"{len(cast)} accounts")
        self._register(households, seed, clock, cast)
        self._seal()

    def _register(self, count: int, seed: int, clock: Clock, cast: dict[str, User]) -> None:
        by_township = villages_by_township()
        villages = [village for group in by_township.values() for village in group]
        wanted = spread(_stream(seed, "places"), villages, count)
        words = spelled_townships()
        numbers = Numbers()
        done = 0
        for number, (township, group) in enumerate(by_township.items(), 1):
            registrar = Registrar(_stream(seed, township.pk), clock, numbers)
            by = cast[f"{words[township.pk]}.jingban"]
            plan = [(village, wanted[village.area.pk]) for village in group]
            done += len(registrar.register(plan, by))
            if number % 20 == 0 or number == len(by_township):
                self._tell(f"{done} households in {number} townships")

    def _seal(self) -> None:
        """Seal the trail, unless it is so long that the minutely task had better do it."""
        sealed = 0
        while sealed < SEALED_AT_ONCE and (seal := audit.seal()):
            sealed += seal.count
        self._tell(f"{sealed} acts sealed")

    def _tell(self, what: str) -> None:
        self.say(f"{time.monotonic() - self.started:7.1f} s  {what}")


def _stream(seed: int, name: str) -> Random:
    """Chance of its own for each part, so that one part's growth does not stir the others."""
    return Random(f"{seed}:{name}")  # noqa: S311 (a fictitious city needs no secrecy)
