"""Whoever sees a case reads its history, kept under an earlier area too."""

from django.db import migrations

from accounts.row_security import ReadHistoryThrough


class Migration(migrations.Migration):
    dependencies = [("petitions", "0002_area_scope")]

    operations = [
        ReadHistoryThrough("petitions_petitioncaseevent", parent="petitions_petitioncase"),
    ]
