"""Imported ledgers: batches, their households in waiting, known headings, all in scope."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import EnableAreaScope


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_division_changes"),
        ("households", "0019_duplicate_pairs_scope"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("file_id", models.UUIDField(unique=True)),
                (
                    "uploaded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="uploaded at"),
                ),
                ("file_name", models.CharField(max_length=120, verbose_name="file")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("digest", models.CharField(max_length=64, verbose_name="digest (SM3)")),
                ("inspection_sealed", models.BinaryField(null=True)),
                ("sheet", models.CharField(blank=True, max_length=120, verbose_name="sheet")),
                ("header_first", models.PositiveIntegerField(default=0)),
                ("header_last", models.PositiveIntegerField(default=0)),
                ("headings", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("signature", models.CharField(blank=True, max_length=80)),
                ("default_kind", models.CharField(blank=True, max_length=2)),
                ("default_urban_rural", models.CharField(blank=True, max_length=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("mapped", "Columns chosen"),
                            ("checked", "Checked"),
                            ("applied", "Taken in"),
                            ("dropped", "Dropped"),
                        ],
                        default="uploaded",
                        max_length=8,
                    ),
                ),
                (
                    "rows_skipped",
                    models.PositiveIntegerField(default=0, verbose_name="rows without data"),
                ),
                ("rows_read", models.PositiveIntegerField(default=0, verbose_name="rows read")),
                ("rows_new", models.PositiveIntegerField(default=0)),
                ("rows_changed", models.PositiveIntegerField(default=0)),
                ("rows_same", models.PositiveIntegerField(default=0)),
                ("rows_refused", models.PositiveIntegerField(default=0)),
                ("households_new", models.PositiveIntegerField(default=0)),
                ("households_changed", models.PositiveIntegerField(default=0)),
                ("households_same", models.PositiveIntegerField(default=0)),
                ("households_refused", models.PositiveIntegerField(default=0)),
                ("checked_at", models.DateTimeField(null=True, verbose_name="checked at")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
                (
                    "emptied_at",
                    models.DateTimeField(null=True, verbose_name="file and rows deleted at"),
                ),
                (
                    "apply_job",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.job",
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
                    "check_job",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.job",
                    ),
                ),
                (
                    "default_area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "finished_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "refused_job",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.job",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "ledger import",
                "verbose_name_plural": "ledger imports",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ImportedHousehold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("first_row", models.PositiveIntegerField(verbose_name="first row")),
                ("last_row", models.PositiveIntegerField(verbose_name="last row")),
                ("row_count", models.PositiveIntegerField(verbose_name="rows")),
                (
                    "head_name",
                    models.CharField(blank=True, max_length=50, verbose_name="head of household"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New on the register"),
                            ("changed", "Changed"),
                            ("same", "Unchanged"),
                            ("refused", "Cannot be imported"),
                        ],
                        max_length=7,
                    ),
                ),
                ("is_doubtful", models.BooleanField(default=False)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("same", "The same household"), ("new", "Another household")],
                        max_length=4,
                    ),
                ),
                ("faults", models.JSONField(default=list)),
                ("payload_sealed", models.BinaryField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="households",
                        to="households.importbatch",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="households.household",
                    ),
                ),
            ],
            options={
                "verbose_name": "household to import",
                "verbose_name_plural": "households to import",
                "ordering": ["batch_id", "first_row"],
            },
        ),
        migrations.CreateModel(
            name="MappingMemory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signature", models.CharField(max_length=80)),
                ("mapping", models.JSONField(default=dict)),
                ("used_at", models.DateTimeField(auto_now=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
            ],
            options={
                "verbose_name": "known headings",
                "verbose_name_plural": "known headings",
            },
        ),
        migrations.AddIndex(
            model_name="importbatch",
            index=models.Index(fields=["area", "-id"], name="import_by_office"),
        ),
        migrations.AddIndex(
            model_name="importbatch",
            index=models.Index(
                condition=models.Q(("emptied_at", None)),
                fields=["uploaded_at"],
                name="import_to_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="importbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["checked", "applied"]), _negated=True),
                    (
                        "rows_read",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("rows_new"), "+", models.F("rows_changed")
                                ),
                                "+",
                                models.F("rows_same"),
                            ),
                            "+",
                            models.F("rows_refused"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="import_counts_every_row",
            ),
        ),
        migrations.AddIndex(
            model_name="importedhousehold",
            index=models.Index(fields=["batch", "state", "first_row"], name="import_row_by_state"),
        ),
        migrations.AddConstraint(
            model_name="importedhousehold",
            constraint=models.UniqueConstraint(
                fields=("batch", "first_row"), name="import_row_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="importedhousehold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_doubtful", False),
                    ("state", "refused"),
                    models.Q(("decision", ""), _negated=True),
                    _connector="OR",
                ),
                name="import_duplicate_is_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="mappingmemory",
            constraint=models.UniqueConstraint(fields=("area", "signature"), name="mapping_once"),
        ),
        EnableAreaScope("households_importbatch"),
        EnableAreaScope("households_importedhousehold", household="household_id"),
        EnableAreaScope("households_mappingmemory"),
    ]
