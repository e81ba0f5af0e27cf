"""Presence on the wire: told to whom a person chose, live, and taken back when the choice changes."""

from __future__ import annotations

from contextlib import closing

import pytest

from tests.support.line import Line, make_room
from tests.support.people import Person, csrf_token
from tests.support.server import Server


def choose(who: Person, online: str) -> None:
    """Save the form of privacy."""
    with closing(who.browser()) as browser:
        token = csrf_token(browser.get("/settings/privacy/").text)
        wish = {"messages": "everybody", "calls": "everybody", "follows": "everybody", "online": online}
        answer = browser.post("/settings/privacy/", data={**wish, "csrfmiddlewaretoken": token})
        assert answer.status_code == 302


def told(line: Line, about: Person) -> list[bool]:
    """Return what this socket was told of somebody's presence."""
    events = [event["d"] for event in line.events("people.presence_changed")]
    return [event["online"] for event in events if event["user"] == about.id]


@pytest.mark.rows("S4-7.3", "B37")
async def test_nobody_is_told_of_who_hides_and_everybody_when_that_ends(server: Server) -> None:
    alice, bob, charlie = (server.person(name) for name in ("alice", "bob", "charlie"))
    choose(alice, "nobody")
    async with Line.of(bob) as two:
        async with Line.of(alice) as one, Line.of(charlie):
            await one.ask("inbox.unread")
            await two.wait(lambda: told(two, charlie) == [True], "word of charlie")
            assert told(two, alice) == []
            choose(alice, "everybody")
            await two.wait(lambda: told(two, alice)[-1:] == [True], "word of alice")
            choose(alice, "nobody")
            await two.wait(lambda: told(two, alice)[-1:] == [False], "the end of it")
        await two.wait(lambda: told(two, charlie)[-1:] == [False], "charlie gone")
        events = [event["d"] for event in two.events("people.presence_changed")]
        assert {event["seen"] for event in events if event["user"] == alice.id} == {None}


def states(line: Line, about: Person) -> list[str]:
    """Return what this socket was told of somebody, in words."""
    events = [event["d"] for event in line.events("people.presence_changed")]
    return [
        ("away" if event["away"] else "online") if event["online"] else "offline"
        for event in events
        if event["user"] == about.id
    ]


@pytest.mark.rows("S4-7.3", "B37")
async def test_who_has_no_tab_in_use_is_away_and_nobody_in_a_block_is_told(server: Server) -> None:
    alice, bob, charlie = (server.person(name) for name in ("alice", "bob", "charlie"))
    with charlie.api() as api:
        assert api.put(f"/api/people/{alice.username}/block/").status_code < 300
    async with Line.of(bob) as two, Line.of(charlie) as three, Line.of(alice) as one:
        await two.wait(lambda: states(two, alice) == ["online"], "alice is there")
        async with Line.of(alice) as second:
            await one.ask("presence.idle", on=True)
            await second.say(make_room(alice, f"a room of {alice.username}"), "busy in the other tab")
            assert states(two, alice) == ["online"]
            await second.ask("presence.idle", on=True)
            await two.wait(lambda: states(two, alice) == ["online", "away"], "alice is away")
            assert await two.ask("presence.of", users=[alice.id, bob.id]) == {
                "online": [alice.id, bob.id] if alice.id < bob.id else [bob.id, alice.id],
                "away": [alice.id],
            }
            assert await three.ask("presence.of", users=[alice.id]) == {"online": [], "away": []}
            await one.ask("presence.idle", on=False)
            await two.wait(lambda: states(two, alice)[2:] == ["online"], "alice is back")
        await one.ask("presence.idle", on=True)
        await two.wait(lambda: states(two, alice)[3:] == ["away"], "away with the tab that is left")
        await one.socket.close()
        await two.wait(lambda: states(two, alice)[4:] == ["offline"], "alice is gone")
    assert states(three, alice) == []


@pytest.mark.rows("S4-7.3")
async def test_logging_out_is_going_offline_at_once(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    tokens = alice.tokens()
    async with Line.of(bob) as two, Line(server, query=f"?token={tokens['access']}"):
        await two.wait(lambda: states(two, alice) == ["online"], "alice is there")
        with server.client() as client:
            client.headers["Authorization"] = f"Bearer {tokens['access']}"
            assert client.post("/api/logout/", json={"refresh": tokens["refresh"]}).status_code < 300
        await two.wait(lambda: states(two, alice) == ["online", "offline"], "alice logged out")


@pytest.mark.rows("S4-7.3")
async def test_a_tab_that_crashed_is_noticed(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    async with Line.of(bob) as two:
        one = Line.of(alice)
        await one.__aenter__()
        await two.wait(lambda: states(two, alice) == ["online"], "alice is there")
        one.socket.transport.abort()
        await two.wait(lambda: states(two, alice) == ["online", "offline"], "her line broke")
