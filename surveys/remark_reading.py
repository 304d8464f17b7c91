"""The remarks of a visit's last return with what stood there, what stands there now, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from surveys.content import Content, blank
from surveys.merge import value_at
from surveys.models import Visit, VisitRemark
from surveys.places import has_changed, place_words, words_at


@dataclass(frozen=True)
class Told:
    """One remark beside the answer it is about, before and after."""

    remark: VisitRemark
    place: str
    before: Any
    before_words: str
    after_words: str
    is_changed: bool

    @property
    def is_settled(self) -> bool:
        return self.is_changed or self.remark.settled_at is not None


def of_last_return(visit: Visit) -> list[Told]:
    """What the leader asked when the visit went back last; nothing when it never did."""
    last = visit.moves.filter(move="return").order_by("-pk").first()
    if last is None:
        return []
    return told(visit, visit.remarks.filter(move=last).select_related("by", "settled_by"))


def unsettled(visit: Visit) -> list[Told]:
    """Remarks that are neither mended nor answered: what stops the visit from going on."""
    return [one for one in told(visit, visit.remarks.unsettled()) if not one.is_settled]


def told(visit: Visit, remarks: Iterable[VisitRemark]) -> list[Told]:
    """The remarks with both contents; the revision the leader read is kept with the visit."""
    found = list(remarks)
    if not found:
        return []
    now = {**blank(), **visit.content}
    numbers = {one.revision for one in found}
    read = {kept.number: kept.content for kept in visit.revisions.filter(number__in=numbers)}
    return [_told(one, read.get(one.revision, {}), now) for one in found]


def _told(remark: VisitRemark, before: Content, now: Content) -> Told:
    path = remark.path
    return Told(
        remark,
        place_words(path, now, before),
        value_at(before, path),
        words_at(before, path),
        words_at(now, path),
        has_changed(path, before, now),
    )
