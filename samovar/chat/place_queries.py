"""Where somebody may go from wherever he is: people and rooms by their names. Nothing here writes."""

from __future__ import annotations

from samovar.accounts.models import User
from samovar.chat.conversation_queries import Conversation, conversations_for
from samovar.chat.search_events import FoundPlace
from samovar.rooms.events import PICTURE_SIDE
from samovar.rooms.models import Room
from samovar.rooms.queries import rooms_named_for

PEOPLE_AND_GROUPS, ROOMS = 8, 6


def places_for(*, viewer: User, text: str) -> list[FoundPlace]:
    """Return at most 14 places whose names have ``text`` in them; without one, the latest conversations."""
    rows = conversations_for(viewer=viewer, text=text).rows[:PEOPLE_AND_GROUPS]
    shown = {row.room.pk for row in rows if row.room}
    others = rooms_named_for(viewer=viewer, text=text, limit=ROOMS + len(shown)) if text.strip() else []
    found = [_room(room) for room in others if room.pk not in shown]
    return [*map(_conversation, rows), *found[:ROOMS]]


def _conversation(row: Conversation) -> FoundPlace:
    if row.person is None:
        about = row.room.code if row.room else ""
        return FoundPlace(
            kind="room", name=row.name, about=about, address=row.address, avatar=None, unread=row.unread
        )
    picture = getattr(row.person, "picture", "")
    return FoundPlace(
        kind="person",
        name=row.name,
        about=f"@{row.person.username}",
        address=row.address,
        avatar=f"/files/{picture}/{PICTURE_SIDE}.webp" if picture else None,
        unread=row.unread,
    )


def _room(room: Room) -> FoundPlace:
    return FoundPlace(
        kind="room", name=room.name, about=room.code, address=f"/r/{room.code}/", avatar=None, unread=0
    )
