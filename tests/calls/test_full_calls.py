"""A call takes so many people and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.calls.tab import Refused, Tab
from tests.conftest import MakeServer


def test_a_full_call_takes_nobody_but_hosts_and_who_is_in_it_by_another_tab(
    make_server: MakeServer, make_room: Callable[..., dict[str, Any]], open_tab: Callable[..., Tab]
) -> None:
    server = make_server(CALL_LARGEST="2")
    alice, bob, charlie, dora = (server.person(name) for name in ("alice", "bob", "charlie", "dora"))
    room = make_room(alice)["id"]
    host, first, second, late = (open_tab(person, room) for person in (alice, bob, charlie, dora))
    first.join(room)
    second.join(room)
    with pytest.raises(Refused) as refused:
        late.join(room)
    assert refused.value.code == "call_full"
    assert len(first.ask("call.state", room=room)["call"]["peers"]) == 2
    host.join(room)
    other = open_tab(bob, room)
    other.join(room)
    second.ask("call.leave", room=room, peer=second.peer)
    with pytest.raises(Refused):
        late.join(room)
    host.ask("call.leave", room=room, peer=host.peer)
    peers = late.join(room)["call"]["peers"]
    assert [peer["peer"] for peer in peers] == [other.peer, late.peer]
