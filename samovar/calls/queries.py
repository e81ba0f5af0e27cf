"""What somebody may see of calls. Nothing here writes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from samovar.calls.events import CallPeer, CallView, CarrierView, IceServer
from samovar.calls.models import Call, CallParticipant
from samovar.calls.rules import REVIVED_WITHIN, can_revive
from samovar.core.caller import Caller
from samovar.people.queries import blocked_ids
from samovar.rooms.events import Person
from samovar.rooms.models import Room
from samovar.rooms.rules import places, require_member

ICE_EXPIRES_IN = 3600  # seconds; whoever stays longer asks again


def call_for(*, viewer: Caller, room_id: int) -> CallView | None:
    """Return the running call of a room the viewer belongs to, or None. NotFound, Denied."""
    require_member(viewer, room_id)
    call = Call.objects.filter(room_id=room_id, ended_at=None).first()
    return view_of(call) if call else None


def view_of(call: Call) -> CallView:
    """Show a call to somebody who may see it."""
    places = list(CallParticipant.objects.filter(call=call, left_at=None).order_by("joined_at", "pk"))
    people = _people(call.room_id, [place.participant_id for place in places])
    peers = [
        peer_of(place, people[place.participant_id]) for place in places if place.participant_id in people
    ]
    return CallView(
        id=call.pk,
        started_at=moment_of(call),
        peers=peers,
        carrier=carrier_of(call),
        key_check=call.key_check,
    )


def carrier_of(call: Call) -> CarrierView:
    """Show how the media of a call travel now; why is told only when it changes."""
    return CarrierView(kind="sfu" if call.carrier == Call.Carrier.SFU else "mesh", generation=call.generation)


def peer_of(place: CallParticipant, person: Person) -> CallPeer:
    return CallPeer(
        peer=place.peer,
        person=person,
        microphone=place.microphone,
        camera=place.camera,
        screen=place.screen,
        hand=place.hand_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        if place.hand_at
        else None,
    )


def places_in(call: Call) -> list[CallParticipant]:
    """Return who is in a call, in the order they joined."""
    return list(running_places().filter(call=call).order_by("joined_at", "pk"))


def expected_in(call: Call) -> dict[str, CallParticipant]:
    """Return by peer who may have media in a call: who is in it, or lost the line a moment ago."""
    moment = Q(lost=True, left_at__gte=timezone.now() - REVIVED_WITHIN)
    places = CallParticipant.objects.select_related("participant").filter(Q(left_at=None) | moment, call=call)
    return {place.peer: place for place in places}


def call_in(room_id: int) -> Call | None:
    """Return the running call of a room. For the actions: who may see it was asked before."""
    return Call.objects.select_related("room").filter(room_id=room_id, ended_at=None).first()


def key_check_in(room: Room, place: CallParticipant | None = None) -> str:
    """Return the digest of the key that a call takes, "" for none: the running call of the room, the one that
    ``place`` may come back to, or the next."""
    call = call_in(room.pk)
    if call is None and place is not None and can_revive(place.call):
        call = place.call
    return call.key_check if call else room.key_check


def calls_over_server(peers: list[str]) -> list[Call]:
    """Return the running calls of these peers that go over the media server."""
    mine = CallParticipant.objects.filter(peer__in=peers, left_at=None).values("call_id")
    return list(
        Call.objects.select_related("room").filter(pk__in=mine, ended_at=None, carrier=Call.Carrier.SFU)
    )


def met_by(place: CallParticipant) -> list[str]:
    """Return the peers with whom this one exchanges media: not across a block, as in a mesh."""
    user = place.participant.user
    hidden = set(blocked_ids(viewer=user)) if user else set()
    others = running_places().filter(call_id=place.call_id).exclude(pk=place.pk)
    return [other.peer for other in others if other.participant.user_id not in hidden]


def people_calling_in(room_ids: list[int]) -> dict[int, int]:
    """Return how many people are in the running call of each of these rooms."""
    found = running_places().filter(call__room_id__in=room_ids).order_by()
    counted = found.values("call__room_id").annotate(n=Count("participant_id", distinct=True))
    return {row["call__room_id"]: row["n"] for row in counted}


def running_places() -> QuerySet[CallParticipant]:
    """All places of calls that run, with call and room. For the actions."""
    return CallParticipant.objects.select_related("call__room", "participant").filter(
        left_at=None, call__ended_at=None
    )


def person_of(place: CallParticipant) -> Person | None:
    """Return who it is, by the name used in the room; None for who no longer belongs to it."""
    return _people(place.call.room_id, [place.participant_id]).get(place.participant_id)


def moment_of(call: Call) -> str:
    """Return when the call began: ISO 8601 in UTC with milliseconds and Z."""
    return call.started_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ice_servers_for(*, viewer: Caller) -> list[IceServer]:
    """Return how peers find each other. TURN names and passwords are good for ``ICE_EXPIRES_IN`` seconds."""
    servers = []
    if settings.STUN_URLS:
        servers.append(IceServer(urls=list(settings.STUN_URLS)))
    if settings.TURN_URLS:
        # As coturn's use-auth-secret wants it.
        name = f"{int(time.time()) + ICE_EXPIRES_IN}:{viewer.key}"
        digest = hmac.new(settings.TURN_SECRET.encode(), name.encode(), hashlib.sha1).digest()
        password = base64.b64encode(digest).decode()
        servers.append(IceServer(urls=list(settings.TURN_URLS), username=name, credential=password))
    return servers


def _people(room_id: int, participant_ids: Iterable[int]) -> dict[int, Person]:
    found = places().filter(room_id=room_id, participant_id__in=list(participant_ids))
    return {member.participant_id: Person.of(member) for member in found}
