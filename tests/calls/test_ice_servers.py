"""How peers are told to find each other."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any

from samovar.calls.queries import ICE_EXPIRES_IN, ice_servers_for
from samovar.core.caller import Caller

ALICE = Caller("u:5", 1, user_id=5)


def test_without_servers_in_the_settings_there_are_none(settings: Any) -> None:
    settings.STUN_URLS, settings.TURN_URLS, settings.TURN_SECRET = [], [], ""
    assert ice_servers_for(viewer=ALICE) == []


def test_turn_passwords_are_limited_in_time_and_the_secret_stays_here(settings: Any) -> None:
    settings.STUN_URLS, settings.TURN_URLS = ["stun:stun.example.org"], ["turn:turn.example.org:3478"]
    settings.TURN_SECRET = "very secret"
    stun, turn = ice_servers_for(viewer=ALICE)
    assert (stun.urls, stun.username, stun.credential) == (["stun:stun.example.org"], None, None)
    assert turn.username is not None
    expires, name = turn.username.split(":", 1)
    assert name == "u:5"
    assert 0 < int(expires) - time.time() <= ICE_EXPIRES_IN
    digest = hmac.new(b"very secret", turn.username.encode(), hashlib.sha1).digest()
    assert turn.credential == base64.b64encode(digest).decode()
    assert "very secret" not in turn.model_dump_json()
