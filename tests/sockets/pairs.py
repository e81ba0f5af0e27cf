"""Two processes of one installation: on one PostgreSQL and one Redis, each with an address of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.support.postgres import Cluster
from tests.support.server import Server


@contextmanager
def two_processes(
    make: Callable[..., Server], cluster: Cluster, redis_url: str, **settings: str
) -> Iterator[tuple[Server, Server]]:
    """Start two processes on a database of their own; they end with the block."""
    url = cluster.url(cluster.create())
    one, two = (make(start=False, database_url=url, REDIS_URL=redis_url, **settings) for _ in range(2))
    # One key, so that each takes the other's cookies.
    for server in (one, two):
        server.environment["REDIS_PREFIX"] = one.environment["REDIS_PREFIX"]
        server.environment["SECRET_KEY"] = "one for both, and long enough for every signature"
    one.run("migrate")
    one.start()
    two.start()
    yield one, two
    one.stop()
    two.stop()
