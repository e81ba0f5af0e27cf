"""Who reacted to a message, as far as the viewer may know."""

from __future__ import annotations

from samovar.chat.models import Reaction
from samovar.chat.queries import message_for, name_of, names_in
from samovar.chat.reaction_events import Reactor, ReactorsAnswer
from samovar.people.queries import blocked_ids
from samovar.rooms import rules as rooms
from samovar.rooms.rules import Viewer

SHOWN = 50


def reactors_for(*, viewer: Viewer, room_id: int, n: int, emoji: str) -> ReactorsAnswer:
    """Return who put an emoji on a message, the first one first; names of a block are not told (B37).

    Who has left the room since goes on being named, as above what he wrote. NotFound, Denied.
    """
    member = rooms.require_member(viewer, room_id)
    message = message_for(viewer=viewer, room_id=room_id, n=n)
    put = Reaction.objects.filter(message=message, emoji=emoji).order_by("pk")
    shown = put.select_related("participant__user", "participant__guest")
    if member.participant.user is not None:
        shown = shown.exclude(participant__user__in=blocked_ids(viewer=member.participant.user))
    found = [reaction.participant for reaction in shown[:SHOWN]]
    names = names_in(room_id, {one.pk for one in found})
    people = [
        Reactor(participant=one.pk, user=one.user_id, name=names.get(one.pk) or name_of(one)) for one in found
    ]
    return ReactorsAnswer(people=people, others=put.count() - len(people))
