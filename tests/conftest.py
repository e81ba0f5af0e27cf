"""What every test may ask for. A service that is missing fails the run; nothing is ever skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from tests.support.bucket import BucketServer
from tests.support.people import PASSWORD, password_hash
from tests.support.postgres import Cluster, create_database
from tests.support.redis import RedisServer
from tests.support.secret_words import require_none_in_any_log
from tests.support.server import Server


class MakeServer(Protocol):
    """Starts a new installation; keywords are settings by their environment names."""

    def __call__(self, *, start: bool = True, **settings: str) -> Server: ...


@pytest.fixture(scope="session", autouse=True)
def _no_secret_in_any_log() -> Iterator[None]:
    """Look at the end of the run for every token it was given in what the servers wrote."""
    yield
    require_none_in_any_log()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Hash passwords quickly inside this process; real servers keep the real hasher."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "samovar.accounts.hashers.SmallArgon2PasswordHasher",
    ]


@pytest.fixture(autouse=True)
def _nothing_kept_in_the_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the cache behind a test that really commits.

    Its table has no model, so the flush after such a test leaves it, and the next test would meet its limits.
    """
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """At the end the writer gives its connection back: PostgreSQL drops no database that is in use."""
    yield
    from samovar.core.writer import writer  # noqa: PLC0415 - after the settings were read

    writer.stop()


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """Give a factory of verified people in this process's database: ``person("alice")`` -> ``User``."""

    def make(name: str, *, verified: bool = True, **fields: Any) -> Any:
        from django.utils import timezone  # noqa: PLC0415 - after the settings were read

        from samovar.accounts.models import User  # noqa: PLC0415

        fields.setdefault("verified_at", timezone.now() if verified else None)
        return User.objects.create_user(name, fields.pop("email", f"{name}@example.org"), PASSWORD, **fields)

    return make


@pytest.fixture
def browser_of() -> Callable[..., Client]:
    """Give a factory of browsers in which a person of this process's database went through the login page."""

    def make(user: Any) -> Client:
        client = Client()
        answer = client.post("/login/", {"login": user.username, "password": PASSWORD})
        assert answer.status_code == 302, answer.content
        return client

    return make


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A throw-away PostgreSQL server."""
    cluster = Cluster().start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a throw-away Redis."""
    server = RedisServer()
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def bucket_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketServer]:
    """A server that speaks S3: make a bucket of your own, do not end it."""
    server = BucketServer(tmp_path_factory.mktemp("s3")).start()
    yield server
    server.kill9()


@pytest.fixture(scope="session")
def _migrated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An installation that was migrated once, for others to copy: ``data`` folder, ``database`` name."""
    password_hash()
    folder = tmp_path_factory.mktemp("migrated")
    environment = {**os.environ, "SAMOVAR_DATA_DIR": str(folder), "DATABASE_URL": ""}
    database = ""
    if url := os.environ.get("DATABASE_URL"):
        database = create_database(url, f"template_{os.getpid()}")
        environment["DATABASE_URL"] = _with_name(url, database)
    subprocess.run([sys.executable, "-m", "samovar.cli", "migrate"], env=environment, check=True)
    return {"data": str(folder), "database": database}


@pytest.fixture(scope="session")
def _make_server(
    _migrated: dict[str, str], tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Callable[..., Server]:
    numbers = iter(range(1, 10_000))

    def make(*, start: bool = True, **settings: str) -> Server:
        folder = tmp_path_factory.mktemp("server")
        url = ""
        if _migrated["database"]:
            admin = os.environ["DATABASE_URL"]
            name = create_database(admin, f"s{os.getpid()}_{next(numbers)}", template=_migrated["database"])
            url = _with_name(admin, name)
        shutil.copytree(_migrated["data"], folder / "data")
        server = Server(folder, django_db_blocker, **{"database_url": url, **settings})
        return server.start() if start else server

    return make


@pytest.fixture(scope="session")
def server(_make_server: Callable[..., Server], request: pytest.FixtureRequest) -> Iterator[Server]:
    """One running installation for the whole session: use names of your own, restart nothing.

    With ``SAMOVAR_TEST_PROCESSES=2`` so many processes share its address, and each connection meets
    one of them by chance (needs ``--postgres``; `make soak` runs all that is live this way).
    """
    processes = os.environ.get("SAMOVAR_TEST_PROCESSES", "1")
    if processes == "1":
        running = _make_server()
    else:
        running = _make_server(start=False, REDIS_URL=request.getfixturevalue("redis_url"))
        running.command = ["serve", "--workers", processes]
        running.start()
    yield running
    running.stop()


@pytest.fixture
def make_server(_make_server: Callable[..., Server]) -> Iterator[MakeServer]:
    """Give a factory of installations of one's own; all end with the test."""
    made: list[Server] = []

    def make(*, start: bool = True, **settings: str) -> Server:
        made.append(_make_server(start=start, **settings))
        return made[-1]

    yield make
    for one in made:
        one.stop()


@pytest.fixture
def own_server(make_server: MakeServer) -> Server:
    """One running installation of this test's own, to restart, to kill, to fill."""
    return make_server()


def _with_name(url: str, name: str) -> str:
    """Return ``url`` with its database replaced by ``name``."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()
