"""Field-by-field merge: nothing typed is lost, whoever saves first."""

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.content import blank
from surveys.merge import merge, value_at, with_value

ROWS = [f"00000000-0000-0000-0000-00000000000{n}" for n in range(3)]
values = st.sampled_from(["", "1", "2", "3"])
single_edit = st.tuples(
    st.sampled_from(["family.contracted_land", "family.cause", "header.respondent"]), values
)
row_edit = st.tuples(
    st.builds("incomes.{}.{}".format, st.sampled_from(ROWS), st.sampled_from(["amount", "kind"])),
    values,
)
removal = st.tuples(st.builds("incomes.{}".format, st.sampled_from(ROWS)), st.none())
edits = st.lists(st.one_of(single_edit, row_edit, removal), max_size=6)


def after(content, changes):
    for path, value in changes:
        content = with_value(content, path, value)
    return content


def leaves(content, path=""):
    """Every path that holds an answer or a row, with what it holds."""
    for key, value in content.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            yield from leaves(value, here)
        else:
            yield here, value


def found(merged, path, value) -> bool:
    """Whether a value is in the merged content or kept in a clash on its way."""
    if value_at(merged.content, path) == value:
        return True
    for clash in merged.clashes:
        rest = path[len(clash.path) :].lstrip(".")
        inside = path == clash.path or path.startswith(clash.path + ".")
        for side in (clash.server, clash.client):
            if inside and (value_at(side, rest) if rest and side else side) == value:
                return True
    return False


@settings(max_examples=1000, deadline=None)
@given(start=edits, here=edits, there=edits)
def test_no_field_is_lost(start, here, there):
    base = after(blank(), start)
    server, client = after(base, here), after(base, there)
    merged = merge(base, server, client)
    for side in (server, client):
        for path, value in leaves(side):
            if value_at(base, path) != value:
                assert found(merged, path, value), (path, value)


@settings(max_examples=300, deadline=None)
@given(start=edits, here=edits, there=edits)
def test_merging_again_changes_nothing(start, here, there):
    base = after(blank(), start)
    server, client = after(base, here), after(base, there)
    once = merge(base, server, client)
    again = merge(base, once.content, client)
    assert again.content == once.content
    assert {c.path for c in again.clashes} <= {c.path for c in once.clashes}


@settings(max_examples=300, deadline=None)
@given(start=edits, changes=edits)
def test_one_editor_alone_never_clashes(start, changes):
    base = after(blank(), start)
    changed = after(base, changes)
    assert merge(base, base, changed).content == changed
    assert merge(base, changed, base).content == changed
    assert merge(base, changed, changed).clashes == []


def test_a_removed_row_that_was_edited_clashes_and_stays():
    base = with_value(blank(), f"incomes.{ROWS[0]}", {"amount": "500"})
    server = with_value(base, f"incomes.{ROWS[0]}", None)
    client = with_value(base, f"incomes.{ROWS[0]}.amount", "600")
    merged = merge(base, server, client)
    (clash,) = merged.clashes
    assert (clash.path, clash.server, clash.client) == (
        f"incomes.{ROWS[0]}", None, {"amount": "600"},
    )  # fmt: skip
    assert merged.content["incomes"] == {ROWS[0]: {"amount": "600"}}


def test_different_fields_of_one_row_go_together():
    base = with_value(blank(), f"incomes.{ROWS[0]}", {"amount": "500", "kind": "101"})
    server = with_value(base, f"incomes.{ROWS[0]}.amount", "600")
    client = with_value(base, f"incomes.{ROWS[0]}.kind", "102")
    merged = merge(base, server, deepcopy(client))
    assert merged.clashes == []
    assert merged.content["incomes"][ROWS[0]] == {"amount": "600", "kind": "102"}
