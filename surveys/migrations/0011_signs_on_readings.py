"""Signs that come from comparing visits are noted on the readings; drafts have none any more."""

from django.db import migrations, models

SIGNS = ("is_twin", "is_overlapping", "is_in_bulk", "is_compared")
# Readings are made from the visits again whenever they are needed: nothing is lost.
FORGET_DRAFTS = """
DELETE FROM surveys_visitreading
 WHERE visit_id IN (SELECT id FROM surveys_visit WHERE step = 'draft')
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0010_assignment_indexes")]

    operations = [
        *[
            migrations.AddField(
                model_name="visitreading",
                name=name,
                field=models.BooleanField(default=False, db_default=False),
            )
            for name in SIGNS
        ],
        migrations.RunSQL(FORGET_DRAFTS, migrations.RunSQL.noop),
    ]
