"""A member's telephone may be searched by: its keyed digest, beside the seal."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_machine_writes"),
        ("households", "0023_unanswered_hand_overs_lapse"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="member",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="member",
            name="update_update",
        ),
        migrations.AddField(
            model_name="member",
            name="phone_digest",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=72
            ),
        ),
        migrations.AddField(
            model_name="memberevent",
            name="phone_digest",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=72
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "households_memberevent" ("area_id", "basic_pension", "birth_on", "created_at", "cremation_on", "death_on", "disability_category", "disability_cert_sealed", "disability_grade", "disability_valid_to", "disease_kind", "disease_sealed", "education", "employer", "employment_status", "ethnic", "given_name", "grade", "health", "household_id", "hukou_kind", "id", "identity_digest", "identity_kind", "identity_sealed", "initials", "is_active", "is_aided_insured", "is_boarding", "is_converted", "is_counted", "is_covered", "job_type", "joined_kind", "joined_on", "labour_capacity", "left_kind", "left_on", "left_reason", "marital_status", "medical_insurance", "monthly_pension", "monthly_wage", "name", "not_counted_reason", "occupation", "pension_insurance", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_digest", "phone_sealed", "pinyin", "relation", "school", "school_kind", "seal_id", "self_care", "self_care_on", "sex", "special_identities", "student_stage", "updated_at", "work_place") VALUES (NEW."area_id", NEW."basic_pension", NEW."birth_on", NEW."created_at", NEW."cremation_on", NEW."death_on", NEW."disability_category", NEW."disability_cert_sealed", NEW."disability_grade", NEW."disability_valid_to", NEW."disease_kind", NEW."disease_sealed", NEW."education", NEW."employer", NEW."employment_status", NEW."ethnic", NEW."given_name", NEW."grade", NEW."health", NEW."household_id", NEW."hukou_kind", NEW."id", NEW."identity_digest", NEW."identity_kind", NEW."identity_sealed", NEW."initials", NEW."is_active", NEW."is_aided_insured", NEW."is_boarding", NEW."is_converted", NEW."is_counted", NEW."is_covered", NEW."job_type", NEW."joined_kind", NEW."joined_on", NEW."labour_capacity", NEW."left_kind", NEW."left_on", NEW."left_reason", NEW."marital_status", NEW."medical_insurance", NEW."monthly_pension", NEW."monthly_wage", NEW."name", NEW."not_counted_reason", NEW."occupation", NEW."pension_insurance", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone_digest", NEW."phone_sealed", NEW."pinyin", NEW."relation", NEW."school", NEW."school_kind", NEW."seal_id", NEW."self_care", NEW."self_care_on", NEW."sex", NEW."special_identities", NEW."student_stage", NEW."updated_at", NEW."work_place"); RETURN NULL;',
                    hash="754a6fecb8b40f3ea07e4f64818e2539b785e0d9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6fdfd",
                    table="households_member",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "households_memberevent" ("area_id", "basic_pension", "birth_on", "created_at", "cremation_on", "death_on", "disability_category", "disability_cert_sealed", "disability_grade", "disability_valid_to", "disease_kind", "disease_sealed", "education", "employer", "employment_status", "ethnic", "given_name", "grade", "health", "household_id", "hukou_kind", "id", "identity_digest", "identity_kind", "identity_sealed", "initials", "is_active", "is_aided_insured", "is_boarding", "is_converted", "is_counted", "is_covered", "job_type", "joined_kind", "joined_on", "labour_capacity", "left_kind", "left_on", "left_reason", "marital_status", "medical_insurance", "monthly_pension", "monthly_wage", "name", "not_counted_reason", "occupation", "pension_insurance", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_digest", "phone_sealed", "pinyin", "relation", "school", "school_kind", "seal_id", "self_care", "self_care_on", "sex", "special_identities", "student_stage", "updated_at", "work_place") VALUES (NEW."area_id", NEW."basic_pension", NEW."birth_on", NEW."created_at", NEW."cremation_on", NEW."death_on", NEW."disability_category", NEW."disability_cert_sealed", NEW."disability_grade", NEW."disability_valid_to", NEW."disease_kind", NEW."disease_sealed", NEW."education", NEW."employer", NEW."employment_status", NEW."ethnic", NEW."given_name", NEW."grade", NEW."health", NEW."household_id", NEW."hukou_kind", NEW."id", NEW."identity_digest", NEW."identity_kind", NEW."identity_sealed", NEW."initials", NEW."is_active", NEW."is_aided_insured", NEW."is_boarding", NEW."is_converted", NEW."is_counted", NEW."is_covered", NEW."job_type", NEW."joined_kind", NEW."joined_on", NEW."labour_capacity", NEW."left_kind", NEW."left_on", NEW."left_reason", NEW."marital_status", NEW."medical_insurance", NEW."monthly_pension", NEW."monthly_wage", NEW."name", NEW."not_counted_reason", NEW."occupation", NEW."pension_insurance", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone_digest", NEW."phone_sealed", NEW."pinyin", NEW."relation", NEW."school", NEW."school_kind", NEW."seal_id", NEW."self_care", NEW."self_care_on", NEW."sex", NEW."special_identities", NEW."student_stage", NEW."updated_at", NEW."work_place"); RETURN NULL;',
                    hash="0de5203d2aed9f65117a30438376db1201356a79",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_733b8",
                    table="households_member",
                    when="AFTER",
                ),
            ),
        ),
    ]
