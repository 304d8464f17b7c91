"""The three answers a condition can have, and how several combine."""

from collections.abc import Iterable
from enum import StrEnum


class Answer(StrEnum):
    """Met, not met, or undecided because a needed fact is missing."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"


def all_of(answers: Iterable[Answer]) -> Answer:
    """One sure "no" decides even beside an undecided one; else an undecided one leaves it open."""
    found = Answer.YES
    for answer in answers:
        if answer is Answer.NO:
            return Answer.NO
        if answer is Answer.UNDECIDED:
            found = Answer.UNDECIDED
    return found


def any_of(answers: Iterable[Answer]) -> Answer:
    """One sure "yes" decides; else an undecided one leaves it open."""
    found = Answer.NO
    for answer in answers:
        if answer is Answer.YES:
            return Answer.YES
        if answer is Answer.UNDECIDED:
            found = Answer.UNDECIDED
    return found


def known(value: bool | None) -> Answer:
    """A fact as an answer; None is undecided."""
    if value is None:
        return Answer.UNDECIDED
    return Answer.YES if value else Answer.NO


def opposite(answer: Answer) -> Answer:
    """Yes for no and no for yes; undecided stays."""
    if answer is Answer.UNDECIDED:
        return answer
    return Answer.NO if answer is Answer.YES else Answer.YES
