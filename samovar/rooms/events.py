"""Rooms on the wire: what is shown of them and what happens in them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, cast

from pydantic import Field

from samovar.core.wire import Command, Event, Nothing, Position, Shape
from samovar.rooms.models import Knock, Membership, Room

Role = Literal["owner", "host", "member", "guest"]
# A digest of 128 bits in hexadecimal, of a key of 128 random bits: it tells nothing of the key.
KeyCheck = Annotated[str, Field(max_length=32, pattern=r"^([0-9a-f]{32})?$")]
PICTURE_SIDE = 192  # pixels
Kind = Literal["group", "open", "meeting", "direct"]


class Person(Shape):
    """Somebody in a room. ``id`` is the participant's; ``user`` is null for a guest, ``username`` for a
    webhook too.

    ``avatar`` is the path of a square picture, null when there is none.
    """

    id: int
    user: int | None
    username: str | None
    name: str
    avatar: str | None = None
    role: Role

    @classmethod
    def of(cls, membership: Membership) -> Person:
        """Show a place as ``rules.places`` gives it."""
        user = membership.participant.user
        picture = getattr(membership, "picture", "")
        return cls(
            id=membership.participant_id,
            user=user.pk if user else None,
            # Who is unlisted has no page of one's own to be led to.
            username=user.username if user and not user.unlisted else None,
            name=membership.display_name or (user.full_name if user else ""),
            avatar=f"/files/{picture}/{PICTURE_SIDE}.webp" if picture else None,
            role=cast("Role", membership.role),
        )


class RoomView(Shape):
    """A room as its people see it.

    ``key_check``: the digest of the key of its end-to-end encrypted calls, "" where they are not so.
    """

    id: int
    code: str
    name: str
    kind: Kind
    kept: bool
    listed: bool
    guests_allowed: bool
    waiting_room: bool = False
    locked: bool = False
    forbidden: list[str] = []
    key_check: str = ""

    @classmethod
    def of(cls, room: Room) -> RoomView:
        return cls(
            id=room.pk,
            code=room.code,
            name=room.name,
            kind=cast("Kind", room.kind),
            kept=room.kept,
            listed=room.listed,
            guests_allowed=room.guests_allowed,
            waiting_room=room.waiting_room,
            locked=room.locked,
            forbidden=list(room.forbidden),
            key_check=room.key_check,
        )


class PersonJoined(Event):
    """Somebody came in: the first of his tabs shows the room.

    ``back``: he had been here before the server started anew, so the list changes but no note is shown.
    """

    event_name: ClassVar[str] = "rooms.person_joined"
    person: Person
    at: str
    back: bool = False


class PersonLeft(Event):
    """Somebody is gone with all tabs; ``lost`` when the connection broke and nothing was said."""

    event_name: ClassVar[str] = "rooms.person_left"
    person: Person
    lost: bool
    at: str


class RoomChanged(Event):
    """Name or settings are new."""

    event_name: ClassVar[str] = "rooms.room_changed"
    room: RoomView


class RoomClosed(Event):
    """The room is gone: lead everybody to the hub. ``reason`` says by what."""

    event_name: ClassVar[str] = "rooms.room_closed"
    room: int
    reason: Literal["deleted", "ended", "empty"]


class MemberRemoved(Event):
    """A participant no longer belongs to the room."""

    event_name: ClassVar[str] = "rooms.member_removed"
    participant: int


class MemberChanged(Event):
    """Somebody has another role now."""

    event_name: ClassVar[str] = "rooms.member_changed"
    person: Person


class RoomsListed(Event):
    """Told on ``rooms`` (ephemeral): the list of active rooms is different now; load it anew."""

    event_name: ClassVar[str] = "rooms.listed"


class EnterAnswer(Shape):
    """All a tab needs to show the room without its log: then ``pos`` goes on from there."""

    room: RoomView
    me: Person
    people: list[Person]
    stream: str
    pos: Position


class EnterRoom(Command):
    """This tab shows the room from now on: it is present, and receives the room's stream."""

    op: ClassVar[str] = "room.enter"
    Answer: ClassVar[type[Shape]] = EnterAnswer
    room: int


class ExitRoom(Command):
    """This tab no longer shows the room (a change of page); present ends after the grace."""

    op: ClassVar[str] = "room.exit"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int


class LeaveRoom(Command):
    """Leave by hand: all tabs of this participant are out at once."""

    op: ClassVar[str] = "room.leave"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int


class RemovePerson(Command):
    """Owner and hosts: take somebody out of the room; ``ban`` keeps him from coming back."""

    op: ClassVar[str] = "room.remove_person"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    participant: int
    ban: bool = False


class SetHost(Command):
    """The owner: make somebody a host, or a member again."""

    op: ClassVar[str] = "room.set_host"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    participant: int
    host: bool


class HandOver(Command):
    """The owner makes somebody else the owner, and stays as a host."""

    op: ClassVar[str] = "room.hand_over"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    participant: int


class GuardRoom(Command):
    """Owner and hosts: lock the room, say what only hosts may do in it. Null leaves it as it is.

    ``key_check``: from the next call on only who has the key of this digest comes into calls; "" ends that.
    """

    op: ClassVar[str] = "room.guard"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    locked: bool | None = None
    waiting_room: bool | None = None
    forbidden: list[Literal["microphone", "camera", "screen", "chat"]] | None = None
    key_check: KeyCheck | None = None


class KnockView(Shape):
    """Somebody waits before a room. ``username`` is null for a guest."""

    id: int
    room: int
    room_name: str
    name: str
    username: str | None
    at: str

    @classmethod
    def of(cls, knock: Knock) -> KnockView:
        """Show a knock whose room and user are loaded."""
        return cls(
            id=knock.pk,
            room=knock.room_id,
            room_name=knock.room.name,
            name=knock.display_name,
            username=knock.user.username if knock.user else None,
            at=knock.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        )


class Knocked(Event):
    """Ephemeral, on the ``u:`` of every host: somebody asks to be let in."""

    event_name: ClassVar[str] = "rooms.knocked"
    knock: KnockView


class KnockEnded(Event):
    """Ephemeral, on the ``u:`` of every host: a knock was decided, or its page is gone."""

    event_name: ClassVar[str] = "rooms.knock_ended"
    room: int
    knock: int


class KnocksAnswer(Shape):
    """Who waits, in the order they came."""

    knocks: list[KnockView]


class AskKnocks(Command):
    """Who waits before this room, or (null) before any room the caller is a host of?"""

    op: ClassVar[str] = "room.knocks"
    Answer: ClassVar[type[Shape]] = KnocksAnswer
    room: int | None = None


class Admit(Command):
    """Hosts: let one in, or (null) everybody who waits."""

    op: ClassVar[str] = "room.admit"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    knock: int | None = None


class Deny(Command):
    """Hosts: send one away."""

    op: ClassVar[str] = "room.deny"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    knock: int
