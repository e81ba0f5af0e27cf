"""Polls on the gateway."""

from __future__ import annotations

from collections.abc import Iterable

from samovar.chat import poll_actions, poll_queries
from samovar.chat.poll_events import AskVoters, CastVote, ClosePoll, VoteAnswer, VotersAnswer
from samovar.core.gateway import Context, command
from samovar.core.wire import Nothing


def _room(context: Context, data: CastVote | ClosePoll) -> Iterable[str]:
    return (f"r:{data.room}", context.caller.key)


@command(CastVote, mode="write", streams=_room)
def vote(context: Context, data: CastVote) -> VoteAnswer:
    """Count the vote and tell the room how the poll stands."""
    mine = poll_actions.vote(actor=context.caller, room_id=data.room, n=data.n, options=data.options)
    return VoteAnswer(mine=mine)


@command(ClosePoll, mode="write", streams=_room)
def close(context: Context, data: ClosePoll) -> Nothing:
    """Tell the room that it is over."""
    poll_actions.close_poll(actor=context.caller, room_id=data.room, n=data.n)
    return Nothing()


@command(AskVoters, mode="read")
def voters(context: Context, data: AskVoters) -> VotersAnswer:
    """Give a page of who chose an option."""
    found = poll_queries.voters_for(
        viewer=context.caller, room_id=data.room, n=data.n, option=data.option, after=data.after
    )
    return VotersAnswer(people=found.people, more=found.more)
