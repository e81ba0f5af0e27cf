"""Everything a person can do in a call: join, come back, change what is sent, speak to a peer, leave."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from django.db import transaction
from django.utils import timezone

from samovar.accounts.models import User
from samovar.calls import livekit, queries, rules, signals, watching
from samovar.calls.events import (
    CallChanged,
    CallJoined,
    CallLeft,
    ChangeCall,
    JoinAnswer,
    JoinCall,
    LeaveCall,
    Signal,
    Signalled,
)
from samovar.calls.lines import Line, lines
from samovar.calls.models import Call, CallParticipant
from samovar.calls.ring_actions import give_up
from samovar.calls.standing_actions import end_standing_in, give_back, hand_on
from samovar.core import streams
from samovar.core.caller import Caller
from samovar.core.connection import Connection
from samovar.core.hub import hub
from samovar.core.wire import Event
from samovar.rooms import actions as rooms
from samovar.rooms.actions.telling import changing
from samovar.rooms.models import Membership, Participant, Room
from samovar.rooms.rules import require_member

Reason = Literal["left", "closed", "lost", "moved", "removed", "ended"]

TWO = 2
# Who was not seen for so long has no socket in any process: after a crash or a restart.
GONE_AFTER = timedelta(seconds=30)


class Sends(NamedTuple):
    """What a place sends."""

    microphone: bool
    camera: bool
    screen: bool


def join_call(*, actor: Caller, connection: Connection, wish: JoinCall) -> JoinAnswer:
    """Join the call of a room, beginning it if there is none; with a known ``peer`` come back to it.

    Another tab of the same person is out from then on. NotFound, Denied (``not_in_room``, ``call_locked``,
    ``call_full``), Conflict (``peer_taken``, ``call_moved``, ``call_over``, ``away_too_long``,
    ``recording_consent``, ``key_needed``).
    """
    member = require_member(actor, wish.room)
    place = _place_of(wish.peer)
    rules.require_own_peer(place, member)
    rules.require_may_return(place)
    rules.require_unlocked(member)
    rules.require_space(member)
    rules.require_key(queries.key_check_in(member.room, place), wish)
    wish = rules.allowed_wish(member, wish)
    signals.joining.send(sender=Call, member=member, wish=wish)
    # Subscribed and present before the snapshot is read, so that nothing falls between both.
    rooms.hold_call(actor=actor, connection=connection, room_id=wish.room)
    hub.subscribe(connection, stream_of(wish.peer))
    before = lines.hold(wish.peer, connection)
    try:
        with changing(member.room):
            call = _take_place(member, wish)
    except BaseException:
        _let_go(connection, wish, before)
        raise
    if connection.closing:
        # It went away while this was under way, so nobody will say so any more.
        disconnect(connection=connection, clean=False)
    return JoinAnswer(
        call=queries.view_of(call),
        ice_servers=queries.ice_servers_for(viewer=actor),
        ice_expires_in=queries.ICE_EXPIRES_IN,
        media_server=livekit.is_configured(),
    )


def _let_go(connection: Connection, wish: JoinCall, before: Line | None) -> None:
    """Take back what was held for a place that was refused, unless this socket had it ``before``."""
    lines.give_back(wish.peer, connection, before)
    earlier = before.connection if before else None
    if earlier is not connection:
        hub.unsubscribe(connection, stream_of(wish.peer))
        if not lines.has(connection):
            rooms.release_call(connection=connection, room_id=wish.room)
    if isinstance(earlier, Connection) and earlier.closing:
        # It went away while it had no line.
        disconnect(connection=earlier, clean=False)


def leave_call(*, actor: Caller, wish: LeaveCall) -> None:
    """Hang up. The actor stays in the room; doing it twice does nothing. Denied for another's peer."""
    place = _place_of(wish.peer)
    if place is not None and place.left_at is None:
        end_one(rules.require_in_call(actor, wish.room, wish.peer), "left")


def change_call(*, actor: Caller, wish: ChangeCall) -> None:
    """Tell the others what the actor sends now. Denied (``not_in_call``)."""
    place = rules.require_in_call(actor, wish.room, wish.peer)
    rules.require_may_send(place, wish)
    with changing(place.call.room):
        describe(place, Sends(wish.microphone, wish.camera, wish.screen))


def pass_signal(*, actor: Caller, wish: Signal) -> None:
    """Pass a description or a candidate on to one peer's socket. Denied, NotFound, Invalid."""
    rules.require_small(wish.data)
    sender = rules.require_in_call(actor, wish.room, wish.peer)
    rules.require_can_signal(sender, wish.room, wish.to)
    data = watching.receiving_only(wish.data) if actor.watching else wish.data
    streams.tell(stream_of(wish.to), Signalled(room=wish.room, sender=wish.peer, data=data))


def disconnect(*, connection: Connection, clean: bool) -> None:
    """A socket is gone; ``settle`` tells the others unless it is back in time. Touches no database."""
    lines.disconnect(connection, lines.clock(), clean=clean)


def settle() -> None:
    """Tell who is out of a call because the socket is gone."""
    for gone in lines.departures(lines.clock()):
        place = _place_of(gone.peer)
        if place is not None:
            end_one(place, "lost" if gone.lost else "closed")


def keep_seen() -> None:
    """Say that this process has its peers, and end the places of those that no process has any more."""
    now = timezone.now()
    CallParticipant.objects.filter(peer__in=lines.peers(), left_at=None).update(seen_at=now)
    for place in queries.running_places().filter(seen_at__lt=now - GONE_AFTER):
        end_one(place, "lost")


def end_places(*, room_id: int, participant_ids: list[int], reason: Reason) -> None:
    """Take participants out of the running call of a room, those who are in it."""
    for place in queries.running_places().filter(call__room_id=room_id, participant__in=participant_ids):
        end_one(place, reason)


def end_call(*, room_id: int, reason: Reason = "removed") -> None:
    """End the running call of a room for everybody. Who may do so was asked before."""
    for place in queries.running_places().filter(call__room_id=room_id):
        end_one(place, reason)


def part_people(*, one: User, other: User) -> None:
    """End the calls that these two have alone; calls with more people in them go on (B36)."""
    mine = queries.running_places().filter(participant__user=one).values("call_id")
    for place in queries.running_places().filter(call_id__in=mine, participant__user=other):
        if queries.running_places().filter(call_id=place.call_id).count() == TWO:
            end_call(room_id=place.call.room_id)


def stream_of(peer: str) -> str:
    """The key of the stream that only this peer's socket receives; it carries signalling."""
    return f"p:{peer}"


def _take_place(member: Membership, wish: JoinCall) -> Call:
    # One at a time in a room, so that two who call at once are in one call.
    room = Room.objects.select_for_update().get(pk=member.room_id)
    place = _place_of(wish.peer)
    rules.require_own_peer(place, member)
    rules.require_may_return(place)
    rules.require_key(queries.key_check_in(room, place), wish)
    call = _running_call(room, place)
    others = (
        queries.running_places().filter(call=call, participant=member.participant).exclude(peer=wish.peer)
    )
    for other in others:
        end_one(other, "moved", keep_call=True)
    if place is not None and place.left_at is None:
        place.seen_at = timezone.now()
        place.save(update_fields=["seen_at"])
        describe(place, Sends(wish.microphone, wish.camera, place.screen))
    else:
        _sit_down(place, call, member.participant, wish)
    return call


def _running_call(room: Room, place: CallParticipant | None) -> Call:
    running = Call.objects.filter(room=room, ended_at=None).first()
    if running is not None:
        return running
    if place is not None and rules.can_revive(place.call):
        place.call.ended_at = None
        # The room of the media server was closed when it ended.
        place.call.carrier, place.call.media_room, place.call.media_url = Call.Carrier.MESH, "", ""
        place.call.generation += 1
        place.call.save()
        return place.call
    return Call.objects.create(room=room, key_check=room.key_check)


def _sit_down(place: CallParticipant | None, call: Call, participant: Participant, wish: JoinCall) -> None:
    place = place or CallParticipant(peer=wish.peer, participant=participant)
    place.call, place.left_at, place.lost, place.seen_at = call, None, False, timezone.now()
    place.microphone, place.camera, place.screen = wish.microphone, wish.camera, False
    place.hand_at = None
    place.save()
    signals.places_changed.send(sender=Call, call=call)
    person = queries.person_of(place)
    if person is not None:
        peer = queries.peer_of(place, person)
        tell_call(call, CallJoined(call=call.pk, started_at=queries.moment_of(call), peer=peer))
    give_back(came=place)
    signals.joined.send(sender=Call, room_id=call.room_id, participant_id=participant.pk)


def describe(place: CallParticipant, sends: Sends) -> None:
    """Note what a place sends now and tell the others, if that is new."""
    if (place.microphone, place.camera, place.screen) == sends:
        return
    if sends.screen and not place.screen:
        room_id = place.call.room_id
        signals.screen_shared.send(sender=Call, room_id=room_id, participant_id=place.participant_id)
    place.microphone, place.camera, place.screen = sends
    place.save(update_fields=["microphone", "camera", "screen"])
    signals.places_changed.send(sender=Call, call=place.call)
    person = queries.person_of(place)
    if person is not None:
        tell_call(place.call, CallChanged(call=place.call_id, peer=queries.peer_of(place, person)))


def end_one(place: CallParticipant, reason: Reason, *, keep_call: bool = False) -> None:
    """Take a place out of the call; the last one ends it."""
    with changing(place.call.room):
        now = timezone.now()
        if not CallParticipant.objects.filter(pk=place.pk, left_at=None).update(
            left_at=now, lost=reason == "lost"
        ):
            return
        tell_call(place.call, CallLeft(call=place.call_id, peer=place.peer, reason=reason))
        if not keep_call:
            _after(place, now)
        signals.places_changed.send(sender=Call, call=place.call)
        if reason != "moved" and place.participant.user_id is not None:
            give_up(room_id=place.call.room_id, caller_id=place.participant.user_id)
        room_id = place.call.room_id
        transaction.on_commit(lambda: hub.give_order("calls.hang_up", place.peer, room_id))


def _after(gone: CallParticipant, now: datetime) -> None:
    """What becomes of the call when somebody is out of it."""
    if queries.running_places().filter(call_id=gone.call_id).exists():
        hand_on(gone=gone)
        return
    Call.objects.filter(pk=gone.call_id, ended_at=None).update(ended_at=now)
    end_standing_in(call=gone.call)


def hang_up_here(peer: str, room_id: int) -> None:
    """Let go of the socket by which this peer is in the call, in the process that has it."""
    connection = lines.drop(peer)
    if isinstance(connection, Connection):
        hub.unsubscribe(connection, stream_of(peer))
        rooms.release_call(connection=connection, room_id=room_id)


def tell_call(call: Call, event: Event) -> None:
    """Append to the stream of the call's room."""
    streams.append(call.room.stream, event, durable=call.room.kept)


def _place_of(peer: str) -> CallParticipant | None:
    places = CallParticipant.objects.select_related("call__room", "participant__user")
    return places.filter(peer=peer).first()
