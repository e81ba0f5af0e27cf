"""Every address and every command of the socket, by five kinds of callers: a new one is in here by itself.

Alice made everything; bob is in a block with her; charlie is a stranger who follows her; a guest of another
room; and nobody, without a login.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from samovar.core.writer import writer
from tests.security.walking import CANARY, ROOM_NAME, Route, not_there, routes, world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]
# Who holds the code or the word of a room sees its name, blocked or not (decision C5).
BY_CODE = {"code", "word"}
# What is alice's alone, so that charlie does not find it either.
PRIVATE = {
    *("room_id", "board_id", "recording_id", "meeting_id", "notification_id", "session_id", "token_id"),
    *("bot_id", "hook_id", "case_id", "invitation_id"),
}
CLOSED = {301, 302, 401, 403, 404, 405}


@pytest.fixture(autouse=True)
def _places(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    yield
    # Its thread's connection would keep the test's database in use.
    writer.stop()


def asked(client: Client, method: str, address: str) -> HttpResponseBase:
    answer: HttpResponseBase = getattr(client, method)(address)
    assert answer.status_code < 500, f"{method} {address}: {answer.status_code}"
    return answer


def told(answer: HttpResponseBase, address: str) -> str:
    """Return what it says, without the address that was asked and the name of the room with this code."""
    text = b"".join(getattr(answer, "streaming_content", None) or [getattr(answer, "content", b"")])
    return text.decode("utf-8", "replace").replace(address, "").lower().replace(ROOM_NAME, "")


def hides(who: str, route: Route) -> bool:
    """Say whether what this address names is not there for this caller."""
    names = {name for _kind, name in route.places}
    if not names or names & BY_CODE:
        return False
    return who != "alice" and (who != "charlie" or bool(names & PRIVATE))


def steps(who: str) -> Iterator[tuple[Route, str]]:
    """Return what this caller tries: each address by each method, where nothing of the others' is changed."""
    for route in routes():
        # These end the very login that walks.
        if "logout" in route.pattern or "end-others" in route.pattern:
            continue
        # Open to everybody, and seconds to make: once is enough.
        if route.pattern == "api/schema/" and who != "nobody":
            continue
        only_look = who == "alice" or (who == "charlie" and not hides(who, route))
        yield from ((route, method) for method in sorted(route.methods) if method == "get" or not only_look)


@pytest.mark.rows("B09", "B10", "B11", "B13", "B34", "B39", "S4-N2", "S4-N3")
@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "guest", "nobody"])
def test_who_may_not_see_a_thing_gets_the_answer_of_one_that_is_not_there(
    person: Any, browser_of: Callable[[Any], Client], who: str
) -> None:
    made = world(person, browser_of)
    client, wrong = made.walkers[who], []
    for route, method in steps(who):
        address, missing = route.filled(made.things), not_there(route)
        answer = asked(client, method, address)
        step = f"{method} {address}: {answer.status_code}"
        if who in {"guest", "nobody"} and not route.open and answer.status_code not in CLOSED:
            wrong.append(f"{step} for who has no login")
        if hides(who, route) and answer.status_code != (other := asked(client, method, missing).status_code):
            wrong.append(f"{step}, but {other} for {missing}")
        if who not in {"alice", "charlie"} and CANARY in told(answer, address):
            wrong.append(f"{step} tells what alice wrote")
    assert wrong == []
