"""Names compared in the database the way people read them, in any script, on both databases."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, TextField
from django.db.models.sql.compiler import SQLCompiler

from samovar.core.text import ZWNJ, fold_username

# What fold_username does, said in SQL; a character without a partner is removed.
_ARABIC = "\u064a\u0649\u0643" + "".join(map(chr, [*range(0x660, 0x66A), *range(0x6F0, 0x6FA)])) + ZWNJ
_PERSIAN = "\u06cc\u06cc\u06a9" + "0123456789" * 2


class Fold(Func):
    """The folded key of a text expression; compare it with ``fold_username`` of what was typed."""

    function = "samovar_fold"
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        # The database's own locale may be C, which knows no letters beyond ASCII.
        plain = f"TRANSLATE(NORMALIZE((%(expressions)s)::text, NFC), '{_ARABIC}', '{_PERSIAN}')"
        template = f'LOWER({plain} COLLATE "und-x-icu")'
        return self.as_sql(compiler, connection, template=template, **context)


def teach_sqlite(*, connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Answer ``connection_created``: SQLite's own LOWER knows only ASCII."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("samovar_fold", 1, _fold, deterministic=True)


def _fold(text: str | None) -> str:
    return fold_username(text or "")
