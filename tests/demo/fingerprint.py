"""What a demo city is known by."""

import json

from accounts import scope
from assistance.models import Application
from foundation.encryption import sm3_hex
from households.models import Household, Member
from petitions.models import PetitionCase
from surveys.models import Visit
from verification.models import Finding


def fingerprint() -> str:
    """A digest of everything fictitious; keys and instants of the run are left out."""
    with scope.whole_city("reading the demo city"):
        members = Member.objects.select_related("household").order_by("identity_digest")
        visits = Visit.objects.select_related("household", "created_by")
        found = [
            [[m.household.household_no, m.name, m.identity_number, m.disease] for m in members],
            [
                [h.household_no, h.status, h.phone, h.account_no, h.residence_address]
                for h in Household.objects.order_by("household_no")
            ],
            sorted(
                [v.household.household_no, v.step, str(v.visited_on), str(v.per_capita)]
                for v in visits
            ),
            sorted(Application.objects.values_list("application_no", "step", "programme")),
            sorted(PetitionCase.objects.values_list("case_no", "step", "petitioner")),
            sorted(Finding.objects.values_list("member__name", "step", "subject_digest")),
        ]
    return sm3_hex(json.dumps(found, ensure_ascii=False).encode())
