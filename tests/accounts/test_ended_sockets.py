"""Ending a session closes its sockets, whoever ends it and wherever they hang."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.api.world import bearer
from tests.support.people import PASSWORD, Person, csrf_token
from tests.support.server import Server

PATIENCE = 60


def by_cookie(person: Person, cookies: Any) -> ClientConnection:
    header = "; ".join(f"{name}={value}" for name, value in dict(cookies).items())
    return connect(
        person.server.ws_url + "/ws/",
        origin=Origin(person.server.url),
        additional_headers={"Cookie": header},
        open_timeout=PATIENCE,
    )


def by_token(person: Person, access: str, path: str = "/ws/") -> ClientConnection:
    return connect(f"{person.server.ws_url}{path}?token={access}", open_timeout=PATIENCE)


def close_code(socket: ClientConnection) -> int | None:
    """Read until the server closes; what comes before are frames of the session itself."""
    with suppress(ConnectionClosed):
        while True:
            socket.recv(timeout=PATIENCE)
    return socket.close_code


def log_out(browser: Any, person: Person) -> None:
    browser.post("/logout/", data={"csrfmiddlewaretoken": csrf_token(browser.get("/logout/").text)})


def change_password(browser: Any, person: Person) -> None:
    new = "another horse battery"
    token = csrf_token(browser.get("/settings/").text)
    form = {"old_password": PASSWORD, "password": new, "password_again": new, "csrfmiddlewaretoken": token}
    assert browser.post("/settings/password/", data=form).status_code == 302


def end_others(browser: Any, person: Person) -> None:
    token = csrf_token(browser.get("/settings/").text)
    assert (
        browser.post("/settings/sessions/end-others/", data={"csrfmiddlewaretoken": token}).status_code == 302
    )


def test_logging_out_closes_the_socket_of_the_cookie(server: Server) -> None:
    alice = server.person("alice", first_name="Alice")
    with closing(alice.browser()) as browser, by_cookie(alice, browser.cookies) as socket:
        assert "hello" in str(socket.recv(timeout=PATIENCE))
        log_out(browser, alice)
        assert close_code(socket) == 4401


def test_logging_out_by_api_closes_the_socket_of_the_token(server: Server) -> None:
    alice = server.person("alice", first_name="Alice")
    with closing(alice.api()) as api:
        access = api.headers["Authorization"].removeprefix("Bearer ")
        with by_token(alice, access) as socket:
            assert "hello" in str(socket.recv(timeout=PATIENCE))
            api.post("/api/logout/")
            assert close_code(socket) == 4401


@pytest.mark.parametrize("end", [change_password, end_others])
def test_the_sockets_of_other_logins_close_and_ones_own_stays(
    server: Server, end: Callable[..., None]
) -> None:
    alice = server.person("alice", first_name="Alice")
    with (
        closing(alice.browser()) as desk,
        closing(alice.browser()) as phone,
        by_cookie(alice, desk.cookies) as own,
        by_cookie(alice, phone.cookies) as other,
    ):
        end(desk, alice)
        assert close_code(other) == 4401
        own.send('{"id":1,"op":"ping"}')
        assert any('"id":1' in str(own.recv(timeout=PATIENCE)).replace(" ", "") for _ in range(20))


@pytest.mark.rows("B35", "D03")
def test_who_is_suspended_loses_every_socket_and_every_login_at_once(
    server: Server, record_property: Callable[[str, object], None]
) -> None:
    alice = server.person("alice", first_name="Alice")
    staff = server.person("staff", is_staff=True)
    pair, suspension = alice.tokens(), f"/api/moderation/people/{alice.username}/suspension/"
    with (
        closing(alice.browser()) as browser,
        closing(staff.api()) as office,
        by_cookie(alice, browser.cookies) as page,
        by_token(alice, pair["access"]) as program,
        # A room of this test's own, for in another one others may speak first.
        by_token(alice, pair["access"], f"/ws/chat/{uuid4()}/") as plain,
    ):
        for socket in (page, program):
            assert "hello" in str(socket.recv(timeout=PATIENCE))
        plain.send(json.dumps({"message": "tea?"}))
        assert "tea?" in str(plain.recv(timeout=PATIENCE))
        begun = time.monotonic()
        assert office.put(suspension, json={"span": "day", "text": "spam"}).status_code == 204
        assert [close_code(socket) for socket in (page, program, plain)] == [4401, 4401, 4401]
        record_property("every_socket_closed_after_s", round(time.monotonic() - begun, 2))
        assert browser.get("/").status_code == 302
        assert browser.get("/api/me/", headers=bearer(pair["access"])).status_code == 401
        refreshed = browser.post("/api/token/refresh/", json={"refresh": pair["refresh"]})
        assert refreshed.status_code == 401
