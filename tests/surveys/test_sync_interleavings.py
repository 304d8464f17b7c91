"""Two devices edit and sync in any order, replies get lost: no value anybody typed is lost."""

import json
from copy import deepcopy

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from surveys.merge import value_at, with_value
from surveys.models import Visit
from tests.factories.households import household
from tests.factories.surveys import INCOME, LAND, content, draft

pytestmark = pytest.mark.django_db
ROW = "00000000-0000-0000-0000-0000000000aa"
FIELDS = (
    "family.circumstances", "header.remarks", f"incomes.{INCOME}.amount", f"land.{LAND}.crop",
    f"assets.{ROW}.amount",
)  # fmt: skip
ROWS = (f"incomes.{INCOME}", f"assets.{ROW}")
DEVICE = st.integers(0, 1)
STEP = st.one_of(
    st.tuples(st.just("type"), DEVICE, st.sampled_from(FIELDS)),
    st.tuples(st.just("remove"), DEVICE, st.sampled_from(ROWS)),
    st.tuples(st.just("sync"), DEVICE, st.booleans()),
)


class Phone:
    """What one device holds: the content, and the revision it grew from."""

    def __init__(self, client, address, revision, held):
        self.client, self.address = client, address
        self.revision, self.content = revision, deepcopy(held)

    def sync(self, is_reply_lost):
        """Send what is held; when the reply is lost the device knows nothing of it."""
        save = {"base_revision": self.revision, "content": self.content}
        answer = self.client.put(self.address, json.dumps(save), content_type="application/json")
        assert answer.status_code == 200, answer.content
        if not is_reply_lost:
            self.revision, self.content = answer.json()["revision"], answer.json()["content"]
        return answer.json()


class Typed:
    """The values that must be somewhere: typed, and not replaced by one who saw them."""

    def __init__(self):
        self.alive = {path: set() for path in FIELDS}
        self.number = 0

    def next(self):
        self.number += 1
        return str(1000 + self.number)

    def put(self, phone, path, value):
        self.alive[path].discard(value_at(phone.content, path))
        self.alive[path].add(value)
        phone.content = with_value(phone.content, path, value)

    def remove(self, phone, row):
        for path in FIELDS:
            if path.startswith(f"{row}."):
                self.alive[path].discard(value_at(phone.content, path))
        phone.content = with_value(phone.content, row, None)


def kept(document, path):
    """Every value of a path the document holds: the one that stands, and those of clashes."""
    found = {value_at(document["content"], path)}
    for clash in document["clashes"]:
        for side in ("server", "client"):
            value = clash[side]["value"]
            if clash["path"] == path:
                found.add(value)
            elif path.startswith(f"{clash['path']}.") and isinstance(value, dict):
                found.add(value_at(value, path.removeprefix(f"{clash['path']}.")))
    return found


@pytest.fixture
def phones(caseworker, colleague, client_for, seen_by):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    with seen_by(caseworker):
        held = Visit.objects.get(pk=visit.pk)
    address = f"/api/v1/visits/{visit.uuid}/"

    def made():
        return [
            Phone(client_for(user), address, held.revision, held.content)
            for user in (caseworker, colleague)
        ]

    return made()


def lose_nothing(steps, phones):
    """Carry the steps out, bring both devices up to date, and look for every value."""
    start = [(phone.revision, phone.content) for phone in phones]
    with transaction.atomic():
        typed = Typed()
        for act, which, what in steps:
            phone = phones[which]
            if act == "type":
                typed.put(phone, what, typed.next())
            elif act == "remove":
                typed.remove(phone, what)
            else:
                phone.sync(is_reply_lost=what)
        for phone in (*phones, phones[0]):
            document = phone.sync(is_reply_lost=False)
        for path, values in typed.alive.items():
            assert values <= kept(document, path), path
        assert phones[0].content == phones[1].content
        transaction.set_rollback(True)
    for phone, (revision, held) in zip(phones, start, strict=True):
        phone.revision, phone.content = revision, held


@pytest.mark.parametrize("part", range(4))
def test_nothing_typed_is_lost(part, phones):
    """1,000 interleavings, always the same ones, in four parts that run beside one another."""

    @seed(part)
    @settings(
        max_examples=250, deadline=None, database=None,
        suppress_health_check=[HealthCheck.nested_given],
    )  # fmt: skip
    @given(steps=st.lists(STEP, min_size=2, max_size=12))
    def interleave(steps):
        lose_nothing(steps, phones)

    interleave()
