"""Changing messages on the gateway."""

from __future__ import annotations

from collections.abc import Iterable

from samovar.chat import change_actions, queries, reaction_queries
from samovar.chat.events import AskVersions, DeleteMessage, EditMessage, SetReaction, VersionsAnswer
from samovar.chat.reaction_events import AskReactors, ReactorsAnswer
from samovar.core.gateway import Context, command
from samovar.core.wire import Nothing


def _room(_context: Context, data: EditMessage | DeleteMessage | SetReaction) -> Iterable[str]:
    return (f"r:{data.room}",)


@command(EditMessage, mode="write", streams=_room)
def edit(context: Context, data: EditMessage) -> Nothing:
    """Tell the room how the message reads now."""
    change_actions.edit_message(actor=context.caller, room_id=data.room, n=data.n, body=data.body)
    return Nothing()


@command(DeleteMessage, mode="write", streams=_room)
def delete(context: Context, data: DeleteMessage) -> Nothing:
    """Tell the room that it is gone."""
    change_actions.delete_message(actor=context.caller, room_id=data.room, n=data.n)
    return Nothing()


@command(SetReaction, mode="write", streams=_room)
def react(context: Context, data: SetReaction) -> Nothing:
    """Tell the room who reacted."""
    change_actions.set_reaction(
        actor=context.caller, room_id=data.room, n=data.n, emoji=data.emoji, on=data.on
    )
    return Nothing()


@command(AskVersions, mode="read")
def versions(context: Context, data: AskVersions) -> VersionsAnswer:
    """Give all versions of a message that was edited."""
    said = queries.versions_for(viewer=context.caller, room_id=data.room, n=data.n)
    return VersionsAnswer(versions=said)


@command(AskReactors, mode="read")
def reactors(context: Context, data: AskReactors) -> ReactorsAnswer:
    """Give the names behind an emoji."""
    return reaction_queries.reactors_for(viewer=context.caller, room_id=data.room, n=data.n, emoji=data.emoji)
