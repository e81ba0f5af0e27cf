"""Sockets of people come and go: that is who is online."""

from __future__ import annotations

import asyncio

from samovar.accounts.queries import person_of_caller
from samovar.core.connection import Connection
from samovar.core.gateway import Context, command, each_second, on_disconnect
from samovar.core.threads import Soon
from samovar.core.wire import Nothing
from samovar.people import online_actions, online_queries
from samovar.people.events import AskPresences, BeIdle, PresencesAnswer
from samovar.people.online import CLOSED_TAB, LOST

SLACK = 0.05  # seconds by which a timer may be early
settle_soon = Soon(online_actions.settle_online)


@command(BeIdle, mode="live")
def be_idle(context: Context, data: BeIdle) -> Nothing:
    """Remember it for this tab; the others are told when it is so in all tabs of the person."""
    if online_actions.turn_idle(actor=context.connection, on=data.on):
        settle_soon()
    return Nothing()


@command(AskPresences, mode="read")
def presences(context: Context, data: AskPresences) -> PresencesAnswer:
    """Say who is there; a guest sees nobody."""
    person = person_of_caller(context.caller)
    if person is None:
        return PresencesAnswer(online=[], away=[])
    found = online_queries.presences_for(viewer=person)
    asked = sorted(set(data.users) & found.online)
    return PresencesAnswer(online=asked, away=[user_id for user_id in asked if user_id in found.away])


def disconnected(connection: Connection, clean: bool) -> None:  # noqa: FBT001 - called so by the gateway
    """Look now, and again when the person's time is up."""
    online_actions.turn_idle(actor=connection, on=False)
    user_id = connection.caller.user_id
    if user_id is None:
        return
    if not clean:
        online_actions.lose_line(user_id=user_id)
    settle_soon()
    loop = asyncio.get_running_loop()
    loop.call_later((CLOSED_TAB if clean else LOST) + SLACK, settle_soon)


def install() -> None:
    """Hear of sockets that are gone; who came is noticed within a second."""
    on_disconnect(disconnected)
    each_second(online_actions.keep_alive)
    each_second(online_actions.settle_online)
