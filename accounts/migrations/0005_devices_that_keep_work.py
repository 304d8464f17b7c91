"""Devices on which somebody keeps unsent work."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_machine_writes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("uuid", models.UUIDField(editable=False)),
                ("secret_sealed", models.BinaryField()),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("last_seen_at", models.DateTimeField(verbose_name="last seen")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "device",
                "verbose_name_plural": "devices",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "uuid"), name="device_once")
                ],
            },
        ),
    ]
