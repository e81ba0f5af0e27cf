"""Whom one talks with, and how far each has read, as the viewer sees it."""

from __future__ import annotations

from dataclasses import dataclass

from samovar.accounts.models import User
from samovar.chat.conversation_queries import with_unread
from samovar.chat.events import Face
from samovar.chat.inbox_events import ReadPlace
from samovar.people.follow_queries import with_pictures
from samovar.people.queries import blocked_ids
from samovar.people.rules import can_interact
from samovar.rooms import rules as rooms
from samovar.rooms.events import Person
from samovar.rooms.models import Membership, Room
from samovar.rooms.rules import Viewer

READERS = 100


@dataclass(frozen=True)
class Other:
    """The one a conversation is with. ``may_write`` is False between two people of a block."""

    person: User
    may_write: bool


def other_for(*, viewer: User, room: Room) -> Other:
    """Return whom the viewer talks with in this conversation of two."""
    members = Membership.objects.filter(room=room).exclude(participant__user=viewer)
    person = with_pictures(User.objects.filter(pk__in=members.values("participant__user"))).get()
    return Other(person=person, may_write=can_interact(viewer, person))


def reads_for(*, viewer: Viewer, room_id: int) -> tuple[int, list[ReadPlace]]:
    """Return up to where the viewer has read, and the same of others; not across a block (B37)."""
    member = rooms.require_member(viewer, room_id)
    if not member.room.kept:
        return 0, []
    others = Membership.objects.filter(room_id=room_id, read_n__gt=0).exclude(pk=member.pk)
    if member.participant.user is not None:
        hidden = blocked_ids(viewer=member.participant.user)
        others = others.exclude(participant__user__in=hidden)
    places = others.order_by("-read_n").values_list("participant_id", "read_n")[:READERS]
    return member.read_n, [ReadPlace(participant=who, n=n) for who, n in places]


def unread_for(*, viewer: Viewer, room_id: int) -> int:
    """Return how many messages of others in the room's log the viewer has not read. NotFound, Denied."""
    member = rooms.require_member(viewer, room_id)
    if not member.room.kept or member.read_n >= member.room.last_n:
        return 0
    place = with_unread(Membership.objects.filter(pk=member.pk)).get()
    return int(place.unread)


def readers_for(*, viewer: Viewer, room_id: int, n: int) -> list[Person]:
    """Return who of the others has read the message ``n``, at most 100; not across a block (B37)."""
    member = rooms.require_member(viewer, room_id)
    if not member.room.kept:
        return []
    readers = rooms.places().filter(room=member.room, read_n__gte=n).exclude(pk=member.pk)
    if member.participant.user is not None:
        readers = readers.exclude(participant__user__in=blocked_ids(viewer=member.participant.user))
    return [Person.of(place) for place in readers.order_by("-read_n", "pk")[:READERS]]


def faces_for(*, viewer: Viewer, room_id: int, participant_ids: set[int]) -> list[Face]:
    """Return the pictures of those of these participants who belong to the room and have one."""
    rooms.require_member(viewer, room_id)
    places = rooms.places().filter(room_id=room_id, participant__in=participant_ids)
    people = [Person.of(place) for place in places]
    return [Face(participant=person.id, avatar=person.avatar) for person in people if person.avatar]
