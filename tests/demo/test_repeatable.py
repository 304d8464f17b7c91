"""The same seed and day give the same demo city."""

from django.db import transaction

from demo.city import seed_city
from tests.demo.conftest import ON, SEED
from tests.demo.fingerprint import fingerprint


class Undone(Exception):
    """Takes a city back."""


def city_of(seed: int) -> str:
    """The fingerprint of a city that is taken back again."""
    found = ""
    try:
        with transaction.atomic():
            seed_city(households=60, seed=seed, on=ON, say=lambda line: None)
            found = fingerprint()
            raise Undone
    except Undone:
        return found


def test_same_seed_and_day_give_the_same_city(whole_city, areas):
    assert whole_city.fingerprint == city_of(SEED) != city_of(SEED + 1)
