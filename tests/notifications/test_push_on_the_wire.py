"""Web push end to end: the running server's worker tells a push service of this machine, by TLS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import MakeServer
from tests.support.push import PushBrowser, claims_of
from tests.support.tls_host import Listener, listening
from tests.support.waiting import wait_until

DOOR = "/api/notifications/devices/"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Listener]:
    with listening(tmp_path) as told:
        yield told


@pytest.mark.rows("S4-8.1", "D03")
def test_a_like_of_bob_reaches_a_browser_of_alice_and_a_gone_one_is_forgotten(
    make_server: MakeServer, service: Listener
) -> None:
    server = make_server(
        PUSH_HOSTS="localhost",
        WEBHOOK_NETWORKS="127.0.0.0/8,::1/128",
        WEBHOOK_CA_FILE=str(service.authority),
    )
    alice, bob = server.person("alice"), server.person("bob")
    browser = PushBrowser(service.url)
    service.answers = [201, 410]
    with alice.api() as api, bob.api() as his:
        key = api.get(DOOR).json()["key"]
        assert api.post(DOOR, json=browser.subscription).status_code == 201
        post = api.post("/api/posts/", json={"text": "hello"}).json()["id"]
        said = his.post(f"/api/posts/{post}/comments/", json={"text": "hi"}).json()["id"]
        wait_until(lambda: bool(service.heard), what="the push service is told", seconds=60)
        headers, body = service.heard[0]
        told = browser.read(body)
        assert told["text"].endswith("commented on your post.")
        assert told["target"] == f"/posts/{post}/?comment={said}#comment-{said}"
        assert headers["Content-Encoding"] == "aes128gcm"
        assert claims_of(headers["Authorization"], key)["sub"].startswith("mailto:")
        his.post(f"/api/posts/{post}/comments/", json={"text": "hi again"})
        wait_until(lambda: api.get(DOOR).json()["devices"] == [], what="the device is forgotten", seconds=60)
