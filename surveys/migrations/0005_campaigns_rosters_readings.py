"""Campaigns of any place, their lists with reasons, rosters of cadres, readings of visits."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import EnableAreaScope

# Campaigns so far were the city's. The constraint is checked at once: the column changes next.
FILL = """
UPDATE surveys_campaign SET area_id =
    (SELECT code FROM accounts_area WHERE level = 'city' ORDER BY code LIMIT 1);
SET CONSTRAINTS ALL IMMEDIATE;
"""
# Their lists were taken when they were opened.
BEGUN = "UPDATE surveys_campaign SET begun_at = created_at"
IN_VISIT_AREA = migrations.RunSQL(
    "ALTER TABLE surveys_visitreading ADD CONSTRAINT surveys_visitreading_in_visit_area"
    " FOREIGN KEY (visit_id, area_id) REFERENCES surveys_visit (id, area_id)"
    " ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE surveys_visitreading DROP CONSTRAINT surveys_visitreading_in_visit_area",
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_devices_that_keep_work"),
        ("households", "0028_import_looks"),
        ("surveys", "0004_visits_begun_on_devices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="area",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.area",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="campaign",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.area"
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="begun_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="list taken at"),
        ),
        migrations.RunSQL(BEGUN, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="campaign",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="closed_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="kind",
            field=models.CharField(
                choices=[("campaign", "Campaign"), ("routine", "Routine round")],
                default="campaign",
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="target_kinds",
            field=models.JSONField(blank=True, default=list, verbose_name="kinds of households"),
        ),
        migrations.AddField(
            model_name="campaigntarget",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="campaigntarget",
            name="added_reason",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=200,
                verbose_name="reason for adding",
            ),
        ),
        migrations.AddField(
            model_name="campaigntarget",
            name="voided_code",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=1, verbose_name="kind of reason"
            ),
        ),
        migrations.CreateModel(
            name="RosterCadre",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="name")),
                ("unit", models.CharField(max_length=80, verbose_name="unit")),
                ("duty", models.CharField(blank=True, max_length=40, verbose_name="duty")),
                ("level", models.CharField(max_length=1, verbose_name="level")),
                ("active_from", models.DateField(verbose_name="on the roster from")),
                (
                    "active_to",
                    models.DateField(blank=True, null=True, verbose_name="on the roster until"),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason for adding"),
                ),
                (
                    "left_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why off the roster"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
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
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cadres",
                        to="surveys.campaign",
                    ),
                ),
                (
                    "left_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "visiting cadre",
                "verbose_name_plural": "visiting cadres",
                "ordering": ["area_id", "name", "pk"],
                "indexes": [models.Index(fields=["campaign", "area"], name="cadre_by_area")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("campaign", "user"),
                        name="cadre_user_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("active_to", None),
                            ("active_to__gte", models.F("active_from")),
                            _connector="OR",
                        ),
                        name="cadre_leaves_after_coming",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("active_to", None),
                            models.Q(("left_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cadre_who_left_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(null=True, verbose_name="date of the visit")),
                ("began", models.TimeField(null=True)),
                ("ended", models.TimeField(null=True)),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                ("answers_digest", models.CharField(blank=True, max_length=72)),
                ("awareness", models.CharField(blank=True, max_length=1)),
                ("blocking", models.PositiveSmallIntegerField(default=0)),
                ("was_returned", models.BooleanField(default=False)),
                ("approved_minute", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField()),
                ("step_since", models.DateTimeField()),
                ("read_at", models.DateTimeField(auto_now=True)),
                (
                    "approver",
                    models.ForeignKey(
                        null=True,
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
                    "author",
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reading",
                        to="surveys.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading of a visit",
                "verbose_name_plural": "readings of visits",
                "indexes": [
                    models.Index(fields=["area", "on"], name="reading_by_area"),
                    models.Index(fields=["author", "answers_digest"], name="reading_by_answers"),
                    models.Index(fields=["author", "on"], name="reading_by_day"),
                    models.Index(fields=["approver", "approved_minute"], name="reading_by_minute"),
                ],
            },
        ),
        EnableAreaScope("surveys_visitreading", household="household_id"),
        IN_VISIT_AREA,
    ]
