"""The database of an installation: is it there, is it up to date, bring it there."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from samovar.chat.search_index import keep_index, rebuild_index

CACHE_TABLE_BACKEND = "django.core.cache.backends.db.DatabaseCache"


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def pending_migrations() -> list[str]:
    """Return ``app.name`` of each migration that was not applied; raises when the database is away."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def cache_table_is_missing() -> bool:
    """Say whether the cache is in the database and its table is not there yet."""
    cache = settings.CACHES["default"]
    if cache["BACKEND"] != CACHE_TABLE_BACKEND:
        return False
    with connection.cursor() as cursor:
        return cache["LOCATION"] not in connection.introspection.table_names(cursor)


def migrate() -> None:
    """Apply what is pending and make the cache table; does nothing when all is there."""
    if pending_migrations():
        call_command("migrate", interactive=False, verbosity=0)
    if cache_table_is_missing():
        call_command("createcachetable", verbosity=0)
    keep_index()


def reindex() -> int:
    """Make the index of messages anew from what is stored; it is searched as before meanwhile."""
    rebuild_index()
    print("The index of messages is made anew.")
    return 0
