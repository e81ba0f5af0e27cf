"""What was whispered, as one of its two people sees it."""

from __future__ import annotations

from django.db.models import Q

from samovar.chat.events import WhisperView
from samovar.chat.models import Whisper
from samovar.chat.queries import name_of
from samovar.core.memory import iso
from samovar.people.queries import blocked_ids
from samovar.rooms import rules as rooms
from samovar.rooms.models import Membership
from samovar.rooms.rules import Viewer

SHOWN = 200
_PEOPLE = ("sender__user", "sender__guest", "to__user", "to__guest")


def whispers_for(*, viewer: Viewer, room_id: int) -> list[WhisperView]:
    """Return the last whispers of and to the viewer in a room, oldest first. NotFound, Denied.

    Those of people in a block with the viewer are left out (C17).
    """
    member = rooms.require_member(viewer, room_id)
    me, user = member.participant, member.participant.user
    mine = Whisper.objects.filter(Q(sender=me) | Q(to=me), room_id=room_id).select_related(*_PEOPLE)
    if user is not None and (hidden := blocked_ids(viewer=user)):
        mine = mine.exclude(sender__user__in=hidden).exclude(to__user__in=hidden)
    newest = list(mine.order_by("-pk")[:SHOWN])[::-1]
    ids = {end for whisper in newest for end in (whisper.sender_id, whisper.to_id)}
    places = Membership.objects.filter(room_id=room_id, participant_id__in=ids)
    names = dict(places.values_list("participant_id", "display_name"))
    return [_view(whisper, names) for whisper in newest]


def _view(whisper: Whisper, names: dict[int, str]) -> WhisperView:
    sender, to = whisper.sender.user, whisper.to.user
    return WhisperView(
        id=whisper.pk,
        after=whisper.after,
        room=whisper.room_id,
        sender=whisper.sender_id,
        user=sender.pk if sender else None,
        username=sender.username if sender else None,
        name=names.get(whisper.sender_id) or name_of(whisper.sender),
        to=whisper.to_id,
        to_username=to.username if to else None,
        to_name=names.get(whisper.to_id) or name_of(whisper.to),
        body=whisper.body,
        at=iso(whisper.at),
        cid=whisper.cid,
    )
