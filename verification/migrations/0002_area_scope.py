"""Put extracts and findings under the area policy; steps lie in their finding's own area."""

from django.db import migrations

from accounts.row_security import EnableAreaScope

# Deferred, because a household that moves carries findings and their steps in any order.
IN_FINDING_AREA = migrations.RunSQL(
    "ALTER TABLE verification_findingmove ADD CONSTRAINT verification_findingmove_in_finding_area"
    " FOREIGN KEY (finding_id, area_id) REFERENCES verification_finding (id, area_id)"
    " ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE verification_findingmove DROP CONSTRAINT verification_findingmove_in_finding_area",
)


class Migration(migrations.Migration):
    dependencies = [
        ("verification", "0001_initial"),
        ("households", "0002_area_scope"),
    ]

    operations = [
        EnableAreaScope("verification_extract"),
        EnableAreaScope("verification_finding", household="household_id"),
        EnableAreaScope("verification_findingmove"),
        IN_FINDING_AREA,
    ]
