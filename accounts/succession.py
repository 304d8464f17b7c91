"""Carrying rows from one division to its successor (区划承继), whatever app they belong to.

Rows that hang on a household, case or visit by a pair key follow it by themselves. Of the others
those that may be changed go along; history, decisions and issued papers stay with the division of
their day. A model that must stay though it may be changed says so: ``area_stays = {"field": why}``.
Two divisions that become one may bring two rows of which there can be only one: the model says
by which order the first is kept, ``area_meets = {"field": "-used_at"}``.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from django.apps import apps
from django.db import connection
from django.db.models import Field, Model, UniqueConstraint
from pghistory.models import Event

from accounts.models import Area, DivisionChangeItem, Job
from accounts.owner import privileges_of

STAYING: Mapping[tuple[type[Model], str], str] = {
    (Area, "parent"): "divisions are changed by the change itself",
    (Area, "successor"): "divisions are changed by the change itself",
    (DivisionChangeItem, "old"): "the change's own record",
    (Job, "area"): "where it was asked for",
}
CARRIED = """
SELECT c.conrelid::regclass::text, a.attname
  FROM pg_constraint c
  CROSS JOIN LATERAL unnest(c.conkey) AS k(number)
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number
 WHERE c.contype = 'f' AND c.confupdtype = 'c' AND array_length(c.conkey, 1) = 2
"""
LOCK = "SELECT pg_advisory_xact_lock{how}(hashtext('nuanxin divisions'))"
Place = tuple[type[Model], Field]


def places() -> Iterator[Place]:
    """Every field of every model that names a division."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is Area:
                yield model, field


def stays(model: type[Model], field: Field) -> str:
    """Why rows keep the old division in this field; empty where they follow."""
    if issubclass(model, Event):
        return "history says where it happened"
    if "UPDATE" not in privileges_of(model):
        return "insert-only: says where it was done"
    declared = getattr(model, "area_stays", {}).get(field.name, "")
    return declared or STAYING.get((model, field.name), "")


@cache
def carried() -> frozenset[tuple[str, str]]:
    """Columns that a pair key with ON UPDATE CASCADE carries along, as (table, column)."""
    with connection.cursor() as cursor:
        cursor.execute(CARRIED)
        return frozenset(cursor.fetchall())


def following() -> list[Place]:
    """The fields that are rewritten when a division is succeeded by another."""
    return [
        (model, field)
        for model, field in places()
        if (model._meta.db_table, field.column) not in carried() and not stays(model, field)
    ]


def hold_divisions() -> None:
    """Until this transaction ends no division does; others may hold them too.

    For transactions so long that a change of divisions could begin and end within them.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK.format(how="_shared"))


def await_holders() -> None:
    """Wait for the transactions that hold the divisions, and let none begin before this ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK.format(how=""))


def meetings(model: type[Model], field: Field) -> list[UniqueConstraint]:
    """The constraints by which two rows may not differ in this field alone; not the key's own."""
    return [
        one
        for one in model._meta.constraints
        if isinstance(one, UniqueConstraint)
        and field.name in one.fields
        and model._meta.pk.name not in one.fields
    ]


def carry(old: str, new: str) -> dict[str, int]:
    """Rewrite ``old`` to ``new`` wherever rows follow; returns how many rows of each table.

    Runs inside the caller's transaction and scope, which must cover both divisions.
    """
    counts: dict[str, int] = {}
    for model, field in following():
        _keep_one(model, field, old, new)
        rows = model._base_manager.filter(**{field.attname: old})
        if count := rows.update(**{field.attname: new}):
            label = model._meta.label_lower
            counts[label] = counts.get(label, 0) + count
    return counts


def _keep_one(model: type[Model], field: Field, old: str, new: str) -> None:
    """Of rows that would be alike once ``old`` is ``new``, delete all but the model's choice."""
    order = getattr(model, "area_meets", {}).get(field.name)
    if order is None:
        return
    both = model._base_manager.filter(**{f"{field.attname}__in": [old, new]})
    for one in meetings(model, field):
        others = [name for name in one.fields if name != field.name]
        kept = both.order_by(*others, order, "-pk").distinct(*others)
        both.exclude(pk__in=kept.values("pk")).delete()
