"""The function every area policy calls, and what keeps the audit trail insert-only."""

from django.db import migrations

from accounts.row_security import DECLARED_FUNCTION, DROP_DECLARED_FUNCTION

GUARD = """
CREATE FUNCTION nuanxin_keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is insert-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_audit BEFORE UPDATE OR DELETE ON accounts_auditevent
    FOR EACH ROW EXECUTE FUNCTION nuanxin_keep_audit();
CREATE TRIGGER keep_audit BEFORE UPDATE OR DELETE ON accounts_auditseal
    FOR EACH ROW EXECUTE FUNCTION nuanxin_keep_audit();
CREATE TRIGGER keep_audit BEFORE UPDATE OR DELETE ON accounts_auditsealentry
    FOR EACH ROW EXECUTE FUNCTION nuanxin_keep_audit();
"""
DROP_GUARD = """
DROP TRIGGER keep_audit ON accounts_auditevent;
DROP TRIGGER keep_audit ON accounts_auditseal;
DROP TRIGGER keep_audit ON accounts_auditsealentry;
DROP FUNCTION nuanxin_keep_audit();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(DECLARED_FUNCTION, DROP_DECLARED_FUNCTION),
        migrations.RunSQL(GUARD, DROP_GUARD),
    ]
