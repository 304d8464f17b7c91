"""Members who had a telephone before it could be searched by: filled once, without a trace."""

import importlib

import pytest
from django.apps import apps
from django.db import connection

from accounts import scope
from accounts.owner import as_owner
from foundation.encryption import digest
from households.models import Member
from tests.factories.households import household, member

PHONE = "13812340000"
migration = importlib.import_module("households.migrations.0025_fill_member_phones")


def fill():
    with as_owner(), connection.schema_editor(atomic=False) as editor:
        migration.fill_phones(apps, editor)


@pytest.mark.django_db(transaction=True)
def test_every_member_with_a_telephone_gets_its_digest(areas, monkeypatch):
    monkeypatch.setattr(migration, "AT_ONCE", 2)
    file = household()
    with scope.whole_city("test"):
        made = [member(file, f"人{n}", phone=PHONE if n % 2 else "") for n in range(7)]
        Member.objects.update(phone_digest="")
        before = list(Member.objects.order_by("pk").values_list("pk", "updated_at"))
        versions = Member.pgh_event_model.objects.count()
    fill()
    fill()
    known = digest(PHONE, purpose="phone")
    with scope.whole_city("test"):
        for one in made:
            one.refresh_from_db()
            assert one.phone_digest == (known if one.phone else "")
        assert Member.objects.filter(phone_digest=known).count() == 3
        assert list(Member.objects.order_by("pk").values_list("pk", "updated_at")) == before
        assert Member.pgh_event_model.objects.count() == versions
