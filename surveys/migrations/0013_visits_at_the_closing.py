"""Visits as they stood when a campaign was closed; what closed before is kept as far as known."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import EnableAreaScope

# Of campaigns closed before this, moves tell the steps at the closing; answers are those of now.
KEEP = """
INSERT INTO surveys_closedvisit
    (campaign_id, visit_id, household_id, area_id, author_id, step, result, visited_on,
     approved_at, began, ended, minutes, signs)
SELECT c.id, v.id, v.household_id, v.area_id, v.created_by_id, stood.step, v.result,
       v.visited_on, CASE WHEN stood.step = 'approved' THEN v.approved_at END,
       r.began, r.ended, r.minutes,
       CASE WHEN r.id IS NOT NULL AND stood.step <> 'draft' THEN concat(',',
           CASE WHEN r.blocking > 0 THEN 'faulty,' END,
           CASE WHEN r.was_returned THEN 'returned,' END,
           CASE WHEN r.is_twin THEN 'twins,' END,
           CASE WHEN r.minutes < 10 THEN 'short,' END,
           CASE WHEN r.is_overlapping THEN 'overlapping,' END,
           CASE WHEN v.place_state = 'outside' OR EXISTS (
               SELECT 1 FROM surveys_visitphoto p
                WHERE p.visit_id = v.id AND p.place_state = 'outside' AND p.removed_at IS NULL
           ) THEN 'outside,' END,
           CASE WHEN v.result = '1' AND NOT EXISTS (
               SELECT 1 FROM surveys_visitphoto p WHERE p.visit_id = v.id AND p.removed_at IS NULL
           ) THEN 'no_photos,' END,
           CASE WHEN r.is_in_bulk THEN 'bulk,' END,
           CASE WHEN r.awareness = '1' THEN 'unaware,' END)
       END
  FROM surveys_campaign c
  JOIN accounts_area a ON a.code = c.area_id
  JOIN surveys_visit v ON v.created_at <= c.closed_at
   AND v.visited_on BETWEEN c.starts_on
       AND LEAST(c.ends_on, (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date)
   AND v.area_id BETWEEN c.area_id AND rpad(
       left(c.area_id, CASE a.level WHEN 'city' THEN 4 WHEN 'county' THEN 6
                                    WHEN 'township' THEN 9 ELSE 12 END), 12, '9')
  CROSS JOIN LATERAL (
      SELECT coalesce((
          SELECT m.to_step FROM surveys_visitmove m
           WHERE m.visit_id = v.id AND m.at <= c.closed_at ORDER BY m.id DESC LIMIT 1
      ), 'draft') AS step
  ) stood
  LEFT JOIN surveys_visitreading r ON r.visit_id = v.id
 WHERE c.closed_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_devices_that_keep_work"),
        ("households", "0028_import_looks"),
        ("surveys", "0012_reasons_as_codes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for approval"),
                            ("returned", "Returned for correction"),
                            ("approved", "Approved"),
                        ],
                        max_length=10,
                        verbose_name="step",
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=1, verbose_name="result")),
                ("visited_on", models.DateField(verbose_name="date of the visit")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="approved at")),
                ("began", models.TimeField(null=True)),
                ("ended", models.TimeField(null=True)),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                ("signs", models.CharField(max_length=200, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.campaign",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                "verbose_name": "visit as it stood at a closing",
                "verbose_name_plural": "visits as they stood at a closing",
                "indexes": [models.Index(fields=["campaign", "area"], name="closed_visit_by_area")],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "visit"), name="closed_visit_once")
                ],
            },
        ),
        EnableAreaScope("surveys_closedvisit", household="household_id"),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
    ]
