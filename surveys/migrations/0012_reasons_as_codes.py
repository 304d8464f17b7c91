"""Runs of approvals keep codes of why visits were left out, no words with families' figures."""

from django.db import migrations

OTHERWISE = "see_visit"


def forget_words(apps, schema_editor):
    """The words told income outside of any area; what is left says to open the visit."""
    runs = apps.get_model("surveys", "ApprovalRun").objects
    for run in runs.order_by("pk").iterator(chunk_size=200):
        for row in run.rows:
            if row.pop("note", ""):
                row["codes"] = [OTHERWISE]
            row.setdefault("codes", [])
        runs.filter(pk=run.pk).update(rows=run.rows)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0011_signs_on_readings")]

    operations = [
        # Not to be taken back: words that were forgotten cannot be known again, and the code
        # before this one shows rows without them as they are.
        migrations.RunPython(forget_words, migrations.RunPython.noop, elidable=True),
    ]
