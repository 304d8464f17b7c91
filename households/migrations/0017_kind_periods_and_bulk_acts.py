"""Periods of a kind that never overlap, deletions kept in history, and acts on many households.

Building the exclusion constraint locks the kinds while it reads them: some seconds at a million.
"""

import uuid

import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import households.models.households
from accounts.row_security import EnableAreaScope


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_division_changes"),
        ("households", "0016_hand_overs_between_counties"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            migrations.RunSQL.noop,  # other constraints use it as well
        ),
        migrations.CreateModel(
            name="BulkAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("action", models.CharField(max_length=40, verbose_name="act")),
                ("answers", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("chosen", "Chosen"),
                            ("running", "Being done"),
                            ("done", "Done"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="chosen",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "bulk act",
                "verbose_name_plural": "bulk acts",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="BulkActRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("done", "Done"),
                            ("already", "So already"),
                            ("refused", "Refused"),
                            ("undone", "Undone"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="how it went",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("made_id", models.BigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "row of a bulk act",
                "verbose_name_plural": "rows of bulk acts",
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="householdkind",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "households_householdkindevent" ("area_id", "household_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since", "until") VALUES (OLD."area_id", OLD."household_id", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."since", OLD."until"); RETURN NULL;',
                    hash="0e01d32558dbecd661b1a4e37ce8a0e7498f05f7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_283b5",
                    table="households_householdkind",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="householdkind",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("household", "="),
                    ("kind", "="),
                    (households.models.households.DateRange("since", "until"), "&&"),
                ],
                name="kind_periods_apart",
            ),
        ),
        migrations.AddField(
            model_name="bulkact",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="bulkact",
            name="job",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.job",
            ),
        ),
        migrations.AddField(
            model_name="bulkactrow",
            name="act",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="households.bulkact",
            ),
        ),
        migrations.AddField(
            model_name="bulkactrow",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.area"
            ),
        ),
        migrations.AddField(
            model_name="bulkactrow",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="households.household",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkactrow",
            constraint=models.UniqueConstraint(fields=("act", "household"), name="bulk_row_once"),
        ),
        EnableAreaScope("households_bulkactrow", household="household_id"),
    ]
