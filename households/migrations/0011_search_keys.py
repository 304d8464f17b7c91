"""Keep the key addresses are found by: one function for what is stored and for what is typed."""

from django.db import migrations

# Without blanks and punctuation, narrow, small letters, one to nine as figures, and without the
# divisions down to the township in front: 昌图县宝力镇西街村三组12号 is found by 西街村3组12.
ADDRESS_KEY = """
CREATE FUNCTION nuanxin_address_key(address text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT left(translate(regexp_replace(
        translate(lower(normalize(address, NFKC)), E'—– \\t\\r\\n,.;:、。·#()"''', '--'),
        '^([^-0-9a-z省市县区镇乡村街路组屯号]{1,6}省)?'
        '([^-0-9a-z省市县区镇乡村街路组屯号]{1,6}市)?'
        '([^-0-9a-z省市县区镇乡村街路组屯号]{1,6}[市县区])?'
        '([^-0-9a-z省市县区镇乡村街路组屯号]{1,8}(镇|乡|街道)(办事处)?)?',
        ''), '〇零一二三四五六七八九', '00123456789'), 200)
$$;
CREATE FUNCTION nuanxin_keep_address_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.address_key :=
        nuanxin_address_key(coalesce(nullif(NEW.residence_address, ''), NEW.hukou_address));
    RETURN NEW;
END $$;
CREATE TRIGGER address_key
    BEFORE INSERT OR UPDATE OF residence_address, hukou_address, address_key
    ON households_household FOR EACH ROW EXECUTE FUNCTION nuanxin_keep_address_key();
"""
DROP_ADDRESS_KEY = """
DROP TRIGGER address_key ON households_household;
DROP FUNCTION nuanxin_keep_address_key();
DROP FUNCTION nuanxin_address_key(text);
"""


class Migration(migrations.Migration):
    dependencies = [("households", "0010_search_columns")]

    operations = [migrations.RunSQL(ADDRESS_KEY, DROP_ADDRESS_KEY)]
