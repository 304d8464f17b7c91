"""The guard of undeclared scopes stays on a connection, in whatever order wrappers come and go."""

from django.db import connection

from accounts.scope import guard


def passing(execute, sql, params, many, context):
    return execute(sql, params, many, context)


def test_guard_outlives_a_wrapper_put_on_before_connecting(db):
    twin = connection.copy()
    try:
        with twin.execute_wrapper(passing):
            twin.ensure_connection()
            assert twin.execute_wrappers == [guard, passing]
        assert twin.execute_wrappers == [guard]
    finally:
        twin.close()
