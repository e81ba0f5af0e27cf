"""Files of messages: who may fetch them, and how they are shown. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samovar.accounts.models import User
from samovar.chat.events import RoomFileView
from samovar.chat.models import Attachment
from samovar.core.caller import Caller
from samovar.core.memory import iso
from samovar.files.access import Held
from samovar.files.events import FileView
from samovar.files.upload_queries import view_of
from samovar.people.queries import blocked_ids
from samovar.people.rules import has_blocked
from samovar.rooms import rules as rooms
from samovar.rooms.models import Membership
from samovar.rooms.rules import Viewer

PAGE = 30
ANYWHERE = 50  # messages with one file that are looked at to find one the viewer may read
_SIGNS = {"picture": "🖼️", "video": "🎬", "sound": "🎵", "file": "📎"}


@dataclass(frozen=True)
class FilesPage:
    """Files of a room, the newest first; ``next`` is what the next page begins behind, or None."""

    files: list[RoomFileView]
    next: int | None


def can_fetch_of_message(viewer: Caller, held: Held) -> bool:
    """Who may read a message with it that is not deleted.

    Neither who brought it nor who sent it (on) has blocked the viewer (B34).
    """
    if _is_kept_from(viewer, held.uploader_id):
        return False
    sent = Attachment.objects.filter(upload_id=held.upload_id, message__deleted_at=None)
    senders = sent.order_by("pk").values_list("room_id", "message__sender__user_id")[:ANYWHERE]
    return any(_may_look(viewer, room_id, sender_id) for room_id, sender_id in senders)


def can_fetch_of_ring(viewer: Caller, held: Held) -> bool:
    """Who has a place in the living room that keeps nothing; ``holder_id`` is that room."""
    return _may_look(viewer, held.holder_id, held.uploader_id)


def _may_look(viewer: Caller, room_id: int, sender_id: int | None) -> bool:
    if rooms.membership_of(viewer, room_id) is None:
        return False
    return not _is_kept_from(viewer, sender_id)


def _is_kept_from(viewer: Caller, sender_id: int | None) -> bool:
    if viewer.user_id is None or sender_id is None or sender_id == viewer.user_id:
        return False
    return has_blocked(User(pk=sender_id), User(pk=viewer.user_id))


def files_of(message_ids: Iterable[int]) -> dict[int, list[FileView]]:
    """Return the files of each of these messages, in their order."""
    found: dict[int, list[FileView]] = {}
    rows = Attachment.objects.filter(message_id__in=list(message_ids)).select_related("upload")
    for row in rows.order_by("message_id", "place"):
        found.setdefault(row.message_id, []).append(view_of(row.upload))
    return found


def said_in(body: str, files: Sequence[FileView]) -> str:
    """Return what a quote or a list shows of a message: what it says, else a sign and a name."""
    if body or not files:
        return body
    first = files[0]
    more = f" +{len(files) - 1}" if len(files) > 1 else ""
    if first.kind == "voice":
        minutes, seconds = divmod((first.duration or 0) // 1000, 60)
        return f"🎤 {minutes}:{seconds:02}{more}"
    return f"{_SIGNS[first.kind]} {first.name}{more}"


def room_files_for(*, viewer: Viewer, room_id: int, before: int | None = None) -> FilesPage:
    """Return a page of what was sent in a room, below the row ``before``. NotFound, Denied.

    Nothing of people in a block with the viewer.
    """
    member = rooms.require_member(viewer, room_id)
    rows = Attachment.objects.filter(room_id=member.room_id, message__deleted_at=None)
    if member.participant.user is not None:
        rows = rows.exclude(message__sender__user_id__in=blocked_ids(viewer=member.participant.user))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    people = ("upload", "message__sender__user", "message__sender__guest")
    found = list(rows.select_related(*people).order_by("-pk")[: PAGE + 1])
    senders = {row.message.sender_id for row in found}
    places = Membership.objects.filter(room_id=room_id, participant_id__in=senders)
    names = dict(places.values_list("participant_id", "display_name"))
    shown = [_view(row, names) for row in found[:PAGE]]
    return FilesPage(shown, shown[-1].row if len(found) > PAGE else None)


def _view(row: Attachment, names: dict[int, str]) -> RoomFileView:
    sender = row.message.sender
    own = sender.user.full_name if sender.user else sender.guest.display_name if sender.guest else ""
    name = names.get(sender.pk) or own
    return RoomFileView(
        row=row.pk, n=row.message.n, name=name, at=iso(row.message.at), file=view_of(row.upload)
    )
