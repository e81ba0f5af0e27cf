"""No secret reaches a log."""

from __future__ import annotations

import json
import logging
from contextlib import closing

import pytest

from samovar.core.logs import JsonFormatter, TextFormatter, without_secrets
from tests.conftest import MakeServer

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "line",
    [
        f"GET /ws/?token={JWT} HTTP/1.1",
        "GET /ws/chat/kitchen/?token=not-even-a-jwt HTTP/1.1",
        "Authorization: Bearer not-even-a-jwt",
        "{'authorization': 'Bearer not-even-a-jwt'}",
        '{"refresh": "not-even-a-jwt", "access": "not-even-a-jwt"}',
        "password=not-even-a-jwt&next=/",
        '{"password": "not-even-a-jwt"}',
        "Cookie: samovar_session=not-even-a-jwt",
        "GET /accounts/confirm/not-even-a-jwt/ HTTP/1.1",
        "postgres://samovar:not-even-a-jwt@db/samovar",
        f"it was {JWT}",
    ],
)
def test_a_secret_is_taken_out(line: str) -> None:
    cleaned = without_secrets(line)
    assert "not-even-a-jwt" not in cleaned
    assert JWT not in cleaned
    assert "[hidden]" in cleaned


def test_what_is_no_secret_stays() -> None:
    line = "GET /rooms/?q=tea HTTP/1.1 200 alice@example.org joined the key party"
    assert without_secrets(line) == line


def test_a_traceback_is_cleaned_too() -> None:
    error = ValueError(f"token={JWT}")
    record = logging.makeLogRecord({"msg": "it failed", "exc_info": (ValueError, error, None)})
    assert JWT not in TextFormatter().format(record)
    assert JWT not in json.loads(JsonFormatter().format(record))["error"]


def test_json_lines_hold_what_was_given_as_extra() -> None:
    record = logging.makeLogRecord(
        {"msg": "sent %s", "args": (3,), "name": "samovar", "room": 7, "who": f"t {JWT}"}
    )
    line = json.loads(JsonFormatter().format(record))
    assert (line["message"], line["room"], line["logger"]) == ("sent 3", 7, "samovar")
    assert JWT not in line["who"]


def test_the_log_of_a_server_holds_no_token_and_no_password(make_server: MakeServer) -> None:
    server = make_server(LOG_FORMAT="json")
    alice = server.person("alice")
    tokens = alice.tokens()
    with closing(alice.browser()) as browser:
        cookies = list(browser.cookies.values())
        browser.get("/rooms/", params={"token": tokens["access"]})
    with server.client() as client:
        client.post("/api/token/refresh/", json={"refresh": tokens["refresh"]})
    server.stop()
    log = server.log()
    assert "/rooms/" in log
    for secret in (*tokens.values(), *cookies, alice.password):
        assert secret not in log
    for line in log.splitlines():
        json.loads(line)
