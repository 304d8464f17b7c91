"""Photos and papers of households, under the area policy from the first row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import EnableAreaScope


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_area_scope_and_audit_guard"),
        ("households", "0008_history_follows_the_file"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=2, verbose_name="kind of paper")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="title")),
                (
                    "dated_on",
                    models.DateField(blank=True, null=True, verbose_name="taken or issued on"),
                ),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                ("content_type", models.CharField(max_length=40, verbose_name="kind of file")),
                ("size", models.PositiveIntegerField(verbose_name="size")),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("pages", models.PositiveSmallIntegerField(default=1)),
                ("digest", models.CharField(max_length=64, verbose_name="digest (SM3)")),
                ("file_key", models.CharField(blank=True, editable=False, max_length=32)),
                ("thumbnail_key", models.CharField(blank=True, editable=False, max_length=32)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "removed_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason for removing"
                    ),
                ),
                ("purged_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="households.household",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="households.member",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("purged_at", None), ("removed_at__isnull", False)),
                        fields=["removed_at"],
                        name="attachment_to_purge",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at", None),
                            models.Q(("removed_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="removed_attachment_has_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("household", "digest"),
                        name="attachment_kept_once",
                    ),
                ],
            },
        ),
        EnableAreaScope("households_attachment", household="household_id"),
    ]
