"""What this installation calls its things in Redis, which it may share with others."""

from __future__ import annotations

from django.conf import settings
from redis import ConnectionPool


def redis_key(name: str) -> str:
    """Return ``name`` as a key of this installation (``REDIS_PREFIX``)."""
    return f"{settings.REDIS_PREFIX}:{name}"


def redis_channel(url: str, name: str) -> str:
    """Return ``name`` as a channel of this installation in the database of ``url``.

    Keys of two databases are apart; what is published is heard in all of them
    (https://redis.io/docs/latest/develop/pubsub/, "Database & Scoping").
    """
    database = ConnectionPool.from_url(url).connection_kwargs.get("db", 0)
    return redis_key(f"{database}:{name}")
