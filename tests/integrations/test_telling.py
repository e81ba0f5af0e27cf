"""Outgoing webhooks end to end: the running server's worker tells a real TLS host on this machine."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import MakeServer
from tests.support.people import Person
from tests.support.tls_host import Listener, listening
from tests.support.waiting import wait_until


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    with listening(tmp_path) as told:
        yield told


def hook_of(alice: Person, url: str) -> tuple[int, dict[str, Any]]:
    with alice.api() as api:
        room = api.post("/api/chatrooms/", json={"name": "tea"}).json()["id"]
        made = api.post(f"/api/chatrooms/{room}/hooks/outgoing/", json={"url": url})
        assert made.status_code == 201, made.text
        return room, made.json()


def log_of(api: httpx.Client, room: int, hook: dict[str, Any]) -> list[dict[str, Any]]:
    page = api.get(f"/api/chatrooms/{room}/hooks/outgoing/{hook['id']}/deliveries/").json()
    rows: list[dict[str, Any]] = page["results"]
    return rows


def say(alice: Person, room: int, text: str) -> None:
    with alice.api() as api:
        assert api.post("/api/messages/", json={"chatroom": room, "content": text}).status_code == 201


def test_a_message_is_told_by_tls_signed_and_once(make_server: MakeServer, listener: Listener) -> None:
    opened = {"WEBHOOK_HOSTS": "localhost", "WEBHOOK_NETWORKS": "127.0.0.0/8,::1/128"}
    server = make_server(start=True, **opened, WEBHOOK_CA_FILE=str(listener.authority))
    alice = server.person("alice")
    room, hook = hook_of(alice, listener.url)
    say(alice, room, "سلام")
    wait_until(lambda: bool(listener.heard), what="the host is told", seconds=60)
    with alice.api() as api:
        wait_until(lambda: log_of(api, room, hook)[0]["state"] == "done", what="the log says so", seconds=60)
    [(headers, body)] = listener.heard
    at, given = (part.partition("=")[2] for part in headers["X-Samovar-Signature"].split(","))
    expected = hmac.new(hook["secret"].encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert given == expected
    told = json.loads(body)
    assert (told["event"], told["message"]["content"], told["message"]["user"]) == (
        "message",
        "سلام",
        alice.id,
    )
    assert headers["Host"] == f"localhost:{listener.port}"


def test_a_redirect_is_not_followed_and_a_test_may_be_sent_again(
    make_server: MakeServer, listener: Listener
) -> None:
    opened = {"WEBHOOK_HOSTS": "localhost", "WEBHOOK_NETWORKS": "127.0.0.0/8,::1/128"}
    server = make_server(start=True, **opened, WEBHOOK_CA_FILE=str(listener.authority))
    listener.answers = [302, 200]
    alice = server.person("alice")
    room, hook = hook_of(alice, listener.url)
    with alice.api() as api:
        sent = api.post(f"/api/chatrooms/{room}/hooks/outgoing/{hook['id']}/test/")
        assert sent.status_code == 202, sent.text
        wait_until(lambda: log_of(api, room, hook)[0]["status"] == 302, what="it was tried", seconds=60)
        row = log_of(api, room, hook)[0]
    assert (row["state"], row["problem"], len(listener.heard)) == ("waiting", "answered 302", 1)
    assert json.loads(listener.heard[0][1])["event"] == "test"


@pytest.mark.parametrize(
    ("opened", "problem"),
    [
        ({"WEBHOOK_HOSTS": "localhost"}, "private network"),
        ({"WEBHOOK_HOSTS": "localhost", "WEBHOOK_NETWORKS": "127.0.0.0/8,::1/128"}, "certificate"),
    ],
    ids=["a private network that nobody opened", "an authority that nobody trusts"],
)
def test_nothing_is_told_where_it_must_not(
    make_server: MakeServer, listener: Listener, opened: dict[str, str], problem: str
) -> None:
    server = make_server(start=True, **opened)
    alice = server.person("alice")
    room, hook = hook_of(alice, listener.url)
    say(alice, room, "secret")
    with alice.api() as api:
        wait_until(
            lambda: any(problem in row["problem"] for row in log_of(api, room, hook)),
            what=f"the log says {problem}",
            seconds=60,
        )
    assert listener.heard == []
