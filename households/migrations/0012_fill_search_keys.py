"""Give the rows there are their search keys, piece by piece, then index them without locking."""

import pgtrigger
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from foundation.names import pinyin

AT_ONCE = 2_000


def fill_addresses(apps, schema_editor):
    """The trigger computes the key; history keeps what people wrote, so it is left alone."""
    households = apps.get_model("households", "Household").objects
    last = 0
    while keys := list(
        households.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        with pgtrigger.ignore("households.Household:update_update"):
            households.filter(pk__in=keys).update(address_key="")
        last = keys[-1]


def fill_pinyin(apps, schema_editor):
    model = apps.get_model("households", "Member")
    last = 0
    while rows := list(
        model.objects.filter(pk__gt=last).order_by("pk").only("pk", "name")[:AT_ONCE]
    ):
        for row in rows:
            row.pinyin = pinyin(row.name)[:120]
        with pgtrigger.ignore("households.Member:update_update"):
            model.objects.bulk_update(rows, ["pinyin"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("households", "0011_search_keys")]

    operations = [
        migrations.RunPython(fill_addresses, migrations.RunPython.noop),
        migrations.RunPython(fill_pinyin, migrations.RunPython.noop),
        AddIndexConcurrently(
            "household",
            models.Index(
                fields=["address_key"], name="household_by_address", opclasses=["text_pattern_ops"]
            ),
        ),
        AddIndexConcurrently(
            "member",
            models.Index(
                fields=["pinyin"], name="member_by_pinyin", opclasses=["text_pattern_ops"]
            ),
        ),
    ]
