"""`samovar doctor`: what is wrong, and what to do about it."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from samovar.operate.reach import IceServer, ice_server, stun_answers
from tests.conftest import MakeServer
from tests.support.ports import free_port
from tests.support.postgres import Cluster
from tests.support.turn import SECRET, TurnServer


@pytest.fixture
def turn_server(tmp_path: Path) -> Iterator[TurnServer]:
    turn = TurnServer(tmp_path).start()
    yield turn
    turn.stop()


LINE = re.compile(r"\[(  ok|note| bad)\] .+")


def _told(make_server: MakeServer, **settings: str) -> tuple[int, dict[str, list[str]]]:
    installation = make_server(start=False, **settings)
    installation.run("migrate")
    done = installation.run("doctor", check=False)
    lines = done.stdout.strip().splitlines()
    assert all(LINE.fullmatch(line) for line in lines), done.stdout + done.stderr
    found: dict[str, list[str]] = {"ok": [], "note": [], "bad": []}
    for line in lines:
        found[line[1:5].strip()].append(line[7:])
    return done.returncode, found


def test_a_sound_installation_has_nothing_bad(make_server: MakeServer) -> None:
    code, found = _told(make_server)
    assert (code, found["bad"]) == (0, [])
    assert any("Files are stored" in line for line in found["ok"])
    assert any("TURN_URLS" in line for line in found["note"])


def test_servers_that_are_there_are_well(
    make_server: MakeServer, postgres: Cluster, redis_url: str, turn_server: TurnServer
) -> None:
    code, found = _told(
        make_server,
        database_url=postgres.url(postgres.create()),
        REDIS_URL=redis_url,
        STUN_URLS=turn_server.url.replace("turn:", "stun:"),
        TURN_URLS=f"{turn_server.url},{turn_server.url}?transport=tcp",
        TURN_SECRET=SECRET,
    )
    assert (code, found["bad"]) == (0, [])
    told = "\n".join(found["ok"])
    assert "Redis answers" in told
    assert "The clock agrees with that of Redis." in told
    assert "The clock agrees with that of the database." in told
    assert told.count(f"{turn_server.port}") == 3


def test_each_thing_that_is_wrong_has_a_cure(make_server: MakeServer) -> None:
    nowhere = free_port()
    code, found = _told(
        make_server,
        SITE_URL="http://talk.example.org",
        STUN_URLS=f"stun:127.0.0.1:{nowhere}",
        TURN_URLS="turn.example.org",
        TURN_SECRET="secret",
        LIVEKIT_URL=f"ws://127.0.0.1:{nowhere}",
        LIVEKIT_API_KEY="key",
        LIVEKIT_API_SECRET="secret-of-thirty-two-characters-or-more",
        EMAIL_URL=f"smtp://127.0.0.1:{nowhere}",
    )
    assert code == 1
    told = "\n".join(found["bad"])
    for sentence, cure in (
        ("SITE_URL is not https", "serve --tls"),
        ("refused by ALLOWED_HOSTS", "Add talk.example.org"),
        (f"stun:127.0.0.1:{nowhere} does not answer", "firewall"),
        ("turn.example.org is no STUN or TURN address", "turn:host:3478"),
        ("LiveKit at 127.0.0.1", "LIVEKIT_URL"),
        ("The mail server does not answer", "EMAIL_URL"),
    ):
        line = next((line for line in found["bad"] if sentence in line), "")
        assert cure in line, told


def test_redis_that_is_gone_is_told_with_a_cure(make_server: MakeServer, postgres: Cluster) -> None:
    code, found = _told(
        make_server,
        database_url=postgres.url(postgres.create()),
        REDIS_URL=f"redis://127.0.0.1:{free_port()}/0",
    )
    assert code == 1
    assert any("Redis does not answer" in line and "REDIS_URL" in line for line in found["bad"])


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("stun:a.example", IceServer("a.example", 3478, tcp=False, secure=False)),
        ("turn:a.example:99?transport=tcp", IceServer("a.example", 99, tcp=True, secure=False)),
        ("turns:a.example", IceServer("a.example", 5349, tcp=True, secure=True)),
        ("turn:[2001:db8::1]:3478", IceServer("2001:db8::1", 3478, tcp=False, secure=False)),
    ],
)
def test_addresses_of_ice_servers_are_read(url: str, server: IceServer) -> None:
    assert ice_server(url) == server


@pytest.mark.parametrize("url", ["", "turn", "turn:", "http://a.example", "a.example:3478"])
def test_what_is_no_address_of_an_ice_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=re.escape(url) or "^$"):
        ice_server(url)


def test_something_else_on_the_port_is_no_stun_server() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))

        def babble() -> None:
            _asked, who = other.recvfrom(1024)
            other.sendto(b"I am something else entirely", who)

        thread = threading.Thread(target=babble)
        thread.start()
        assert not stun_answers(IceServer("127.0.0.1", other.getsockname()[1], tcp=False, secure=False))
        thread.join()
