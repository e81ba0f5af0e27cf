"""Messages on the gateway."""

from __future__ import annotations

from dataclasses import replace

from samovar.chat import actions, file_queries, inbox_queries, queries
from samovar.chat.actions import Draft
from samovar.chat.events import (
    AskFiles,
    FilesAnswer,
    HistoryAnswer,
    MessageHistory,
    SendMessage,
    TypingNow,
)
from samovar.chat.poll_actions import NewPoll
from samovar.core.gateway import Context, command
from samovar.core.wire import Nothing
from samovar.core.writer import Write


@command(SendMessage, mode="submit")
def send(context: Context, data: SendMessage) -> Write:
    """Store the message and tell the room; acknowledged only once it is stored."""
    forward = (data.forward.room, data.forward.n) if data.forward else None
    draft = Draft(data.room, data.cid, data.body, data.reply_to, data.thread, data.in_log, forward)
    draft = replace(draft, files=tuple(data.files))
    if data.poll is not None:
        draft = actions.asking(draft, NewPoll.of(data.poll))
    return actions.sending(actor=context.caller, draft=draft)


@command(MessageHistory, mode="read")
def history(context: Context, data: MessageHistory) -> HistoryAnswer:
    """Give a page of the log."""
    place = queries.Place(data.before, data.after, data.around)
    page = queries.history_for(viewer=context.caller, room_id=data.room, place=place, limit=data.limit)
    authors = {message.sender for message in page.messages}
    faces = inbox_queries.faces_for(viewer=context.caller, room_id=data.room, participant_ids=authors)
    return HistoryAnswer(
        messages=page.messages,
        more=page.more,
        newer=page.newer,
        starred=list(page.starred),
        faces=faces,
    )


@command(AskFiles, mode="read")
def files(context: Context, data: AskFiles) -> FilesAnswer:
    """Give a page of a room's files."""
    page = file_queries.room_files_for(viewer=context.caller, room_id=data.room, before=data.before)
    return FilesAnswer(files=page.files, next=page.next)


@command(TypingNow, mode="read")
def typing(context: Context, data: TypingNow) -> Nothing:
    """Tell the others."""
    actions.tell_typing(actor=context.caller, room_id=data.room)
    return Nothing()
