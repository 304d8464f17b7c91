"""Keys of machines' requests, so that one sent twice is done once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_division_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiWrite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80, verbose_name="idempotency key")),
                ("digest", models.CharField(max_length=72)),
                ("made_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "request of a machine",
                "verbose_name_plural": "requests of machines",
                "indexes": [models.Index(fields=["at"], name="api_write_by_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("by", "key"), name="api_write_once")
                ],
            },
        ),
    ]
