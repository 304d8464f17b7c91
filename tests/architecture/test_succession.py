"""Where two divisions become one, no row that goes along may meet its like (区划承继)."""

import pytest
from django.db import connection

from accounts import succession

# Unique and exclusion constraints and unique indexes, as (table, name, columns, expressions).
APART = """
SELECT t.relname, x.relname, pg_get_expr(i.indexprs, i.indrelid),
       ARRAY(SELECT a.attname FROM pg_attribute a
              WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey))
  FROM pg_index i
  JOIN pg_class t ON t.oid = i.indrelid AND t.relnamespace = 'public'::regnamespace
  JOIN pg_class x ON x.oid = i.indexrelid
 WHERE i.indisunique OR i.indisexclusion
"""


@pytest.fixture
def apart(db):
    """Of each table the columns that must differ between two rows, by name of the constraint."""
    with connection.cursor() as cursor:
        cursor.execute(APART)
        found: dict[str, dict[str, str]] = {}
        for table, name, expressions, columns in cursor.fetchall():
            found.setdefault(table, {})[name] = f" {expressions or ''} {' '.join(columns)} "
    return found


def changing():
    """Every field a change of divisions rewrites, by itself or through a pair key."""
    for model, field in succession.places():
        carried = (model._meta.db_table, field.column) in succession.carried()
        if carried or not succession.stays(model, field):
            yield model, field


def test_no_row_that_follows_a_change_of_divisions_can_meet_its_like(apart):
    """A merger makes two areas one: say with ``area_meets`` which row is kept, or let it stay."""
    meeting = {
        (model._meta.label, field.name, name)
        for model, field in changing()
        for name, columns in apart[model._meta.db_table].items()
        if f" {field.column} " in columns
        # Two rows differ by their key already.
        and f" {model._meta.pk.column} " not in columns
        and field.name not in getattr(model, "area_meets", {})
    }
    assert meeting == set()


def test_what_is_declared_can_be_done(db):
    declared = {
        (model, name) for model, _field in changing() for name in getattr(model, "area_meets", {})
    }
    assert declared
    for model, name in declared:
        field = model._meta.get_field(name)
        unique = succession.meetings(model, field)
        assert unique, f"{model._meta.label}.{name}: nothing there can meet"
        assert not any(one.condition or len(one.fields) < 2 for one in unique)
        assert (model, field) in succession.following()
        assert "DELETE" in succession.privileges_of(model)
