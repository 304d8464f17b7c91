from django.db import migrations, models

# What is open already gets as long as it was told: sixty days from the offer.
DUE = """
UPDATE households_handover
   SET answer_by = (proposed_at AT TIME ZONE 'Asia/Shanghai')::date + 60
"""


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0022_words_of_member_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="handover",
            name="answer_by",
            field=models.DateField(null=True, verbose_name="to be answered by"),
        ),
        migrations.RunSQL(DUE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="handover",
            name="answer_by",
            field=models.DateField(verbose_name="to be answered by"),
        ),
        migrations.AlterField(
            model_name="handover",
            name="status",
            field=models.CharField(
                choices=[
                    ("proposed", "Waiting for the receiving county"),
                    ("accepted", "Accepted"),
                    ("declined", "Declined"),
                    ("cancelled", "Taken back"),
                    ("lapsed", "Not answered in time"),
                ],
                default="proposed",
                max_length=10,
                verbose_name="status",
            ),
        ),
    ]
