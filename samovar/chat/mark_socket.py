"""Pins, stars, threads, muted rooms and places in the log on the gateway."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

from samovar.accounts.queries import person_of_caller
from samovar.chat import inbox_queries, mark_actions, mark_queries, queries, thread_actions, thread_queries
from samovar.chat.mark_events import (
    AskPins,
    AskPlace,
    AskReaders,
    AskTargets,
    AskThread,
    AskThreads,
    FollowThread,
    MuteRoom,
    PinMessage,
    PinsAnswer,
    PlaceAnswer,
    ReadersAnswer,
    ReadThread,
    StarMessage,
    TalkAnswer,
    TalkWith,
    TargetsAnswer,
    ThreadAnswer,
    ThreadsAnswer,
)
from samovar.core.errors import Denied
from samovar.core.gateway import Context, command
from samovar.core.wire import Command, Nothing
from samovar.rooms.actions import open_conversation


def _room(_context: Context, data: PinMessage) -> Iterable[str]:
    return (f"r:{data.room}",)


def _own(context: Context, _data: Command) -> Iterable[str]:
    return (context.caller.key,)


@command(PinMessage, mode="write", streams=_room)
def pin(context: Context, data: PinMessage) -> Nothing:
    """Tell the room what stands above its log."""
    mark_actions.pin_message(actor=context.caller, room_id=data.room, n=data.n, on=data.on)
    return Nothing()


@command(StarMessage, mode="write", streams=_own)
def star(context: Context, data: StarMessage) -> Nothing:
    """Tell the viewer's other tabs."""
    mark_actions.star_message(actor=context.caller, room_id=data.room, n=data.n, on=data.on)
    return Nothing()


@command(MuteRoom, mode="write", streams=_own)
def mute(context: Context, data: MuteRoom) -> Nothing:
    """Tell the viewer's other tabs."""
    mark_actions.mute_room(actor=context.caller, room_id=data.room, on=data.on)
    return Nothing()


@command(FollowThread, mode="write", streams=_own)
def follow(context: Context, data: FollowThread) -> Nothing:
    """Tell the viewer's other tabs."""
    thread_actions.follow_thread(actor=context.caller, room_id=data.room, n=data.n, on=data.on)
    return Nothing()


@command(ReadThread, mode="write", streams=_own)
def read_thread(context: Context, data: ReadThread) -> Nothing:
    """Tell the viewer's other tabs."""
    thread_actions.read_thread(actor=context.caller, room_id=data.room, n=data.n, upto=data.upto)
    return Nothing()


@command(AskPins, mode="read")
def pins(context: Context, data: AskPins) -> PinsAnswer:
    """Give all of them; they are few."""
    return PinsAnswer(messages=mark_queries.pins_for(viewer=context.caller, room_id=data.room))


@command(AskPlace, mode="read")
def place(context: Context, data: AskPlace) -> PlaceAnswer:
    """Find a day in the log."""
    at = datetime.fromtimestamp(data.at / 1000, tz=UTC)
    return PlaceAnswer(n=queries.place_for(viewer=context.caller, room_id=data.room, at=at))


@command(AskThread, mode="read")
def thread(context: Context, data: AskThread) -> ThreadAnswer:
    """Give a page of what stands under a message."""
    found = thread_queries.thread_for(
        viewer=context.caller, room_id=data.room, n=data.n, before=data.before, limit=data.limit
    )
    return ThreadAnswer(
        root=found.root,
        messages=found.messages,
        more=found.more,
        following=found.following,
        read=found.read,
        starred=list(found.starred),
        faces=inbox_queries.faces_for(
            viewer=context.caller,
            room_id=data.room,
            participant_ids={message.sender for message in (found.root, *found.messages)},
        ),
    )


@command(AskThreads, mode="read")
def threads(context: Context, data: AskThreads) -> ThreadsAnswer:
    """Give those the viewer follows in this room."""
    return ThreadsAnswer(threads=thread_queries.threads_for(viewer=context.caller, room_id=data.room))


@command(AskReaders, mode="read")
def readers(context: Context, data: AskReaders) -> ReadersAnswer:
    """Give them by name and face."""
    return ReadersAnswer(people=inbox_queries.readers_for(viewer=context.caller, room_id=data.room, n=data.n))


@command(AskTargets, mode="read")
def targets(context: Context, data: AskTargets) -> TargetsAnswer:
    """Give rooms and people; a guest has none but his room."""
    person = person_of_caller(context.caller)
    found = mark_queries.targets_for(viewer=person, text=data.text) if person else []
    return TargetsAnswer(targets=found)


@command(TalkWith, mode="write")
def talk(context: Context, data: TalkWith) -> TalkAnswer:
    """Begin it where the two may write to each other."""
    person = person_of_caller(context.caller)
    if person is None:
        raise Denied(_("Only people with an account talk with others alone."), code="guest")
    return TalkAnswer(room=open_conversation(actor=person, username=data.username).pk)
