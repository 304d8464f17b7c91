"""After a rotation everything opens with the new keys alone, history too; nothing else moved."""

import datetime

import pytest
from django.core.management import call_command
from django.test import override_settings

from accounts import scope
from foundation.encryption import SealBroken, seal_binding, unseal
from households import search
from households.models import Household, Member
from households.services import identities
from households.services.people import fill
from tests.factories import households as make

OLD = {"ENCRYPTION_KEYS": ["1:" + "6e" * 16], "DIGEST_KEYS": ["1:" + "75" * 32]}
NEW = {"ENCRYPTION_KEYS": ["2:" + "ab" * 16], "DIGEST_KEYS": ["2:" + "cd" * 32]}
BOTH = {name: NEW[name] + OLD[name] for name in OLD}
PHONE = "13812340000"
ON = datetime.date(2026, 1, 5)


def found_by_phone():
    return list(search.members_matching(PHONE, on=ON))


@pytest.mark.django_db(transaction=True)
def test_everything_opens_with_the_new_keys_alone(areas, capsys):
    with override_settings(**OLD), scope.whole_city("test"):
        household = make.household(head="韩淑英")
        member = Member.objects.get(household=household)
        fill(member, {"phone": PHONE}, on=ON)
        member.save()
        number = member.identity_number
        assert number
        versions = Member.pgh_event_model.objects.count()
    with override_settings(**BOTH), scope.whole_city("test"):
        assert identities.own_active(number) == member
        assert found_by_phone() == [member]
    with override_settings(**BOTH):
        call_command("rotate_keys")
        assert "households_member: 1\n" in capsys.readouterr().out
        call_command("rotate_keys")
        assert "households_member: 0\n" in capsys.readouterr().out
    with override_settings(**NEW), scope.whole_city("test"):
        now = Member.objects.get(pk=member.pk)
        assert now.identity_number == number
        assert now.updated_at == member.updated_at
        assert identities.own_active(number) == member
        assert found_by_phone() == [member]
        assert now.phone == PHONE
        assert Member.pgh_event_model.objects.count() == versions
        kept = Member.pgh_event_model.objects.filter(pgh_obj_id=member.pk).latest("pgh_id")
        bound_to = seal_binding("households_member", "identity_sealed", kept.seal_id)
        assert unseal(kept.identity_sealed, bound_to=bound_to) == number
        assert kept.identity_digest == now.identity_digest
        assert kept.phone_digest == now.phone_digest
        assert Household.objects.get(pk=household.pk).phone == household.phone
    with override_settings(**OLD), scope.whole_city("test"), pytest.raises(SealBroken):
        assert Member.objects.get(pk=member.pk).identity_number
