"""Put the records of the economy under the area policy, and tie their members to the household."""

from django.db import migrations

from accounts.row_security import EnableAreaScope

RECORDS = (
    "incomeitem", "landitem", "livestockitem", "propertyitem", "housing", "rigidexpense",
    "supporter",
)  # fmt: skip


def own_member(table: str) -> migrations.RunSQL:
    """Only a member of the record's own household; a record follows its member elsewhere."""
    name = f"{table}_own_member"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (member_id, household_id)"
        " REFERENCES households_member (id, household_id)"
        " ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0006_economy_records"),
        ("accounts", "0002_area_scope_and_audit_guard"),
    ]

    operations = [
        operation
        for name in RECORDS
        for operation in (
            EnableAreaScope(f"households_{name}", household="household_id"),
            EnableAreaScope(f"households_{name}event", household="household_id", child=False),
            own_member(f"households_{name}"),
        )
    ]
