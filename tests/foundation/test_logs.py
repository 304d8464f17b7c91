"""What the database quotes of a person's row never reaches the log."""

import logging

import pytest
from django.db import IntegrityError, connection, transaction

from foundation.logs import ValuelessFormatter


@pytest.mark.parametrize("as_repr", [False, True])
def test_a_refused_row_is_not_quoted(db, as_repr):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE person (name text, CONSTRAINT grown CHECK (name <> ''))")
        cursor.execute("ALTER TABLE person ADD UNIQUE (name)")
        cursor.execute("INSERT INTO person VALUES ('韩淑英')")
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            cursor.execute("INSERT INTO person VALUES ('韩淑英')")
    error = caught.value
    message = f"raised {error!r}" if as_repr else "raised"
    raised = (type(error), error, error.__traceback__)
    record = logging.LogRecord("nuanxin", logging.ERROR, __file__, 1, message, (), raised)
    plain = logging.Formatter().format(record)
    assert "韩淑英" in plain.rpartition("DETAIL")[2]
    line = ValuelessFormatter().format(record)
    assert "already exists" not in line
    assert "Key (name)" not in line
    assert "unique constraint" in line
    assert "The above exception was the direct cause" in line
