"""The people of the hand-written extract, put on a register for tests."""

import csv
from pathlib import Path

from accounts import scope
from foundation.encryption import digest
from foundation.identity import parse_identity
from households.models import Member
from tests.factories import households as make

DATA = Path(__file__).parent / "data"
EXTRACT = DATA / "vehicles_gb18030.csv"
STRANGERS = (DATA / "strangers.txt").read_text().split()
VILLAGE = "211224105200"


def register_people(area_code: str = VILLAGE) -> dict[str, Member]:
    """Members of the data file by their number there, in households of one village."""
    made: dict[str, Member] = {}
    households: dict[str, object] = {}
    with (DATA / "members.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["household_id"] not in households:
            household = make.household(area_code, row["name"])
            households[row["household_id"]] = household
            with scope.whole_city("test data"):
                member = household.members.get()
        else:
            member = make.member(households[row["household_id"]], row["name"], "99")
        with scope.whole_city("test data"):
            member.identity_number = row["identity_number"]
            member.identity_digest = digest(row["identity_number"], purpose="identity")
            born = parse_identity(row["identity_number"], on=make.ON)
            member.birth_on, member.sex = born.birth_on, born.sex
            member.save()
        made[row["member_id"]] = member
    return made
