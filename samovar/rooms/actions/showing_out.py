"""Who hears a room without belonging to it any more is shown out, whatever became of the order to do so."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from samovar.core.hub import hub
from samovar.rooms import queries
from samovar.rooms.models import Room
from samovar.rooms.presence import presence

ROOMS = 200  # looked at together


def show_strangers_out(heard: Mapping[str, Collection[str]]) -> None:
    """Take callers who do not belong to a room out of its stream, by key, and out of who is there."""
    rooms = {int(key[2:]): callers for key, callers in heard.items() if key[2:].isdecimal()}
    numbers = sorted(rooms)
    for start in range(0, len(numbers), ROOMS):
        portion = {number: rooms[number] for number in numbers[start : start + ROOMS]}
        for room_id, callers in queries.strangers_among(portion).items():
            _show_out(room_id, callers)


def _show_out(room_id: int, callers: Collection[str]) -> None:
    stream = Room(pk=room_id).stream
    for key in callers:
        hub.evict(key, stream)
    for participant_id in queries.participants_called(callers).values_list("pk", flat=True):
        presence.drop(room_id, participant_id, presence.clock())
        # Other processes would list him for as long as this one lives.
        presence.forget(room_id, participant_id)
