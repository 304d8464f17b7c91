"""The first tables of assistance."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import assistance.models.policies


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_area_scope_and_audit_guard"),
        ("households", "0002_area_scope"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("surveys", "0002_area_scope"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "application_no",
                    models.CharField(max_length=40, unique=True, verbose_name="application number"),
                ),
                (
                    "programme",
                    models.CharField(
                        choices=[
                            ("tekun", "Tekun support"),
                            ("dibao", "Dibao"),
                            ("low_income", "Low-income household"),
                            ("single_person", "Single-person dibao"),
                            ("rigid_expense", "Rigid-expense household"),
                            ("temporary", "Temporary assistance"),
                        ],
                        max_length=20,
                        verbose_name="programme applied for",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("submitted", "Applied"),
                            ("rejected_at_intake", "Not accepted"),
                            ("accepted", "Accepted"),
                            ("checked", "Information checked"),
                            ("investigated", "Investigated"),
                            ("opined", "Township opinion given"),
                            ("noticed", "On public notice"),
                            ("reported", "Reported to the county"),
                            ("reviewed", "Reviewed by the county"),
                            ("returned", "Returned for investigation"),
                            ("confirmed", "Confirmed"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="submitted",
                        max_length=30,
                        verbose_name="step",
                    ),
                ),
                ("step_since", models.DateTimeField()),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("flow", models.CharField(max_length=20)),
                ("submitted_on", models.DateField(verbose_name="applied on")),
                (
                    "accepted_on",
                    models.DateField(blank=True, null=True, verbose_name="accepted on"),
                ),
                (
                    "total_due_on",
                    models.DateField(blank=True, null=True, verbose_name="due altogether on"),
                ),
                (
                    "proposed_programme",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("tekun", "Tekun support"),
                            ("dibao", "Dibao"),
                            ("low_income", "Low-income household"),
                            ("single_person", "Single-person dibao"),
                            ("rigid_expense", "Rigid-expense household"),
                            ("temporary", "Temporary assistance"),
                        ],
                        max_length=20,
                        verbose_name="proposed programme",
                    ),
                ),
                (
                    "proposed_members",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "proposed_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="proposed amount (yuan/month)",
                    ),
                ),
                ("rulings", models.JSONField(blank=True, default=dict)),
                ("facts_sealed", models.BinaryField(null=True)),
                ("policy", models.JSONField(default=dict, editable=False)),
                ("assessment_sealed", models.BinaryField(null=True)),
                ("assessed_on", models.DateField(verbose_name="assessed on")),
                (
                    "is_complaint_case",
                    models.BooleanField(default=False, verbose_name="complaint case"),
                ),
                (
                    "is_relative_case",
                    models.BooleanField(default=False, verbose_name="relative of staff"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                ("is_demo", models.BooleanField(default=False, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="households.member",
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
                    "created_by",
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
                        related_name="applications",
                        to="households.household",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ApplicationMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("move", models.CharField(max_length=40, verbose_name="act")),
                ("from_step", models.CharField(max_length=30)),
                ("to_step", models.CharField(max_length=30)),
                ("at", models.DateTimeField(verbose_name="at")),
                ("reason", models.TextField(blank=True, verbose_name="opinion")),
                ("snapshot", models.JSONField(default=dict)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="assistance.application",
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
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Benefit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "programme",
                    models.CharField(
                        choices=[
                            ("tekun", "Tekun support"),
                            ("dibao", "Dibao"),
                            ("low_income", "Low-income household"),
                            ("single_person", "Single-person dibao"),
                            ("rigid_expense", "Rigid-expense household"),
                            ("temporary", "Temporary assistance"),
                        ],
                        max_length=20,
                        verbose_name="programme",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=12,
                        verbose_name="amount (yuan/month)",
                    ),
                ),
                (
                    "members_covered",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason for ending"),
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
                        related_name="benefits",
                        to="households.household",
                    ),
                ),
            ],
            options={
                "verbose_name": "benefit",
                "verbose_name_plural": "benefits",
                "ordering": ["-since", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="BenefitUnlock",
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
                            ("heating", "Heating aid"),
                            ("charity", "Charity aid"),
                            ("medical", "Medical aid"),
                            ("education", "Education aid"),
                            ("rehabilitation", "Rehabilitation of disabled persons"),
                        ],
                        max_length=20,
                        verbose_name="kind of aid",
                    ),
                ),
                ("is_received", models.BooleanField(default=False, verbose_name="received")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "benefit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unlocks",
                        to="assistance.benefit",
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
            ],
            options={
                "verbose_name": "unlocked aid",
                "verbose_name_plural": "unlocked aid",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CheckResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("report_no", models.CharField(max_length=60, verbose_name="report number")),
                ("checked_on", models.DateField(verbose_name="checked on")),
                (
                    "conclusion",
                    models.CharField(
                        choices=[("1", "Conforms"), ("2", "Does not conform"), ("3", "In doubt")],
                        max_length=1,
                        verbose_name="conclusion",
                    ),
                ),
                ("note_sealed", models.BinaryField(null=True)),
                ("report_sealed", models.BinaryField(null=True)),
                ("report_name", models.CharField(blank=True, max_length=120, verbose_name="file")),
                ("recorded_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_results",
                        to="assistance.application",
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "check result",
                "verbose_name_plural": "check results",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("is_confirmed", models.BooleanField(verbose_name="confirmed")),
                (
                    "programme",
                    models.CharField(
                        choices=[
                            ("tekun", "Tekun support"),
                            ("dibao", "Dibao"),
                            ("low_income", "Low-income household"),
                            ("single_person", "Single-person dibao"),
                            ("rigid_expense", "Rigid-expense household"),
                            ("temporary", "Temporary assistance"),
                        ],
                        max_length=20,
                        verbose_name="programme",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="amount (yuan/month)",
                    ),
                ),
                ("family_size", models.PositiveSmallIntegerField(verbose_name="family size")),
                ("covered_count", models.PositiveSmallIntegerField(verbose_name="persons covered")),
                (
                    "per_capita",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, verbose_name="income per person"
                    ),
                ),
                (
                    "standard",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, null=True, verbose_name="dibao standard"
                    ),
                ),
                (
                    "low_income_line",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, null=True, verbose_name="low-income line"
                    ),
                ),
                ("clause", models.CharField(max_length=300, verbose_name="legal basis")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("facts_sealed", models.BinaryField()),
                ("policy", models.JSONField(editable=False)),
                ("assessment_sealed", models.BinaryField()),
                ("assessed_on", models.DateField(verbose_name="assessed on")),
                ("decided_at", models.DateTimeField(verbose_name="decided at")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="assistance.application",
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
                    "decided_by",
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
                        related_name="decisions",
                        to="households.household",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="BenefitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "programme",
                    models.CharField(
                        choices=[
                            ("tekun", "Tekun support"),
                            ("dibao", "Dibao"),
                            ("low_income", "Low-income household"),
                            ("single_person", "Single-person dibao"),
                            ("rigid_expense", "Rigid-expense household"),
                            ("temporary", "Temporary assistance"),
                        ],
                        max_length=20,
                        verbose_name="programme",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=12,
                        verbose_name="amount (yuan/month)",
                    ),
                ),
                (
                    "members_covered",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason for ending"),
                ),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="households.household",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="assistance.benefit",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assistance.decision",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="benefit",
            name="decision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="benefit",
                to="assistance.decision",
            ),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("posted_on", models.DateField(verbose_name="posted on")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("place", models.CharField(max_length=100, verbose_name="place")),
                (
                    "taken_down_on",
                    models.DateField(blank=True, null=True, verbose_name="taken down on"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="assistance.application",
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
                    "posted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "public notice",
                "verbose_name_plural": "public notices",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("raised_on", models.DateField(verbose_name="raised on")),
                ("text_sealed", models.BinaryField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Being looked into"),
                            ("dismissed", "Not founded"),
                            ("upheld", "Founded: investigate again"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("finding_sealed", models.BinaryField(null=True)),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="settled on")),
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
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="assistance.notice",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
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
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PolicyValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, verbose_name="parameter")),
                (
                    "urban_rural",
                    models.CharField(
                        blank=True,
                        choices=[("", "Urban and rural"), ("1", "Urban"), ("2", "Rural")],
                        max_length=1,
                        verbose_name="urban or rural",
                    ),
                ),
                (
                    "programme",
                    models.CharField(blank=True, max_length=20, verbose_name="programme"),
                ),
                ("value", models.CharField(max_length=120, verbose_name="value")),
                ("unit", models.CharField(blank=True, max_length=30, verbose_name="unit")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                ("source_doc", models.CharField(max_length=200, verbose_name="source document")),
                (
                    "is_confirmed",
                    models.BooleanField(default=False, verbose_name="confirmed by the bureau"),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                        verbose_name="area",
                    ),
                ),
                (
                    "confirmed_by",
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
                "verbose_name": "policy value",
                "verbose_name_plural": "policy values",
                "ordering": ["key", "programme", "area_id", "urban_rural", "-valid_from"],
            },
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["area", "step", "due_on"], name="application_worklist"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["household", "-id"], name="application_by_household"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(fields=("id", "area"), name="application_with_area"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("step__in", ("rejected_at_intake", "confirmed", "refused", "withdrawn")),
                    _negated=True,
                ),
                fields=("household",),
                name="one_open_application",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step__in", ["refused", "rejected_at_intake"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="refusal_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted_on", None), ("total_due_on__isnull", False), _connector="OR"
                ),
                name="accepted_has_total_limit",
            ),
        ),
        migrations.AddIndex(
            model_name="applicationmove",
            index=models.Index(fields=["application"], name="move_by_application"),
        ),
        migrations.AddConstraint(
            model_name="benefitunlock",
            constraint=models.UniqueConstraint(fields=("benefit", "kind"), name="unlock_once"),
        ),
        migrations.AddConstraint(
            model_name="checkresult",
            constraint=models.UniqueConstraint(
                fields=("application", "report_no"), name="check_report_once"
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["household", "-id"], name="decision_by_household"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_by", models.F("reviewed_by")), _negated=True),
                name="decided_by_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_confirmed", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="not_confirmed_has_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="benefit",
            index=models.Index(fields=["area", "programme", "since"], name="benefit_by_area"),
        ),
        migrations.AddIndex(
            model_name="benefit",
            index=models.Index(fields=["household", "-id"], name="benefit_by_household"),
        ),
        migrations.AddConstraint(
            model_name="benefit",
            constraint=models.UniqueConstraint(fields=("id", "area"), name="benefit_with_area"),
        ),
        migrations.AddConstraint(
            model_name="benefit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="benefit_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefit",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)), name="benefit_not_negative"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="benefit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assistance_benefitevent" ("amount", "area_id", "decision_id", "end_reason", "household_id", "id", "members_covered", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "since", "until") VALUES (NEW."amount", NEW."area_id", NEW."decision_id", NEW."end_reason", NEW."household_id", NEW."id", NEW."members_covered", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme", NEW."since", NEW."until"); RETURN NULL;',
                    hash="f4762f3ebf6f4c35829cdd959da9a43a22775b3d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bd01c",
                    table="assistance_benefit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="benefit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "assistance_benefitevent" ("amount", "area_id", "decision_id", "end_reason", "household_id", "id", "members_covered", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "since", "until") VALUES (NEW."amount", NEW."area_id", NEW."decision_id", NEW."end_reason", NEW."household_id", NEW."id", NEW."members_covered", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme", NEW."since", NEW."until"); RETURN NULL;',
                    hash="45bc094700fe784bd39ad9e9f4443056ce9e82e9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5e93f",
                    table="assistance_benefit",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("id", "area"), name="notice_with_area"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_down_on", None)),
                fields=("application",),
                name="one_standing_notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("posted_on"))),
                name="notice_ends_after_posting",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome", ""),
                    models.Q(("finding_sealed__isnull", False), ("settled_on__isnull", False)),
                    _connector="OR",
                ),
                name="settled_objection_has_finding",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyvalue",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("key", "="),
                    ("programme", "="),
                    ("area", "="),
                    ("urban_rural", "="),
                    (
                        assistance.models.policies.DateRange(
                            "valid_from",
                            "valid_to",
                            django.contrib.postgres.fields.ranges.RangeBoundary(True, True),
                        ),
                        "&&",
                    ),
                ],
                name="one_value_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="value_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("source_doc", ""), _negated=True), name="value_has_source"
            ),
        ),
    ]
