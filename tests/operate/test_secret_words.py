"""The net under all tests that start a server: it catches what it shall catch."""

from __future__ import annotations

import pytest

from tests.support.secret_words import known, require_none_in
from tests.support.server import Server


def test_tokens_tickets_and_cookies_are_remembered_and_found(server: Server) -> None:
    alice = server.person("alice")
    tokens, cookies = alice.tokens(), alice.cookies()
    with alice.api() as api:
        ticket = api.post("/api/tickets/").json()["ticket"]
    words = {*tokens.values(), cookies["samovar_session"], ticket}
    assert words <= known()
    for word in words:
        with pytest.raises(AssertionError, match="secrets stand in"):
            require_none_in(f"GET /?x={word} HTTP/1.1")
    require_none_in("GET / HTTP/1.1")
