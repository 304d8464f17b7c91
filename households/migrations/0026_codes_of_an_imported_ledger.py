"""Whose codes an imported ledger holds: a constant default, so no row is rewritten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0025_fill_member_phones"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="standard",
            field=models.CharField(
                blank=True,
                choices=[("mzt073", "MZ/T 073-2024"), ("province", "Provincial system")],
                db_default="",
                max_length=10,
                verbose_name="codes of",
            ),
        ),
    ]
