"""Whispers on the gateway."""

from __future__ import annotations

from samovar.chat import whisper_actions, whisper_queries
from samovar.chat.events import AskWhispers, Whisper, WhispersAnswer
from samovar.chat.whisper_actions import WhisperDraft
from samovar.core.gateway import Context, command
from samovar.core.writer import Write


@command(Whisper, mode="submit")
def whisper(context: Context, data: Whisper) -> Write:
    """Tell it to the two of them alone."""
    draft = WhisperDraft(room_id=data.room, cid=data.cid, body=data.body, to=data.to)
    return whisper_actions.whispering(actor=context.caller, draft=draft)


@command(AskWhispers, mode="read")
def whispers(context: Context, data: AskWhispers) -> WhispersAnswer:
    """Give the viewer's own, and let this socket hear of those that come."""
    found = whisper_queries.whispers_for(viewer=context.caller, room_id=data.room)
    place = whisper_actions.hear_whispers(
        actor=context.caller, connection=context.connection, room_id=data.room
    )
    stream, pos = place or (None, None)
    return WhispersAnswer(whispers=found, stream=stream, pos=pos)
