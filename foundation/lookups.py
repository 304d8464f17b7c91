"""The starts-with look-up that can drive an index under row-level security.

LIKE is not leakproof, so under a policy it cannot use an index; PostgreSQL's ``^@`` can, on an
index with ``text_pattern_ops``.
"""

from typing import Any

from django.db.models import CharField, Lookup


@CharField.register_lookup
class Prefix(Lookup):
    """``name__prefix="张"``: the column starts with the given text."""

    lookup_name = "prefix"
    prepare_rhs = True

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", (*left_params, *right_params)
