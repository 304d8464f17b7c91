"""Small indexes for the rare conditions of the register list."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("accounts", "0002_area_scope_and_audit_guard"),
        ("households", "0013_saved_filters_and_columns"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="member",
            index=models.Index(
                condition=models.Q(
                    ("is_active", True), models.Q(("special_identities", []), _negated=True)
                ),
                fields=["household"],
                name="member_with_special",
            ),
        ),
        AddIndexConcurrently(
            model_name="member",
            index=models.Index(
                condition=models.Q(("identity_digest", ""), ("is_active", True)),
                fields=["household"],
                name="member_without_number",
            ),
        ),
    ]
