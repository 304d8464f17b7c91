"""Income, land, animals, property, housing, expenses, supporters, assessment standards."""

import uuid
from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import households.models.assessments


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_area_scope_and_audit_guard"),
        ("households", "0005_member_with_household"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        # Reversing leaves it: assistance needs it too.
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gist", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="AssessmentStandard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("crop", "Land, by crop"),
                            ("livestock_kind", "Animals"),
                            ("trade", "Casual work, by trade"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                ("item", models.CharField(max_length=14, verbose_name="item")),
                (
                    "net_income",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="net income",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                ("source_doc", models.CharField(max_length=200, verbose_name="source document")),
            ],
            options={
                "verbose_name": "income assessment standard",
                "verbose_name_plural": "income assessment standards",
                "ordering": ["area_id", "kind", "item", "-valid_from"],
            },
        ),
        migrations.CreateModel(
            name="Housing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("source", models.CharField(default="1", max_length=1, verbose_name="source")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="reason for ending"),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on the end"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("kind", models.CharField(max_length=1, verbose_name="kind of housing")),
                ("structure", models.CharField(blank=True, max_length=1, verbose_name="structure")),
                (
                    "danger_grade",
                    models.CharField(blank=True, max_length=1, verbose_name="danger grade"),
                ),
                (
                    "rooms",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rooms"),
                ),
                (
                    "floor_area",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=8,
                        null=True,
                        verbose_name="floor area",
                    ),
                ),
                (
                    "is_relocation",
                    models.BooleanField(default=False, verbose_name="to be demolished"),
                ),
                ("heating", models.CharField(blank=True, max_length=1, verbose_name="heating")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
            ],
            options={
                "verbose_name": "housing",
                "verbose_name_plural": "housing",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HousingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("source", models.CharField(default="1", max_length=1, verbose_name="source")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="reason for ending"),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on the end"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("kind", models.CharField(max_length=1, verbose_name="kind of housing")),
                ("structure", models.CharField(blank=True, max_length=1, verbose_name="structure")),
                (
                    "danger_grade",
                    models.CharField(blank=True, max_length=1, verbose_name="danger grade"),
                ),
                (
                    "rooms",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rooms"),
                ),
                (
                    "floor_area",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=8,
                        null=True,
                        verbose_name="floor area",
                    ),
                ),
                (
                    "is_relocation",
                    models.BooleanField(default=False, verbose_name="to be demolished"),
                ),
                ("heating", models.CharField(blank=True, max_length=1, verbose_name="heating")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IncomeItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("source", models.CharField(default="1", max_length=1, verbose_name="source")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="reason for ending"),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on the end"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("category", models.CharField(max_length=1, verbose_name="category")),
                ("kind", models.CharField(blank=True, max_length=3, verbose_name="kind of income")),
                (
                    "gross",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="gross income in the period",
                    ),
                ),
                (
                    "cost",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="cost of earning it",
                    ),
                ),
                (
                    "exclude_code",
                    models.CharField(blank=True, max_length=20, verbose_name="not counted because"),
                ),
            ],
            options={
                "verbose_name": "income",
                "verbose_name_plural": "income",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IncomeItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("source", models.CharField(default="1", max_length=1, verbose_name="source")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="reason for ending"),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on the end"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("category", models.CharField(max_length=1, verbose_name="category")),
                ("kind", models.CharField(blank=True, max_length=3, verbose_name="kind of income")),
                (
                    "gross",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="gross income in the period",
                    ),
                ),
                (
                    "cost",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="cost of earning it",
                    ),
                ),
                (
                    "exclude_code",
                    models.CharField(blank=True, max_length=20, verbose_name="not counted because"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LandItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("source", models.CharField(default="1", max_length=1, verbose_name="source")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="reason for ending"),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on the end"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        default="contracted", max_length=12, verbose_name="kind of land"
                    ),
                ),
                ("use", models.CharField(max_length=12, verbose_name="use")),
                ("mu", models.DecimalField(decimal_places=2, max_digits=8, verbose_name="size")),
                ("crop", models.CharField(blank=True, max_length=12, verbose_name="crop")),
                (
                    "net_per_mu",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="net yield of one mu",
                    ),
                ),
                (
                    "rent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="rent received",
                    ),
                ),
            ],
            options={
                "verbose_name": "land",
                "verbose_name_plural": "land",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LandItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("source", models.CharField(default="1", max_length=1, verbose_name="source")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="reason for ending"),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on the end"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        default="contracted", max_length=12, verbose_name="kind of land"
                    ),
                ),
                ("use", models.CharField(max_length=12, verbose_name="use")),
                ("mu", models.DecimalField(decimal_places=2, max_digits=8, verbose_name="size")),
                ("crop", models.CharField(blank=True, max_length=12, verbose_name="crop")),
                (
                    "net_per_mu",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="net yield of one mu",
                    ),
                ),
                (
                    "rent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="rent received",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LivestockItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("source", models.CharField(default="1", max_length=1, verbose_name="source")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="reason for ending"),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on the end"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("kind", models.CharField(max_length=12, verbose_name="kind of animal")),
                ("heads", models.PositiveIntegerField(verbose_name="heads")),
                (
                    "net_per_head",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="net income of one",
                    ),
                ),
            ],
            options={
                "verbose_name": "animals",
                "verbose_name_plural": "animals",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LivestockItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("source", models.CharField(default="1", max_length=1, verbose_name="source")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="reason for ending"),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on the end"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("kind", models.CharField(max_length=12, verbose_name="kind of animal")),
                ("heads", models.PositiveIntegerField(verbose_name="heads")),
                (
                    "net_per_head",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="net income of one",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PropertyItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("source", models.CharField(default="1", max_length=1, verbose_name="source")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="reason for ending"),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on the end"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("kind", models.CharField(max_length=2, verbose_name="kind of property")),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name or place")),
                ("identifier", models.CharField(blank=True, max_length=40, verbose_name="number")),
                (
                    "floor_area",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=8,
                        null=True,
                        verbose_name="floor area",
                    ),
                ),
                (
                    "built_in",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="year built"
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="value",
                    ),
                ),
                ("bought_on", models.DateField(blank=True, null=True, verbose_name="bought on")),
                (
                    "exemption_code",
                    models.CharField(blank=True, max_length=1, verbose_name="exempted because"),
                ),
                (
                    "vehicle_kind",
                    models.CharField(blank=True, max_length=12, verbose_name="kind of vehicle"),
                ),
                (
                    "vehicle_status",
                    models.CharField(blank=True, max_length=1, verbose_name="state of the vehicle"),
                ),
                (
                    "first_registered_on",
                    models.DateField(blank=True, null=True, verbose_name="first registered on"),
                ),
                (
                    "invoice_price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="invoice price",
                    ),
                ),
            ],
            options={
                "verbose_name": "property",
                "verbose_name_plural": "property",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PropertyItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("source", models.CharField(default="1", max_length=1, verbose_name="source")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="reason for ending"),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on the end"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("kind", models.CharField(max_length=2, verbose_name="kind of property")),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name or place")),
                ("identifier", models.CharField(blank=True, max_length=40, verbose_name="number")),
                (
                    "floor_area",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=8,
                        null=True,
                        verbose_name="floor area",
                    ),
                ),
                (
                    "built_in",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="year built"
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="value",
                    ),
                ),
                ("bought_on", models.DateField(blank=True, null=True, verbose_name="bought on")),
                (
                    "exemption_code",
                    models.CharField(blank=True, max_length=1, verbose_name="exempted because"),
                ),
                (
                    "vehicle_kind",
                    models.CharField(blank=True, max_length=12, verbose_name="kind of vehicle"),
                ),
                (
                    "vehicle_status",
                    models.CharField(blank=True, max_length=1, verbose_name="state of the vehicle"),
                ),
                (
                    "first_registered_on",
                    models.DateField(blank=True, null=True, verbose_name="first registered on"),
                ),
                (
                    "invoice_price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="invoice price",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RigidExpense",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("source", models.CharField(default="1", max_length=1, verbose_name="source")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="reason for ending"),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on the end"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("kind", models.CharField(max_length=14, verbose_name="kind of expense")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount paid in the period",
                    ),
                ),
            ],
            options={
                "verbose_name": "unavoidable expense",
                "verbose_name_plural": "unavoidable expenses",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RigidExpenseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("source", models.CharField(default="1", max_length=1, verbose_name="source")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="reason for ending"),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on the end"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("kind", models.CharField(max_length=14, verbose_name="kind of expense")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount paid in the period",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Supporter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("source", models.CharField(default="1", max_length=1, verbose_name="source")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="reason for ending"),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on the end"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=50, verbose_name="name")),
                ("identity_sealed", models.BinaryField(null=True)),
                ("identity_digest", models.CharField(blank=True, editable=False, max_length=72)),
                ("duty", models.CharField(max_length=8, verbose_name="duty")),
                ("relation", models.CharField(max_length=2, verbose_name="relation")),
                (
                    "family_size",
                    models.PositiveSmallIntegerField(default=1, verbose_name="own family size"),
                ),
                (
                    "labour_count",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="able to work"
                    ),
                ),
                ("job", models.CharField(blank=True, max_length=80, verbose_name="work")),
                (
                    "monthly_income",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="monthly income of their household",
                    ),
                ),
                (
                    "own_monthly_income",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="own monthly income",
                    ),
                ),
                (
                    "property_note",
                    models.CharField(blank=True, max_length=200, verbose_name="property"),
                ),
                ("ability", models.CharField(max_length=6, verbose_name="ability to support")),
                (
                    "exempt_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="why not"),
                ),
                (
                    "agreed_monthly",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="agreed or judged amount",
                    ),
                ),
                (
                    "agreed_basis",
                    models.CharField(blank=True, max_length=1, verbose_name="laid down in"),
                ),
                (
                    "computed_monthly",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount worked out",
                    ),
                ),
                (
                    "is_authorized",
                    models.BooleanField(default=False, verbose_name="authorization signed"),
                ),
                (
                    "authorized_on",
                    models.DateField(blank=True, null=True, verbose_name="signed on"),
                ),
            ],
            options={
                "verbose_name": "supporter",
                "verbose_name_plural": "supporters",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SupporterEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("source", models.CharField(default="1", max_length=1, verbose_name="source")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="reason for ending"),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on the end"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=50, verbose_name="name")),
                ("identity_sealed", models.BinaryField(null=True)),
                ("identity_digest", models.CharField(blank=True, editable=False, max_length=72)),
                ("duty", models.CharField(max_length=8, verbose_name="duty")),
                ("relation", models.CharField(max_length=2, verbose_name="relation")),
                (
                    "family_size",
                    models.PositiveSmallIntegerField(default=1, verbose_name="own family size"),
                ),
                (
                    "labour_count",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="able to work"
                    ),
                ),
                ("job", models.CharField(blank=True, max_length=80, verbose_name="work")),
                (
                    "monthly_income",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="monthly income of their household",
                    ),
                ),
                (
                    "own_monthly_income",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="own monthly income",
                    ),
                ),
                (
                    "property_note",
                    models.CharField(blank=True, max_length=200, verbose_name="property"),
                ),
                ("ability", models.CharField(max_length=6, verbose_name="ability to support")),
                (
                    "exempt_reason",
                    models.CharField(blank=True, max_length=1, verbose_name="why not"),
                ),
                (
                    "agreed_monthly",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="agreed or judged amount",
                    ),
                ),
                (
                    "agreed_basis",
                    models.CharField(blank=True, max_length=1, verbose_name="laid down in"),
                ),
                (
                    "computed_monthly",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount worked out",
                    ),
                ),
                (
                    "is_authorized",
                    models.BooleanField(default=False, verbose_name="authorization signed"),
                ),
                (
                    "authorized_on",
                    models.DateField(blank=True, null=True, verbose_name="signed on"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="assessmentstandard",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.area",
                verbose_name="place",
            ),
        ),
        migrations.AddField(
            model_name="housing",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.area"
            ),
        ),
        migrations.AddField(
            model_name="housing",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_records",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="housing",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_records",
                to="households.member",
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="housingevent",
            name="area",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.area",
            ),
        ),
        migrations.AddField(
            model_name="housingevent",
            name="household",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="housingevent",
            name="member",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.member",
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="housingevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="housingevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="households.housing",
            ),
        ),
        migrations.AddField(
            model_name="incomeitem",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.area"
            ),
        ),
        migrations.AddField(
            model_name="incomeitem",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_records",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="incomeitem",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_records",
                to="households.member",
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="incomeitemevent",
            name="area",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.area",
            ),
        ),
        migrations.AddField(
            model_name="incomeitemevent",
            name="household",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="incomeitemevent",
            name="member",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.member",
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="incomeitemevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="incomeitemevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="households.incomeitem",
            ),
        ),
        migrations.AddField(
            model_name="landitem",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.area"
            ),
        ),
        migrations.AddField(
            model_name="landitem",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_records",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="landitem",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_records",
                to="households.member",
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="landitem",
            name="standard",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="households.assessmentstandard",
                verbose_name="assessment standard",
            ),
        ),
        migrations.AddField(
            model_name="landitemevent",
            name="area",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.area",
            ),
        ),
        migrations.AddField(
            model_name="landitemevent",
            name="household",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="landitemevent",
            name="member",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.member",
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="landitemevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="landitemevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="households.landitem",
            ),
        ),
        migrations.AddField(
            model_name="landitemevent",
            name="standard",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.assessmentstandard",
                verbose_name="assessment standard",
            ),
        ),
        migrations.AddField(
            model_name="livestockitem",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.area"
            ),
        ),
        migrations.AddField(
            model_name="livestockitem",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_records",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="livestockitem",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_records",
                to="households.member",
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="livestockitem",
            name="standard",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="households.assessmentstandard",
                verbose_name="assessment standard",
            ),
        ),
        migrations.AddField(
            model_name="livestockitemevent",
            name="area",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.area",
            ),
        ),
        migrations.AddField(
            model_name="livestockitemevent",
            name="household",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="livestockitemevent",
            name="member",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.member",
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="livestockitemevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="livestockitemevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="households.livestockitem",
            ),
        ),
        migrations.AddField(
            model_name="livestockitemevent",
            name="standard",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.assessmentstandard",
                verbose_name="assessment standard",
            ),
        ),
        migrations.AddField(
            model_name="propertyitem",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.area"
            ),
        ),
        migrations.AddField(
            model_name="propertyitem",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_records",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="propertyitem",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_records",
                to="households.member",
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="propertyitemevent",
            name="area",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.area",
            ),
        ),
        migrations.AddField(
            model_name="propertyitemevent",
            name="household",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="propertyitemevent",
            name="member",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.member",
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="propertyitemevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="propertyitemevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="households.propertyitem",
            ),
        ),
        migrations.AddField(
            model_name="rigidexpense",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.area"
            ),
        ),
        migrations.AddField(
            model_name="rigidexpense",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_records",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="rigidexpense",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_records",
                to="households.member",
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="rigidexpenseevent",
            name="area",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.area",
            ),
        ),
        migrations.AddField(
            model_name="rigidexpenseevent",
            name="household",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="rigidexpenseevent",
            name="member",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.member",
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="rigidexpenseevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="rigidexpenseevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="households.rigidexpense",
            ),
        ),
        migrations.AddField(
            model_name="supporter",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.area"
            ),
        ),
        migrations.AddField(
            model_name="supporter",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_records",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="supporter",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_records",
                to="households.member",
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="supporterevent",
            name="area",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.area",
            ),
        ),
        migrations.AddField(
            model_name="supporterevent",
            name="household",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.household",
            ),
        ),
        migrations.AddField(
            model_name="supporterevent",
            name="member",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.member",
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="supporterevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="supporterevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="households.supporter",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentstandard",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("area", "="),
                    ("kind", "="),
                    ("item", "="),
                    (
                        households.models.assessments.DateRange(
                            "valid_from",
                            "valid_to",
                            django.contrib.postgres.fields.ranges.RangeBoundary(True, True),
                        ),
                        "&&",
                    ),
                ],
                name="one_assessment_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentstandard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="assessment_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentstandard",
            constraint=models.CheckConstraint(
                condition=models.Q(("source_doc", ""), _negated=True), name="assessment_has_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentstandard",
            constraint=models.CheckConstraint(
                condition=models.Q(("net_income__gte", 0)), name="assessment_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="housing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("period_to", None),
                    ("period_to__gte", models.F("period_from")),
                    _connector="OR",
                ),
                name="housing_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="housing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_on", None)),
                    models.Q(
                        ("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="housing_end_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="housing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "4"), _negated=True),
                    models.Q(("evidence", ""), _negated=True),
                    _connector="OR",
                ),
                name="housing_estimate_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="housing",
            constraint=models.CheckConstraint(
                condition=models.Q(("floor_area", None), ("floor_area__gte", 0), _connector="OR"),
                name="housing_amounts_not_negative",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="housing",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "households_housingevent" ("address", "area_id", "created_at", "danger_grade", "end_note", "end_reason", "ended_on", "evidence", "floor_area", "heating", "household_id", "id", "is_relocation", "kind", "member_id", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rooms", "source", "structure", "updated_at") VALUES (NEW."address", NEW."area_id", NEW."created_at", NEW."danger_grade", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."evidence", NEW."floor_area", NEW."heating", NEW."household_id", NEW."id", NEW."is_relocation", NEW."kind", NEW."member_id", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rooms", NEW."source", NEW."structure", NEW."updated_at"); RETURN NULL;',
                    hash="55398f28fa130b8a878870ab80ce32ce5f8746f7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d6a5b",
                    table="households_housing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="housing",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "households_housingevent" ("address", "area_id", "created_at", "danger_grade", "end_note", "end_reason", "ended_on", "evidence", "floor_area", "heating", "household_id", "id", "is_relocation", "kind", "member_id", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rooms", "source", "structure", "updated_at") VALUES (NEW."address", NEW."area_id", NEW."created_at", NEW."danger_grade", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."evidence", NEW."floor_area", NEW."heating", NEW."household_id", NEW."id", NEW."is_relocation", NEW."kind", NEW."member_id", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rooms", NEW."source", NEW."structure", NEW."updated_at"); RETURN NULL;',
                    hash="f9fdb09bfb8185738d6823436924901107e07ab6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4b92f",
                    table="households_housing",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="incomeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("period_to", None),
                    ("period_to__gte", models.F("period_from")),
                    _connector="OR",
                ),
                name="incomeitem_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_on", None)),
                    models.Q(
                        ("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="incomeitem_end_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "4"), _negated=True),
                    models.Q(("evidence", ""), _negated=True),
                    _connector="OR",
                ),
                name="incomeitem_estimate_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_to__isnull", False)), name="incomeitem_period_has_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="incomeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("gross", None), ("gross__gte", 0), _connector="OR"),
                    models.Q(("cost", None), ("cost__gte", 0), _connector="OR"),
                ),
                name="incomeitem_amounts_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("category", "4"),
                        ("kind", ""),
                        models.Q(("exclude_code", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", ""), _negated=True),
                        ("kind__startswith", models.F("category")),
                    ),
                    _connector="OR",
                ),
                name="income_kind_in_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("member__isnull", False)), name="income_is_somebodys"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incomeitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "households_incomeitemevent" ("area_id", "category", "cost", "created_at", "end_note", "end_reason", "ended_on", "evidence", "exclude_code", "gross", "household_id", "id", "kind", "member_id", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at") VALUES (NEW."area_id", NEW."category", NEW."cost", NEW."created_at", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."evidence", NEW."exclude_code", NEW."gross", NEW."household_id", NEW."id", NEW."kind", NEW."member_id", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."updated_at"); RETURN NULL;',
                    hash="45cea0fb1f113cff935f0d43145ac6bf4b4a2668",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5419e",
                    table="households_incomeitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incomeitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "households_incomeitemevent" ("area_id", "category", "cost", "created_at", "end_note", "end_reason", "ended_on", "evidence", "exclude_code", "gross", "household_id", "id", "kind", "member_id", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at") VALUES (NEW."area_id", NEW."category", NEW."cost", NEW."created_at", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."evidence", NEW."exclude_code", NEW."gross", NEW."household_id", NEW."id", NEW."kind", NEW."member_id", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."updated_at"); RETURN NULL;',
                    hash="7b8d7b6b978fb03a89c839dd7b670b04e01d7530",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b2451",
                    table="households_incomeitem",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="landitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("period_to", None),
                    ("period_to__gte", models.F("period_from")),
                    _connector="OR",
                ),
                name="landitem_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="landitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_on", None)),
                    models.Q(
                        ("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="landitem_end_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="landitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "4"), _negated=True),
                    models.Q(("evidence", ""), _negated=True),
                    _connector="OR",
                ),
                name="landitem_estimate_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="landitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_to__isnull", False)), name="landitem_period_has_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="landitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("net_per_mu", None), ("net_per_mu__gte", 0), _connector="OR"),
                    models.Q(("rent", None), ("rent__gte", 0), _connector="OR"),
                ),
                name="landitem_amounts_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="landitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("mu__gt", 0)), name="land_has_size"
            ),
        ),
        migrations.AddConstraint(
            model_name="landitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("net_per_mu__isnull", False),
                        ("use", "self"),
                        models.Q(("crop", ""), _negated=True),
                    ),
                    models.Q(("rent__isnull", False), ("use", "rented_out")),
                    ("use__in", ["lent", "idle"]),
                    _connector="OR",
                ),
                name="land_yields_by_use",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="landitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "households_landitemevent" ("area_id", "created_at", "crop", "end_note", "end_reason", "ended_on", "evidence", "household_id", "id", "kind", "member_id", "mu", "net_per_mu", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rent", "source", "standard_id", "updated_at", "use") VALUES (NEW."area_id", NEW."created_at", NEW."crop", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."evidence", NEW."household_id", NEW."id", NEW."kind", NEW."member_id", NEW."mu", NEW."net_per_mu", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rent", NEW."source", NEW."standard_id", NEW."updated_at", NEW."use"); RETURN NULL;',
                    hash="36746078897a00c9cf888d6ea7c5c9aa07ce11c8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_17205",
                    table="households_landitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="landitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "households_landitemevent" ("area_id", "created_at", "crop", "end_note", "end_reason", "ended_on", "evidence", "household_id", "id", "kind", "member_id", "mu", "net_per_mu", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rent", "source", "standard_id", "updated_at", "use") VALUES (NEW."area_id", NEW."created_at", NEW."crop", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."evidence", NEW."household_id", NEW."id", NEW."kind", NEW."member_id", NEW."mu", NEW."net_per_mu", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rent", NEW."source", NEW."standard_id", NEW."updated_at", NEW."use"); RETURN NULL;',
                    hash="3f68106343cc0e2134b95ba7f68093a263604b28",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c67f9",
                    table="households_landitem",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="livestockitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("period_to", None),
                    ("period_to__gte", models.F("period_from")),
                    _connector="OR",
                ),
                name="livestockitem_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="livestockitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_on", None)),
                    models.Q(
                        ("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="livestockitem_end_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="livestockitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "4"), _negated=True),
                    models.Q(("evidence", ""), _negated=True),
                    _connector="OR",
                ),
                name="livestockitem_estimate_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="livestockitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_to__isnull", False)),
                name="livestockitem_period_has_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="livestockitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("net_per_head", None), ("net_per_head__gte", 0), _connector="OR"
                ),
                name="livestockitem_amounts_not_negative",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="livestockitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "households_livestockitemevent" ("area_id", "created_at", "end_note", "end_reason", "ended_on", "evidence", "heads", "household_id", "id", "kind", "member_id", "net_per_head", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "standard_id", "updated_at") VALUES (NEW."area_id", NEW."created_at", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."evidence", NEW."heads", NEW."household_id", NEW."id", NEW."kind", NEW."member_id", NEW."net_per_head", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."standard_id", NEW."updated_at"); RETURN NULL;',
                    hash="50725d021a723fba34c84b963fd852b466e2593d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b32b6",
                    table="households_livestockitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="livestockitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "households_livestockitemevent" ("area_id", "created_at", "end_note", "end_reason", "ended_on", "evidence", "heads", "household_id", "id", "kind", "member_id", "net_per_head", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "standard_id", "updated_at") VALUES (NEW."area_id", NEW."created_at", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."evidence", NEW."heads", NEW."household_id", NEW."id", NEW."kind", NEW."member_id", NEW."net_per_head", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."standard_id", NEW."updated_at"); RETURN NULL;',
                    hash="d750024d50a00e3f1f06761d80042c17847e8a95",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_61ce7",
                    table="households_livestockitem",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="propertyitem",
            index=models.Index(
                condition=models.Q(("identifier", ""), _negated=True),
                fields=["identifier"],
                name="property_by_identifier",
            ),
        ),
        migrations.AddConstraint(
            model_name="propertyitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("period_to", None),
                    ("period_to__gte", models.F("period_from")),
                    _connector="OR",
                ),
                name="propertyitem_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="propertyitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_on", None)),
                    models.Q(
                        ("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="propertyitem_end_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="propertyitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "4"), _negated=True),
                    models.Q(("evidence", ""), _negated=True),
                    _connector="OR",
                ),
                name="propertyitem_estimate_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="propertyitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("value", None), ("value__gte", 0), _connector="OR"),
                    models.Q(("invoice_price", None), ("invoice_price__gte", 0), _connector="OR"),
                    models.Q(("floor_area", None), ("floor_area__gte", 0), _connector="OR"),
                ),
                name="propertyitem_amounts_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="propertyitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "04"),
                        models.Q(("vehicle_kind", ""), _negated=True),
                        models.Q(("vehicle_status", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "04"), _negated=True),
                        ("vehicle_kind", ""),
                        ("vehicle_status", ""),
                    ),
                    _connector="OR",
                ),
                name="vehicle_says_which",
            ),
        ),
        migrations.AddConstraint(
            model_name="propertyitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("08", "09", "10", "11")), _negated=True),
                    ("identifier__regex", "^\\d{0,4}$"),
                    _connector="OR",
                ),
                name="account_only_last_four",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="propertyitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "households_propertyitemevent" ("area_id", "bought_on", "built_in", "created_at", "end_note", "end_reason", "ended_on", "evidence", "exemption_code", "first_registered_on", "floor_area", "household_id", "id", "identifier", "invoice_price", "kind", "member_id", "name", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at", "value", "vehicle_kind", "vehicle_status") VALUES (NEW."area_id", NEW."bought_on", NEW."built_in", NEW."created_at", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."evidence", NEW."exemption_code", NEW."first_registered_on", NEW."floor_area", NEW."household_id", NEW."id", NEW."identifier", NEW."invoice_price", NEW."kind", NEW."member_id", NEW."name", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."updated_at", NEW."value", NEW."vehicle_kind", NEW."vehicle_status"); RETURN NULL;',
                    hash="8a76e66d309fa0efd5df7e764ee325c45ed5a14f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f046d",
                    table="households_propertyitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="propertyitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "households_propertyitemevent" ("area_id", "bought_on", "built_in", "created_at", "end_note", "end_reason", "ended_on", "evidence", "exemption_code", "first_registered_on", "floor_area", "household_id", "id", "identifier", "invoice_price", "kind", "member_id", "name", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at", "value", "vehicle_kind", "vehicle_status") VALUES (NEW."area_id", NEW."bought_on", NEW."built_in", NEW."created_at", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."evidence", NEW."exemption_code", NEW."first_registered_on", NEW."floor_area", NEW."household_id", NEW."id", NEW."identifier", NEW."invoice_price", NEW."kind", NEW."member_id", NEW."name", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."updated_at", NEW."value", NEW."vehicle_kind", NEW."vehicle_status"); RETURN NULL;',
                    hash="0835300b0ee729e3561daf28fb64f0b9bad13219",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5c7ed",
                    table="households_propertyitem",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rigidexpense",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("period_to", None),
                    ("period_to__gte", models.F("period_from")),
                    _connector="OR",
                ),
                name="rigidexpense_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="rigidexpense",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_on", None)),
                    models.Q(
                        ("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="rigidexpense_end_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="rigidexpense",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "4"), _negated=True),
                    models.Q(("evidence", ""), _negated=True),
                    _connector="OR",
                ),
                name="rigidexpense_estimate_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="rigidexpense",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_to__isnull", False)), name="rigidexpense_period_has_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="rigidexpense",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                name="rigidexpense_amounts_not_negative",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rigidexpense",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "households_rigidexpenseevent" ("amount", "area_id", "created_at", "end_note", "end_reason", "ended_on", "evidence", "household_id", "id", "kind", "member_id", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at") VALUES (NEW."amount", NEW."area_id", NEW."created_at", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."evidence", NEW."household_id", NEW."id", NEW."kind", NEW."member_id", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."updated_at"); RETURN NULL;',
                    hash="d8295b2a0b9247f60a8d063c4fb1eb07c6336934",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7f32b",
                    table="households_rigidexpense",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rigidexpense",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "households_rigidexpenseevent" ("amount", "area_id", "created_at", "end_note", "end_reason", "ended_on", "evidence", "household_id", "id", "kind", "member_id", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at") VALUES (NEW."amount", NEW."area_id", NEW."created_at", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."evidence", NEW."household_id", NEW."id", NEW."kind", NEW."member_id", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."updated_at"); RETURN NULL;',
                    hash="fe3f117f6d48af5e81048caa1c671353a023324f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cda89",
                    table="households_rigidexpense",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="supporter",
            index=models.Index(
                condition=models.Q(("identity_digest", ""), _negated=True),
                fields=["identity_digest"],
                name="supporter_by_identity",
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("period_to", None),
                    ("period_to__gte", models.F("period_from")),
                    _connector="OR",
                ),
                name="supporter_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_on", None)),
                    models.Q(
                        ("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="supporter_end_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "4"), _negated=True),
                    models.Q(("evidence", ""), _negated=True),
                    _connector="OR",
                ),
                name="supporter_estimate_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("monthly_income", None), ("monthly_income__gte", 0), _connector="OR"),
                    models.Q(
                        ("own_monthly_income", None),
                        ("own_monthly_income__gte", 0),
                        _connector="OR",
                    ),
                    models.Q(("agreed_monthly", None), ("agreed_monthly__gte", 0), _connector="OR"),
                    models.Q(
                        ("computed_monthly", None), ("computed_monthly__gte", 0), _connector="OR"
                    ),
                ),
                name="supporter_amounts_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("family_size__gte", 1),
                    models.Q(
                        ("labour_count", None),
                        ("labour_count__lte", models.F("family_size")),
                        _connector="OR",
                    ),
                ),
                name="supporter_family_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ability", "exempt"), _negated=True),
                    models.Q(("exempt_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="exempt_supporter_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed_monthly", None),
                    models.Q(("agreed_basis", ""), _negated=True),
                    _connector="OR",
                ),
                name="agreed_amount_has_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_authorized", True), ("authorized_on", None), _connector="OR"
                ),
                name="authorized_supporter_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_on", None), models.Q(("identity_digest", ""), _negated=True)
                ),
                fields=("household", "identity_digest", "member"),
                name="supporter_once_per_household",
                nulls_distinct=False,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supporter",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "households_supporterevent" ("ability", "agreed_basis", "agreed_monthly", "area_id", "authorized_on", "computed_monthly", "created_at", "duty", "end_note", "end_reason", "ended_on", "evidence", "exempt_reason", "family_size", "household_id", "id", "identity_digest", "identity_sealed", "is_authorized", "job", "labour_count", "member_id", "monthly_income", "name", "own_monthly_income", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "property_note", "relation", "seal_id", "source", "updated_at") VALUES (NEW."ability", NEW."agreed_basis", NEW."agreed_monthly", NEW."area_id", NEW."authorized_on", NEW."computed_monthly", NEW."created_at", NEW."duty", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."evidence", NEW."exempt_reason", NEW."family_size", NEW."household_id", NEW."id", NEW."identity_digest", NEW."identity_sealed", NEW."is_authorized", NEW."job", NEW."labour_count", NEW."member_id", NEW."monthly_income", NEW."name", NEW."own_monthly_income", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."property_note", NEW."relation", NEW."seal_id", NEW."source", NEW."updated_at"); RETURN NULL;',
                    hash="bbdb18b0585af7470e187ed47a0580d4f01fe099",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bf60f",
                    table="households_supporter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supporter",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "households_supporterevent" ("ability", "agreed_basis", "agreed_monthly", "area_id", "authorized_on", "computed_monthly", "created_at", "duty", "end_note", "end_reason", "ended_on", "evidence", "exempt_reason", "family_size", "household_id", "id", "identity_digest", "identity_sealed", "is_authorized", "job", "labour_count", "member_id", "monthly_income", "name", "own_monthly_income", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "property_note", "relation", "seal_id", "source", "updated_at") VALUES (NEW."ability", NEW."agreed_basis", NEW."agreed_monthly", NEW."area_id", NEW."authorized_on", NEW."computed_monthly", NEW."created_at", NEW."duty", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."evidence", NEW."exempt_reason", NEW."family_size", NEW."household_id", NEW."id", NEW."identity_digest", NEW."identity_sealed", NEW."is_authorized", NEW."job", NEW."labour_count", NEW."member_id", NEW."monthly_income", NEW."name", NEW."own_monthly_income", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."property_note", NEW."relation", NEW."seal_id", NEW."source", NEW."updated_at"); RETURN NULL;',
                    hash="0d43a2012b21bd0c03ab20ebaeb62a1f16b7c9ee",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e1afa",
                    table="households_supporter",
                    when="AFTER",
                ),
            ),
        ),
    ]
