"""Put visits under the area policy; what belongs to a visit lies in the visit's own area."""

from django.db import migrations

from accounts.row_security import EnableAreaScope

VISIT_CHILDREN = (
    "surveys_visitrevision",
    "surveys_interviewer",
    "surveys_visitmove",
    "surveys_currentfacts",
)


def in_visit_area(table: str) -> migrations.RunSQL:
    """The pair key to the visit: plain foreign keys are checked past row security.

    Deferred, because a household that moves carries visits and their children in any order.
    """
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_in_visit_area"
        " FOREIGN KEY (visit_id, area_id) REFERENCES surveys_visit (id, area_id)"
        " ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_in_visit_area",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0001_initial"),
        ("households", "0002_area_scope"),
    ]

    operations = [
        EnableAreaScope("surveys_visit", household="household_id"),
        EnableAreaScope("surveys_visitrevision", household="household_id"),
        EnableAreaScope("surveys_interviewer", household="household_id"),
        EnableAreaScope("surveys_visitmove"),
        EnableAreaScope("surveys_currentfacts", household="household_id"),
        EnableAreaScope("surveys_campaigntarget", household="household_id"),
        *(in_visit_area(table) for table in VISIT_CHILDREN),
    ]
