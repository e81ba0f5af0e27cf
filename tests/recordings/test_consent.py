"""Nobody comes into a recorded call without having agreed; by bare sockets, so it is the server that asks."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from tests.calls.tab import Refused, tab_of
from tests.recordings.conftest import Studio
from tests.support.people import Person

Studios = Callable[..., Studio]


@pytest.mark.rows("S0-13")
def test_who_enters_later_is_neither_seen_nor_reached_before_having_agreed(
    studio: Studios, alice: Person, bob: Person
) -> None:
    film = studio(alice)
    room, recording = film.room["id"], film.start()["id"]
    with tab_of(bob) as late:
        late.ask("room.enter", room=room)
        for agreed in ({}, {"recording": None}, {"recording": recording + 1}):
            with pytest.raises(Refused) as refused:
                late.join(room, **agreed)
            assert refused.value.code == "recording_consent"
        with pytest.raises(Refused) as silent:
            late.signal(room, film.tab.peer, description={"type": "offer", "sdp": "v=0"})
        assert silent.value.code == "not_in_call"
        with pytest.raises(Refused):
            film.tab.signal(room, late.peer, description={"type": "offer", "sdp": "v=0"})
        assert late.heard("calls.signalled") == []
        peers = film.tab.ask("call.state", room=room)["call"]["peers"]
        assert [peer["peer"] for peer in peers] == [film.tab.peer]
        late.join(room, recording=recording)
        assert film.tab.expect("calls.joined", peer=film.tab.ask("call.state", room=room)["call"]["peers"][1])


@pytest.mark.rows("S0-13")
def test_who_was_there_when_it_began_or_has_agreed_comes_back_unasked(
    studio: Studios, alice: Person, bob: Person, charlie: Person
) -> None:
    film = studio(alice)
    room = film.room["id"]
    with tab_of(bob) as early, tab_of(charlie) as late:
        early.ask("room.enter", room=room)
        late.ask("room.enter", room=room)
        early.join(room)
        recording = film.start()["id"]
        late.join(room, recording=recording)
        for tab in (early, late):
            tab.join(room, peer=tab.peer)
        with pytest.raises(Refused) as another:
            early.join(room, peer=str(uuid.uuid4()))
        assert another.value.code == "recording_consent"


def test_once_it_has_ended_nobody_is_asked(studio: Studios, alice: Person, bob: Person) -> None:
    film = studio(alice)
    film.start()
    film.tab.ask("recording.stop", recording=film.id)
    with tab_of(bob) as late:
        late.ask("room.enter", room=film.room["id"])
        assert len(late.join(film.room["id"])["call"]["peers"]) == 2
