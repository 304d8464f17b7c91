"""Who is away at school stays counted: the words for being away and back say no more than that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0021_code_mappings"),
    ]

    operations = [
        migrations.AlterField(
            model_name="householdchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("joined", "A member joined"),
                    ("left", "A member left"),
                    ("away", "A member is away"),
                    ("back", "A member is back"),
                    ("split", "Part of the family set up a household"),
                    ("split_off", "Set up out of another household"),
                    ("merged_away", "Merged into another household"),
                    ("merged_in", "Took in another household"),
                    ("merge_undone", "The merging was undone"),
                    ("moved", "Moved within the county"),
                    ("handed_over", "Handed over to another county"),
                    ("deregistered", "Deregistered"),
                    ("reactivated", "Back on the register"),
                ],
                max_length=12,
                verbose_name="change",
            ),
        ),
    ]
