"""What hosts do in a call, and what everybody shows to the others: hands, reactions, captions."""

from __future__ import annotations

import time

from django.utils import timezone

from samovar.calls import queries, rules
from samovar.calls.actions import Sends, describe, end_call, stream_of, tell_call
from samovar.calls.carrying_actions import mute_at_server
from samovar.calls.events import (
    Asked,
    AskToSend,
    CallChanged,
    Caption,
    Captioned,
    EndCall,
    RaiseHand,
    ReactionShown,
    ShowReaction,
    Silence,
    Silenced,
    Source,
)
from samovar.calls.models import CallParticipant
from samovar.core import streams
from samovar.core.allowance import Buckets
from samovar.core.caller import Caller
from samovar.rooms.actions.telling import changing
from samovar.rooms.models import Membership, Room

# Each in a minute of one person; speech comes in bits, several a second.
HANDS, REACTIONS, CAPTIONS = 60, 60, 600
shown = Buckets()


def silence(*, actor: Caller, wish: Silence) -> None:
    """Turn a source off, of one or of everybody but the hosts. NotFound, Denied."""
    host = rules.require_host_in_call(actor, wish.room, wish.peer)
    name = _name_of(host)
    if wish.to is not None:
        _silence(rules.require_place_below(actor, host, wish.to), wish.source, name)
        return
    for place in _all_but_hosts(host.call.room):
        _silence(place, wish.source, name)


def silence_forbidden(*, room: Room) -> None:
    """The hosts have kept sources to themselves: whoever else sends them stops."""
    sources = rules.forbidden_sources(room)
    for place in _all_but_hosts(room) if sources else []:
        for source in sources:
            _silence(place, source, "")


def ask_to_send(*, actor: Caller, wish: AskToSend) -> None:
    """Ask somebody to turn a source on. NotFound, Denied."""
    host = rules.require_host_in_call(actor, wish.room, wish.peer)
    place = rules.require_place_below(actor, host, wish.to)
    streams.tell(stream_of(place.peer), Asked(room=wish.room, source=wish.source, by=_name_of(host)))


def end_for_all(*, actor: Caller, wish: EndCall) -> None:
    """The call is over for everybody. Denied."""
    rules.require_host_in_call(actor, wish.room, wish.peer)
    end_call(room_id=wish.room, reason="ended")


def raise_hand(*, actor: Caller, wish: RaiseHand) -> None:
    """Put one's own hand up or down, or as a host somebody's down. NotFound, Denied, TooMany."""
    shown.take(f"hand {actor.key}", HANDS, time.monotonic())
    place = rules.require_in_call(actor, wish.room, wish.peer)
    if wish.to is not None and wish.to != wish.peer:
        host = rules.require_host_in_call(actor, wish.room, wish.peer)
        place = rules.require_place_below(actor, host, wish.to)
        rules.require_only_down(up=wish.up)
    if (place.hand_at is not None) == wish.up:
        return
    with changing(place.call.room):
        place.hand_at = timezone.now() if wish.up else None
        place.save(update_fields=["hand_at"])
        person = queries.person_of(place)
        if person is not None:
            tell_call(place.call, CallChanged(call=place.call_id, peer=queries.peer_of(place, person)))


def react(*, actor: Caller, wish: ShowReaction) -> None:
    """Show everybody in the room a reaction. Denied, TooMany."""
    shown.take(f"reaction {actor.key}", REACTIONS, time.monotonic())
    place = rules.require_in_call(actor, wish.room, wish.peer)
    streams.tell(place.call.room.stream, ReactionShown(peer=wish.peer, emoji=wish.emoji))


def caption(*, actor: Caller, wish: Caption) -> None:
    """Pass on what is said as text; it is kept nowhere. Denied, TooMany."""
    shown.take(f"caption {actor.key}", CAPTIONS, time.monotonic())
    place = rules.require_in_call(actor, wish.room, wish.peer)
    event = Captioned(peer=wish.peer, line=wish.line, text=wish.text, final=wish.final)
    streams.tell(place.call.room.stream, event)


def _silence(place: CallParticipant, source: Source, by: str) -> None:
    if not getattr(place, source):
        return
    sends = Sends(place.microphone, place.camera, place.screen)._replace(**{source: False})
    with changing(place.call.room):
        describe(place, sends)
    mute_at_server(place=place, source=source)
    streams.tell(stream_of(place.peer), Silenced(room=place.call.room_id, source=source, by=by))


def _all_but_hosts(room: Room) -> list[CallParticipant]:
    ruling = Membership.objects.filter(
        room=room, role__in=(Membership.Role.OWNER, Membership.Role.HOST)
    ).values("participant_id")
    return list(queries.running_places().filter(call__room=room).exclude(participant_id__in=ruling))


def _name_of(place: CallParticipant) -> str:
    person = queries.person_of(place)
    return person.name if person else ""
