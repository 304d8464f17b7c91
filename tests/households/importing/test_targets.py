"""Targets are fields the services know, and no heading means two things."""

from foundation.codelists import names
from households.importing.targets import TARGETS
from households.services.people import FIELDS
from households.services.registration import HOUSEHOLD_FIELDS

NOT_FIELDS = {"household_no", "serial", "kinds", "kinds_since"}


def test_every_target_is_a_field_of_the_services():
    for target in TARGETS.values():
        if target.key.startswith("member."):
            assert target.field in FIELDS, target.key
        elif target.key.startswith("household.") and target.field not in NOT_FIELDS:
            assert target.field in HOUSEHOLD_FIELDS, target.key


def test_code_lists_exist():
    wanted = {target.code_list for target in TARGETS.values()} - {None, "dm_class"}
    assert wanted <= set(names())


def test_no_heading_is_listed_twice():
    words = [word for target in TARGETS.values() for word in target.synonyms]
    twice = {word for word in words if words.count(word) > 1}
    assert twice == set()
