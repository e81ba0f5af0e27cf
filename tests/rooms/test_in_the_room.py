"""Being in a room over real sockets: who is there, who came, who left, and what ends it."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import closing
from functools import partial
from typing import Any

import httpx
import pytest

from tests.support.line import Line, Refused, make_room
from tests.support.people import Person, csrf_token
from tests.support.server import Server
from tests.support.waiting import wait_until


def fresh(name: str) -> str:
    return f"{name} {uuid.uuid4()}"


def names(people: list[dict[str, Any]]) -> list[str]:
    return [person["username"] or person["name"] for person in people]


def told(line: Line, event: str, person: str) -> list[dict[str, Any]]:
    """All events of this name about this person, by username or display name."""
    return [
        frame["d"]
        for frame in line.events(event)
        if person in (frame["d"]["person"]["username"], frame["d"]["person"]["name"])
    ]


def open_room(person: Person, name: str) -> tuple[int, str]:
    """Type a name at the hub; return the room's id and code."""
    with closing(person.browser()) as browser:
        token = csrf_token(browser.get("/rooms/").text)
        answer = browser.post("/rooms/open/", data={"name": name, "csrfmiddlewaretoken": token})
        code = answer.headers["Location"].split("/")[2]
        page = browser.get(f"/r/{code}/").text
    return int(page.split('data-room-id="')[1].split('"')[0]), code


def named(api: httpx.Client) -> list[str]:
    """Return the names of the rooms that somebody is shown."""
    return [room["name"] for room in api.get("/api/chatrooms/").json()]


def listed(person: Person) -> list[str]:
    with person.api() as api:
        return named(api)


@pytest.mark.rows("S2-08", "S2-13", "S1-04", "S1-07")
async def test_people_see_who_comes_and_who_closes_the_tab(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, fresh("tea"))
    async with Line.of(alice) as one:
        first = await one.ask("room.enter", room=room)
        assert (names(first["people"]), first["me"]["role"]) == ([alice.username], "owner")
        async with Line.of(bob) as two:
            second = await two.ask("room.enter", room=room)
            assert names(second["people"]) == [alice.username, bob.username]
            await one.wait(lambda: told(one, "rooms.person_joined", bob.username), "bob joined")
        await one.wait(lambda: told(one, "rooms.person_left", bob.username), "bob left")
        assert told(one, "rooms.person_left", bob.username)[0]["lost"] is False
        assert names((await one.ask("room.enter", room=room))["people"]) == [alice.username]
        assert len(told(one, "rooms.person_joined", bob.username)) == 1
    with alice.api() as api:
        assert bob.id in api.get(f"/api/chatrooms/{room}/").json()["users"]


@pytest.mark.rows("S2-08")
async def test_a_second_tab_and_a_reload_are_told_to_nobody(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, fresh("tea"))
    # Logged in before: who is away for longer than a reload takes is told to have left.
    after = Line.of(bob)
    async with Line.of(alice) as one:
        await one.ask("room.enter", room=room)
        async with Line.of(bob) as two:
            await two.ask("room.enter", room=room)
            async with Line.of(bob) as three:
                await three.ask("room.enter", room=room)
        async with after as reloaded:
            answer = await reloaded.ask("room.enter", room=room)
            assert names(answer["people"]).count(bob.username) == 1
            await reloaded.ask("room.leave", room=room)
            await one.wait(lambda: told(one, "rooms.person_left", bob.username), "bob left")
        assert len(told(one, "rooms.person_joined", bob.username)) == 1
        assert len(told(one, "rooms.person_left", bob.username)) == 1


async def test_a_broken_line_is_told_as_lost(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, fresh("tea"))
    async with Line.of(alice) as one, Line.of(bob) as two:
        await one.ask("room.enter", room=room)
        await two.ask("room.enter", room=room)
        two.socket.transport.abort()
        await one.wait(lambda: told(one, "rooms.person_left", bob.username), "bob is lost")
        assert told(one, "rooms.person_left", bob.username)[0]["lost"] is True


@pytest.mark.rows("S3-19")
async def test_leaving_takes_all_tabs_out_at_once(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, fresh("tea"))
    async with Line.of(alice) as one, Line.of(bob) as two, Line.of(bob) as three:
        for line in (one, two, three):
            await line.ask("room.enter", room=room)
        await two.ask("room.leave", room=room)
        for line in (one, two, three):
            await line.wait(partial(told, line, "rooms.person_left", bob.username), "bob left")
        await one.say(room, "are you there?")
        await one.see("are you there?")
        await three.ask("ping")
        assert three.bodies() == []
        await two.ask("room.leave", room=room)


async def test_a_tab_that_shows_another_page_receives_nothing_more(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, fresh("tea"))
    async with Line.of(alice) as one, Line.of(bob) as two:
        await one.ask("room.enter", room=room)
        await two.ask("room.enter", room=room)
        await two.ask("room.exit", room=room)
        await one.say(room, "hello")
        await one.wait(lambda: told(one, "rooms.person_left", bob.username), "bob left")
        await two.ask("ping")
        assert two.bodies() == []


async def test_who_resumes_is_present_and_was_never_away(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, fresh("tea"))
    # Logged in before: who is away for longer than a reload takes is told to have left.
    after = Line.of(bob)
    async with Line.of(alice) as one:
        await one.ask("room.enter", room=room)
        async with Line.of(bob) as two:
            place = (await two.ask("room.enter", room=room))["pos"]
        await one.say(room, "missed")
        async with after as back:
            answer = await back.ask("resume", pos={f"r:{room}": place})
            assert answer["reset"] == []
            await back.see("missed")
            people = (await one.ask("room.enter", room=room))["people"]
            assert bob.username in names(people)
            assert not told(one, "rooms.person_left", bob.username)


async def test_a_private_room_is_not_there_for_a_stranger(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, fresh("secret"), private=True)
    async with Line.of(bob) as line:
        for number in (room, 999_999_999):
            with pytest.raises(Refused) as refused:
                await line.ask("room.enter", room=number)
            assert refused.value.code == "room_not_found"
        answer = await line.ask("resume", pos={f"r:{room}": {"epoch": "e1", "seq": 0}})
        assert answer["reset"] == [f"r:{room}"]
        async with Line.of(alice) as one:
            await one.ask("room.enter", room=room)
            await one.say(room, "quiet")
            await one.see("quiet")
        await line.ask("ping")
        assert line.bodies() == []


@pytest.mark.rows("S2-05")
async def test_a_new_name_is_seen_by_everybody_in_the_room(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room, name = make_room(alice, fresh("tea")), fresh("coffee")
    async with Line.of(bob) as two:
        await two.ask("room.enter", room=room)
        with alice.api() as api:
            assert api.patch(f"/api/chatrooms/{room}/", json={"name": name}).status_code == 200
        await two.wait(lambda: two.events("rooms.room_changed"), "the new name")
        assert two.events("rooms.room_changed")[0]["d"]["room"]["name"] == name


@pytest.mark.rows("S2-06")
async def test_a_deleted_room_leads_everybody_out(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    name = fresh("tea")
    room = make_room(alice, name)
    async with Line.of(alice) as one, Line.of(bob) as two:
        for line in (one, two):
            await line.ask("room.enter", room=room)
        with alice.api() as api:
            assert api.delete(f"/api/chatrooms/{room}/").status_code == 204
        for line in (one, two):
            await line.wait(partial(line.events, "rooms.room_closed"), "the room is closed")
            assert line.events("rooms.room_closed")[0]["d"] == {"room": room, "reason": "deleted"}
        with pytest.raises(Refused) as refused:
            await two.ask("room.enter", room=room)
        assert refused.value.code == "room_not_found"
        with pytest.raises(Refused):
            await two.say(room, "anybody here?")
    assert name not in listed(alice)
    make_room(bob, name)


async def test_who_is_taken_out_of_a_room_hears_it_no_more(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, fresh("secret"), private=True, users=[bob.id])
    async with Line.of(alice) as one, Line.of(bob) as two:
        for line in (one, two):
            await line.ask("room.enter", room=room)
        with alice.api() as api:
            assert api.patch(f"/api/chatrooms/{room}/", json={"users": []}).status_code == 200
        await one.wait(lambda: told(one, "rooms.person_left", bob.username), "bob is out")
        await two.wait(lambda: two.events("rooms.member_removed"), "bob is told")
        await one.say(room, "gone?")
        await one.see("gone?")
        await two.ask("ping")
        assert two.bodies() == []
        with pytest.raises(Refused):
            await two.ask("room.enter", room=room)


@pytest.mark.rows("S2-10", "S2-11")
async def test_an_open_room_vanishes_with_its_last_person_and_frees_its_name(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    name = fresh("чай")
    room, code = open_room(alice, name)
    async with Line.of(alice) as one:
        await one.ask("room.enter", room=room)
        await one.say(room, "only now")
        await one.see("only now")
        assert name in listed(bob)
    with bob.api() as api:
        await asyncio.to_thread(wait_until, lambda: name not in named(api), what="the room is gone")
    with closing(bob.browser()) as browser:
        assert browser.get(f"/r/{code}/").status_code == 410
    again, _code = open_room(bob, name)
    assert again != room
    async with Line.of(bob) as two:
        await two.ask("room.enter", room=again)
        assert (await two.ask("message.history", room=again))["messages"] == []


@pytest.mark.rows("S2-11")
async def test_an_open_room_vanishes_also_after_a_crash_of_its_last_person(server: Server) -> None:
    alice = server.person("alice")
    name = fresh("tea")
    room, _code = open_room(alice, name)
    async with Line.of(alice) as one:
        await one.ask("room.enter", room=room)
        one.socket.transport.abort()
        with alice.api() as api:
            await asyncio.to_thread(wait_until, lambda: name not in named(api), what="the room is gone")


@pytest.mark.rows("S2-11")
async def test_an_open_room_vanishes_when_the_server_died_and_nobody_came_back(own_server: Server) -> None:
    alice, bob = own_server.person("alice"), own_server.person("bob")
    left, kept = fresh("left"), fresh("kept")
    (left_id, _), (kept_id, _) = open_room(alice, left), open_room(bob, kept)
    group = make_room(alice, "group")
    async with Line.of(alice) as one, Line.of(bob) as two:
        await one.ask("room.enter", room=left_id)
        await two.ask("room.enter", room=kept_id)
        own_server.kill9()
    own_server.start()
    async with Line.of(bob) as two:
        await two.ask("room.enter", room=kept_id)
        with alice.api() as api:
            await asyncio.to_thread(
                wait_until, lambda: left not in named(api), what="the deserted room is gone"
            )
            assert {kept, "group"} <= set(named(api))
        await two.say(kept_id, "still here")
    assert group


@pytest.mark.rows("S2-20")
async def test_everybody_hears_that_the_list_of_rooms_changed(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    async with Line.of(bob) as line:
        make_room(alice, fresh("tea"))
        await line.wait(lambda: line.events("rooms.listed"), "the list changed")


@pytest.mark.rows("S0-14")
async def test_a_guest_is_in_his_room_and_in_no_other(server: Server) -> None:
    alice = server.person("alice")
    with closing(alice.browser()) as browser:
        form = {"name": fresh("open house"), "guests_allowed": "on", "kept": "on", "listed": "on"}
        token = csrf_token(browser.get("/rooms/new/").text)
        made = browser.post("/rooms/new/", data={**form, "csrfmiddlewaretoken": token})
        code = made.headers["Location"].split("/")[2]
        page = browser.get(f"/r/{code}/").text
    room = int(page.split('data-room-id="')[1].split('"')[0])
    other = make_room(alice, fresh("other"))
    with server.client() as client:
        token = csrf_token(client.get(f"/r/{code}/?as=guest").text)
        form = {"as": "guest", "display_name": "Dmitri", "csrfmiddlewaretoken": token}
        assert client.post(f"/r/{code}/", data=form).status_code == 302
        cookies = dict(client.cookies)
    async with Line.of(alice) as one, Line.with_cookies(server, cookies, f"?pass={code}") as guest:
        await one.ask("room.enter", room=room)
        answer = await guest.ask("room.enter", room=room)
        assert (answer["me"]["name"], answer["me"]["role"], answer["me"]["user"]) == ("Dmitri", "guest", None)
        await one.wait(lambda: told(one, "rooms.person_joined", "Dmitri"), "the guest joined")
        await guest.say(room, "hello")
        await one.see("hello")
        for op in ("room.enter", "message.history", "call.state"):
            with pytest.raises(Refused):
                await guest.ask(op, room=other)
        with alice.api() as api:
            assert api.delete(f"/api/chatrooms/{room}/").status_code == 204
        await guest.wait(lambda: guest.events("rooms.room_closed"), "the room is closed")
    async with Line.with_cookies(server, cookies, f"?pass={code}") as late:
        assert late.code in (4401, 4404)
    async with Line.with_cookies(server, {}, f"?pass={code}") as stranger:
        assert stranger.code in (4401, 4404)


async def test_a_hundred_enter_and_leave_at_once_and_the_list_is_right(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, fresh("tea"))
    async with Line.of(alice) as one, Line.of(bob) as two:
        await one.ask("room.enter", room=room)
        for _round in range(25):
            await asyncio.gather(
                two.ask("room.enter", room=room),
                two.ask("room.leave", room=room),
                one.ask("room.enter", room=room),
                two.ask("room.exit", room=room),
            )
        await two.ask("room.leave", room=room)
        people = (await one.ask("room.enter", room=room))["people"]
        assert names(people) == [alice.username]
        # All of it was told before this.
        await one.say(room, "the end")
        await one.see("the end")
        joined, left = (len(told(one, f"rooms.person_{what}", bob.username)) for what in ("joined", "left"))
        assert joined == left


async def test_after_a_restart_who_comes_back_is_listed_and_not_announced(own_server: Server) -> None:
    alice, bob = own_server.person("alice"), own_server.person("bob")
    room = make_room(alice, "tea")
    async with Line.of(alice) as one, Line.of(bob) as two:
        places = [(await line.ask("room.enter", room=room))["pos"] for line in (one, two)]
        own_server.kill9()
    own_server.start()
    async with Line.of(alice) as one, Line.of(bob) as two:
        for line, place in zip((one, two), places, strict=True):
            assert (await line.ask("resume", pos={f"r:{room}": place}))["reset"] == []
        # The first time he came is among what alice missed.
        await one.wait(
            lambda: any(event["back"] for event in told(one, "rooms.person_joined", bob.username)),
            "bob is back",
        )
        assert told(one, "rooms.person_joined", bob.username)[-1]["back"] is True
        people = (await one.ask("room.enter", room=room))["people"]
        assert sorted(names(people)) == sorted([alice.username, bob.username])
