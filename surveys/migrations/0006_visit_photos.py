"""Photos of visits, photos on their way, and the place where a visit was made."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import EnableAreaScope


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
        ("accounts", "0005_devices_that_keep_work"),
        ("households", "0028_import_looks"),
        ("surveys", "0005_campaigns_rosters_readings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="distance",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="visit",
            name="place_sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="visit",
            name="place_state",
            field=models.CharField(
                choices=[
                    ("inside", "Near the village's other visits"),
                    ("outside", "Far from the village's other visits"),
                    ("unknown", "Position not known"),
                ],
                default="unknown",
                max_length=7,
                verbose_name="where it was made",
            ),
        ),
        migrations.CreateModel(
            name="PhotoUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place_sealed", models.BinaryField(null=True)),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("uuid", models.UUIDField(editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("door", "Door plate"),
                            ("interior", "Inside the home"),
                            ("respondent", "The person spoken to"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("taken_at", models.DateTimeField()),
                ("size", models.PositiveIntegerField()),
                ("sent_digest", models.CharField(max_length=64)),
                ("received", models.PositiveIntegerField(default=0)),
                ("pieces", models.JSONField(default=list)),
                ("opened_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
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
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="households.household",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photo_uploads",
                        to="surveys.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo on its way",
                "verbose_name_plural": "photos on their way",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["touched_at"], name="upload_by_touch")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("received__lte", models.F("size"))),
                        name="no_more_than_the_whole_photo",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place_sealed", models.BinaryField(null=True)),
                (
                    "place_state",
                    models.CharField(
                        choices=[
                            ("inside", "Near the village's other visits"),
                            ("outside", "Far from the village's other visits"),
                            ("unknown", "Position not known"),
                        ],
                        default="unknown",
                        max_length=7,
                        verbose_name="where it was made",
                    ),
                ),
                ("distance", models.PositiveIntegerField(editable=False, null=True)),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("uuid", models.UUIDField(editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("door", "Door plate"),
                            ("interior", "Inside the home"),
                            ("respondent", "The person spoken to"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="what it shows",
                    ),
                ),
                ("taken_at", models.DateTimeField(verbose_name="taken at")),
                ("content_type", models.CharField(max_length=40, verbose_name="kind of file")),
                ("size", models.PositiveIntegerField(verbose_name="size")),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("sent_digest", models.CharField(editable=False, max_length=64)),
                ("digest", models.CharField(max_length=64, verbose_name="digest (SM3)")),
                ("file_key", models.CharField(blank=True, editable=False, max_length=32)),
                ("thumbnail_key", models.CharField(blank=True, editable=False, max_length=32)),
                ("received_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "removed_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unclear", "It is not clear"),
                            ("mistaken", "It was taken by mistake"),
                            ("objected", "The family does not agree to it"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="reason for removing",
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
                        related_name="+",
                        to="households.household",
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
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="surveys.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo of a visit",
                "verbose_name_plural": "photos of visits",
                "ordering": ["taken_at", "pk"],
                "indexes": [
                    models.Index(fields=["visit"], name="photo_by_visit"),
                    models.Index(fields=["area", "place_state"], name="photo_by_place"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at", None),
                            models.Q(("removed_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="removed_photo_has_reason",
                    )
                ],
            },
        ),
        EnableAreaScope("surveys_photoupload", household="household_id"),
        EnableAreaScope("surveys_visitphoto", household="household_id"),
        in_visit_area("surveys_photoupload"),
        in_visit_area("surveys_visitphoto"),
    ]
