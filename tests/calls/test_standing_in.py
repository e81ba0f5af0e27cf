"""Who stands in for absent hosts, who was there, and what hosts keep for themselves, by bare sockets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from samovar.calls.attendance_queries import harmless
from samovar.rooms.models import Room
from tests.calls.tab import Refused, Tab
from tests.support.people import Person

MakeRoom = Callable[..., dict[str, Any]]
OpenTab = Callable[..., Tab]


def meeting(owner: Person, make_room: MakeRoom) -> int:
    """A meeting of ``owner``."""
    room = int(make_room(owner)["id"])
    with owner.server.database() as alias:
        Room.objects.using(alias).filter(pk=room).update(kind=Room.Kind.MEETING)
    return room


def roles(tab: Tab, room: int) -> dict[str, str]:
    """Return the role of everybody in the call by username."""
    call = tab.ask("call.state", room=room)["call"]
    return {peer["person"]["username"]: peer["person"]["role"] for peer in call["peers"]}


def refusal(tab: Tab, op: str, **data: Any) -> str:
    with pytest.raises(Refused) as refused:
        tab.ask(op, **data)
    return refused.value.code


def code_of(tab: Tab, op: str, **data: Any) -> str:
    """Return the code of the refusal, "" when there is none."""
    try:
        tab.ask(op, **data)
    except Refused as refused:
        return refused.code
    return ""


def table(person: Person, room: int) -> httpx.Response:
    """The attendance list as this person's browser gets it."""
    with person.server.database() as alias:
        code = Room.objects.using(alias).get(pk=room).code
    return httpx.get(
        f"{person.server.url}/calls/attendance/{code}.csv", cookies=person.cookies(), trust_env=False
    )


def test_who_is_there_longest_stands_in_until_a_host_is_back(
    alice: Person, bob: Person, charlie: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = meeting(alice, make_room)
    owner, one, two = open_tab(alice, room), open_tab(bob, room), open_tab(charlie, room)
    for tab in (owner, one, two):
        tab.join(room)
    owner.ask("call.leave", room=room, peer=owner.peer)
    assert one.expect("rooms.member_changed")["person"]["role"] == "host"
    assert roles(two, room) == {bob.username: "host", charlie.username: "member"}
    one.ask("call.silence", room=room, peer=one.peer, to=two.peer, source="camera")
    two.expect("calls.silenced", source="camera")
    again = open_tab(alice, room)
    again.join(room)
    assert roles(two, room) == {bob.username: "member", charlie.username: "member", alice.username: "owner"}
    assert refusal(one, "call.end", room=room, peer=one.peer) == "not_host"


def test_powers_that_came_with_a_call_go_on_and_end_with_it(
    alice: Person, bob: Person, charlie: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = meeting(alice, make_room)
    owner, one, two = open_tab(alice, room), open_tab(bob, room), open_tab(charlie, room)
    for tab in (owner, one, two):
        tab.join(room)
    owner.ask("call.leave", room=room, peer=owner.peer)
    one.ask("call.leave", room=room, peer=one.peer)
    assert roles(two, room) == {charlie.username: "host"}
    two.ask("call.leave", room=room, peer=two.peer)
    assert refusal(two, "room.guard", room=room, locked=True) == "not_host"
    assert refusal(one, "room.guard", room=room, locked=True) == "not_host"


def test_in_a_group_nobody_gets_powers_by_staying(
    alice: Person, bob: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    owner, one = open_tab(alice, room), open_tab(bob, room)
    owner.join(room)
    one.join(room)
    owner.ask("call.leave", room=room, peer=owner.peer)
    assert roles(one, room) == {bob.username: "member"}
    assert refusal(one, "call.end", room=room, peer=one.peer) == "not_host"


def test_hosts_get_the_list_of_who_was_there_and_nobody_else_does(
    alice: Person, bob: Person, charlie: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    owner, one = open_tab(alice, room), open_tab(bob, room)
    owner.join(room)
    one.join(room)
    one.ask("call.leave", room=room, peer=one.peer)
    answer = table(alice, room)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert head == ["Call began", "Participant", "Username", "Came", "Went", "Minutes"]
    assert [(row[2], row[4] != "") for row in rows] == [(bob.username, True), (alice.username, False)]
    assert table(bob, room).status_code == 403
    assert httpx.get(answer.url, trust_env=False).status_code in {302, 401, 403}
    with alice.server.database() as alias:
        Room.objects.using(alias).filter(pk=room).update(listed=False, members_only=True)
    assert table(charlie, room).status_code in {403, 404}


def test_no_cell_of_the_list_is_a_formula() -> None:
    assert [harmless(text) for text in ("=1+1", "+1", "-1", "@SUM", "\t=1", "Bob", "")] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@SUM",
        "'\t=1",
        "Bob",
        "",
    ]


def test_where_hosts_turned_writing_off_only_they_write(
    alice: Person, bob: Person, charlie: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    owner, one = open_tab(alice, room), open_tab(bob, room)
    owner.join(room)
    one.join(room)
    open_tab(charlie, room).join(room)
    peers = owner.ask("call.state", room=room)["call"]["peers"]
    ids = {peer["person"]["username"]: peer["person"]["id"] for peer in peers}
    before = one.ask("message.send", room=room, cid="5e9f6e0a-0000-4000-8000-000000000001", body="tea")
    owner.ask("room.guard", room=room, forbidden=["chat"])
    assert one.expect("rooms.room_changed")["room"]["forbidden"] == ["chat"]
    said = {"room": room, "cid": "5e9f6e0a-0000-4000-8000-000000000002", "body": "more tea"}
    assert refusal(one, "message.send", **said) == "chat_forbidden"
    assert refusal(one, "message.edit", room=room, n=before["n"], body="coffee") == "chat_forbidden"
    with bob.api() as client:
        body = {"chatroom": room, "content": "by REST"}
        assert client.post("/api/messages/", json=body).status_code == 403
    whisper = {"room": room, "cid": "5e9f6e0a-0000-4000-8000-000000000003", "body": "psst"}
    assert refusal(one, "message.whisper", **whisper, to=ids[charlie.username]) == "chat_forbidden"
    one.ask("message.whisper", **whisper, to=ids[alice.username])
    owner.ask("message.send", room=room, cid="5e9f6e0a-0000-4000-8000-000000000004", body="listen")
    # What may be sent in the call is left alone by it.
    one.ask("call.change", room=room, peer=one.peer, microphone=True, camera=False, screen=True)
    owner.ask("room.guard", room=room, forbidden=[])
    one.ask("message.send", **said)


def test_nobody_floods_a_call_with_reactions_or_hands(
    alice: Person, bob: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    one = open_tab(bob, room)
    one.join(room)
    address = {"room": room, "peer": one.peer}
    # One more is allowed each second, so a slow machine comes to the limit later.
    assert any(code_of(one, "call.react", **address, emoji="🎉") == "too_many" for _time in range(600))
    assert any(code_of(one, "call.hand", **address, up=turn % 2 == 0) == "too_many" for turn in range(600))
    one.ask("call.caption", **address, line=1, text="tea", final=True)


def test_the_hub_says_how_many_are_in_the_call(
    alice: Person, bob: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    with alice.server.database() as alias:
        code = Room.objects.using(alias).get(pk=room).code

    def row() -> str:
        page = httpx.get(f"{bob.server.url}/rooms/active/", cookies=bob.cookies(), trust_env=False).text
        return page.split(f"/r/{code}/")[1].split("</a>")[0]

    one, two = open_tab(alice, room), open_tab(bob, room)
    assert "in the call" not in row()
    one.join(room)
    two.join(room)
    assert "2 in the call" in " ".join(row().split())
    two.ask("call.leave", room=room, peer=two.peer)
    assert "1 in the call" in " ".join(row().split())
