"""What may be uploaded, and who may fetch it. Asked anew at every fetch; nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samovar.core import stored
from samovar.core.caller import Caller
from samovar.core.errors import Conflict, Denied, Invalid, NoSpace, NotFound, Text
from samovar.files.access import Held, holder_of
from samovar.files.events import FileRef
from samovar.files.models import Upload

MEGABYTE = 1024 * 1024
PIECE_MAX = MEGABYTE  # bytes of a request
AT_ONCE = 50  # uploads of somebody that were not sent with anything yet
WITH_ONE = 10  # files of one message
LOUDNESSES = 128
ALT_MAX = 500
NO_FILE = _("This file is not there, or no longer.")


@dataclass(frozen=True)
class Announced:
    """What a client says of a file before it sends it. ``size`` in bytes, ``duration`` in ms."""

    file_name: str
    size: int
    content_type: str = ""
    voice: bool = False
    duration: int | None = None
    waveform: Sequence[int] = ()
    width: int | None = None
    height: int | None = None


def largest() -> int:
    """Return how many bytes one file may have."""
    return int(settings.FILE_MAX_MB) * MEGABYTE


def quota() -> int:
    """Return how many bytes all files of one person, or of all guests of a room, may have together."""
    return int(settings.FILE_QUOTA_MB) * MEGABYTE


def require_may_bring(actor: Caller) -> None:
    """A recorder looks on and brings nothing. Denied (``watching_only``)."""
    if actor.watching:
        raise Denied(code="watching_only")


def require_fit(announced: Announced) -> None:
    """Refuse what is empty or too large, and a waveform that is none. Invalid."""
    if announced.size < 1:
        raise _wrong("size", _("This file is empty."), "empty_file")
    if announced.size > largest():
        sentence = _("A file may have at most %(limit)d MB.") % {"limit": settings.FILE_MAX_MB}
        raise _wrong("size", sentence, "file_too_big")
    heights = announced.waveform
    if len(heights) > LOUDNESSES or not all(0 <= one <= 100 for one in heights):  # noqa: PLR2004 - per cent
        raise _wrong("waveform", _("A waveform has at most 128 numbers from 0 to 100."), "bad_waveform")


def require_room(actor: Caller, used: int, size: int) -> None:
    """Refuse a file that does not fit beside the ``used`` bytes any more. Invalid (``quota_used_up``)."""
    if used + size > quota():
        sentence = _("Your files would take more than the %(limit)d MB there are. Delete some that you sent.")
        if actor.guest_id is not None:
            sentence = _(
                "The files of the guests of this room would take more than the %(limit)d MB there are."
            )
        raise _wrong("size", sentence % {"limit": settings.FILE_QUOTA_MB}, "quota_used_up")


def require_disk(more: int) -> None:
    """Leave as much of the disk free as recordings do. NoSpace (``disk_full``)."""
    if not stored.takes(more):
        raise NoSpace(_("The disk of the server is full. Try again later."), code="disk_full")


def require_few(waiting: int) -> None:
    """Refuse one more when so many wait that were not sent with anything. Conflict."""
    if waiting >= AT_ONCE:
        raise Conflict(_("Too many uploads wait to be sent."), code="too_many_uploads")


def is_own(caller: Caller, upload: Upload) -> bool:
    if caller.guest_id is not None:
        return upload.guest_id == caller.guest_id
    return upload.uploader_id is not None and upload.uploader_id == caller.user_id


def require_own(caller: Caller, upload: Upload | None) -> Upload:
    """Return the caller's own upload; somebody else's is not there. NotFound."""
    if upload is None or not is_own(caller, upload):
        raise NotFound(NO_FILE, code="file_not_found")
    return upload


def require_coming(upload: Upload, start: int, length: int) -> None:
    """Refuse a piece that does not begin where the last one ended. Conflict, Invalid."""
    if upload.state != Upload.State.COMING or start != upload.received:
        raise Conflict(_("This piece does not begin where the last one ended."), code="wrong_offset")
    if start + length > upload.size:
        raise Invalid(_("This is more than was announced."), code="too_much")


def require_whole(upload: Upload) -> None:
    if upload.received != upload.size:
        raise Conflict(_("A part of this file is still missing."), code="not_whole")


def require_all_there(upload: Upload, there: int) -> None:
    """Refuse to show a file of which the storage has not all bytes any more. Invalid."""
    if there != upload.size:
        raise Invalid(_("A part of this file was lost on the server. Send it again."), code="part_lost")


def require_few_files(count: int) -> None:
    """Refuse more than ten files with one message. Invalid (field files)."""
    if count > WITH_ONE:
        raise _wrong("files", _("At most ten files go with one message."), "too_many_files")


def require_sendable(
    caller: Caller, refs: Sequence[FileRef], found: dict[str, Upload], holder: tuple[str, int]
) -> None:
    """Refuse what is not the caller's, not whole, or is held by another. Invalid (field files)."""
    require_few_files(len(refs))
    if len({ref.id for ref in refs}) < len(refs):
        raise _wrong("files", _("The same file is there twice."), "file_twice")
    if any(len(ref.alt) > ALT_MAX or "\x00" in ref.alt for ref in refs):
        raise _wrong("files", _("A description has at most 500 characters."), "alt_too_long")
    for ref in refs:
        upload = found.get(ref.id)
        if upload is None or not is_own(caller, upload):
            raise _wrong("files", NO_FILE, "file_not_found")
        sent = upload.holder_kind and (upload.holder_kind, upload.holder_id) != holder
        if upload.state != Upload.State.READY or sent:
            raise _wrong("files", _("This file is not ready to be sent."), "file_not_ready")


def can_fetch(caller: Caller, upload: Upload) -> bool:
    """What was sent with nothing yet is its uploader's; else the app that holds it decides."""
    if upload.state != Upload.State.READY:
        return False
    checker = holder_of(upload.holder_kind)
    if checker is None or upload.holder_id is None:
        return is_own(caller, upload)
    return checker(caller, Held(upload.pk, upload.holder_id, upload.uploader_id))


def require_can_fetch(caller: Caller, upload: Upload | None) -> Upload:
    """Return the upload; absent and forbidden give the same answer. NotFound."""
    if upload is None or not can_fetch(caller, upload):
        raise NotFound(NO_FILE, code="file_not_found")
    return upload


def _wrong(field: str, sentence: Text, code: str) -> Invalid:
    return Invalid(sentence, code=code, fields={field: [sentence]})
