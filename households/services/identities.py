"""Who is on the register already: by number across the city (a county is told), or by name."""

from collections.abc import Collection

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from accounts.scope import whole_city
from foundation.encryption import digests
from foundation.faults import InputError
from households.models import Member

PURPOSE = "identity"


def own_active(number: str, *, besides: int | None = None) -> Member | None:
    """The active member with this number inside the current scope, with the household."""
    found = Member.objects.active().filter(identity_digest__in=digests(number, purpose=PURPOSE))
    if besides is not None:
        found = found.exclude(pk=besides)
    return found.select_related("household").first()


def find_elsewhere(number: str, *, besides: int | None = None) -> str | None:
    """Name the county where somebody with this identity number is already an active member.

    Looks through the whole city, past every scope and closed door, because one person may be
    active in one household only; answers with the county's name and nothing else, or ``None``.
    ``besides`` is the key of a member to leave out.
    """
    with whole_city("duplicate identity numbers across the city, answered with a county only"):
        found = own_active(number, besides=besides)
        if found is None:
            return None
        return Area.objects.values_list("name", flat=True).get(pk=found.area.county_code)


def counties_of(found: Collection[str]) -> dict[str, str]:
    """The county of every identity digest that is active somewhere in the city, by digest.

    For imports: many questions at once, each answered as ``find_elsewhere`` answers one.
    """
    if not found:
        return {}
    with whole_city("duplicate identity numbers of a ledger, answered with counties only"):
        places = dict(
            Member.objects.active()
            .filter(identity_digest__in=found)
            .values_list("identity_digest", "area_id")
        )
        names = dict(Area.objects.counties().values_list("code", "name"))
    return {key: names.get(area[:6] + "0" * 6, "") for key, area in places.items()}


def refuse_twice(member: Member) -> None:
    """A person without a number is told by name and day of birth: a page sent twice adds none."""
    same = Member.objects.active().filter(
        household_id=member.household_id, name=member.name, birth_on=member.birth_on
    )
    if not member.identity_number and same.exists():
        message = _("{name}, born on that day, is in this household already.")
        raise InputError("name", format_lazy(message, name=member.name))
