"""Which photos a visit should have (pure); a missing one is pointed out, not refused."""

from collections.abc import Iterable

from surveys.choices import DONE

# 四个摸清 names these three; its rule of completion does not demand them (domain 2.4), so they
# are pointed out to the author and to the leader.
WANTED = ("door", "interior", "respondent")
# Kinds without which a finished visit is not taken; none so far.
REQUIRED: tuple[str, ...] = ()
MOST_PHOTOS = 20


def wanted(result: str | None) -> tuple[str, ...]:
    """A visit that met nobody shows the door, and no more."""
    return WANTED if result in (DONE, "", None) else ("door",)


def missing(kinds: Iterable[str], result: str | None) -> list[str]:
    """The wanted kinds of which there is no photo."""
    there = set(kinds)
    return [kind for kind in wanted(result) if kind not in there]


def required_missing(kinds: Iterable[str], result: str | None) -> list[str]:
    """Those without which a finished visit is refused."""
    there = set(kinds)
    return [kind for kind in REQUIRED if kind not in there] if result == DONE else []
