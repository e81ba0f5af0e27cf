"""How rooms tell what happened in them."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial

from django.db import connection
from django.utils import timezone

from samovar.core import streams
from samovar.core.batch import joined
from samovar.core.wire import Event
from samovar.core.writer import PATIENCE, Answer, Write, writer
from samovar.rooms.events import RoomsListed
from samovar.rooms.models import Membership, Room

logger = logging.getLogger(__name__)

ROOMS = "rooms"


def tell_room(room: Room, event: Event) -> None:
    """Append to the room's stream; in a transaction it is told on commit."""
    streams.append(room.stream, event, durable=room.kept)


def tell_in_turn(room: Room, event: Event) -> None:
    """Append to the room's stream, in one transaction with what others write at the same time.

    A thousand people who come back together would each wait for the disk, and for each other.
    Unavailable when the database is away.
    """
    if _is_alone(room):
        tell_room(room, event)
    else:
        writer.call(_writing(room, event))


def tell_many(told: Sequence[tuple[Room, Event]]) -> None:
    """Tell each room its event, as far as the database takes it; together as ``tell_in_turn`` does."""
    waiting: list[Future[Answer]] = []
    for room, event in told:
        if _is_alone(room):
            tell_room(room, event)
        else:
            waiting.append(writer.submit(_writing(room, event)))
    for one in waiting:
        try:
            one.result(PATIENCE)
        except Exception:
            # The others are told all the same.
            logger.exception("a room could not be told")


def _is_alone(room: Room) -> bool:
    """Whether the writer has nothing to do with it: there is no log, or a transaction that it belongs to."""
    return not room.kept or connection.in_atomic_block


def _writing(room: Room, event: Event) -> Write:
    return Write(streams=(room.stream,), run=partial(_append, room, event))


def _append(room: Room, event: Event) -> Answer:
    tell_room(room, event)
    return {}


def hold_stream(room: Room) -> None:
    """Lock the room's stream, as the first thing in a transaction that will lock the room's row too.

    Sending messages locks in this order; in the other one, both could wait for each other.
    """
    if room.kept:
        streams.hold(room.stream)


@contextmanager
def changing(room: Room) -> Iterator[None]:
    """One transaction that locks the room's stream before any row: so no two wait for each other."""
    with joined() as batch:
        if room.kept:
            batch.lock([room.stream])
        yield


def hold_places(room_id: int, *participant_ids: int) -> None:
    """Lock who these are in the room, in a transaction: what is read of it from here on stays so."""
    held = Membership.objects.select_for_update().filter(room_id=room_id, participant_id__in=participant_ids)
    list(held.order_by("pk").values_list("pk"))


def tell_listed() -> None:
    """Say that the list of rooms has changed."""
    streams.tell(ROOMS, RoomsListed())


def moment() -> str:
    """Return now as events carry it: ISO 8601 in UTC with milliseconds and Z."""
    return timezone.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
