"""What visits that met nobody leave to be done, and batches of assigned visits."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import EnableAreaScope


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_devices_that_keep_work"),
        ("households", "0028_import_looks"),
        ("surveys", "0007_returns_with_remarks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("again", "Visit again"),
                            ("phone", "Ask by telephone or video"),
                            ("relatives", "Ask relatives and neighbours"),
                            ("talk", "The township talks with the family"),
                            ("death", "Record the death and what aid it ends"),
                            ("move", "Record the move or hand the file over"),
                            ("check", "Check the file, and void the target if it is wrong"),
                        ],
                        max_length=10,
                        verbose_name="next step",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                ("opened_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled at")),
                (
                    "outcome",
                    models.CharField(blank=True, max_length=200, verbose_name="what came of it"),
                ),
            ],
            options={
                "verbose_name": "follow-up",
                "verbose_name_plural": "follow-ups",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.AddField(
            model_name="visitassignment",
            name="batch",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="followup",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.area"
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="assignment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="surveys.visitassignment",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="follow_ups",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="settled_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="visit",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="follow_up",
                to="surveys.visit",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("settled_at", None)),
                fields=["area", "due_on"],
                name="follow_up_waiting",
            ),
        ),
        EnableAreaScope("surveys_followup", household="household_id"),
    ]
