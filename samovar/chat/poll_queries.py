"""Who voted how, as far as it may be told."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samovar.chat.models import Message, Poll, Vote
from samovar.chat.queries import message_for
from samovar.core.errors import NotFound
from samovar.people.queries import blocked_ids
from samovar.rooms import rules as rooms
from samovar.rooms.events import Person
from samovar.rooms.rules import Viewer

SHOWN = 50


@dataclass(frozen=True)
class Voters:
    """Who chose an option, in the order of their places; ``more`` says that there are others behind."""

    people: list[Person]
    more: bool


def poll_for(*, viewer: Viewer, room_id: int, n: int) -> Poll:
    """Return the poll of the message ``n``. NotFound, Denied."""
    return poll_of(message_for(viewer=viewer, room_id=room_id, n=n))


def poll_of(message: Message) -> Poll:
    """Return what the message asks, or raise NotFound."""
    found = Poll.objects.filter(message=message).first()
    if found is None:
        raise NotFound(_("This message is no poll."), code="no_poll")
    return found


def voters_for(*, viewer: Viewer, room_id: int, n: int, option: int, after: int = 0) -> Voters:
    """Return who chose an option of an open poll, 50 at a time behind the participant ``after``.

    Nobody in a block with the viewer (B37), and nobody at all of an anonymous poll. NotFound, Denied.
    """
    member = rooms.require_member(viewer, room_id)
    poll = poll_for(viewer=viewer, room_id=room_id, n=n)
    if poll.anonymous:
        raise NotFound(_("This poll is anonymous."), code="anonymous")
    chose = Vote.objects.filter(poll=poll, option=option, participant__gt=after)
    places = rooms.places().filter(room_id=room_id, participant__in=chose.values("participant"))
    if member.participant.user is not None:
        places = places.exclude(participant__user__in=blocked_ids(viewer=member.participant.user))
    found = list(places.order_by("participant")[: SHOWN + 1])
    return Voters([Person.of(place) for place in found[:SHOWN]], more=len(found) > SHOWN)
