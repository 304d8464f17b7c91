"""Visits begun on a device, and drafts that have no household to go to."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import EnableAreaScope


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_devices_that_keep_work"),
        ("surveys", "0003_visit_assignments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="device_offset",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="StrandedDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("uuid", models.UUIDField(editable=False, unique=True)),
                ("household_key", models.BigIntegerField(editable=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("out_of_area", "The household is no longer in your area"),
                            ("off_register", "The household has been taken off the register"),
                            ("merged", "The household has been merged into another file"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("title_sealed", models.BinaryField()),
                ("content_sealed", models.BinaryField()),
                ("handed_in_at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "stranded draft",
                "verbose_name_plural": "stranded drafts",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["area", "settled_at"], name="stranded_by_area")],
            },
        ),
        EnableAreaScope("surveys_strandeddraft"),
    ]
