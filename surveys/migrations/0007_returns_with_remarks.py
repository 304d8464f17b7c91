"""Remarks of the leader at the places of a returned visit, and several visits approved together."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import EnableAreaScope

PROTECT = django.db.models.deletion.PROTECT
IN_VISIT_AREA = migrations.RunSQL(
    "ALTER TABLE surveys_visitremark ADD CONSTRAINT surveys_visitremark_in_visit_area"
    " FOREIGN KEY (visit_id, area_id) REFERENCES surveys_visit (id, area_id)"
    " ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE surveys_visitremark DROP CONSTRAINT surveys_visitremark_in_visit_area",
)


def key() -> tuple[str, models.Field]:
    return (
        "id",
        models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
        ),
    )


def link(to: str, **more) -> models.ForeignKey:
    return models.ForeignKey(**{"on_delete": PROTECT, "related_name": "+", "to": to, **more})


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_devices_that_keep_work"),
        ("households", "0028_import_looks"),
        ("surveys", "0006_visit_photos"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalRun",
            fields=[
                key(),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("rows", models.JSONField(default=list)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("asked_by", link(settings.AUTH_USER_MODEL)),
                (
                    "job",
                    link("accounts.job", null=True, on_delete=django.db.models.deletion.SET_NULL),
                ),
            ],
            options={
                "verbose_name": "approval of several visits",
                "verbose_name_plural": "approvals of several visits",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="VisitRemark",
            fields=[
                key(),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("revision", models.PositiveIntegerField()),
                ("path", models.CharField(max_length=120)),
                ("text", models.CharField(max_length=300, verbose_name="what is to be mended")),
                ("at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="answer")),
                ("is_changed", models.BooleanField(default=False)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("area", link("accounts.area")),
                ("by", link(settings.AUTH_USER_MODEL)),
                ("household", link("households.household")),
                ("move", link("surveys.visitmove", related_name="remarks")),
                ("settled_by", link(settings.AUTH_USER_MODEL, blank=True, null=True)),
                ("visit", link("surveys.visit", related_name="remarks")),
            ],
            options={
                "verbose_name": "remark",
                "verbose_name_plural": "remarks",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["visit", "settled_at"], name="remark_by_visit")],
                "constraints": [
                    models.UniqueConstraint(fields=("move", "path"), name="remark_once_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="remark_settled_by_somebody",
                    ),
                ],
            },
        ),
        EnableAreaScope("surveys_visitremark", household="household_id"),
        IN_VISIT_AREA,
    ]
