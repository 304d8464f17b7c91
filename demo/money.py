"""What the families of the demo city live on: laid so that the lines of the law run among them."""

import uuid
from functools import lru_cache
from random import Random
from typing import Any

from demo.families import DIBAO, ELDERLY, LIFTED, LOW, ORPHAN, TEKUN
from demo.register import Home
from households.models import Member
from surveys.choices import ABLE_TO_WORK, EARNING
from surveys.content import Content
from surveys.services.drafts import member_row_id

# Rough standards to lay incomes around (yuan/person/month); no decision is made by them.
ROUGHLY = {True: 744, False: 600}
SHARES = {
    DIBAO: (0.20, 0.96), TEKUN: (0.05, 0.60), ORPHAN: (0.20, 0.80), LOW: (1.01, 1.49),
    LIFTED: (0.50, 1.40), ELDERLY: (0.70, 2.00),
}  # fmt: skip
MAIZE, SELDOM_BELOW = 620, 460  # yuan a mu: the demo counties' standard, and seldom another yield
OTHERWISE = (0.75, 2.20)
WAGES = {"1": "101", "2": "102", "4": "101", "5": "103"}
WORK = {"1": "县城企业", "2": "镇里打零工", "4": "沈阳务工", "5": "村保洁员"}


def earn(rng: Random, home: Home, content: Content) -> None:
    """Fill in land, incomes, property and expenses."""
    low, high = SHARES.get(home.family.kinds[0], OTHERWISE)
    wanted = rng.uniform(low, high) * ROUGHLY[home.village.is_urban] * len(home.members)
    left = wanted - (0 if home.village.is_urban else _land(rng, home, content, wanted))
    earners = [m for m in home.members if _earns(m)]
    parts = [rng.uniform(0.6, 1.4) for _ in earners]
    for member, part in zip(earners, parts, strict=True):
        amount = max(0, round(left * part / sum(parts)))
        _income(rng, content, member, WAGES[member.employment_status], amount,
                WORK[member.employment_status])  # fmt: skip
    if not earners and left >= 1:
        _unearned(rng, home, content, round(left))
    for member in home.members:
        if member.pension_insurance == "4":
            _income(rng, content, member, "basic_pension", 133, "养老保险中心")
    _property(rng, home, content)


def _earns(member: Member) -> bool:
    return member.labour_capacity in ABLE_TO_WORK and member.employment_status in EARNING


def _land(rng: Random, home: Home, content: Content, wanted: float) -> float:
    """Contracted land of the village; returns what it yields a month."""
    able = any(m.labour_capacity in ABLE_TO_WORK for m in home.members)
    per_mu = rng.randrange(420, 680, 20) if able else rng.randrange(240, 360, 20)
    if able and per_mu > SELDOM_BELOW:
        per_mu = MAIZE
    most = int(wanted * 0.6 * 12 / per_mu)
    area = min(rng.randint(3, 16), most)
    if area <= 0:
        return 0
    content["family"]["contracted_land"] = str(area)
    row: dict[str, Any] = {"kind": "contracted", "area": str(area)}
    if able:
        row |= {"use": "self", "plant": "maize", "yield_per_mu": str(per_mu)}
    else:
        row |= {"use": "rented_out", "rent": str(area * per_mu)}
    content["land"] = {row_id(rng): row}
    return area * per_mu / 12


def _unearned(rng: Random, home: Home, content: Content, amount: int) -> None:
    """Nobody earns: a pension, or what children and relatives give."""
    retired = [m for m in home.members if m.pension_insurance == "2"]
    if retired:
        _income(rng, content, retired[0], "401", amount, "社会保险经办机构")
    elif home.members[0].pension_insurance == "4":
        _income(rng, content, home.members[0], "405", amount, "子女赡养")
    else:
        _income(rng, content, home.members[0], "407", amount, "亲友接济")


def _income(
    rng: Random, content: Content, member: Member, kind: str, amount: int, source: str
) -> None:
    content["incomes"][row_id(rng)] = {
        "member": row_of(member), "kind": kind, "amount": f"{amount}.00",
        "period": "month", "source": source,
    }  # fmt: skip


def _property(rng: Random, home: Home, content: Content) -> None:
    owner = row_of(home.members[0])
    if rng.random() < 0.25:
        content["economy"]["has_assets"] = True
        content["assets"] = {
            row_id(rng): {"kind": "08", "owner": owner, "amount": str(rng.randrange(5, 80) * 100)}
        }
    if not home.village.is_urban and rng.random() < 0.12:
        content["economy"]["has_vehicle"] = True
        content["vehicles"] = {
            row_id(rng): {"kind": "electric", "owner": owner, "state": "1", "value": "1800"}
        }
    if not home.village.is_urban and rng.random() < 0.10:
        content["economy"]["has_livestock"] = True
        content["livestock"] = {
            row_id(rng): {"kind": "poultry", "heads": str(rng.randrange(5, 30)),
                           "net_per_head": "12"}
        }  # fmt: skip
    if rng.random() < 0.08:
        content["expenses"] = {
            row_id(rng): {"kind": "housing", "amount": str(rng.randrange(10, 80) * 100),
                           "note": "维修房屋"}
        }  # fmt: skip


def row_of(member: Member) -> str:
    """The row of a registered member in the form, asked of the form's rule once."""
    return _row_of_key(member.pk)


@lru_cache(maxsize=64)
def _row_of_key(key: int) -> str:
    return member_row_id(key)


def row_id(rng: Random) -> str:
    """An id for a row, as the client makes one."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))
