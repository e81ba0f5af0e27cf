"""What happens when people do the same at the same time, at the doors of a real server."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, closing
from threading import Barrier
from typing import Any

import pytest

from samovar.rooms.models import Membership, Room
from tests.support.line import Line, Refused, make_room
from tests.support.people import csrf_token
from tests.support.server import Server

AT_ONCE = 6


def at_once(doing: Callable[[int], Any]) -> list[Any]:
    """Run ``doing(0)``, ``doing(1)`` ... in threads that start together; return the answers in order."""
    barrier = Barrier(AT_ONCE)

    def run(number: int) -> Any:
        barrier.wait(timeout=30)
        return doing(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


@pytest.mark.rows("S3-14")
def test_people_who_type_the_same_name_at_once_are_in_one_room(server: Server) -> None:
    name = f"tea {uuid.uuid4()}"
    people = [server.person("alice"), server.person("bob")]
    cookies = [person.cookies() for person in people]

    def open_room(number: int) -> tuple[int, str]:
        with closing(server.client()) as client:
            client.cookies.update(cookies[number % 2])
            token = csrf_token(client.get("/rooms/").text)
            typed = name if number % 2 else name.upper()
            answer = client.post("/rooms/open/", data={"name": typed, "csrfmiddlewaretoken": token})
            return answer.status_code, answer.headers.get("Location", "")

    answers = at_once(open_room)
    assert {status for status, _address in answers} == {302}
    assert len({address for _status, address in answers}) == 1
    with server.database() as alias:
        room = Room.objects.using(alias).get(name__iexact=name)
        assert Membership.objects.using(alias).filter(room=room).count() == 2


def test_a_name_is_given_once_however_many_ask_for_it(server: Server) -> None:
    alice, name = server.person("alice"), f"tea {uuid.uuid4()}"
    tokens = alice.tokens()["access"]

    def make(number: int) -> int:
        with closing(server.client()) as client:
            client.headers["Authorization"] = f"Bearer {tokens}"
            return client.post("/api/chatrooms/", json={"name": name, "users": []}).status_code

    assert sorted(at_once(make)) == [201] + [400] * (AT_ONCE - 1)


def test_a_person_who_enters_many_times_at_once_is_one_member(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room_id = make_room(alice, f"tea {uuid.uuid4()}")
    with server.database() as alias:
        code = Room.objects.using(alias).get(pk=room_id).code
    cookies = bob.cookies()

    def enter(number: int) -> int:
        with closing(server.client()) as client:
            client.cookies.update(cookies)
            token = csrf_token(client.get(f"/r/{code}/").text) if number == 0 else cookies["samovar_csrf"]
            form = {"display_name": f"Bob {number}", "csrfmiddlewaretoken": token}
            return client.post(f"/r/{code}/", data=form).status_code

    assert set(at_once(enter)) == {302}
    with server.database() as alias:
        members = Membership.objects.using(alias).filter(room_id=room_id, participant__user_id=bob.id)
        assert members.count() == 1


@pytest.mark.parametrize("kept", [True, False])
async def test_a_room_that_is_handed_to_several_at_once_has_one_owner(server: Server, kept: bool) -> None:
    alice, others = server.person("alice"), [server.person(f"heir{number}") for number in range(AT_ONCE)]
    room_id = make_room(alice, f"tea {uuid.uuid4()}", users=[other.id for other in others])
    with server.database() as alias:
        Room.objects.using(alias).filter(pk=room_id).update(history="kept" if kept else "off")
        places = Membership.objects.using(alias).filter(room_id=room_id, role=Membership.Role.MEMBER)
        heirs = list(places.values_list("participant_id", flat=True))
    token = alice.tokens()["access"]
    async with AsyncExitStack() as tabs:
        lines = [await tabs.enter_async_context(Line(server, query=f"?token={token}")) for _heir in heirs]
        answers = await asyncio.gather(
            *(
                line.ask("room.hand_over", room=room_id, participant=heir)
                for line, heir in zip(lines, heirs, strict=True)
            ),
            return_exceptions=True,
        )
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert [one.code for one in refused] == ["not_owner"] * (AT_ONCE - 1)
    with server.database() as alias:
        owners = Membership.objects.using(alias).filter(room_id=room_id, role=Membership.Role.OWNER)
        assert owners.count() == 1


@pytest.mark.rows("S2-06")
def test_a_room_that_is_deleted_while_people_enter_has_ended_for_all(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room_id = make_room(alice, f"tea {uuid.uuid4()}")
    with server.database() as alias:
        code = Room.objects.using(alias).get(pk=room_id).code
    tokens, cookies = alice.tokens()["access"], bob.cookies()

    def enter_or_delete(number: int) -> int:
        with closing(server.client()) as client:
            if number == 0:
                client.headers["Authorization"] = f"Bearer {tokens}"
                return client.delete(f"/api/chatrooms/{room_id}/").status_code
            client.cookies.update(cookies)
            form = {"display_name": "Bob", "csrfmiddlewaretoken": cookies["samovar_csrf"]}
            return client.post(f"/r/{code}/", data=form).status_code

    statuses = at_once(enter_or_delete)
    assert statuses[0] == 204
    assert set(statuses[1:]) <= {302, 409, 410}
    with closing(server.client()) as client:
        client.cookies.update(cookies)
        assert client.get(f"/r/{code}/").status_code == 410
