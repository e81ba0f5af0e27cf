"""Calls on the gateway."""

from __future__ import annotations

import asyncio

from samovar.calls import actions, host_actions, queries, ring_actions, ring_queries
from samovar.calls.events import (
    AnswerRing,
    AskRings,
    AskServers,
    AskToSend,
    CallState,
    CallStateAnswer,
    CancelRing,
    Caption,
    ChangeCall,
    EndCall,
    JoinAnswer,
    JoinCall,
    LeaveCall,
    RaiseHand,
    RingAnswer,
    RingMembers,
    RingPerson,
    RingsAnswer,
    RoomRef,
    ServersAnswer,
    ShowReaction,
    Signal,
    Silence,
)
from samovar.calls.lines import CLOSED_TAB, LOST, lines
from samovar.core.connection import Connection
from samovar.core.gateway import Context, command, each_second, on_disconnect
from samovar.core.hub import hub
from samovar.core.threads import Soon
from samovar.core.wire import Nothing

SEEN_EVERY = 10.0  # seconds
SLACK = 0.05  # seconds, so that the deadline has passed for sure
settle_soon = Soon(actions.settle)


@command(CallState, mode="read")
def state(context: Context, data: CallState) -> CallStateAnswer:
    return CallStateAnswer(call=queries.call_for(viewer=context.caller, room_id=data.room))


@command(JoinCall, mode="read")
def join(context: Context, data: JoinCall) -> JoinAnswer:
    return actions.join_call(actor=context.caller, connection=context.connection, wish=data)


@command(LeaveCall, mode="read")
def leave(context: Context, data: LeaveCall) -> Nothing:
    actions.leave_call(actor=context.caller, wish=data)
    return Nothing()


@command(ChangeCall, mode="read")
def change(context: Context, data: ChangeCall) -> Nothing:
    actions.change_call(actor=context.caller, wish=data)
    return Nothing()


@command(Signal, mode="read")
def signal(context: Context, data: Signal) -> Nothing:
    actions.pass_signal(actor=context.caller, wish=data)
    return Nothing()


@command(Silence, mode="read")
def silence(context: Context, data: Silence) -> Nothing:
    host_actions.silence(actor=context.caller, wish=data)
    return Nothing()


@command(AskToSend, mode="read")
def ask(context: Context, data: AskToSend) -> Nothing:
    host_actions.ask_to_send(actor=context.caller, wish=data)
    return Nothing()


@command(EndCall, mode="read")
def end(context: Context, data: EndCall) -> Nothing:
    host_actions.end_for_all(actor=context.caller, wish=data)
    return Nothing()


@command(RaiseHand, mode="read")
def hand(context: Context, data: RaiseHand) -> Nothing:
    host_actions.raise_hand(actor=context.caller, wish=data)
    return Nothing()


@command(ShowReaction, mode="read")
def react(context: Context, data: ShowReaction) -> Nothing:
    host_actions.react(actor=context.caller, wish=data)
    return Nothing()


@command(Caption, mode="read")
def caption(context: Context, data: Caption) -> Nothing:
    host_actions.caption(actor=context.caller, wish=data)
    return Nothing()


@command(AskRings, mode="read")
def rings(context: Context, _data: AskRings) -> RingsAnswer:
    return RingsAnswer(rings=ring_queries.rings_for(viewer=context.caller))


@command(RingPerson, mode="read")
def ring(context: Context, data: RingPerson) -> RingAnswer:
    return ring_actions.ring_person(actor=context.caller, username=data.username)


@command(RingMembers, mode="read")
def ring_members(context: Context, data: RingMembers) -> Nothing:
    ring_actions.ring_members(actor=context.caller, room_id=data.room, peer=data.peer)
    return Nothing()


@command(AnswerRing, mode="read")
def answer(context: Context, data: AnswerRing) -> RoomRef:
    return ring_actions.answer_ring(actor=context.caller, wish=data)


@command(CancelRing, mode="read")
def cancel(context: Context, data: CancelRing) -> Nothing:
    ring_actions.cancel_ring(actor=context.caller, ring_id=data.ring)
    return Nothing()


@command(AskServers, mode="read")
def servers(context: Context, _data: AskServers) -> ServersAnswer:
    return ServersAnswer(ice_servers=queries.ice_servers_for(viewer=context.caller))


def disconnected(connection: Connection, clean: bool) -> None:  # noqa: FBT001 - called so by the gateway
    """A socket is gone; look again when the time of its peers is up."""
    actions.disconnect(connection=connection, clean=clean)
    asyncio.get_running_loop().call_later((CLOSED_TAB if clean else LOST) + SLACK, settle_soon)


class Keeper:
    """What calls do once a second; places are kept fresh less often."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self) -> None:
        actions.settle()
        ring_actions.settle_rings()
        if lines.clock() >= self._next:
            self._next = lines.clock() + SEEN_EVERY
            actions.keep_seen()


def install() -> None:
    """Hear of sockets, and look after the calls once a second."""
    on_disconnect(disconnected)
    hub.on_order("calls.hang_up", actions.hang_up_here)
    each_second(Keeper())
