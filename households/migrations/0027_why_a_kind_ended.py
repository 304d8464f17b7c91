"""Why a kind ended, beside why it began: a constant default, so no row is rewritten."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0026_codes_of_an_imported_ledger"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="householdkind",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="householdkind",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="householdkind",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="householdkind",
            name="end_reason",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=200,
                verbose_name="reason for ending",
            ),
        ),
        migrations.AddField(
            model_name="householdkindevent",
            name="end_reason",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=200,
                verbose_name="reason for ending",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="householdkind",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "households_householdkindevent" ("area_id", "end_reason", "household_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since", "until") VALUES (NEW."area_id", NEW."end_reason", NEW."household_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."since", NEW."until"); RETURN NULL;',
                    hash="7304f054092d3ad9c5ba49ac78ed9db7ee2cfebb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c35bb",
                    table="households_householdkind",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="householdkind",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "households_householdkindevent" ("area_id", "end_reason", "household_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since", "until") VALUES (NEW."area_id", NEW."end_reason", NEW."household_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."since", NEW."until"); RETURN NULL;',
                    hash="38c27080a372aefa97f0e3a84f795848b96e9391",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c1513",
                    table="households_householdkind",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="householdkind",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "households_householdkindevent" ("area_id", "end_reason", "household_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since", "until") VALUES (OLD."area_id", OLD."end_reason", OLD."household_id", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."since", OLD."until"); RETURN NULL;',
                    hash="32baf23b8f0a7df6395d1fa1e7849b9ec293587f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_283b5",
                    table="households_householdkind",
                    when="AFTER",
                ),
            ),
        ),
    ]
