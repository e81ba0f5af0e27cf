"""Files that are sent with messages and go with them."""

from __future__ import annotations

from collections.abc import Iterable

from samovar.chat.models import Attachment, Message
from samovar.core.batch import Batch
from samovar.core.caller import Caller
from samovar.files.events import FileRef, FileView
from samovar.files.upload_actions import drop_uploads, drop_uploads_of, hold_uploads, sweep_uploads
from samovar.files.upload_queries import view_of
from samovar.files.upload_rules import can_fetch
from samovar.rooms.models import Room
from samovar.rooms.presence import presence

# Files by the id of their upload, as they are shown.
Sent = tuple[tuple[int, FileView], ...]
MESSAGE = "message"
RING = "ring"
PORTION = 200


def sent_on(*, actor: Caller, message: Message) -> Sent:
    """Return the files of a message that the actor forwards, as far as he may fetch them himself."""
    rows = Attachment.objects.filter(message=message).select_related("upload").order_by("place")
    files = [row.upload for row in rows]
    return tuple((one.pk, view_of(one)) for one in files if can_fetch(actor, one))


def attach_files(
    *, actor: Caller, batch: Batch, message: tuple[int, int], refs: tuple[FileRef, ...], others: Sent = ()
) -> list[FileView]:
    """Send the actor's finished uploads, or ``others``, with a message that is being stored.

    ``message``: the ids of its room and its own. Invalid (field files).
    """
    room_id, message_id = message
    held = list(others)
    if refs:
        held = hold_uploads(actor=actor, refs=refs, kind=MESSAGE, holder_id=message_id)
    for place, (upload_id, _view) in enumerate(held):
        row = {"room_id": room_id, "message_id": message_id, "upload_id": upload_id, "place": place}
        batch.add(Attachment, row)
    return [view for _upload_id, view in held]


def lend_files(*, actor: Caller, room_id: int, refs: tuple[FileRef, ...]) -> list[FileView]:
    """Let a room that keeps nothing show uploads while somebody is in it. Invalid (field files)."""
    if not refs:
        return []
    held = hold_uploads(actor=actor, refs=refs, kind=RING, holder_id=room_id)
    return [view for _upload_id, view in held]


def forget_lent_files(*, actor: Caller | None, room: Room) -> None:
    """Remove what was shown in a room that keeps nothing. ``actor`` is None: the server does it itself."""
    if not room.kept:
        drop_uploads_of(actor=actor, kind=RING, holder_ids=[room.pk])


def forget_when_empty(*, actor: Caller | None, room_id: int) -> None:
    """Somebody left: when it was the last one, what an unkept room showed goes too.

    Where that is not known just now, it goes with the room, or after a day.
    """
    if not presence.is_empty(room_id):
        return
    room = Room.objects.filter(pk=room_id).first()
    if room is not None:
        forget_lent_files(actor=actor, room=room)


def release_files(*, actor: Caller | None, message_ids: Iterable[int]) -> None:
    """These messages are gone: so are their files, unless another message has them too."""
    rows = Attachment.objects.filter(message_id__in=list(message_ids))
    upload_ids = set(rows.values_list("upload_id", flat=True))
    if not upload_ids:
        return
    rows.delete()
    still = Attachment.objects.filter(upload_id__in=upload_ids).values_list("upload_id", flat=True)
    drop_uploads(actor=actor, upload_ids=upload_ids - set(still))


def sweep_files(*, actor: Caller | None = None) -> int:
    """Remove a portion of the files of rooms that ended, and what unkept rooms showed a day ago."""
    ended = Attachment.objects.filter(room__closed_at__isnull=False).order_by("pk")
    message_ids = set(ended.values_list("message_id", flat=True)[:PORTION])
    release_files(actor=actor, message_ids=message_ids)
    return len(message_ids) + sweep_uploads(held_kinds=[RING])
