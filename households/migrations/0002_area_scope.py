"""Put the register under the area policy, with closed doors and grants."""

from django.db import migrations

from accounts.row_security import EnableAreaScope

# SECURITY DEFINER: the lists must be complete whatever the reader's own scope is. They answer
# with keys only, and only about the user declared on the connection.
DOORS = """
CREATE FUNCTION nuanxin_closed_households() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS $$
    SELECT coalesce(array_agg(DISTINCT d.household_id), '{}')
    FROM households_closeddoor d
    WHERE (d.until IS NULL OR d.until >= (now() AT TIME ZONE 'Asia/Shanghai')::date)
      AND (d.user_id = nullif(current_setting('app.user_id', true), '')::bigint
           OR d.office_id = (SELECT u.area_id FROM accounts_user u
                             WHERE u.id = nullif(current_setting('app.user_id', true), '')::bigint))
$$;
CREATE FUNCTION nuanxin_granted_households() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS $$
    SELECT coalesce(array_agg(DISTINCT g.household_id), '{}')
    FROM households_grant g
    WHERE g.until >= (now() AT TIME ZONE 'Asia/Shanghai')::date
      AND (g.user_id = nullif(current_setting('app.user_id', true), '')::bigint
           OR g.office_id = (SELECT u.area_id FROM accounts_user u
                             WHERE u.id = nullif(current_setting('app.user_id', true), '')::bigint))
$$;
"""
DROP_DOORS = """
DROP FUNCTION nuanxin_closed_households();
DROP FUNCTION nuanxin_granted_households();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0001_initial"),
        ("accounts", "0002_area_scope_and_audit_guard"),
    ]

    operations = [
        migrations.RunSQL(DOORS, DROP_DOORS),
        EnableAreaScope("households_household", household="id"),
        EnableAreaScope("households_householdevent", household="id", child=False),
        EnableAreaScope("households_householdkind", household="household_id"),
        EnableAreaScope("households_householdkindevent", household="household_id", child=False),
        EnableAreaScope("households_member", household="household_id"),
        EnableAreaScope("households_memberevent", household="household_id", child=False),
        EnableAreaScope("households_closeddoor", household="household_id"),
        EnableAreaScope("households_grant", household="household_id"),
        EnableAreaScope("households_issueddocument", household="household_id"),
    ]
