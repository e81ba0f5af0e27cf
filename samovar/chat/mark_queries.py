"""What is pinned in a room, what somebody put aside, and which rooms tell him nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from samovar.accounts.models import User
from samovar.chat.conversation_queries import Conversation, conversations_for
from samovar.chat.events import MessageView
from samovar.chat.file_queries import said_in
from samovar.chat.mark_events import Target
from samovar.chat.markup import plain
from samovar.chat.models import Message, Muting, Pin, Star
from samovar.chat.queries import views_of, with_people
from samovar.people.queries import blocked_ids, ids_blocked_by
from samovar.rooms import rules as rooms
from samovar.rooms.events import PICTURE_SIDE
from samovar.rooms.models import Membership, Room
from samovar.rooms.rules import Viewer

SHOWN = 300  # characters of a message that the list of what was put aside shows


@dataclass(frozen=True)
class StarredMessage:
    """A message put aside, and the room where it stands. ``id`` is where the next page begins.

    ``partner``: whom the viewer talks with there, if it is a conversation of two.
    """

    id: int
    message: MessageView
    room: Room
    partner: User | None = None

    @property
    def place(self) -> str:
        """The name of where it stands."""
        return self.partner.full_name if self.partner else self.room.name

    @property
    def address(self) -> str:
        """Leads to it."""
        way = f"/messages/{self.partner.username}/" if self.partner else f"/r/{self.room.code}/"
        return f"{way}#m{self.message.n}"

    @property
    def text(self) -> str:
        """What it says, without marks, or what it carries."""
        return plain(said_in(self.message.body, self.message.files))[:SHOWN]

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.message.at)


@dataclass(frozen=True)
class Manner:
    """How the viewer wants a room: told nothing of it (``muted``), messages of these people folded."""

    muted: bool
    folded: list[int]


def pins_for(*, viewer: Viewer, room_id: int) -> list[MessageView]:
    """Return what stands above the log, the newest pin first. NotFound, Denied."""
    member = rooms.require_member(viewer, room_id)
    ids = _pinned_ids(member.room_id)
    pinned = with_people(Message.objects.filter(pk__in=ids, deleted_at=None))
    views = {view.id: view for view in views_of(list(pinned))}
    return [views[pk] for pk in ids if pk in views]


def starred_for(
    *, viewer: User, before: int | None = None, limit: int = 50
) -> tuple[list[StarredMessage], bool]:
    """Return what the viewer put aside in rooms he is still in, the last first, and if there is more.

    Nothing of anybody in a block with him (B29).
    """
    stars = Star.objects.filter(participant__user=viewer, message__deleted_at=None)
    mine = Membership.objects.filter(participant__user=viewer, room__closed_at=None)
    stars = stars.filter(message__room__in=mine.values("room"))
    stars = stars.exclude(message__sender__user__in=blocked_ids(viewer=viewer))
    if before is not None:
        stars = stars.filter(pk__lt=before)
    rows = list(stars.order_by("-pk").values_list("pk", "message_id")[: limit + 1])
    found = with_people(Message.objects.filter(pk__in=[message for _pk, message in rows[:limit]]))
    messages = {message.pk: message for message in found.select_related("room")}
    views = _views_by_id(messages.values())
    partners = _partners(viewer, [message.room_id for message in messages.values()])
    starred = [
        StarredMessage(pk, views[one], messages[one].room, partners.get(messages[one].room_id))
        for pk, one in rows[:limit]
    ]
    return starred, len(rows) > limit


def _views_by_id(messages: Iterable[Message]) -> dict[int, MessageView]:
    """Show messages of several rooms, those of a room together."""
    by_room: defaultdict[int, list[Message]] = defaultdict(list)
    for message in messages:
        by_room[message.room_id].append(message)
    return {
        message.pk: view
        for group in by_room.values()
        for message, view in zip(group, views_of(group), strict=True)
    }


def _partners(viewer: User, room_ids: list[int]) -> dict[int, User]:
    """Return with whom the viewer talks in those of the rooms that are conversations of two."""
    found = rooms.places().filter(room__in=room_ids, room__kind=Room.Kind.DIRECT)
    return {
        place.room_id: place.participant.user
        for place in found.exclude(participant__user=viewer)
        if place.participant.user
    }


def is_muted(*, participant_id: int, room_id: int) -> bool:
    """Whether this participant is to be told nothing of the room."""
    return Muting.objects.filter(participant_id=participant_id, room_id=room_id).exists()


def manner_for(*, viewer: Viewer, room_id: int) -> Manner:
    """Return how the viewer wants this room; ``folded`` are the users he has blocked (C17, B29).

    NotFound, Denied.
    """
    member = rooms.require_member(viewer, room_id)
    muted = is_muted(participant_id=member.participant_id, room_id=room_id)
    user = member.participant.user
    return Manner(muted, sorted(ids_blocked_by(viewer=user)) if user else [])


def _pinned_ids(room_id: int) -> list[int]:
    return list(Pin.objects.filter(room_id=room_id).order_by("-pk").values_list("message_id", flat=True))


def targets_for(*, viewer: User, text: str) -> list[Target]:
    """Return where the viewer may write, as his list of conversations has it."""
    rows = conversations_for(viewer=viewer, text=text).rows
    return [_target(row) for row in rows]


def _target(row: Conversation) -> Target:
    room = row.room.pk if row.room else None
    picture = getattr(row.person, "picture", "")
    avatar = f"/files/{picture}/{PICTURE_SIDE}.webp" if picture else None
    username = row.person.username if row.person else None
    return Target(room=room, username=username, name=row.name, avatar=avatar)
