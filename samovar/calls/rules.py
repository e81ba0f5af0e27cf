"""Who may do what in a call. Nothing here writes."""

from __future__ import annotations

import json
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.calls.events import ChangeCall, JoinCall, Source
from samovar.calls.models import Call, CallParticipant
from samovar.core.caller import Caller
from samovar.core.errors import Conflict, Denied, Invalid, NotFound
from samovar.people.rules import can_interact
from samovar.rooms.models import Membership, Participant, Room
from samovar.rooms.rules import is_host, is_watching, place_of, require_host, require_host_over

SOURCES: tuple[Source, ...] = ("microphone", "camera", "screen")
LARGEST_SIGNAL = 64 * 1024  # bytes of JSON
# A call that ended because everybody lost the connection goes on when somebody comes back within:
REVIVED_WITHIN = timedelta(seconds=60)
# Who was away for longer does not expect that his camera goes on by itself, as when a lid is opened again.
RETURNS_WITHIN = timedelta(minutes=5)


def is_whose(place: CallParticipant, actor: Caller) -> bool:
    participant = place.participant
    if actor.guest_id is not None:
        return participant.guest_id == actor.guest_id
    return actor.user_id is not None and participant.user_id == actor.user_id


def require_in_call(actor: Caller, room_id: int, peer: str) -> CallParticipant:
    """Return the actor's own running place in the call of this room, or raise Denied ``not_in_call``."""
    place = _running_place(room_id, peer)
    if place is None or not is_whose(place, actor):
        raise Denied(_("You are not in this call."), code="not_in_call")
    return place


def require_own_peer(place: CallParticipant | None, member: Membership) -> None:
    """Refuse a peer that was used by somebody else or in another room. Conflict ``peer_taken``."""
    if place is None:
        return
    if place.participant_id != member.participant_id or place.call.room_id != member.room_id:
        raise Conflict(
            _("This call cannot be joined from here. Please load the page again."), code="peer_taken"
        )


def require_may_return(place: CallParticipant | None) -> None:
    """Back by itself comes who was not away for long and has not joined from elsewhere since.

    Conflict ``call_moved``, ``call_over``, ``away_too_long``.
    """
    if place is None or place.left_at is None:
        return
    if place.lost and _was_ended(place.call):
        raise Conflict(_("The call has ended."), code="call_over")
    elsewhere = CallParticipant.objects.filter(
        call__room=place.call.room_id, call__ended_at=None, participant=place.participant_id, left_at=None
    )
    if elsewhere.exists():
        raise Conflict(_("You are in this call in another tab or on another device."), code="call_moved")
    if timezone.now() - place.left_at > RETURNS_WITHIN:
        raise Conflict(
            _("You were away from the call for long. Press Call to join it again."), code="away_too_long"
        )


def require_can_signal(sender: CallParticipant, room_id: int, to: str) -> CallParticipant:
    """Return the place of the one spoken to. NotFound ``peer_not_found`` when the sender has none such."""
    place = _running_place(room_id, to)
    if (
        place is None
        or place.call_id != sender.call_id
        or not _can_meet(sender.participant, place.participant)
    ):
        raise NotFound(_("This person is not in the call."), code="peer_not_found")
    return place


def require_unlocked(member: Membership) -> None:
    """Into the call of a locked room only hosts come, and who was in it before. Denied ``call_locked``."""
    if not member.room.locked or is_host(member):
        return
    places = CallParticipant.objects.filter(call__room=member.room, participant=member.participant)
    if not places.filter(call__ended_at=None).exists():
        raise Denied(_("This call is locked: nobody new may join it now."), code="call_locked")


def require_space(member: Membership) -> None:
    """Into a call that is full only hosts come, and who is in it by another tab. Denied ``call_full``."""
    if is_host(member) or is_watching(member):
        return
    inside = CallParticipant.objects.filter(call__room=member.room, call__ended_at=None, left_at=None)
    if inside.exclude(participant=member.participant).count() < settings.CALL_LARGEST:
        return
    if not inside.filter(participant=member.participant).exists():
        raise Denied(_("This call is full. Try again when somebody has left."), code="call_full")


def require_key(key_check: str, wish: JoinCall) -> None:
    """Into an end-to-end encrypted call comes who has its key. Conflict ``key_needed``."""
    if key_check and wish.key_check != key_check:
        raise Conflict(_("This call is end-to-end encrypted: you need its key."), code="key_needed")


def allowed_wish(member: Membership, wish: JoinCall) -> JoinCall:
    """Return the wish without what only hosts may send in this room."""
    if is_host(member):
        return wish
    if is_watching(member):
        return wish.model_copy(update={"microphone": False, "camera": False})
    off = {source: False for source in ("microphone", "camera") if source in member.room.forbidden}
    return wish.model_copy(update=off)


def forbidden_sources(room: Room) -> list[Source]:
    """Return what only hosts may send in calls of this room."""
    return [source for source in SOURCES if source in room.forbidden]


def require_may_send(place: CallParticipant, wish: ChangeCall) -> None:
    """Denied (``forbidden_by_host``) for turning on what the hosts have kept to themselves."""
    room = place.call.room
    wished = {source for source in SOURCES if getattr(wish, source) and not getattr(place, source)}
    if not wished:
        return
    member = place_of(room.pk, place.participant_id)
    if member is not None and is_watching(member):
        raise Denied(code="watching_only")
    if wished.isdisjoint(forbidden_sources(room)):
        return
    if member is None or not is_host(member):
        raise Denied(_("The hosts have turned this off for everybody else."), code="forbidden_by_host")


def require_host_in_call(actor: Caller, room_id: int, peer: str) -> CallParticipant:
    """Return the place of a host who is in the call. Denied (``not_in_call``, ``not_host``)."""
    place = require_in_call(actor, room_id, peer)
    require_host(actor, room_id)
    return place


def require_place_below(actor: Caller, host: CallParticipant, to: str) -> CallParticipant:
    """Return the place of somebody this host may rule over. NotFound, Denied."""
    room_id = host.call.room_id
    place = _running_place(room_id, to)
    if place is None or place.call_id != host.call_id:
        raise NotFound(_("This person is not in the call."), code="peer_not_found")
    require_host_over(actor, room_id, place.participant_id)
    return place


def require_only_down(*, up: bool) -> None:
    """Nobody puts up another's hand. Denied ``not_yours``."""
    if up:
        raise Denied(_("Only oneself can raise one's hand."), code="not_yours")


def require_small(data: dict[str, object]) -> None:
    """Raise Invalid ``signal_too_large`` above 64 KiB."""
    if len(json.dumps(data, separators=(",", ":")).encode()) > LARGEST_SIGNAL:
        raise Invalid(_("This is too large to be passed on."), code="signal_too_large")


def can_revive(call: Call) -> bool:
    """A call that ended a moment ago can go on."""
    if call.ended_at is None:
        return True
    return timezone.now() - call.ended_at <= REVIVED_WITHIN and not _was_ended(call)


def _was_ended(call: Call) -> bool:
    """Somebody hung up last, or a host ended it for all: it did not end because lines were lost."""
    if call.ended_at is None:
        return False
    return CallParticipant.objects.filter(call=call, left_at=call.ended_at, lost=False).exists()


def _running_place(room_id: int, peer: str) -> CallParticipant | None:
    places = CallParticipant.objects.select_related("call__room", "participant__user")
    return places.filter(peer=peer, left_at=None, call__room_id=room_id, call__ended_at=None).first()


def _can_meet(one: Participant, other: Participant) -> bool:
    """Guests have no blocks; of two people neither may have blocked the other."""
    return one.user is None or other.user is None or can_interact(one.user, other.user)
