"""Being in a room: tabs come and go, and the others are told once per person."""

from __future__ import annotations

from samovar.core import streams
from samovar.core.caller import Caller
from samovar.core.connection import Connection
from samovar.core.errors import NotFound
from samovar.core.hub import hub
from samovar.rooms import queries, rules, signals
from samovar.rooms.actions.changing import close_if_deserted
from samovar.rooms.actions.entering import join_room
from samovar.rooms.actions.telling import moment, tell_in_turn, tell_listed, tell_many
from samovar.rooms.events import EnterAnswer, Person, PersonJoined, PersonLeft
from samovar.rooms.models import Membership, Room
from samovar.rooms.presence import Departure, Why, presence


def arrive(*, actor: Caller, connection: Connection, room_id: int) -> EnterAnswer:
    """Show the room on this connection: subscribe, be present, tell the others if this is the first tab."""
    member = join_room(actor=actor, room_id=room_id)
    room = member.room
    # Subscribed before the snapshot is read, so that nothing falls between both.
    hub.subscribe(connection, room.stream)
    _appear(member, connection)
    _require_still(actor, member, connection)
    return EnterAnswer(
        room=queries.shown_room(member),
        me=Person.of(member),
        people=_shown_people(room),
        stream=room.stream,
        pos=streams.position(room.stream, durable=room.kept),
    )


def come_back(*, actor: Caller, connection: Connection, room_ids: list[int]) -> list[int]:
    """Make a resumed connection present again; return the rooms where it may be."""
    back = presence.is_young(presence.clock())
    members = rules.memberships_of(actor, room_ids)
    for member in members:
        hub.subscribe(connection, member.room.stream)
    tell_many([told for member in members if (told := _hold(member, connection, "page", back=back))])
    _leave_if_gone(connection)
    still = rules.rooms_left_to(actor, room_ids)
    for member in members:
        if member.room_id not in still:
            _show_out(member, connection)
    return [member.room_id for member in members if member.room_id in still]


def exit_room(*, connection: Connection, room_id: int) -> None:
    """This tab shows the room no more; in its call it still receives it."""
    if presence.release(room_id, connection, presence.clock()):
        hub.unsubscribe(connection, Room(pk=room_id).stream)


def hold_call(*, actor: Caller, connection: Connection, room_id: int) -> None:
    """Being in the call is being in the room, also on another page (C14). NotFound, Denied."""
    member = rules.require_member(actor, room_id)
    hub.subscribe(connection, member.room.stream)
    _appear(member, connection, "call")
    _require_still(actor, member, connection)


def release_call(*, connection: Connection, room_id: int) -> None:
    """Hung up: stays in the room if this tab shows it."""
    if presence.release(room_id, connection, presence.clock(), "call"):
        hub.unsubscribe(connection, Room(pk=room_id).stream)


def leave_room(*, actor: Caller, room_id: int) -> None:
    """Go out with all tabs at once. Doing it twice does nothing."""
    member = rules.membership_of(actor, room_id)
    if member is None or not presence.is_here(room_id, member.participant_id):
        return
    presence.forget(room_id, member.participant_id)
    hub.give_order("rooms.drop", room_id, member.participant_id)
    _tell_left([(member.room, Person.of(member), False)])
    hub.evict(actor.key, member.room.stream)


def disconnect(*, connection: Connection, clean: bool) -> None:
    """A socket is gone; ``settle`` tells the others if nothing brings it back. Touches no database."""
    presence.disconnect(connection, presence.clock(), clean=clean)


def settle(*, now: float | None = None) -> None:
    """Tell who is gone for good, close open rooms that stayed empty, tell that the list has changed.

    ``now`` is a moment of the presence's clock; without it, this moment. The first time after a start
    it takes up the open rooms that the last run of the server left behind.
    """
    now = presence.clock() if now is None else now
    if not presence.has_begun:
        presence.begin(now, queries.open_room_ids())
    _tell_departed(presence.departures(now))
    for room_id in presence.deserted(now):
        close_if_deserted(room_id=room_id)
    if presence.take_changed():
        tell_listed()


def keep_alive() -> None:
    """Once a second: this process lives; tell of the people of one that died without a goodbye."""
    _tell_departed(presence.beat(presence.clock()))


def obey_others() -> None:
    """Do here what rooms do in whichever process: people are dropped, renamed, rooms end."""
    hub.on_order("rooms.drop", _drop)
    hub.on_order("rooms.clear", _clear)
    hub.on_order("rooms.rename", _rename)


def _drop(room_id: int, participant_id: int) -> None:
    presence.drop(room_id, participant_id, presence.clock())


def _clear(room_id: int) -> None:
    presence.clear(room_id)


def _rename(room_id: int, text: str) -> None:
    presence.rename(room_id, Person.model_validate_json(text))


def _tell_departed(departures: list[Departure]) -> None:
    if not departures:
        return
    rooms = Room.objects.filter(closed_at=None).in_bulk({departure.room_id for departure in departures})
    _tell_left(
        [
            (rooms[departure.room_id], departure.person, departure.lost)
            for departure in departures
            if departure.room_id in rooms
        ]
    )


def _appear(member: Membership, connection: Connection, why: Why = "page") -> None:
    told = _hold(member, connection, why)
    if told is not None:
        tell_in_turn(*told)
    _leave_if_gone(connection)


def _hold(
    member: Membership, connection: Connection, why: Why, *, back: bool = False
) -> tuple[Room, PersonJoined] | None:
    """Be in the room by this connection; return what the others are to be told, if anything."""
    person = Person.of(member)
    new = presence.hold(member.room_id, person, connection, why)
    # Of a conversation of two both are always there; who is online is told elsewhere.
    tells = new and member.room.kind != Room.Kind.DIRECT
    return (member.room, PersonJoined(person=person, at=moment(), back=back)) if tells else None


def _leave_if_gone(connection: Connection) -> None:
    if connection.closing:
        # It went away while this was under way, so nobody will say so any more.
        presence.disconnect(connection, presence.clock(), clean=False)


def _require_still(actor: Caller, member: Membership, connection: Connection) -> None:
    """Who was sent away while he came in was not here yet to be shown out. NotFound."""
    if rules.membership_of(actor, member.room_id) is None:
        _show_out(member, connection)
        raise NotFound(rules.NO_ROOM, code="room_not_found")


def _show_out(member: Membership, connection: Connection) -> None:
    presence.drop(member.room_id, member.participant_id, presence.clock())
    presence.forget(member.room_id, member.participant_id)
    hub.unsubscribe(connection, member.room.stream)


def _shown_people(room: Room) -> list[Person]:
    if room.kind == Room.Kind.DIRECT:
        return [Person.of(member) for member in queries.members_of(room_id=room.pk)]
    return presence.people(room.pk)


def _tell_left(gone: list[tuple[Room, Person, bool]]) -> None:
    """Tell of each who is gone from where, and whether the line was lost."""
    tell_many(
        [
            (room, PersonLeft(person=person, lost=lost, at=moment()))
            for room, person, lost in gone
            if room.kind != Room.Kind.DIRECT
        ]
    )
    by_room: dict[int, list[int]] = {}
    for room, person, _lost in gone:
        by_room.setdefault(room.pk, []).append(person.id)
    for room_id, participant_ids in by_room.items():
        signals.left.send(sender=Room, room_id=room_id, participant_ids=participant_ids)
