"""Reading on the gateway."""

from __future__ import annotations

from collections.abc import Iterable

from samovar.accounts.queries import person_of_caller
from samovar.chat import conversation_queries, inbox_actions, inbox_queries, mark_queries
from samovar.chat.inbox_events import (
    AskReads,
    AskUnread,
    LookAt,
    MarkUnread,
    ReadsAnswer,
    ReadUpTo,
    UnreadAnswer,
)
from samovar.core.connection import Connection
from samovar.core.gateway import Context, command, each_second, on_disconnect
from samovar.core.wire import Command, Nothing


def _own(context: Context, _data: Command) -> Iterable[str]:
    return (context.caller.key,)


@command(ReadUpTo, mode="write", streams=_own)
def read(context: Context, data: ReadUpTo) -> Nothing:
    """Remember how far the viewer has read, and tell the others."""
    inbox_actions.read_up_to(actor=context.caller, room_id=data.room, n=data.n)
    return Nothing()


@command(MarkUnread, mode="write")
def unread(context: Context, data: MarkUnread) -> Nothing:
    """Go back to before a message."""
    inbox_actions.mark_unread(actor=context.caller, room_id=data.room, n=data.n)
    return Nothing()


@command(LookAt, mode="live")
def look(context: Context, data: LookAt) -> Nothing:
    """Remember it for this tab."""
    inbox_actions.look_at(actor=context.connection, room_id=data.room, on=data.on)
    return Nothing()


@command(AskReads, mode="read")
def reads(context: Context, data: AskReads) -> ReadsAnswer:
    """Give the places of all who have read anything."""
    mine, others = inbox_queries.reads_for(viewer=context.caller, room_id=data.room)
    manner = mark_queries.manner_for(viewer=context.caller, room_id=data.room)
    unread = inbox_queries.unread_for(viewer=context.caller, room_id=data.room)
    return ReadsAnswer(mine=mine, others=others, unread=unread, muted=manner.muted, folded=manner.folded)


@command(AskUnread, mode="read")
def waiting(context: Context, _data: AskUnread) -> UnreadAnswer:
    """Count over all conversations; a guest has none."""
    person = person_of_caller(context.caller)
    return UnreadAnswer(unread=conversation_queries.unread_total_for(viewer=person) if person else 0)


def disconnected(connection: Connection, clean: bool) -> None:  # noqa: ARG001, FBT001 - called so by the gateway
    """Who is gone looks at nothing."""
    inbox_actions.look_away(actor=connection)


def install() -> None:
    """Hear of sockets that are gone, and tell once a second where something was written."""
    on_disconnect(disconnected)
    each_second(inbox_actions.tell_of_groups)
    each_second(inbox_actions.keep_looks)
