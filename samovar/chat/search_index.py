"""The index of what was written: full text of PostgreSQL, FTS5 of SQLite. The database keeps it itself.

Whatever stores, edits or deletes a message does so in the index by the same statement: PostgreSQL by an
index on an expression, SQLite by triggers. Rooms that keep nothing have no rows, so nothing is indexed.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func, Value
from django.db.models.expressions import F
from django.db.models.sql.compiler import SQLCompiler

from samovar.chat.search_words import ALIKE, MARKS, Term, plain_words
from samovar.core.text import ZWNJ

TABLES = ("chat_message", "chat_whisper")
# Another number when the words of a text are made in another way: then the index is made anew.
VERSION = 1
FUNCTION = f"samovar_words_{VERSION}"


class Matches(Func):
    """Whether the text of a row of ``table`` (one of TABLES) holds all of these terms."""

    output_field = BooleanField()

    def __init__(self, table: str, terms: list[Term]) -> None:
        super().__init__(F("body" if connection.vendor == "postgresql" else "pk"), Value(_asked(terms)))
        self.table = table

    def as_postgresql(self, compiler: SQLCompiler, *_: Any, **_context: Any) -> Any:
        text, text_params = compiler.compile(self.source_expressions[0])
        asked, asked_params = compiler.compile(self.source_expressions[1])
        return f"{FUNCTION}({text}) @@ to_tsquery('simple', {asked})", [*text_params, *asked_params]

    def as_sqlite(self, compiler: SQLCompiler, *_: Any, **_context: Any) -> Any:
        key, key_params = compiler.compile(self.source_expressions[0])
        asked, asked_params = compiler.compile(self.source_expressions[1])
        words = f"{self.table}_words"
        found = f"SELECT rowid FROM {words} WHERE {words} MATCH {asked}"  # noqa: S608 - our own table
        return f"{key} IN ({found})", [*key_params, *asked_params]


def _asked(terms: list[Term]) -> str:
    """Say what is looked for as the database reads it. Terms hold letters and digits alone."""
    if connection.vendor == "postgresql":
        return " & ".join(
            _either(" | ", [f"{word}:*" for word in term.prefixes], " <-> ".join(term.phrase), ":*")
            for term in terms
        )
    return " AND ".join(
        _either(" OR ", [f'"{word}"*' for word in term.prefixes], _quoted(" ".join(term.phrase)), "*")
        for term in terms
    )


def _either(word_or: str, prefixes: list[str], phrase: str, goes_on: str) -> str:
    return f"({word_or.join([*prefixes, *([f'({phrase}{goes_on})'] if phrase else [])])})"


def _quoted(phrase: str) -> str:
    return f'"{phrase}"' if phrase else ""


def teach_sqlite(*, connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Answer ``connection_created``: the triggers call this function."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 1, plain_words, deterministic=True)


def keep_index(**_signal: Any) -> None:
    """Answer ``post_migrate``: make what is missing. SQLite loses triggers when it rebuilds a table."""
    if connection.vendor == "postgresql":
        _keep_postgres()
    else:
        _keep_sqlite()


@transaction.atomic
def rebuild_index() -> None:
    """Make the index anew from what is stored."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"REINDEX INDEX {table}_words_{VERSION}")
                continue
            cursor.execute(f"DELETE FROM {table}_words")  # noqa: S608 - our own table
            _fill_sqlite(cursor, table)


def _keep_sqlite() -> None:
    with connection.cursor() as cursor:
        known = set(connection.introspection.table_names(cursor))
        for table in TABLES:
            words = f"{table}_words"
            if words not in known:
                cursor.execute(f"CREATE VIRTUAL TABLE {words} USING fts5(words, tokenize='unicode61')")
                _fill_sqlite(cursor, table)
            for sql in _triggers(table, words):
                cursor.execute(sql)


def _triggers(table: str, words: str) -> list[str]:
    # An earlier version's triggers would call a function that is no more.
    names = [f"{words}_{event}_{VERSION}" for event in ("insert", "update", "delete")]
    forget = f"DELETE FROM {words} WHERE rowid = old.id;"  # noqa: S608 - our own tables, here and below
    add = f"INSERT INTO {words} (rowid, words) SELECT new.id, {FUNCTION}(new.body) WHERE new.body <> '';"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {names[0]} AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER IF NOT EXISTS {names[1]} AFTER UPDATE OF body ON {table} BEGIN {forget} {add} END",
        f"CREATE TRIGGER IF NOT EXISTS {names[2]} AFTER DELETE ON {table} BEGIN {forget} END",
    ]


def _fill_sqlite(cursor: Any, table: str) -> None:
    cursor.execute(
        f"INSERT INTO {table}_words (rowid, words) "  # noqa: S608 - our own tables
        f"SELECT id, {FUNCTION}(body) FROM {table} WHERE body <> ''"
    )


def _keep_postgres() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_proc WHERE proname = %s", [FUNCTION])
        if cursor.fetchone() is None:
            cursor.execute(_POSTGRES)
        for table in TABLES:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {table}_words_{VERSION} ON {table} USING gin ({FUNCTION}(body))"
            )


def _plain_in_sql(text: str) -> str:
    """Say in SQL what ``plain_words`` does; the database's own locale may know no letters beyond ASCII."""
    alike = f"'{''.join(ALIKE)}', '{''.join(ALIKE.values())}'"
    lower = f'lower(translate({text}, {alike}) COLLATE "und-x-icu")'
    bare = f"regexp_replace(translate(normalize({lower}, NFKD), {alike}), '[{MARKS}]', '', 'g')"
    return f"""regexp_replace({bare} COLLATE "und-x-icu", '[^[:alnum:]]+', ' ', 'g')"""


_JOINED = _plain_in_sql(f"replace($1, '{ZWNJ}', '')")
_SPLIT = _plain_in_sql(f"replace($1, '{ZWNJ}', ' ')")
_POSTGRES = f"""
CREATE FUNCTION {FUNCTION}(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $words$
SELECT to_tsvector('simple'::regconfig, {_JOINED}
  || CASE WHEN position('{ZWNJ}' IN $1) > 0 THEN ' ' || {_SPLIT} ELSE '' END)
$words$
"""
