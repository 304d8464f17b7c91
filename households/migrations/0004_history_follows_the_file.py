"""Whoever sees a file reads its history, kept under an earlier area too."""

from django.db import migrations

from accounts.row_security import ReadHistoryThrough


class Migration(migrations.Migration):
    dependencies = [("households", "0003_list_order_indexes")]

    operations = [
        ReadHistoryThrough("households_householdevent", parent="households_household"),
        ReadHistoryThrough("households_householdkindevent", parent="households_householdkind"),
        ReadHistoryThrough("households_memberevent", parent="households_member"),
    ]
