"""Whoever sees a file reads its history, kept under an earlier area too."""

from django.db import migrations

from accounts.row_security import ReadHistoryThrough

RECORDS = (
    "incomeitem", "landitem", "livestockitem", "propertyitem", "housing", "rigidexpense",
    "supporter",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("households", "0007_economy_scope")]

    operations = [
        ReadHistoryThrough("households_householdevent", parent="households_household"),
        ReadHistoryThrough("households_householdkindevent", parent="households_householdkind"),
        ReadHistoryThrough("households_memberevent", parent="households_member"),
        *(
            ReadHistoryThrough(f"households_{name}event", parent=f"households_{name}")
            for name in RECORDS
        ),
    ]
