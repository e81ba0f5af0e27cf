"""Uploads and files as their viewers see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet, Sum

from samovar.core.caller import Caller
from samovar.core.errors import NotFound
from samovar.files import upload_rules as rules
from samovar.files.access import passes_sharing
from samovar.files.events import FileView, Kind
from samovar.files.models import Upload

_KINDS: dict[str, Kind] = {
    "picture": "picture",
    "video": "video",
    "sound": "sound",
    "voice": "voice",
    "file": "file",
}
LISTED = 50
_PLAYED = frozenset({"video", "sound", "voice"})


@dataclass(frozen=True)
class Content:
    """Bytes that a viewer may fetch: ``size`` of them at ``path``. ``inline``: a browser may show them."""

    path: str
    size: int
    content_type: str
    file_name: str
    inline: bool
    etag: str

    def open(self) -> File[bytes]:
        """Raise NotFound when the storage lost the bytes."""
        try:
            return default_storage.open(self.path)
        except FileNotFoundError:
            raise NotFound(rules.NO_FILE, code="file_not_found") from None


@dataclass(frozen=True)
class Space:
    """How much of somebody's room for files is used; all in bytes. ``largest``: one file at most."""

    used: int
    quota: int
    largest: int

    @property
    def share(self) -> int:
        """Per cent used, 100 at most."""
        return min(100, round(self.used * 100 / self.quota)) if self.quota else 100


def uploads_of(caller: Caller) -> QuerySet[Upload]:
    """Return everything this person or guest uploaded."""
    if caller.guest_id is not None:
        return Upload.objects.filter(guest_id=caller.guest_id)
    return Upload.objects.filter(uploader_id=caller.user_id, uploader__isnull=False)


def space_for(*, viewer: Caller) -> Space:
    """Return how much room the viewer's files take, those on their way with all their bytes.

    Guests share theirs with all guests of the room.
    """
    uploads = uploads_of(viewer)
    if viewer.guest_id is not None:
        uploads = Upload.objects.filter(guest_id__in=passes_sharing(viewer.guest_id))
    used = uploads.aggregate(sum=Sum("size"))["sum"] or 0
    return Space(used, rules.quota(), rules.largest())


def largest_files_for(*, viewer: Caller) -> list[Upload]:
    """Return the viewer's files that take the most room, the largest first."""
    return list(uploads_of(viewer).filter(state=Upload.State.READY).order_by("-size", "-pk")[:LISTED])


def upload_for(*, viewer: Caller, name: str) -> Upload:
    """Return the viewer's own upload, or raise NotFound."""
    return rules.require_own(viewer, Upload.objects.filter(name=name).first())


def file_for(*, viewer: Caller, name: str) -> FileView:
    """Return a file that the viewer may fetch, or raise NotFound."""
    return view_of(rules.require_can_fetch(viewer, Upload.objects.filter(name=name).first()))


def content_for(*, viewer: Caller, name: str, side: int | None = None) -> Content:
    """Return the bytes of a file, or of one size of a picture. NotFound, also when not for the viewer."""
    upload = rules.require_can_fetch(viewer, Upload.objects.filter(name=name).first())
    if upload.kind == Upload.Kind.PICTURE:
        return _picture(upload, max(upload.sides) if side is None else side)
    if side is not None:
        raise NotFound(rules.NO_FILE, code="file_not_found")
    inline = upload.kind in _PLAYED
    kind = upload.content_type if inline else "application/octet-stream"
    path = f"{upload.place}/content"
    return Content(path, upload.size, kind, upload.file_name, inline, f'"{upload.name}"')


def _picture(upload: Upload, side: int) -> Content:
    if side not in upload.sides:
        raise NotFound(rules.NO_FILE, code="file_not_found")
    path = f"{upload.place}/{side}.webp"
    try:
        size = default_storage.size(path)
    except FileNotFoundError:
        raise NotFound(rules.NO_FILE, code="file_not_found") from None
    stem = upload.file_name.rpartition(".")[0] or upload.file_name
    return Content(path, size, "image/webp", f"{stem}.webp", inline=True, etag=f'"{upload.name}-{side}"')


def view_of(upload: Upload) -> FileView:
    return FileView(
        id=upload.name,
        kind=_KINDS[upload.kind],
        name=upload.file_name,
        type=upload.content_type,
        size=upload.size,
        width=upload.width,
        height=upload.height,
        sides=upload.sides,
        duration=upload.duration,
        waveform=upload.waveform,
        alt=upload.alt,
    )


def unsent(names: Iterable[str]) -> dict[str, Upload]:
    """Return uploads by name, their rows held until the transaction ends, in one order."""
    wanted = Q(name__in=list(names))
    return {one.name: one for one in Upload.objects.select_for_update().filter(wanted).order_by("pk")}


def begun_upload_for(*, viewer: Caller, upload_id: int) -> Upload:
    """Return the viewer's own upload of this row, or raise NotFound: it may have been taken back since."""
    return rules.require_own(viewer, Upload.objects.filter(pk=upload_id).first())
