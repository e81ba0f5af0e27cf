"""Moving the media of a call between browsers and the media server, and keeping that server in order."""

from __future__ import annotations

from functools import partial
from secrets import token_hex
from typing import Literal

from django.db import IntegrityError, transaction
from django.utils import timezone

from samovar.calls import carrying_rules, livekit, queries, rules
from samovar.calls.actions import tell_call
from samovar.calls.carrying_events import AskPass, CallCarried, CarryCall, MediaPass, TellTrouble
from samovar.calls.events import Source
from samovar.calls.lines import lines
from samovar.calls.models import Call, CallParticipant, MediaHook
from samovar.core.caller import Caller
from samovar.core.limits import Limit
from samovar.core.threads import aside
from samovar.rooms.actions.telling import changing
from samovar.rooms.models import Room

Why = Literal["people", "host", "weak", "gone", "node"]

OPENING_TURNS = 4  # of two seconds at most
TROUBLES = Limit("calls.trouble", 30, 60)  # for each caller


def carry_call(*, actor: Caller, wish: CarryCall) -> None:
    """A host has the call carried otherwise. Denied, Unavailable (``no_media_server``)."""
    host = rules.require_host_in_call(actor, wish.room, wish.peer)
    if wish.kind == host.call.carrier:
        return
    url = carrying_rules.require_server(livekit.health.one()) if wish.kind == "sfu" else ""
    _carry(host.call, url, "host")


def give_pass(*, actor: Caller, wish: AskPass) -> MediaPass:
    """Return the way to the media server, for this peer alone. Denied, Conflict (``not_over_server``)."""
    place = rules.require_in_call(actor, wish.room, wish.peer)
    call = place.call
    carrying_rules.require_over_server(call)
    sources = carrying_rules.may_send(call.room, place.participant_id)
    return MediaPass(
        url=call.media_url,
        token=livekit.make_pass(room=call.media_room, identity=place.peer, sources=sources),
        generation=call.generation,
        expires_in=int(livekit.PASS_LIFETIME.total_seconds()),
        peers=queries.met_by(place),
    )


def tell_trouble(*, actor: Caller, wish: TellTrouble) -> None:
    """Somebody's media do not flow well: look whether the call has to go otherwise. Denied, TooMany."""
    place = rules.require_in_call(actor, wish.room, wish.peer)
    TROUBLES.take(actor.key)
    if wish.generation == place.call.generation and livekit.is_configured():
        heal = relieve if wish.what == "weak" else rescue
        aside(partial(heal, call_id=place.call_id, generation=wish.generation))


def look_after(*, call: Call) -> None:
    """Who is in the call or what they send has changed: when that is stored, see to its media."""
    if livekit.is_configured():
        transaction.on_commit(lambda: aside(partial(see_to, call_id=call.pk)))


def look_after_room(*, room: Room) -> None:
    """What may be sent in the call of this room has changed."""
    call = queries.call_in(room.pk)
    if call is not None:
        look_after(call=call)


def see_to(*, call_id: int) -> None:
    """Bring a call to the media server when it outgrew the mesh; put right who is there. Aside."""
    call = Call.objects.select_related("room").filter(pk=call_id).first()
    if call is None:
        return
    if call.carrier == Call.Carrier.SFU:
        _put_right(call)
    elif carrying_rules.outgrows_mesh(queries.places_in(call)) and carrying_rules.has_rested(
        call, carrying_rules.SHUNNED_FOR
    ):
        _carry_to_server(call, "people")


def relieve(*, call_id: int, generation: int) -> None:
    """A mesh is too much for somebody in it. Aside."""
    call = _unchanged(call_id, generation)
    if call is None or call.carrier != Call.Carrier.MESH:
        return
    enough = len(queries.places_in(call)) >= carrying_rules.WEAK_FROM
    if enough and carrying_rules.has_rested(call, carrying_rules.SHUNNED_FOR):
        _carry_to_server(call, "weak")


def rescue(*, call_id: int, generation: int) -> None:
    """Somebody cannot reach the media server: another node takes over, else the browsers. Aside."""
    call = _unchanged(call_id, generation)
    if call is None or call.carrier != Call.Carrier.SFU:
        return
    alive = livekit.health.lives(call.media_url)
    # Its room may be on a node that died although the one it was reached by lives.
    if alive and (livekit.health.all_live() or not carrying_rules.has_rested(call)):
        return
    url = livekit.health.one(rather_not="" if alive else call.media_url)
    if url:
        _carry(call, url, "node", _opened(call, url))
    else:
        _carry(call, "", "gone")


def watch_servers() -> None:
    """Look whether the media servers of the calls of this process live. Every few seconds, aside."""
    if not livekit.is_configured():
        return
    for call in queries.calls_over_server(lines.peers()):
        if not livekit.health.lives(call.media_url):
            rescue(call_id=call.pk, generation=call.generation)


def put_all_right() -> None:
    """Put right what was missed: a process died, the media server did not answer. Aside."""
    if livekit.is_configured():
        for call in queries.calls_over_server(lines.peers()):
            _put_right(call)


def mute_at_server(*, place: CallParticipant, source: Source) -> None:
    """A host has turned off what somebody sends: the media server passes it on no more."""
    if place.call.carrier == Call.Carrier.SFU and livekit.is_configured():
        transaction.on_commit(lambda: aside(partial(_mute, place.call, place.peer, source)))


def take_hook(*, actor: None, body: str, token: str) -> bool:
    """Act on what the media server tells. False when it is not from there; told again, nothing happens."""
    hook = livekit.read_hook(body, token) if livekit.is_configured() else None
    if hook is None or not hook.id:
        return False
    try:
        with transaction.atomic():
            MediaHook.objects.create(event=hook.id[:64])
    except IntegrityError:
        return True
    call = Call.objects.filter(media_room=hook.room).first() if hook.room else None
    if call is not None and hook.event in {"participant_joined", "track_published", "room_started"}:
        aside(partial(see_to, call_id=call.pk))
    return True


def forget_hooks() -> int:
    """Forget events so old that their signatures have ended."""
    old = MediaHook.objects.filter(taken_at__lt=timezone.now() - 12 * livekit.PASS_LIFETIME)
    return old.delete()[0]


def _carry_to_server(call: Call, why: Why) -> None:
    url = livekit.health.one()
    if url is not None:
        _carry(call, url, why)


def _unchanged(call_id: int, generation: int) -> Call | None:
    calls = Call.objects.select_related("room").filter(ended_at=None)
    return calls.filter(pk=call_id, generation=generation).first()


def _opened(call: Call, url: str) -> str:
    """Open a room, return its name: the others go on to give rooms to a dead one for seconds."""
    for _turn in range(OPENING_TURNS):
        name = _new_name(call)
        try:
            livekit.open_room(url, name)
        except livekit.Unreachable:
            if _unchanged(call.pk, call.generation) is None:
                break
        else:
            break
    return name


def _new_name(call: Call) -> str:
    return f"{call.pk}-{call.generation + 1}-{token_hex(6)}"


def _carry(call: Call, url: str, why: Why, media_room: str = "") -> None:
    """Tell everybody, once: who comes second with the same news finds another generation."""
    generation = call.generation + 1
    kind = Call.Carrier.SFU if url else Call.Carrier.MESH
    with changing(call.room):
        moved = Call.objects.filter(pk=call.pk, ended_at=None, generation=call.generation).update(
            carrier=kind,
            generation=generation,
            carried_at=timezone.now(),
            media_url=url,
            media_room=(media_room or _new_name(call)) if url else "",
        )
        if moved:
            carrier = queries.carrier_of(Call(carrier=kind, generation=generation))
            tell_call(call, CallCarried(call=call.pk, carrier=carrier.model_copy(update={"why": why})))


def _put_right(call: Call) -> None:
    """At the media server is who is in the call, and sends what he may: nobody and nothing else."""
    try:
        if call.ended_at is not None:
            livekit.close(call.media_url, call.media_room)
            return
        places = queries.expected_in(call)
        for one in livekit.attendees(call.media_url, call.media_room):
            place = places.get(one.identity)
            if place is None:
                livekit.remove(call.media_url, call.media_room, one.identity)
            else:
                _restrain(call, place, one)
    except livekit.Unreachable:
        rescue(call_id=call.pk, generation=call.generation)


def _restrain(call: Call, place: CallParticipant, one: livekit.Attendee) -> None:
    sources = carrying_rules.may_send(call.room, place.participant_id)
    if one.sources == set(sources):
        return
    livekit.permit(call.media_url, call.media_room, one.identity, sources)
    for source in set(one.tracks) - set(sources):
        _stop(call, one, source)


def _mute(call: Call, peer: str, source: Source) -> None:
    for one in livekit.attendees(call.media_url, call.media_room):
        if one.identity == peer:
            _stop(call, one, source)


def _stop(call: Call, one: livekit.Attendee, source: str) -> None:
    for sid in one.tracks.get(source, []):
        livekit.mute(call.media_url, call.media_room, one.identity, sid)
