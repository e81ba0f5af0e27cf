"""Rooms on the gateway: enter, exit, leave, and what happens when sockets come and go."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from samovar.core.connection import Connection
from samovar.core.gateway import Context, command, each_second, keep_out, on_disconnect, on_resume
from samovar.core.threads import Soon
from samovar.core.wire import Nothing
from samovar.rooms import actions, knock_queries
from samovar.rooms.events import (
    Admit,
    AskKnocks,
    Deny,
    EnterAnswer,
    EnterRoom,
    ExitRoom,
    GuardRoom,
    HandOver,
    KnocksAnswer,
    LeaveRoom,
    RemovePerson,
    SetHost,
)
from samovar.rooms.presence import CLOSED_TAB, EMPTY_ROOM, LOST

SLACK = 0.02  # seconds by which a timer may be early
settle_soon = Soon(actions.settle)


@command(EnterRoom, mode="read")
def enter(context: Context, data: EnterRoom) -> EnterAnswer:
    """This tab shows the room."""
    return actions.arrive(actor=context.caller, connection=context.connection, room_id=data.room)


@command(ExitRoom, mode="read")
def leave_page(context: Context, data: ExitRoom) -> Nothing:
    """This tab shows something else."""
    actions.exit_room(connection=context.connection, room_id=data.room)
    return Nothing()


@command(LeaveRoom, mode="read")
def leave(context: Context, data: LeaveRoom) -> Nothing:
    """Out with all tabs."""
    actions.leave_room(actor=context.caller, room_id=data.room)
    return Nothing()


@command(RemovePerson, mode="read")
def remove(context: Context, data: RemovePerson) -> Nothing:
    """A host sends somebody away."""
    actions.remove_person(
        actor=context.caller, room_id=data.room, participant_id=data.participant, ban=data.ban
    )
    return Nothing()


@command(SetHost, mode="read")
def set_host(context: Context, data: SetHost) -> Nothing:
    """The owner shares his powers."""
    actions.set_host(actor=context.caller, room_id=data.room, participant_id=data.participant, host=data.host)
    return Nothing()


@command(HandOver, mode="read")
def hand_over(context: Context, data: HandOver) -> Nothing:
    """The owner gives the room away."""
    actions.hand_over(actor=context.caller, room_id=data.room, participant_id=data.participant)
    return Nothing()


@command(GuardRoom, mode="read")
def guard(context: Context, data: GuardRoom) -> Nothing:
    """A host minds the door."""
    actions.guard_room(
        actor=context.caller,
        room_id=data.room,
        locked=data.locked,
        waiting_room=data.waiting_room,
        forbidden=data.forbidden,
        key_check=data.key_check,
    )
    return Nothing()


@command(AskKnocks, mode="read")
def knocks(context: Context, data: AskKnocks) -> KnocksAnswer:
    """Who waits?"""
    return KnocksAnswer(knocks=knock_queries.knocks_for(viewer=context.caller, room_id=data.room))


@command(Admit, mode="read")
def admit(context: Context, data: Admit) -> Nothing:
    """A host lets somebody in."""
    actions.admit(actor=context.caller, room_id=data.room, knock_id=data.knock)
    return Nothing()


@command(Deny, mode="read")
def deny(context: Context, data: Deny) -> Nothing:
    """A host sends somebody away."""
    actions.deny(actor=context.caller, room_id=data.room, knock_id=data.knock)
    return Nothing()


def disconnected(connection: Connection, clean: bool) -> None:  # noqa: FBT001 - called so by the gateway
    """A socket is gone; look again when its person's time is up, and when an open room may have to end."""
    actions.disconnect(connection=connection, clean=clean)
    loop = asyncio.get_running_loop()
    for seconds in (CLOSED_TAB if clean else LOST, EMPTY_ROOM):
        loop.call_later(seconds + SLACK, settle_soon)


def resumed(context: Context, room_ids: list[int]) -> Iterable[int]:
    """A socket is back: it is present again where it may be."""
    return actions.come_back(actor=context.caller, connection=context.connection, room_ids=room_ids)


def install() -> None:
    """Hear of sockets, and look after the rooms once a second."""
    on_disconnect(disconnected)
    on_resume(resumed)
    actions.obey_others()
    each_second(actions.keep_alive)
    each_second(actions.settle)
    each_second(actions.settle_knocks)
    keep_out("r:", actions.show_strangers_out)
