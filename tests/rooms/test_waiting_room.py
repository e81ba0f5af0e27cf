"""The waiting room: who knocks, who hears it, who lets in, and that nothing goes round it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import httpx
import pytest

from samovar.rooms.models import Knock, Room
from tests.calls.tab import Refused, Tab, tab_of
from tests.support.people import Person, csrf_token
from tests.support.server import Server

logger = logging.getLogger(__name__)

OpenTab = Callable[[Person], Tab]


@pytest.fixture
def open_tab() -> Iterator[OpenTab]:
    with ExitStack() as stack:
        yield lambda person: stack.enter_context(tab_of(person))


@pytest.fixture
def alice(server: Server) -> Person:
    return server.person("alice", first_name="Alice")


@pytest.fixture
def bob(server: Server) -> Person:
    return server.person("bob", first_name="Bob")


def room_that_waits(owner: Person, **fields: Any) -> Room:
    """Make a room with a waiting room by the form."""
    with closing(owner.browser()) as page:
        form = {"name": f"Wait {time.time_ns()}", "waiting_room": "on", "guests_allowed": "on", **fields}
        form["csrfmiddlewaretoken"] = csrf_token(page.get("/rooms/new/").text)
        made = page.post("/rooms/new/", data=form)
    assert made.status_code == 302, made.text
    with owner.server.database() as alias:
        return Room.objects.using(alias).get(code=made.headers["Location"].split("/")[2])


def knock(page: httpx.Client, room: Room, name: str, **fields: str) -> httpx.Response:
    form = {"display_name": name, "csrfmiddlewaretoken": csrf_token(page.get(f"/r/{room.code}/").text)}
    return page.post(f"/r/{room.code}/", data={**form, **fields})


def look(page: httpx.Client, room: Room) -> httpx.Response:
    token = csrf_token(page.get(f"/r/{room.code}/").text)
    return page.post(f"/r/{room.code}/waiting/", headers={"X-CSRFToken": token})


@pytest.mark.rows("S0-15", "S0-16")
def test_hosts_hear_a_knock_at_once_and_let_a_person_in(
    alice: Person, bob: Person, open_tab: OpenTab
) -> None:
    room = room_that_waits(alice)
    host = open_tab(alice)
    with closing(bob.browser()) as page:
        assert "Ask to join" in page.get(f"/r/{room.code}/").text
        knock(page, room, "Bob")
        knocked = time.perf_counter()
        heard = host.expect("rooms.knocked")["knock"]
        logger.info("heard %.0f ms after the answer to who knocked", (time.perf_counter() - knocked) * 1000)
        assert (heard["name"], heard["username"], heard["room"]) == ("Bob", bob.username, room.pk)
        assert "You are the next." in look(page, room).text
        with pytest.raises(Refused) as refused:
            open_tab(bob).ask("room.enter", room=room.pk)
        assert refused.value.code in {"knock_first", "not_in_room", "room_not_found"}
        host.ask("room.admit", room=room.pk, knock=heard["id"])
        host.expect("rooms.knock_ended", knock=heard["id"])
        assert look_or_in(page, room)
    open_tab(bob).ask("room.enter", room=room.pk)


def look_or_in(page: httpx.Client, room: Room) -> bool:
    """The room itself is what its address shows now."""
    return "<samovar-room" in page.get(f"/r/{room.code}/").text


@pytest.mark.rows("S0-14")
def test_a_guest_gets_in_by_the_secret_alone(alice: Person, server: Server, open_tab: OpenTab) -> None:
    room = room_that_waits(alice)
    host = open_tab(alice)
    with server.client("10.9.9.1") as guest, server.client("10.9.9.2") as thief:
        knock(guest, room, "Charlie", **{"as": "guest"})
        heard = host.expect("rooms.knocked")["knock"]
        assert heard["username"] is None
        secret = guest.cookies[f"samovar_knock_{room.code.replace('-', '')}"]
        with server.database() as alias:
            row = Knock.objects.using(alias).get(pk=heard["id"])
        assert secret not in str(heard.values())
        assert secret != row.secret_hash
        token = csrf_token(guest.get(f"/r/{room.code}/").text)
        host.ask("room.admit", room=room.pk, knock=heard["id"])
        for stolen in (str(row.pk), row.secret_hash):
            thief.cookies.set(f"samovar_knock_{room.code.replace('-', '')}", stolen)
            thief_token = csrf_token(thief.get(f"/r/{room.code}/").text)
            thief.post(f"/r/{room.code}/waiting/", headers={"X-CSRFToken": thief_token})
            assert not look_or_in(thief, room)
        answer = guest.post(f"/r/{room.code}/waiting/", headers={"X-CSRFToken": token})
        assert answer.headers["HX-Redirect"] == f"/r/{room.code}/"
        assert look_or_in(guest, room)


def test_one_is_denied_and_the_rest_admitted_together(
    alice: Person, server: Server, open_tab: OpenTab
) -> None:
    room = room_that_waits(alice)
    host = open_tab(alice)
    with ExitStack() as stack:
        pages = [stack.enter_context(server.client(f"10.9.8.{number}")) for number in range(3)]
        for number, page in enumerate(pages):
            knock(page, room, f"Guest {number}", **{"as": "guest"})
        waiting = host.ask("room.knocks", room=room.pk)["knocks"]
        assert [one["name"] for one in waiting] == ["Guest 0", "Guest 1", "Guest 2"]
        assert "You are number 3 in the queue." in look(pages[2], room).text
        host.ask("room.deny", room=room.pk, knock=waiting[0]["id"])
        assert "A host has not let you in." in look(pages[0], room).text
        tokens = [csrf_token(page.get(f"/r/{room.code}/").text) for page in pages]
        host.ask("room.admit", room=room.pk)
        assert host.ask("room.knocks") == {"knocks": []}
        for page, token in zip(pages, tokens, strict=True):
            page.post(f"/r/{room.code}/waiting/", headers={"X-CSRFToken": token})
        assert [look_or_in(page, room) for page in pages] == [False, True, True]


def test_nobody_but_hosts_hears_or_decides(alice: Person, bob: Person, open_tab: OpenTab) -> None:
    room = room_that_waits(alice)
    other = open_tab(bob)
    with bob.server.client("10.9.7.1") as guest:
        knock(guest, room, "Charlie", **{"as": "guest"})
    assert other.heard("rooms.knocked") == []
    for op, more in (("room.admit", {}), ("room.deny", {"knock": 1}), ("room.knocks", {})):
        with pytest.raises(Refused) as refused:
            other.ask(op, room=room.pk, **more)
        assert refused.value.code in {"not_in_room", "room_not_found"}


def test_a_locked_room_takes_no_knocks(alice: Person, server: Server, open_tab: OpenTab) -> None:
    room = room_that_waits(alice)
    host = open_tab(alice)
    host.ask("room.guard", room=room.pk, locked=True)
    with server.client("10.9.6.1") as guest:
        answer = knock(guest, room, "Charlie", **{"as": "guest"})
    assert answer.status_code == 403
    assert "This room is locked" in answer.text
    assert host.heard("rooms.knocked") == []
