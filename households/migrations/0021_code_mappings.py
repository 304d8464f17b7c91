"""How other systems write our codes: reference data, without households."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0020_ledger_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="CodeMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "standard",
                    models.CharField(
                        choices=[("mzt073", "MZ/T 073-2024"), ("province", "Provincial system")],
                        max_length=10,
                        verbose_name="standard",
                    ),
                ),
                ("code_list", models.CharField(max_length=40, verbose_name="code list")),
                ("code", models.CharField(max_length=6, verbose_name="our code")),
                ("ext_code", models.CharField(max_length=20, verbose_name="their code")),
                (
                    "ext_name",
                    models.CharField(blank=True, max_length=60, verbose_name="their name"),
                ),
                (
                    "is_for_export",
                    models.BooleanField(default=True, verbose_name="written on export"),
                ),
                ("is_for_import", models.BooleanField(default=True, verbose_name="read on import")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="note")),
            ],
            options={
                "verbose_name": "pair of codes",
                "verbose_name_plural": "pairs of codes",
                "ordering": ["standard", "code_list", "code", "ext_code", "-valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="mapping_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("standard", "code_list", "code", "ext_code"),
                        name="mapping_open_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_for_export", True), ("valid_to", None)),
                        fields=("standard", "code_list", "code"),
                        name="one_code_on_export",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_for_import", True), ("valid_to", None)),
                        fields=("standard", "code_list", "ext_code"),
                        name="one_code_on_import",
                    ),
                ],
            },
        ),
    ]
