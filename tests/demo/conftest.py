"""A small demo city, made once per test."""

import datetime

import pytest

from demo.city import seed_city

ON = datetime.date(2026, 5, 20)


@pytest.fixture
def city(areas):
    """Sixty households around a day in May."""
    lines: list[str] = []
    seed_city(households=60, seed=7, on=ON, say=lines.append)
    return lines
