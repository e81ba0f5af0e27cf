"""What hosts may do in a room and its call, and what nobody else can, by bare sockets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.calls.tab import Refused, Tab
from tests.support.people import Person

MakeRoom = Callable[..., dict[str, Any]]
OpenTab = Callable[..., Tab]


def in_call(room: int, open_tab: OpenTab, *people: Person) -> list[Tab]:
    """Open a tab for each and join the call, in this order."""
    tabs = [open_tab(person, room) for person in people]
    for tab in tabs:
        tab.join(room)
    return tabs


def participants(tab: Tab, room: int) -> dict[str, int]:
    """Return the participant's id by the peer."""
    call = tab.ask("call.state", room=room)["call"]
    return {peer["peer"]: peer["person"]["id"] for peer in call["peers"]}


def refusal(tab: Tab, op: str, **data: Any) -> str:
    with pytest.raises(Refused) as refused:
        tab.ask(op, **data)
    return refused.value.code


def test_nobody_but_a_host_has_the_powers_of_one(
    alice: Person, bob: Person, charlie: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    owner, one, two = in_call(room, open_tab, alice, bob, charlie)
    ids = participants(one, room)
    for to in (owner.peer, two.peer, None):
        assert refusal(one, "call.silence", room=room, peer=one.peer, to=to, source="camera") == "not_host"
    assert refusal(one, "call.silence", room=room, peer=owner.peer, source="camera") == "not_in_call"
    assert refusal(one, "call.end", room=room, peer=one.peer) == "not_host"
    assert refusal(one, "call.ask", room=room, peer=one.peer, to=two.peer, source="camera") == "not_host"
    assert refusal(one, "call.hand", room=room, peer=one.peer, to=two.peer, up=False) == "not_host"
    assert refusal(one, "room.remove_person", room=room, participant=ids[two.peer]) == "not_host"
    assert refusal(one, "room.remove_person", room=room, participant=ids[two.peer], ban=True) == "not_host"
    assert refusal(one, "room.set_host", room=room, participant=ids[one.peer], host=True) == "not_host"
    assert refusal(one, "room.guard", room=room, locked=True) == "not_host"
    peers = two.ask("call.state", room=room)["call"]["peers"]
    assert [peer["camera"] for peer in peers] == [True, True, True]


def test_a_host_silences_one_and_all(
    alice: Person, bob: Person, charlie: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    owner, one, two = in_call(room, open_tab, alice, bob, charlie)
    owner.ask("call.silence", room=room, peer=owner.peer, to=one.peer, source="microphone")
    assert one.expect("calls.silenced")["source"] == "microphone"
    assert two.expect("calls.changed")["peer"]["microphone"] is False
    assert two.heard("calls.silenced") == []
    owner.ask("call.silence", room=room, peer=owner.peer, source="camera")
    one.expect("calls.silenced", source="camera")
    two.expect("calls.silenced", source="camera")
    assert owner.heard("calls.silenced") == []
    peers = two.ask("call.state", room=room)["call"]["peers"]
    assert [(peer["microphone"], peer["camera"]) for peer in peers] == [
        (True, True),
        (False, False),
        (True, False),
    ]
    owner.ask("call.ask", room=room, peer=owner.peer, to=one.peer, source="microphone")
    assert one.expect("calls.asked")["source"] == "microphone"


def test_what_hosts_keep_to_themselves_cannot_be_turned_on(
    alice: Person, bob: Person, charlie: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    owner, one = in_call(room, open_tab, alice, bob)
    owner.ask("room.guard", room=room, forbidden=["microphone", "screen"])
    one.expect("calls.silenced", source="microphone")
    wish = {"room": room, "camera": True, "screen": False}
    assert refusal(one, "call.change", peer=one.peer, microphone=True, **wish) == "forbidden_by_host"
    owner.ask("call.change", peer=owner.peer, microphone=True, **wish)
    late = open_tab(charlie, room)
    assert late.join(room)["call"]["peers"][-1]["microphone"] is False
    owner.ask("room.guard", room=room, forbidden=[])
    one.ask("call.change", peer=one.peer, microphone=True, **wish)


def test_a_locked_room_lets_nobody_new_in(
    alice: Person, bob: Person, charlie: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    owner, one = in_call(room, open_tab, alice, bob)
    watching = open_tab(bob, room)
    owner.ask("room.guard", room=room, locked=True)
    assert one.expect("rooms.room_changed")["room"]["locked"] is True
    assert refusal(open_tab(charlie), "room.enter", room=room) == "room_locked"
    one.ask("call.leave", room=room, peer=one.peer)
    watching.join(room)
    owner.ask("room.guard", room=room, locked=False)
    open_tab(charlie, room).join(room)


def test_who_is_removed_is_out_of_room_and_call_and_who_is_banned_stays_out(
    alice: Person, bob: Person, charlie: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    owner, one, two = in_call(room, open_tab, alice, bob, charlie)
    ids = participants(owner, room)
    owner.ask("room.remove_person", room=room, participant=ids[one.peer])
    assert two.expect("calls.left", peer=one.peer)["reason"] == "removed"
    assert one.expect("rooms.member_removed")["participant"] == ids[one.peer]
    assert refusal(one, "call.signal", room=room, peer=one.peer, to=two.peer, data={}) == "not_in_call"
    back = open_tab(bob, room)
    back.join(room)
    owner.ask("room.remove_person", room=room, participant=ids[one.peer], ban=True)
    two.expect("calls.left", peer=back.peer)
    assert refusal(open_tab(bob), "room.enter", room=room) == "banned"
    assert refusal(two, "room.remove_person", room=room, participant=ids[owner.peer]) == "not_host"


def test_the_owner_makes_hosts_who_cannot_rule_over_him(
    alice: Person, bob: Person, charlie: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    owner, one, two = in_call(room, open_tab, alice, bob, charlie)
    ids = participants(owner, room)
    owner.ask("room.set_host", room=room, participant=ids[one.peer], host=True)
    assert two.expect("rooms.member_changed")["person"]["role"] == "host"
    one.ask("call.silence", room=room, peer=one.peer, to=two.peer, source="microphone")
    two.expect("calls.silenced")
    to_owner = {"room": room, "peer": one.peer, "to": owner.peer, "source": "microphone"}
    assert refusal(one, "call.silence", **to_owner) == "above_you"
    assert refusal(one, "room.remove_person", room=room, participant=ids[owner.peer]) == "above_you"
    assert refusal(one, "room.set_host", room=room, participant=ids[two.peer], host=True) == "not_owner"
    one.ask("call.end", room=room, peer=one.peer)
    assert owner.expect("calls.left", peer=owner.peer)["reason"] == "ended"
    assert owner.ask("call.state", room=room) == {"call": None}


@pytest.mark.rows("S3-01")
def test_hands_go_up_in_an_order_and_reactions_and_captions_pass(
    alice: Person, bob: Person, charlie: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    owner, one, two = in_call(room, open_tab, alice, bob, charlie)
    two.ask("call.hand", room=room, peer=two.peer, up=True)
    one.ask("call.hand", room=room, peer=one.peer, up=True)
    hands = {peer["peer"]: peer["hand"] for peer in owner.ask("call.state", room=room)["call"]["peers"]}
    assert hands[owner.peer] is None
    assert hands[two.peer] <= hands[one.peer]
    owner.ask("call.hand", room=room, peer=owner.peer, to=two.peer, up=False)
    assert refusal(owner, "call.hand", room=room, peer=owner.peer, to=two.peer, up=True) == "not_yours"
    one.ask("call.react", room=room, peer=one.peer, emoji="🎉")
    assert owner.expect("calls.reacted") == {"peer": one.peer, "emoji": "🎉"}
    said = {"line": 1, "text": "Tea is ready", "final": True}
    one.ask("call.caption", room=room, peer=one.peer, **said)
    assert two.expect("calls.captioned") == {"peer": one.peer, **said}
