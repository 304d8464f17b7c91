"""Migration steps that put a table under the area policy (行级安全)."""

from typing import Any

from django.db import migrations

DECLARED_FUNCTION = """
CREATE FUNCTION nuanxin_no_scope() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RAISE EXCEPTION 'area scope is not declared on this connection'
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'wrap the code in accounts.scope: user_scope, area_scope or whole_city';
END $$;
"""
DROP_DECLARED_FUNCTION = "DROP FUNCTION nuanxin_no_scope();"

# The refusing function is reached only where nothing is declared; the planner already evaluates
# these stable expressions, so that even an empty table refuses.
IN_AREA = (
    "area_id BETWEEN"
    " coalesce(nullif(current_setting('app.area_low', true), ''), nuanxin_no_scope())"
    " AND coalesce(nullif(current_setting('app.area_high', true), ''), nuanxin_no_scope())"
)
# Scalar subqueries are evaluated once per statement, and an array can drive an index.
GRANTED = "{household} = ANY ((SELECT nuanxin_granted_households())::bigint[])"
NOT_CLOSED = "coalesce({household}, 0) <> ALL ((SELECT nuanxin_closed_households())::bigint[])"

HISTORY_SEEN = "EXISTS (SELECT 1 FROM {parent} seen WHERE seen.id = pgh_obj_id)"


class EnableAreaScope(migrations.RunSQL):
    """Migration step: put ``table`` under the area policy (ENABLE and FORCE row level security).

    ``household`` names the column that holds the household's key; with it come the grants (rows
    of a granted household may be read) and the closed doors (rows behind one never). A child
    table (``child=True``) also gets the pair key (household_id, area_id), because plain foreign
    keys are checked past row security: without the pair a child in my area could hang on a
    neighbour's household. ``ON UPDATE CASCADE`` lets a move of the household carry its children.
    """

    def __init__(self, table: str, *, household: str | None = None, child: bool = True):
        self.table, self.household, self.child = table, household, child
        # Any: RunSQL's list also takes pairs with parameters.
        forward: list[Any] = []
        backward: list[Any] = []
        forward += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY area ON {table} USING ({IN_AREA}) WITH CHECK ({IN_AREA})",
        ]
        backward += [
            f"DROP POLICY area ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ]
        if household:
            not_closed = NOT_CLOSED.format(household=household)
            forward += [
                f"CREATE POLICY granted ON {table} FOR SELECT"
                f" USING ({GRANTED.format(household=household)})",
                f"CREATE POLICY not_closed ON {table} AS RESTRICTIVE USING ({not_closed})",
            ]
            backward[:0] = [
                f"DROP POLICY granted ON {table}",
                f"DROP POLICY not_closed ON {table}",
            ]
        if household and household != "id" and child:
            forward.append(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_in_household_area"
                f" FOREIGN KEY ({household}, area_id)"
                " REFERENCES households_household (id, area_id)"
                " ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE"
            )
            backward.insert(0, f"ALTER TABLE {table} DROP CONSTRAINT {table}_in_household_area")
        super().__init__(sql=forward, reverse_sql=backward, elidable=False)

    def deconstruct(self):
        kwargs = {"household": self.household, "child": self.child}
        return self.__class__.__name__, [self.table], kwargs

    def describe(self) -> str:
        return f"Put {self.table} under the area policy"


class ReadHistoryThrough(migrations.RunSQL):
    """Migration step: whoever sees a row sees its whole history, wherever it was managed before.

    History keeps the area of its day; after a move or a change of divisions the file's new office
    would otherwise lose what came before.
    """

    def __init__(self, table: str, *, parent: str):
        self.table, self.parent = table, parent
        super().__init__(
            sql=f"CREATE POLICY history ON {table} FOR SELECT"
            f" USING ({HISTORY_SEEN.format(parent=parent)})",
            reverse_sql=f"DROP POLICY history ON {table}",
        )

    def deconstruct(self):
        return self.__class__.__name__, [self.table], {"parent": self.parent}

    def describe(self) -> str:
        return f"Let {self.table} be read through {self.parent}"
