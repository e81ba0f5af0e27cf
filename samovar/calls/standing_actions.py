"""Who stands in for the hosts of a meeting while none of them is in its call."""

from __future__ import annotations

from samovar.calls import queries
from samovar.calls.models import Call, CallParticipant
from samovar.rooms import actions as rooms
from samovar.rooms.models import Room
from samovar.rooms.rules import is_host, place_of

# A group has members who were chosen for good; there nobody gets powers by staying longest.
KINDS = frozenset({Room.Kind.MEETING, Room.Kind.OPEN})


def hand_on(*, gone: CallParticipant) -> None:
    """Somebody is out of the call: if he was its last host, who is in it longest stands in."""
    room = gone.call.room
    if room.kind not in KINDS:
        return
    member = place_of(room.pk, gone.participant_id)
    if member is None or not is_host(member):
        return
    if gone.stands_in:
        _stand_down(gone)
    places = queries.places_in(gone.call)
    if not any(_is_host(place) for place in places):
        heir = next((place for place in places if place.participant.user_id is not None), None)
        if heir is not None:
            _stand_in(heir)


def give_back(*, came: CallParticipant) -> None:
    """Somebody is in the call: if he is a host, nobody has to stand in any more."""
    if came.call.room.kind not in KINDS or not _is_host(came):
        return
    for place in queries.places_in(came.call):
        if place.stands_in and place.pk != came.pk:
            _stand_down(place)


def end_standing_in(*, call: Call) -> None:
    """The call is over, and so are the powers that came with it."""
    for place in CallParticipant.objects.select_related("call__room").filter(call=call, stands_in=True):
        _stand_down(place)


def _is_host(place: CallParticipant) -> bool:
    member = place_of(place.call.room_id, place.participant_id)
    return member is not None and is_host(member)


def _stand_in(place: CallParticipant) -> None:
    _mark(place, on=True)
    rooms.appoint_host(actor=None, room_id=place.call.room_id, participant_id=place.participant_id, host=True)


def _stand_down(place: CallParticipant) -> None:
    _mark(place, on=False)
    rooms.appoint_host(
        actor=None, room_id=place.call.room_id, participant_id=place.participant_id, host=False
    )


def _mark(place: CallParticipant, *, on: bool) -> None:
    place.stands_in = on
    place.save(update_fields=["stands_in"])
