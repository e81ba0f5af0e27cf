"""What `samovar serve` is from outside."""

from __future__ import annotations

import os
import signal
from contextlib import closing, suppress

import httpx
import pytest

from tests.conftest import MakeServer
from tests.support.postgres import Cluster
from tests.support.server import Server
from tests.support.waiting import wait_until


def test_it_is_alive_and_ready(server: Server) -> None:
    with server.client() as client:
        assert client.get("/healthz").text == "ok"
        assert client.get("/readyz").json() == {"database": "ok", "migrations": "ok", "cache": "ok"}


def test_a_person_logs_in_by_page_and_by_token(server: Server) -> None:
    alice = server.person("alice")
    with alice.api() as api:
        assert api.get("/api/me/").json()["username"] == alice.username
    with closing(alice.browser()) as browser:
        assert browser.get("/", follow_redirects=True).url.path != "/login/"


def test_it_refuses_an_outside_database_that_is_behind(make_server: MakeServer, postgres: Cluster) -> None:
    """Others may be using it, so only the operator migrates it."""
    behind = make_server(start=False, database_url=postgres.url(postgres.create()))
    done = behind.run("serve", "--port", str(behind.port), check=False)
    assert done.returncode == 1
    assert "the database is not up to date; run `samovar migrate` first." in done.stderr
    assert behind.run("migrate").stdout.strip() == "The database is up to date."
    assert behind.start().log()


@pytest.mark.rows("S3-04")
def test_several_processes_serve_one_installation(
    make_server: MakeServer, postgres: Cluster, redis_url: str
) -> None:
    many = make_server(start=False, database_url=postgres.url(postgres.create()), REDIS_URL=redis_url)
    many.run("migrate")
    many.command = ["serve", "--workers", "2"]
    many.start()
    alice = many.person("alice")
    with alice.api() as api:
        assert api.get("/api/me/").json()["username"] == alice.username
    # It is ready as soon as one of them is.
    wait_until(lambda: many.log().count("Started server process") >= 2, what="both have started", seconds=90)
    # Replaced one by one, while each request is answered.
    os.kill(many.pid, signal.SIGHUP)

    def is_replaced() -> bool:
        assert is_alive(many)
        log = many.log()
        return log.count("Started server process") == 4 and log.count("Finished server process") == 2

    wait_until(is_replaced, what="both processes are replaced", seconds=90)


def is_alive(server: Server) -> bool:
    """Ask as a proxy does: once more, where the line was taken by a process that ended just then."""
    for _ in range(2):
        with suppress(httpx.TransportError), server.client() as client:
            return client.get("/healthz").status_code == 200
    return False


def test_one_process_ends_as_it_should_when_it_is_told_to_begin_anew(own_server: Server) -> None:
    os.kill(own_server.pid, signal.SIGHUP)
    wait_until(lambda: "Finished server process" in own_server.log(), what="it has ended", seconds=30)
