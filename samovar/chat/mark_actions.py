"""Pinning for all, putting aside and muting for oneself."""

from __future__ import annotations

from samovar.chat import rules
from samovar.chat.change_actions import changed, found_message
from samovar.chat.inbox_events import InboxChanged
from samovar.chat.mark_events import Folded, Muted, Starred
from samovar.chat.models import Muting, Pin, Star
from samovar.chat.queries import message_for
from samovar.core import streams
from samovar.core.batch import joined
from samovar.core.caller import Caller
from samovar.rooms import rules as rooms


def pin_message(*, actor: Caller, room_id: int, n: int, on: bool) -> None:
    """Let a message stand above the log for everybody, or no longer. NotFound, Denied, Invalid."""
    with joined() as batch:
        member, message = found_message(actor=actor, room_id=room_id, n=n)
        rules.require_can_pin(member)
        pins = Pin.objects.filter(message=message)
        if on == pins.exists():
            return
        if on:
            rules.require_room_for_pin(Pin.objects.filter(room=member.room).count())
            Pin.objects.create(message=message, room=member.room)
        else:
            pins.delete()
        batch.append(member.room.stream, changed(message))


def star_message(*, actor: Caller, room_id: int, n: int, on: bool) -> None:
    """Put a message aside for oneself, or no longer. NotFound, Denied, Invalid (``not_kept``)."""
    member = rooms.require_member(actor, room_id)
    rules.require_kept(member)
    message = message_for(viewer=actor, room_id=room_id, n=n)
    if on:
        Star.objects.get_or_create(message=message, participant=member.participant)
    else:
        Star.objects.filter(message=message, participant=member.participant).delete()
    streams.tell(actor.key, Starred(room=room_id, n=n, on=on))


def mute_room(*, actor: Caller, room_id: int, on: bool) -> None:
    """Be told nothing of a room, or again of all. NotFound, Denied."""
    member = rooms.require_member(actor, room_id)
    if on:
        Muting.objects.get_or_create(room=member.room, participant=member.participant)
    else:
        Muting.objects.filter(room=member.room, participant=member.participant).delete()
    streams.tell(actor.key, Muted(room=room_id, on=on))
    streams.tell(actor.key, InboxChanged(room=room_id))


def tell_fold(*, blocker_id: int, blocked_id: int, on: bool) -> None:
    """Every tab of who blocked folds the other one's messages from now on, or shows them again (B29)."""
    streams.tell(f"u:{blocker_id}", Folded(user=blocked_id, on=on))
