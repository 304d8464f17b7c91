"""Imports: the job that looks through a file, ledgers without a heading, rows passed over."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_division_changes"),
        ("households", "0027_why_a_kind_ended"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="look_job",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.job",
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="passed_over",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="header_first",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="header_last",
            field=models.IntegerField(default=0),
        ),
    ]
