"""Put applications and what hangs on them under the area policy, each in its parent's area."""

from django.db import migrations

from accounts.row_security import EnableAreaScope


def in_area_of(table: str, parent: str, column: str) -> migrations.RunSQL:
    """The pair key to the parent: plain foreign keys are checked past row security.

    Deferred, because a household that moves carries these rows in any order.
    """
    name = f"{table}_in_{parent.split('_')[-1]}_area"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name}"
        f" FOREIGN KEY ({column}, area_id) REFERENCES {parent} (id, area_id)"
        " ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("assistance", "0001_initial"),
        ("households", "0002_area_scope"),
        ("surveys", "0002_area_scope"),
    ]

    operations = [
        EnableAreaScope("assistance_application", household="household_id"),
        EnableAreaScope("assistance_applicationmove"),
        EnableAreaScope("assistance_checkresult", household="household_id"),
        EnableAreaScope("assistance_notice", household="household_id"),
        EnableAreaScope("assistance_objection", household="household_id"),
        EnableAreaScope("assistance_decision", household="household_id"),
        EnableAreaScope("assistance_benefit", household="household_id"),
        EnableAreaScope("assistance_benefitevent", household="household_id", child=False),
        EnableAreaScope("assistance_benefitunlock", household="household_id"),
        in_area_of("assistance_application", "surveys_visit", "visit_id"),
        in_area_of("assistance_applicationmove", "assistance_application", "application_id"),
        in_area_of("assistance_checkresult", "assistance_application", "application_id"),
        in_area_of("assistance_notice", "assistance_application", "application_id"),
        in_area_of("assistance_decision", "assistance_application", "application_id"),
        in_area_of("assistance_objection", "assistance_notice", "notice_id"),
        in_area_of("assistance_benefitunlock", "assistance_benefit", "benefit_id"),
    ]
