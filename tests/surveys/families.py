"""Contents of visits at random: all kinds of income, cost, supporters and members mixed."""

from random import Random
from uuid import UUID

from surveys.content import blank
from surveys.questions.economy import INCOME_CHOICES

KINDS = [code for code, _label in INCOME_CHOICES]


def family(rng: Random):
    """A content answered in part, rightly or wrongly, as a form is while it is filled in."""
    content = blank()
    people = [row_id(rng) for _ in range(rng.randint(1, 4))]
    content["members"] = {one: _member(rng) for one in people}
    owners = [*people, "", row_id(rng)]
    content["incomes"] = _rows(rng, 5, lambda: _income(rng, owners))
    content["land"] = _rows(rng, 2, lambda: _land(rng))
    content["livestock"] = _rows(rng, 1, lambda: {"kind": "sheep", "heads": str(rng.randint(0, 40)),
                                                  "net_per_head": yuan(rng, 400)})  # fmt: skip
    content["businesses"] = _rows(rng, 1, lambda: {"owner": rng.choice(owners),
                                                   "turnover": yuan(rng, 90_000),
                                                   "cost": yuan(rng, 90_000)})  # fmt: skip
    content["expenses"] = _rows(rng, 2, lambda: {
        "kind": rng.choice(["medical", "rehabilitation", "housing"]), "member": rng.choice(owners),
        "amount": yuan(rng, 20_000),
    })  # fmt: skip
    content["supporters"] = _rows(rng, 2, lambda: _supporter(rng, people))
    return content


def yuan(rng: Random, most: int) -> str:
    return rng.choice(["", "0", "很多", f"{rng.randint(0, most)}.{rng.randint(0, 99):02d}",
                       f"{rng.randint(0, most):,}"])  # fmt: skip


def row_id(rng: Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))


def _rows(rng: Random, most: int, make):
    return {row_id(rng): make() for _ in range(rng.randint(0, most))}


def _member(rng: Random):
    return {
        "name": "某", "is_counted": rng.choice([True, True, False]),
        "is_ill": rng.choice([True, False]), "disease": rng.choice("1234"),
        "is_disabled": rng.choice([True, False]), "grade": rng.choice(["1", "3", ""]),
        "medical_cost": yuan(rng, 30_000),
    }  # fmt: skip


def _income(rng: Random, owners):
    return {
        "member": rng.choice(owners), "kind": rng.choice([*KINDS, "101", "101", ""]),
        "amount": yuan(rng, 30_000), "cost": yuan(rng, 9_000),
        "period": rng.choice(["month", "year", "year"]),
    }  # fmt: skip


def _land(rng: Random):
    return {
        "use": rng.choice(["self", "rented_out", "idle"]), "area": f"{rng.randint(0, 30)}.5",
        "yield_per_mu": yuan(rng, 900), "rent": yuan(rng, 5_000),
    }  # fmt: skip


def _supporter(rng: Random, people):
    return {
        "name": "子", "duty": rng.choice(["elder", "child", "spouse"]),
        "member": rng.choice(people), "supported_count": rng.choice(["", "1", "2", "3", "5", "99"]),
        "family_size": rng.choice(["", "0", "3"]), "household_income": yuan(rng, 20_000),
        "own_income": yuan(rng, 9_000), "standing": rng.choice(["", "ordinary", "dibao"]),
        "agreed_monthly": rng.choice(["", "", "300.00"]), "paid_monthly": yuan(rng, 900),
        "exempt": rng.choice(["", "", "", "3"]),
    }  # fmt: skip
