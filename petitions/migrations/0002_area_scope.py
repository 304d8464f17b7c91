"""Put petition cases under the area policy; hide them from the office complained about."""

from django.db import migrations

from accounts.row_security import EnableAreaScope

# SECURITY DEFINER: accounts_user is read whatever the reader may see; it answers only about the
# user declared on the connection. The own area and everything above it: a complaint about a
# county is hidden from its townships too.
OWN_OFFICES = """
CREATE FUNCTION nuanxin_own_offices() RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS $$
    WITH RECURSIVE line AS (
        SELECT a.code, a.parent_id FROM accounts_area a
        JOIN accounts_user u ON u.area_id = a.code
        WHERE u.id = nullif(current_setting('app.user_id', true), '')::bigint
        UNION ALL
        SELECT a.code, a.parent_id FROM accounts_area a JOIN line ON a.code = line.parent_id
    )
    SELECT coalesce(array_agg(code::text), '{}') FROM line
$$;
"""
NOT_COMPLAINED = (
    "complained_office_id IS NULL OR complained_office_id <> ALL"
    " ((SELECT nuanxin_own_offices())::text[])"
)
CASE_SEEN = "EXISTS (SELECT 1 FROM petitions_petitioncase c WHERE c.id = case_id)"

# The household of a case lies in its own village, not in the case's area, so the pair key goes
# with household_area_id; and who writes the link must see the household.
HOUSEHOLD = """
ALTER TABLE petitions_petitioncase ADD CONSTRAINT petitions_petitioncase_in_household_area
    FOREIGN KEY (household_id, household_area_id) REFERENCES households_household (id, area_id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
CREATE FUNCTION nuanxin_petition_household_seen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.household_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM households_household h WHERE h.id = NEW.household_id) THEN
        RAISE EXCEPTION 'the household of a petition case must lie inside the writer''s scope'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER household_seen BEFORE INSERT OR UPDATE OF household_id ON petitions_petitioncase
    FOR EACH ROW EXECUTE FUNCTION nuanxin_petition_household_seen();
"""
DROP_HOUSEHOLD = """
DROP TRIGGER household_seen ON petitions_petitioncase;
DROP FUNCTION nuanxin_petition_household_seen();
ALTER TABLE petitions_petitioncase DROP CONSTRAINT petitions_petitioncase_in_household_area;
"""


def hide_from_office(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY not_complained ON {table} AS RESTRICTIVE USING ({NOT_COMPLAINED})",
        f"DROP POLICY not_complained ON {table}",
    )


def follow_the_case(table: str) -> migrations.RunSQL:
    """Whoever does not see the case sees nothing that hangs on it, and hangs nothing on it."""
    return migrations.RunSQL(
        [
            f"CREATE POLICY case_seen ON {table} AS RESTRICTIVE USING ({CASE_SEEN})",
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_in_case_area"
            " FOREIGN KEY (case_id, area_id) REFERENCES petitions_petitioncase (id, area_id)"
            " ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE",
        ],
        [
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_in_case_area",
            f"DROP POLICY case_seen ON {table}",
        ],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0001_initial"),
        ("households", "0002_area_scope"),
    ]

    operations = [
        migrations.RunSQL(OWN_OFFICES, "DROP FUNCTION nuanxin_own_offices();"),
        EnableAreaScope("petitions_petitioncase", household="household_id", child=False),
        hide_from_office("petitions_petitioncase"),
        migrations.RunSQL(HOUSEHOLD, DROP_HOUSEHOLD),
        EnableAreaScope("petitions_petitioncaseevent", household="household_id", child=False),
        hide_from_office("petitions_petitioncaseevent"),
        EnableAreaScope("petitions_petitionmove"),
        follow_the_case("petitions_petitionmove"),
        EnableAreaScope("petitions_handlingrecord"),
        follow_the_case("petitions_handlingrecord"),
    ]
