"""Nobody looks unseen: every page and answer about one household is in its list of who looked."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from households.history import LOOKS
from tests.architecture.samples import SAMPLES, World

ONLY_THE_HEAD = "a form that names the head of household and nothing else of the file"
UNRECORDED = {
    "households:add_kind": ONLY_THE_HEAD,
    "households:change_kind": ONLY_THE_HEAD,
    "households:end_kind": ONLY_THE_HEAD,
    "households:close_door": ONLY_THE_HEAD,
    "households:give_grant": ONLY_THE_HEAD,
    "households:add_attachments": ONLY_THE_HEAD,
    "households:decline": ONLY_THE_HEAD,
    "households:withdraw_assessment": "a standard of the county, of no household",
    "households:doors": "who may see the file, not what is in it",
    "households:looks": "who saw the file, not what is in it",
    "households:reveal": "asks for the purpose; the answer is recorded",
    "households:reveal_number": "asks for the purpose; the answer is recorded",
    "households:masked_number": "the mask again, when the minute is over",
    "households:different": "one pair of a list whose rows say more",
    **{
        f"households:{name}": "a ledger of the office, before it is in the register"
        for name in ("import", "import_progress", "import_columns", "import_apply", "import_drop")
    },
}
APIS = (
    "api:households-", "api:members-", "api:economies-", "api:attachments-", "api:visits-detail",
)  # fmt: skip


def _is_of_the_file(name):
    return name.startswith(("households:", *APIS)) or name.endswith(":household_panel")


PAGES = sorted(
    name
    for name, sample in SAMPLES.items()
    if sample.is_scoped and sample.method == "get" and _is_of_the_file(name)
)


@pytest.fixture
def readers(client_for, caseworker, chief, reviewer):
    return [client_for(user) for user in (caseworker, chief, reviewer)]


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "part"])
@pytest.mark.parametrize("name", sorted(set(PAGES) - set(UNRECORDED)))
def test_every_page_of_a_file_is_recorded_once(name, headers, readers):
    """Asked for as a whole or as a part: no header makes a look unseen."""
    world = World()
    file, url = world.household, reverse(name, kwargs=SAMPLES[name].kwargs(world))
    answers = (client.get(url, headers=headers).status_code for client in readers)
    assert 200 in answers
    looks = AuditEvent.objects.filter(household_id=file.pk, action__in=LOOKS)
    assert looks.count() == 1


def test_every_exemption_is_a_page():
    assert set(UNRECORDED) <= set(PAGES)
