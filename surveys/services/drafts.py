"""What a new visit starts with: the members on the register, and what the last visit found."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from foundation import clock
from foundation.codelists import code_list
from households.models import Household, Member, Supporter
from surveys.choices import SUPPORT_PAID, LandUse, Period
from surveys.content import Content, blank
from surveys.known import KnownBenefit, benefits_of
from surveys.models import CurrentFacts
from surveys.schema import EDITION

MEMBER_ROWS = uuid.UUID("6f0e0f52-6d0c-4b6a-9d0a-6b1c6d656d62")
SUPPORTER_ROWS = uuid.UUID("0d5b52a6-3f0e-4c57-8a43-9c1d73757070")
NAMED_CROPS = 2
"""The edition of the form that asks crops by their code, and the first that is written down."""
CARRIED = (
    "family", "incomes", "land", "economy", "livestock", "vehicles", "businesses", "homes",
    "assets", "expenses", "supporters",
)  # fmt: skip


def members_on_paper(members: Iterable[Member]) -> dict[str, dict[str, Any]]:
    """Who the members are, as rows of the form, without anything found about them."""
    kept = ("member", "name", "relation", "birth_on")
    found = {member_row_id(one.pk): _from_register(one) for one in members}
    return {key: {name: row[name] for name in kept if name in row} for key, row in found.items()}


def member_row_id(member_id: int) -> str:
    """The row of a registered member has the same id in every visit."""
    return str(uuid.uuid5(MEMBER_ROWS, str(member_id)))


@dataclass(frozen=True)
class OnRegister:
    """What the register holds of one household for its form: the last facts and the people."""

    facts: CurrentFacts | None
    members: Sequence[Member]
    supporters: Sequence[Supporter]


def on_register(households: Iterable[Household]) -> dict[int, OnRegister]:
    """By household, in three queries for all of them; ``people`` at hand are not asked again."""
    homes = {one.pk: one for one in households}
    facts = {one.household_id: one for one in CurrentFacts.objects.filter(household__in=homes)}
    supporters, members = defaultdict(list), defaultdict(list)
    for supporter in Supporter.objects.filter(household__in=homes).on(clock.today()).order_by("pk"):
        supporters[supporter.household_id].append(supporter)
    to_ask = [key for key, one in homes.items() if not hasattr(one, "people")]
    for member in Member.objects.active().filter(household__in=to_ask).order_by("pk"):
        members[member.household_id].append(member)
    return {
        key: OnRegister(facts.get(key), getattr(one, "people", members[key]), supporters[key])
        for key, one in homes.items()
    }


def first_content(
    household: Household,
    *,
    kind: str,
    on: str,
    benefits: Mapping[str, KnownBenefit] | None = None,
    edition: int = EDITION,
    register: OnRegister | None = None,
) -> Content:
    """The form as the investigators open it (``on``: ISO date of today).

    Members and supporters come from the register; economy and family from the last approved visit,
    to be gone through again. Benefits on record are filled in, needs and conclusions are always
    asked anew. ``benefits`` and ``register`` are asked for unless given. ``edition`` is an earlier
    one where a device began with it: what that form did not have is not put into it.
    """
    content = blank()
    content["header"] = {"kind": kind, "visited_on": on, "respondent": household.head_name}
    register = register or on_register([household])[household.pk]
    before = register.facts.content if register.facts else {}
    for name in CARRIED:
        content[name] = deepcopy(before.get(name, {}))
    content["family"].pop("edition", None)
    if edition >= NAMED_CROPS:
        content["family"]["edition"] = str(edition)
        content["land"] = with_plants(content["land"])
    known = before.get("members", {})
    for member in register.members:
        row_id = member_row_id(member.pk)
        content["members"][row_id] = {**known.get(row_id, {}), **_from_register(member)}
    content["supporters"] |= _supporters(register.supporters, content)
    if benefits is None:
        benefits = benefits_of([household.pk], clock.today())[household.pk]
    for code, benefit in benefits.items():
        content["coverage"][code] = _received(benefit)
    return content


def with_plants(land: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Crops as codes, where an earlier visit wrote down one of the names of the list."""
    return {row_id: {**row, **_plant_by_its_name(row)} for row_id, row in land.items()}


def _plant_by_its_name(row: Mapping[str, Any]) -> dict[str, str]:
    if row.get("plant") or row.get("use") != LandUse.SELF:
        return {}
    names = {entry.zh: code for code, entry in code_list("crop").entries.items()}
    found = names.get((row.get("crop") or "").strip())
    return {"plant": found} if found else {}


def _supporters(supporters: Iterable[Supporter], content: Content) -> dict[str, dict[str, Any]]:
    """Supporters on the register whom the last visit named neither here nor as an income."""
    named = {row.get("name") for row in content["supporters"].values()}
    paid = {row.get("member") for row in content["incomes"].values()
            if row.get("kind") in SUPPORT_PAID}  # fmt: skip
    found = {
        str(uuid.uuid5(SUPPORTER_ROWS, str(one.pk))): _supporter(one, one.member_id)
        for one in supporters
        if one.name not in named
        and one.member_id is not None
        and member_row_id(one.member_id) not in paid
    }
    if found:
        content["family"]["has_supporters"] = True
    return found


def _supporter(one: Supporter, member_id: int) -> dict[str, Any]:
    row = {"name": one.name, "member": member_row_id(member_id), "duty": one.duty,
           "family_size": str(one.family_size)}  # fmt: skip
    return row | _filled(
        household_income=_amount(one.monthly_income),
        own_income=_amount(one.own_monthly_income),
        agreed_monthly=_amount(one.agreed_monthly),
        exempt=one.exempt_reason if one.ability == "exempt" else "",
        job=one.job,
    )


def _received(benefit: KnownBenefit) -> dict[str, Any]:
    """A benefit on record as the form's answer."""
    row: dict[str, Any] = {"received": True}
    if benefit.since:
        row["since"] = benefit.since.strftime("%Y-%m")
    if benefit.amount is not None:
        row |= {"amount": _amount(benefit.amount), "period": str(Period.MONTH)}
    return row | _filled(persons=str(benefit.persons or ""), grade=benefit.grade, mode=benefit.mode)


def _amount(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _from_register(member: Member) -> Mapping[str, Any]:
    """What the register already knows of a member; blanks ask the investigators."""
    row: dict[str, Any] = {
        "member": str(member.pk),
        "name": member.name,
        "relation": member.relation,
        "is_counted": member.is_counted,
    }
    if member.birth_on:
        row["birth_on"] = member.birth_on.isoformat()
    row |= _filled(
        not_counted_reason=member.not_counted_reason,
        labour=member.labour_capacity,
        employment=member.employment_status,
        workplace=member.employer,
        stage=member.student_stage,
        school=member.school,
    )
    if member.disability_category:
        row |= {"is_disabled": True, "disability": member.disability_category}
        row |= _filled(grade=member.disability_grade)
    if member.disease_kind:
        row |= {"is_ill": True, "disease": member.disease_kind}
        row |= _filled(disease_name=member.disease)
    return row


def _filled(**answers: str) -> dict[str, str]:
    return {name: answer for name, answer in answers.items() if answer}
