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


class Column(NamedTuple):
    """A field of a table. ``default``: what is stored of who gives nothing, or ``_ASKED`` each time."""

    attribute: str
    field: models.Field[Any, Any]
    json: bool
    default: Any


class Table(NamedTuple):
    """What is known of a model's table; ``key`` is the position of the primary key in ``columns``."""

    name: str
    columns: Sequence[Column]
    names: frozenset[str]
    key: int


_ASKED = object()
_AS_IT_IS = frozenset({str, int, bool, type(None)})


class Encoded(str):
    """JSON text on its way into a JSON column."""

    __slots__ = ()


@lru_cache(maxsize=64)
def table_of(model: type[models.Model]) -> Table:
    """Return the table of a model that inherits from no other."""
    meta = model._meta  # noqa: SLF001 - documented
    columns = tuple([_column(field) for field in meta.concrete_fields])
    names = frozenset(column.attribute for column in columns)
    return Table(meta.db_table, columns, names, [column.field for column in columns].index(meta.pk))


def _column(field: models.Field[Any, Any]) -> Column:
    json = isinstance(field, models.JSONField)
    same = not callable(field.default) and not json and type(field.get_default()) in _AS_IT_IS
    return Column(field.attname, field, json, field.get_default() if same else _ASKED)


def row_of(model: type[models.Model], values: dict[str, Any], ops: BaseDatabaseOperations) -> Row:
    """Order ``values`` (by attribute, ``room_id`` and not ``room``) as the table; defaults fill the rest.

    ``ops`` are those of the connection. TypeError for a name the table does not have.
    """
    table = table_of(model)
    if not values.keys() <= table.names:
        raise TypeError(f"{table.name} has no {sorted(values.keys() - table.names)}")
    row = []
    for column in table.columns:
        if column.attribute in values:
            row.append(_stored(column, values[column.attribute], ops))
        elif column.default is not _ASKED:
            row.append(column.default)
        else:
            row.append(_stored(column, column.field.get_default(), ops))
    return tuple(row)


def row_of_instance(row: models.Model, ops: BaseDatabaseOperations) -> Row:
    """Return the columns of an unsaved instance."""
    columns = table_of(type(row)).columns
    return tuple([_stored(column, column.field.pre_save(row, add=True), ops) for column in columns])


def insert(model: type[models.Model], rows: list[Row]) -> None:
    """Insert rows of all columns; a primary key of None is left to the database."""
    table = table_of(model)
    keyed = [row for row in rows if row[table.key] is not None]
    unkeyed = [row[: table.key] + row[table.key + 1 :] for row in rows if row[table.key] is None]
    names = [str(column.field.column) for column in table.columns]
    _insert(table.name, names, keyed)
    _insert(table.name, names[: table.key] + names[table.key + 1 :], unkeyed)


def set_column(model: type[models.Model], column: str, values: dict[Any, int]) -> None:
    """Give each row, by its primary key, another number in this column; one statement for all."""
    table = table_of(model)
    quote = connection.ops.quote_name
    key = quote(str(table.columns[table.key].field.column))
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


def _stored(column: Column, value: Any, ops: BaseDatabaseOperations) -> Any:
    kind = type(value)
    if kind is Encoded:
        return str(value)
    if column.json:
        return dumps(value)
    if kind in _AS_IT_IS:
        return value
    if kind is datetime:
        return _moment(value, ops)
    return column.field.get_db_prep_save(value, connection)


@lru_cache(maxsize=8)
def _moment(value: datetime, ops: BaseDatabaseOperations) -> Any:
    """The rows of a batch have few moments."""
    return ops.adapt_datetimefield_value(value)
