"""Put the pairs under the area policy; a pair is seen only by those who see both of its sides."""

from django.db import migrations

from accounts.row_security import EnableAreaScope

# The members' own policies answer: area, grants and closed doors of both households.
BOTH_SIDES = """
CREATE POLICY both_sides ON households_duplicatepair AS RESTRICTIVE USING (
    EXISTS (SELECT FROM households_member m WHERE m.id = first_id)
    AND EXISTS (SELECT FROM households_member m WHERE m.id = second_id)
)
"""


class Migration(migrations.Migration):
    dependencies = [("households", "0018_duplicate_pairs")]

    operations = [
        EnableAreaScope("households_duplicatepair"),
        migrations.RunSQL(BOTH_SIDES, "DROP POLICY both_sides ON households_duplicatepair"),
    ]
