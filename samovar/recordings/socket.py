"""Recording on the gateway."""

from __future__ import annotations

from samovar.core.gateway import Context, command, open_to_watchers
from samovar.core.wire import Nothing
from samovar.recordings import actions, queries, server_actions
from samovar.recordings.events import (
    AskRecording,
    BeginRun,
    FinishRecording,
    KeepRecording,
    NoteCaption,
    PauseRecording,
    RecordingAnswer,
    RecordingView,
    StartRecording,
    StopRecording,
)

# What the page of a recorder needs: to be in the room and the call, to see the chat and the board, to record.
open_to_watchers(
    *("resume", "ping", "room.enter", "room.exit", "room.leave"),
    *("call.state", "call.join", "call.leave", "call.change", "call.signal", "call.pass", "call.servers"),
    *("message.history", "message.pins", "message.place", "message.thread", "message.threads"),
    *("message.whispers", "message.files", "message.look", "message.unread", "poll.voters"),
    *("board.enter", "board.exit"),
    *("recording.state", "recording.run", "recording.keep", "recording.finish", "recording.caption"),
)


@command(AskRecording, mode="read")
def state(context: Context, data: AskRecording) -> RecordingAnswer:
    return RecordingAnswer(recording=queries.running_in(viewer=context.caller, room_id=data.room))


@command(StartRecording, mode="read")
def start(context: Context, data: StartRecording) -> RecordingView:
    if data.on_server:
        return server_actions.start_on_server(actor=context.caller, wish=data)
    return actions.start_recording(actor=context.caller, wish=data)


@command(BeginRun, mode="read")
def run(context: Context, data: BeginRun) -> Nothing:
    actions.begin_run(actor=context.caller, recording_id=data.recording, run=data.run)
    return Nothing()


@command(KeepRecording, mode="read")
def keep(context: Context, data: KeepRecording) -> RecordingView:
    return actions.keep(actor=context.caller, recording_id=data.recording)


@command(PauseRecording, mode="read")
def pause(context: Context, data: PauseRecording) -> Nothing:
    actions.pause(actor=context.caller, recording_id=data.recording, paused=data.paused)
    return Nothing()


@command(StopRecording, mode="read")
def stop(context: Context, data: StopRecording) -> Nothing:
    actions.stop(actor=context.caller, recording_id=data.recording)
    return Nothing()


@command(FinishRecording, mode="read")
def finish(context: Context, data: FinishRecording) -> Nothing:
    actions.finish(actor=context.caller, recording_id=data.recording)
    return Nothing()


@command(NoteCaption, mode="read")
def caption(context: Context, data: NoteCaption) -> Nothing:
    actions.note_caption(actor=context.caller, wish=data)
    return Nothing()
