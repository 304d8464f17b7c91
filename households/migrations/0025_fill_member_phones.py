"""Give the telephones there are their digests, piece by piece, then index them without locking."""

import pgtrigger
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models, transaction

from foundation.encryption import digest, seal_binding, unseal

AT_ONCE = 500


def fill_phones(apps, schema_editor):
    """As the owner, so in every area; may be stopped and run again.

    History keeps what was written at its time, so it is left alone. Rows are locked while they
    are read and written: a number that somebody changes meanwhile is not overwritten.
    """
    model = apps.get_model("households", "Member")
    table, alias = model._meta.db_table, schema_editor.connection.alias
    waiting = model.objects.using(alias).exclude(phone_sealed=None).filter(phone_digest="")
    last = 0
    while True:
        with transaction.atomic(alias), pgtrigger.ignore("households.Member:update_update"):
            rows = list(
                waiting.filter(pk__gt=last)
                .order_by("pk")
                .only("pk", "seal_id", "phone_sealed")
                .select_for_update(of=("self",))[:AT_ONCE]
            )
            for row in rows:
                bound_to = seal_binding(table, "phone_sealed", row.seal_id)
                row.phone_digest = digest(
                    unseal(row.phone_sealed, bound_to=bound_to), purpose="phone"
                )
            model.objects.using(alias).bulk_update(rows, ["phone_digest"])
        if not rows:
            return
        last = rows[-1].pk


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("households", "0024_member_phone_digest")]

    operations = [
        migrations.RunPython(fill_phones, migrations.RunPython.noop),
        AddIndexConcurrently(
            "member",
            models.Index(
                fields=["phone_digest"],
                name="member_by_phone",
                condition=models.Q(
                    ("is_active", True), models.Q(("phone_digest", ""), _negated=True)
                ),
            ),
        ),
    ]
