"""Whoever sees a benefit reads its history, kept under an earlier area too."""

from django.db import migrations

from accounts.row_security import ReadHistoryThrough


class Migration(migrations.Migration):
    dependencies = [("assistance", "0002_area_scope")]

    operations = [
        ReadHistoryThrough("assistance_benefitevent", parent="assistance_benefit"),
    ]
