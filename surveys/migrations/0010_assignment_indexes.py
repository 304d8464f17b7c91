"""Indexes of assigned visits, built beside the running site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("surveys", "0009_follow_ups_and_batches")]

    operations = [
        AddIndexConcurrently(
            model_name="visitassignment",
            index=models.Index(
                condition=models.Q(("visit", None), ("withdrawn_at", None)),
                fields=["area", "due_on"],
                name="assignment_to_make",
            ),
        ),
        AddIndexConcurrently(
            model_name="visitassignment",
            index=models.Index(fields=["batch"], name="assignment_by_batch"),
        ),
    ]
