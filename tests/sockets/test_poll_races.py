"""Votes by the socket and by REST at the same time: each person has one, and the counts are a recount."""

from __future__ import annotations

import asyncio
import uuid

import httpx

from tests.support.line import Line, make_room
from tests.support.people import Person
from tests.support.server import Server

VOTES = 12


async def votes_by_rest(client: httpx.AsyncClient, room: int, n: int) -> None:
    """Change one's mind by REST, again and again."""
    for number in range(VOTES):
        answer = await client.put(f"/api/chatrooms/{room}/polls/{n}/vote/", json={"options": [number % 3]})
        assert answer.status_code == 200, answer.text


async def votes_by_socket(line: Line, room: int, n: int) -> None:
    """The same by the socket."""
    for number in range(VOTES):
        answer = await line.ask("poll.vote", room=room, n=n, options=[(number + 1) % 3])
        assert answer["mine"] == [(number + 1) % 3]


async def test_votes_by_both_doors_at_once_count_once_for_each_person(server: Server) -> None:
    from samovar.chat.models import Vote  # noqa: PLC0415 - after the settings were read

    people: list[Person] = [server.person(name) for name in ("alice", "bob", "charlie")]
    room = make_room(people[0], f"room {uuid.uuid4()}")
    tokens = [person.tokens()["access"] for person in people]
    lines = [Line(server, query=f"?token={token}") for token in tokens]
    clients = [
        httpx.AsyncClient(
            base_url=server.url,
            headers={"Authorization": f"Bearer {token}"},
            trust_env=False,
            timeout=60,
        )
        for token in tokens
    ]
    for line in lines:
        await line.__aenter__()
        await line.ask("room.enter", room=room)
    poll = {"question": "Tea?", "options": ["green", "black", "white"]}
    n = (await lines[0].ask("message.send", room=room, cid=str(uuid.uuid4()), body="", poll=poll))["n"]
    await asyncio.gather(
        *(votes_by_rest(client, room, n) for client in clients),
        *(votes_by_socket(line, room, n) for line in lines),
    )
    with server.database() as alias:
        cast = list(
            Vote.objects.using(alias).filter(poll__message__room_id=room).values_list("option", flat=True)
        )
    assert len(cast) == len(people)
    history = await lines[0].ask("message.history", room=room)
    [asked] = [message["poll"] for message in history["messages"] if message["poll"]]
    assert [option["votes"] for option in asked["options"]] == [cast.count(place) for place in range(3)]
    last = {"votes": [option["votes"] for option in asked["options"]]}
    await lines[1].wait(
        lambda: (
            [
                [option["votes"] for option in event["d"]["message"]["poll"]["options"]]
                for event in lines[1].events("chat.message_changed")
            ][-1:]
            == [last["votes"]]
        ),
        "the last count told",
    )
    for line, client in zip(lines, clients, strict=True):
        await line.__aexit__(None, None, None)
        await client.aclose()
