"""A whole register at once, by two statements as the owner: for plans and benchmarks."""

import json

from django.db import connection

from accounts.owner import as_owner
from accounts.scope import whole_city
from foundation.names import SURNAME_READINGS, pinyin
from households.models import Household, Member

# 40,000 names in the proportions of surnames; every village has addresses of its own.
SURNAMES = "王王王李李李张张张刘刘陈杨赵孙单"
GIVEN = (
    "伟秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂芳玉珍"
    "淑华国建文红梅春海波德志凤荣琴永福宝林清山晓东小云"
)
FILL = """
INSERT INTO households_household (seal_id, household_no, area_id, urban_rural, status, head_name,
    family_size, hukou_address, residence_address, address_key, phone_digest, poverty_cause,
    dm_class, is_registered_poor, relapse_kind, card_no, account_name, account_bank, note, is_demo,
    registered_on, created_at, updated_at)
SELECT gen_random_uuid(), '9' || lpad(n::text, 21, '0'), v.code, '2', 'registered',
    substr(%(surnames)s, 1 + n %% 16, 1) || substr(%(given)s, 1 + n / 16 %% 50, 1)
        || substr(%(given)s, 1 + n / 800 %% 50, 1),
    1, '', a.address, nuanxin_address_key(a.address), '1:' || md5('phone' || n), '', '', false,
    '0', '', '', '', '', true, '2026-01-05', now(), now()
FROM generate_series(%(first)s, %(last)s) n
CROSS JOIN (SELECT array_agg(code ORDER BY code) AS codes, array_agg(name ORDER BY code) AS names
    FROM accounts_area WHERE level = 'village') villages
CROSS JOIN LATERAL (SELECT codes[1 + n %% cardinality(codes)] AS code,
    names[1 + n %% cardinality(codes)] AS village) v
CROSS JOIN LATERAL (SELECT v.village || (1 + n %% 9) || '组' || n / 1500 || '号' AS address) a;
INSERT INTO households_member (seal_id, household_id, area_id, name, given_name, initials, pinyin,
    identity_kind, identity_digest, is_converted, sex, birth_on, ethnic, relation, marital_status,
    education, health, occupation, hukou_kind, is_counted, not_counted_reason, student_stage,
    school, labour_capacity, employment_status, employer, disability_category, disability_grade,
    disease_kind, medical_insurance, pension_insurance, special_identities, phone_digest, is_active,
    left_reason, created_at, updated_at)
SELECT gen_random_uuid(), h.id, h.area_id, h.head_name, right(h.head_name, -1),
    left(r.one, 1) || left(r.two, 1) || left(r.three, 1), r.one || r.two || r.three, '1',
    '1:' || md5(h.id::text), false, '1', date '1940-01-01' + (h.id * 7919 %% 25000)::int, '01',
    '02', '', '', '{}', '', '', true, '', '0', '', '', '', '', '', '', '', '', '', '{}',
    '1:' || md5('mobile' || h.id), true, '', now(), now()
FROM households_household h
CROSS JOIN LATERAL (SELECT %(readings)s::jsonb ->> left(h.head_name, 1) AS one,
    %(readings)s::jsonb ->> substr(h.head_name, 2, 1) AS two,
    %(readings)s::jsonb ->> right(h.head_name, 1) AS three) r
WHERE h.household_no BETWEEN '9' || lpad(%(first)s::text, 21, '0')
    AND '9' || lpad(%(last)s::text, 21, '0')
"""

HISTORY = """
INSERT INTO {events} ({columns}, pgh_created_at, pgh_label, pgh_obj_id)
SELECT {columns}, now(), 'insert', id FROM {table}
WHERE id NOT IN (SELECT pgh_obj_id FROM {events})
"""


def fill(count: int, *, start: int = 0, with_history: bool = True) -> None:
    """Add ``count`` one-person households, spread over all villages, with fresh statistics.

    The history triggers are off meanwhile and their rows written at once: a trigger that opens a
    subtransaction for each row makes one large statement slower than linear.
    """
    with as_owner(), whole_city("test data"), connection.cursor() as cursor:
        for model in (Household, Member):
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        cursor.execute(FILL, {"first": start + 1, "last": start + count, **_words()})
        for model in (Household, Member):
            table, events = model._meta.db_table, model.pgh_event_model._meta.db_table
            columns = ", ".join(field.column for field in model._meta.concrete_fields)
            if with_history:
                cursor.execute(HISTORY.format(events=events, columns=columns, table=table))
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"ANALYZE {table}, {events}")


def _words() -> dict[str, str]:
    readings = {char: pinyin(char) for char in SURNAMES + GIVEN}
    readings |= {char: SURNAME_READINGS.get(char, readings[char]) for char in SURNAMES}
    return {"surnames": SURNAMES, "given": GIVEN, "readings": json.dumps(readings)}
