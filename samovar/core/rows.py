"""Rows stored together: one statement for each table, without building a model for each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.backends.base.operations import BaseDatabaseOperations

from samovar.core.frames import dumps

Row = tuple[Any, ...]
LARGEST_INSERT = 64


class Table(NamedTuple):
    """What is known of a model's table; ``key`` is the position of the primary key in ``fields``."""

    name: str
    fields: Sequence[models.Field[Any, Any]]
    names: frozenset[str]
    key: int


class Encoded(str):
    """JSON text on its way into a JSON column."""

    __slots__ = ()


@lru_cache(maxsize=64)
def table_of(model: type[models.Model]) -> Table:
    """Return the table of a model that inherits from no other."""
    meta = model._meta  # noqa: SLF001 - documented
    fields = tuple(meta.concrete_fields)
    names = frozenset(field.attname for field in fields)
    return Table(meta.db_table, fields, names, fields.index(meta.pk))


def row_of(model: type[models.Model], values: dict[str, Any]) -> Row:
    """Order ``values`` (by attribute, ``room_id`` and not ``room``) as the table; defaults fill the rest.

    TypeError for a name the table does not have.
    """
    table, ops = table_of(model), connection.ops
    if not values.keys() <= table.names:
        raise TypeError(f"{table.name} has no {sorted(values.keys() - table.names)}")
    fields = table.fields
    given = [values[field.attname] if field.attname in values else field.get_default() for field in fields]
    return tuple([_stored(field, value, ops) for field, value in zip(fields, given, strict=True)])


def row_of_instance(row: models.Model) -> Row:
    """Return the columns of an unsaved instance."""
    fields, ops = table_of(type(row)).fields, connection.ops
    return tuple([_stored(field, field.pre_save(row, add=True), ops) for field in fields])


def insert(model: type[models.Model], rows: list[Row]) -> None:
    """Insert rows of all columns; a primary key of None is left to the database."""
    table = table_of(model)
    keyed = [row for row in rows if row[table.key] is not None]
    unkeyed = [row[: table.key] + row[table.key + 1 :] for row in rows if row[table.key] is None]
    names = [str(field.column) for field in table.fields]
    _insert(table.name, names, keyed)
    _insert(table.name, names[: table.key] + names[table.key + 1 :], unkeyed)


def set_column(model: type[models.Model], column: str, values: dict[Any, int]) -> None:
    """Give each row, by its primary key, another number in this column; one statement for all."""
    table = table_of(model)
    quote = connection.ops.quote_name
    key = quote(str(table.fields[table.key].column))
    pairs = ", ".join(["(%s, %s)"] * len(values))
    # Table and columns are those of our models, and quoted.
    sql = (
        f"UPDATE {quote(table.name)} SET {quote(column)} = moved.column2 "  # noqa: S608
        f"FROM (VALUES {pairs}) AS moved WHERE {key} = moved.column1"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [part for pair in sorted(values.items()) for part in pair])


def _insert(table: str, columns: list[str], rows: list[Row]) -> None:
    if not rows:
        return
    quote = connection.ops.quote_name
    into = f"{quote(table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copying = cursor.cursor.copy(f"COPY {into} FROM STDIN")
            with connection.wrap_database_errors, copying as copy:
                for row in rows:
                    copy.write_row(row)
            return
        one = "(" + ", ".join(["%s"] * len(columns)) + ")"
        for some in _portions(rows):
            marks = ", ".join([one] * len(some))
            cursor.execute(f"INSERT INTO {into} VALUES {marks}", [part for row in some for part in row])  # noqa: S608 - as above


def _portions(rows: list[Row]) -> Iterator[list[Row]]:
    """Split into a few sizes, so that SQLite knows the statements; Python's lock is let go once for each."""
    start, size = 0, LARGEST_INSERT
    while start < len(rows):
        while size > len(rows) - start:
            size //= 2
        yield rows[start : start + size]
        start += size


def _stored(field: models.Field[Any, Any], value: Any, ops: BaseDatabaseOperations) -> Any:
    kind = type(value)
    if kind is Encoded:
        return str(value)
    if isinstance(field, models.JSONField):
        return dumps(value)
    if kind is str or kind is int or value is None:
        return value
    if kind is datetime:
        return ops.adapt_datetimefield_value(value)
    return field.get_db_prep_save(value, connection)
