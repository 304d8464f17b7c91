"""Words are complete, and migrations have names that say why."""

import re

from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OURS = {
    "accounts", "households", "surveys", "assistance", "verification", "petitions", "reports",
}  # fmt: skip


def test_translations_are_complete():
    call_command("translations", check=True)


def test_migrations_are_named_by_purpose_and_have_one_leaf(db):
    loader = MigrationLoader(None)
    ours = [(app, name) for app, name in loader.disk_migrations if app in OURS]
    assert [name for _, name in ours if re.search(r"auto_", name)] == []
    for app in {app for app, _ in ours}:
        assert len(loader.graph.leaf_nodes(app)) == 1, app
