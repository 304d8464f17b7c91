"""A pair key of members, so that records can name only a member of their own household."""

from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the index is built without keeping anybody waiting

    dependencies = [("households", "0004_every_field_of_the_register")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS member_with_household"
                    " ON households_member (id, household_id)",
                    "DROP INDEX CONCURRENTLY IF EXISTS member_with_household",
                ),
                migrations.RunSQL(
                    "ALTER TABLE households_member ADD CONSTRAINT member_with_household"
                    " UNIQUE USING INDEX member_with_household",
                    "ALTER TABLE households_member DROP CONSTRAINT member_with_household",
                ),
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="member",
                    constraint=models.UniqueConstraint(
                        fields=("id", "household"), name="member_with_household"
                    ),
                ),
            ],
        ),
    ]
