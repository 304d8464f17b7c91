"""The acts done to a household (变更事项) as its page lists them, newest first."""

from dataclasses import dataclass

from foundation import codelists
from foundation.faults import Text
from households.models import ChangeKind, Household, HouseholdChange, Member

LISTS = {
    ChangeKind.JOINED: "member_joined_kind",
    ChangeKind.BACK: "member_joined_kind",
    ChangeKind.LEFT: "member_left_kind",
    ChangeKind.AWAY: "member_left_kind",
}


@dataclass(frozen=True)
class Line:
    """One act: ``who`` is the member it was about, ``how`` the way or reason by code list."""

    change: HouseholdChange
    who: str
    how: Text
    is_undone: bool

    @property
    def can_be_undone(self) -> bool:
        """Whether this file's page offers to take the act back: mergings, by the survivor."""
        return self.change.kind == ChangeKind.MERGED_IN and not self.is_undone


def acts_of(household: Household) -> list[Line]:
    """The acts of one file; three queries however many there are."""
    changes = list(
        HouseholdChange.objects.filter(household_id=household.pk)
        .select_related("by", "from_area", "to_area", "other")
        .order_by("-pk")
    )
    keys = {change.details.get("member") for change in changes} - {None}
    names = dict(Member.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
    undone = {change.undoes_id for change in changes}
    return [
        Line(
            change=change,
            who=names.get(change.details.get("member"), ""),
            how=_how(change),
            is_undone=change.pk in undone,
        )
        for change in changes
    ]


def _how(change: HouseholdChange) -> Text:
    if change.kind == ChangeKind.DEREGISTERED:
        return codelists.label("deregister_reason", change.details["code"])
    name = LISTS.get(ChangeKind(change.kind))
    return codelists.label(name, change.details["how"]) if name else ""
