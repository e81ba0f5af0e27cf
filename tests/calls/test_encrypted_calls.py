"""Who comes into an end-to-end encrypted call: whoever shows the digest of its key, by bare sockets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.calls.tab import Tab
from tests.calls.test_hosts_on_the_wire import refusal
from tests.support.people import Person

MakeRoom = Callable[..., dict[str, Any]]
OpenTab = Callable[..., Tab]

CHECK = "0123456789abcdef" * 2
OTHER = "f" * 32
DEVICES = {"microphone": False, "camera": False}


def refused_join(tab: Tab, room: int, **more: Any) -> str:
    return refusal(tab, "call.join", room=room, peer=tab.peer, **DEVICES, **more)


def test_into_an_encrypted_call_comes_who_has_its_key(
    alice: Person, bob: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    owner, one = open_tab(alice, room), open_tab(bob, room)
    assert refusal(one, "room.guard", room=room, key_check=CHECK) == "not_host"
    owner.ask("room.guard", room=room, key_check=CHECK)
    assert one.expect("rooms.room_changed")["room"]["key_check"] == CHECK
    assert refused_join(owner, room) == "key_needed"
    assert owner.join(room, key_check=CHECK)["call"]["key_check"] == CHECK
    assert refused_join(one, room, key_check=OTHER) == "key_needed"
    one.join(room, key_check=CHECK)
    # Also who comes back by the same place has to have it.
    assert refused_join(one, room) == "key_needed"
    assert len(owner.ask("call.state", room=room)["call"]["peers"]) == 2


def test_a_running_call_stays_as_it_began(
    alice: Person, bob: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    owner, one = open_tab(alice, room), open_tab(bob, room)
    owner.join(room)
    owner.ask("room.guard", room=room, key_check=CHECK)
    assert one.join(room)["call"]["key_check"] == ""
    owner.ask("call.end", room=room, peer=owner.peer)
    other = open_tab(alice, room)
    assert refused_join(other, room) == "key_needed"
    other.join(room, key_check=CHECK)
    owner.ask("room.guard", room=room, key_check="")
    assert refused_join(one, room) == "key_needed"
    # Other wishes of the door leave it as it is.
    owner.ask("room.guard", room=room, key_check=OTHER)
    owner.ask("room.guard", room=room, locked=False)
    assert owner.ask("room.enter", room=room)["room"]["key_check"] == OTHER


@pytest.mark.parametrize("check", ["x", "0" * 31, "0" * 33, "G" * 32, CHECK.upper(), 5])
def test_what_is_no_digest_is_refused(
    alice: Person, make_room: MakeRoom, open_tab: OpenTab, check: object
) -> None:
    room = make_room(alice)["id"]
    owner = open_tab(alice, room)
    assert refusal(owner, "room.guard", room=room, key_check=check) == "invalid"
    assert refused_join(owner, room, key_check=check) == "invalid"
    assert owner.ask("room.enter", room=room)["room"]["key_check"] == ""


def test_the_server_does_not_record_what_it_cannot_read(
    alice: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    owner = open_tab(alice, room)
    owner.ask("room.guard", room=room, key_check=CHECK)
    owner.join(room, key_check=CHECK)
    start = {"room": room, "peer": owner.peer, "on_server": True}
    assert refusal(owner, "recording.start", **start) == "call_encrypted"
    assert owner.ask("recording.state", room=room) == {"recording": None}
