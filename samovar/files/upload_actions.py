"""Bringing files in, a piece at a time, and removing them.

A piece is written before the row that knows of it says so; what a crash leaves lies in the upload's own
folder and goes with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from samovar.accounts.models import User
from samovar.core.caller import Caller
from samovar.core.errors import Invalid, NotFound
from samovar.core.stored import remove_file, remove_folder
from samovar.files import upload_rules as rules
from samovar.files.access import hold_guest_space
from samovar.files.actions import POST_SIDES
from samovar.files.events import FileRef, FileView
from samovar.files.images import encode
from samovar.files.joining import joined
from samovar.files.kinds import FILE, HEAD, PICTURE, Found, kind_of
from samovar.files.models import Piece, Upload
from samovar.files.names import safe_name
from samovar.files.upload_queries import space_for, unsent, upload_for, uploads_of, view_of
from samovar.people.locks import lock_people

UNSENT_AGE = timedelta(days=1)
# Larger ones are kept as they are, to be saved and not to be shown.
PICTURE_MAX = 30 * rules.MEGABYTE


@transaction.atomic
def begin_upload(*, actor: Caller, announced: rules.Announced) -> Upload:
    """Make room for a file that is going to come. Invalid (size, waveform), Conflict, Denied, NoSpace."""
    rules.require_may_bring(actor)
    rules.require_fit(announced)
    _take_turns(actor)
    rules.require_few(uploads_of(actor).filter(holder_kind="").count())
    rules.require_room(actor, space_for(viewer=actor).used, announced.size)
    rules.require_disk(announced.size)
    return Upload.objects.create(
        uploader_id=actor.user_id,
        guest_id=actor.guest_id,
        file_name=safe_name(announced.file_name),
        size=announced.size,
        kind=Upload.Kind.VOICE if announced.voice else Upload.Kind.FILE,
        content_type=announced.content_type[:40],
        duration=announced.duration,
        waveform=list(announced.waveform),
        width=announced.width,
        height=announced.height,
    )


def add_piece(*, actor: Caller, name: str, start: int, content: bytes) -> Upload:
    """Add bytes from the byte ``start`` on; what is there already counts once. NotFound, Conflict,
    Invalid, NoSpace.
    """
    upload = upload_for(viewer=actor, name=name)
    if start + len(content) <= upload.received or not content:
        return upload
    rules.require_coming(upload, start, len(content))
    rules.require_disk(len(content))
    path = f"{upload.folder}/{start}-{secrets.token_hex(4)}"
    default_storage.save(path, ContentFile(content))
    try:
        return _note_piece(upload, start, len(content), path)
    except BaseException:
        remove_file(path)
        raise


@transaction.atomic
def _note_piece(upload: Upload, start: int, length: int, path: str) -> Upload:
    row = Upload.objects.select_for_update().get(pk=upload.pk)
    rules.require_coming(row, start, length)
    Piece.objects.create(upload=row, start=start, path=path)
    row.received, row.touched_at = start + length, timezone.now()
    row.save(update_fields=["received", "touched_at"])
    return row


def finish_upload(*, actor: Caller, name: str) -> FileView:
    """Make a file of what came: a picture is drawn anew, anything else is kept as it is.

    Finishing twice is once. NotFound, Conflict (``not_whole``), Invalid: a picture nobody can afford to
    decode; such an upload is gone. NoSpace: its pieces stay.
    """
    upload = upload_for(viewer=actor, name=name)
    if upload.state == Upload.State.READY:
        return view_of(upload)
    rules.require_whole(upload)
    # The file stands beside its pieces until it is whole.
    rules.require_disk(upload.size)
    place = f"{upload.folder}/{secrets.token_hex(4)}"
    paths = list(Piece.objects.filter(upload=upload).order_by("start").values_list("path", flat=True))
    try:
        made = _made(upload, paths, place)
    except Invalid:
        remove_folder(place)
        if (finished := _give_up(upload)) is not None:
            return finished
        raise
    return _finish(upload, made, paths, place)


@transaction.atomic
def _give_up(upload: Upload) -> FileView | None:
    """Remove what can be no file. If it was finished meanwhile, the pieces went into it: it stays."""
    row = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if row is not None and row.state == Upload.State.READY:
        return view_of(row)
    _drop([row] if row else [])
    return None


def _made(upload: Upload, paths: Sequence[str], place: str) -> dict[str, Any]:
    """Store what the pieces are together; return what is known of it now, by field. Invalid."""
    try:
        found = _look(upload, paths)
        if found == PICTURE:
            try:
                return _store_picture(paths, place)
            except Invalid as refusal:
                if refusal.code != "not_a_picture":
                    raise
                # It only begins like one: nobody decodes it, it can be fetched and saved.
                found = FILE
        with joined(paths) as whole:
            stored = default_storage.size(default_storage.save(f"{place}/content", File(whole)))
    except FileNotFoundError:
        stored, found = -1, FILE
    rules.require_all_there(upload, stored)
    return _known(upload, found, place)


def _look(upload: Upload, paths: Sequence[str]) -> Found:
    with joined(paths[:1]) as start:
        found = kind_of(start.read(HEAD), upload.content_type)
    return FILE if found == PICTURE and upload.size > PICTURE_MAX else found


def _known(upload: Upload, found: Found, place: str) -> dict[str, Any]:
    """Return the fields of a file that is no picture; what a client said counts only where it fits."""
    voice = upload.kind == Upload.Kind.VOICE and found.kind == "sound"
    seen = found.kind == "video"
    return {
        "kind": "voice" if voice else found.kind,
        "content_type": found.content_type,
        "place": place,
        "width": upload.width if seen else None,
        "height": upload.height if seen else None,
        "duration": upload.duration if found != FILE else None,
        "waveform": upload.waveform if voice else [],
    }


def _store_picture(paths: Sequence[str], place: str) -> dict[str, Any]:
    with joined(paths) as whole:
        encoded = encode(BytesIO(whole.read()), POST_SIDES)
    for side, content in encoded.sizes.items():
        default_storage.save(f"{place}/{side}.webp", ContentFile(content))
    return {
        "kind": "picture",
        "content_type": PICTURE.content_type,
        "place": place,
        "sides": sorted(encoded.sizes),
        "width": encoded.width,
        "height": encoded.height,
        "size": sum(map(len, encoded.sizes.values())),
        "duration": None,
        "waveform": [],
    }


@transaction.atomic
def _finish(upload: Upload, made: dict[str, Any], paths: Sequence[str], place: str) -> FileView:
    row = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if row is None:
        # It was taken back meanwhile.
        remove_folder(upload.folder)
        raise NotFound(rules.NO_FILE, code="file_not_found")
    if row.state == Upload.State.READY:
        # It was finished meanwhile: what was made here is one too many.
        transaction.on_commit(partial(remove_folder, place))
        return view_of(row)
    for field, value in made.items():
        setattr(row, field, value)
    row.state, row.received, row.touched_at = Upload.State.READY, row.size, timezone.now()
    row.save()
    Piece.objects.filter(upload=row).delete()
    for path in paths:
        transaction.on_commit(partial(remove_file, path))
    return view_of(row)


@transaction.atomic
def cancel_upload(*, actor: Caller, name: str) -> None:
    """Take one's own upload back that was not sent with anything. NotFound."""
    upload = upload_for(viewer=actor, name=name)
    _drop(list(Upload.objects.select_for_update().filter(pk=upload.pk, holder_kind="")))


def hold_uploads(
    *, actor: Caller, refs: Sequence[FileRef], kind: str, holder_id: int
) -> list[tuple[int, FileView]]:
    """Let finished uploads belong to what they are sent with, in its transaction. Invalid (field files).

    Returns the ids of their rows, and how they are shown, in the order of ``refs``.
    """
    found = unsent(ref.id for ref in refs)
    rules.require_sendable(actor, refs, found, (kind, holder_id))
    held = []
    for ref in refs:
        upload = found[ref.id]
        upload.alt, upload.holder_kind, upload.holder_id = " ".join(ref.alt.split()), kind, holder_id
        upload.save(update_fields=["alt", "holder_kind", "holder_id"])
        held.append((upload.pk, view_of(upload)))
    return held


@transaction.atomic
def drop_uploads(*, actor: Caller | None, upload_ids: Iterable[int]) -> None:
    """Remove uploads with all that lies in the storage. ``actor`` is None for what the server does itself."""
    del actor
    _drop(list(Upload.objects.select_for_update().filter(pk__in=list(upload_ids)).order_by("pk")))


@transaction.atomic
def drop_uploads_of(*, actor: Caller | None, kind: str, holder_ids: Iterable[int]) -> None:
    """Remove all that is held by these."""
    del actor
    held = Upload.objects.select_for_update().filter(holder_kind=kind, holder_id__in=list(holder_ids))
    _drop(list(held.order_by("pk")))


@transaction.atomic
def sweep_uploads(*, actor: User | None = None, held_kinds: Sequence[str] = ()) -> int:
    """Remove what was sent with nothing for a day, or is of ``held_kinds`` that last no longer either."""
    del actor
    old = Upload.objects.select_for_update().filter(touched_at__lt=timezone.now() - UNSENT_AGE)
    found = list(old.filter(holder_kind__in=["", *held_kinds]).order_by("pk")[:500])
    _drop(found)
    return len(found)


@transaction.atomic
def erase_uploads(*, person: User, portion: int) -> bool:
    """Remove the files of somebody who is being deleted; say whether there may be more."""
    found = list(Upload.objects.filter(uploader=person).order_by("pk")[:portion])
    _drop(found)
    return len(found) == portion


def _drop(uploads: Sequence[Upload]) -> None:
    Upload.objects.filter(pk__in=[upload.pk for upload in uploads]).delete()
    for upload in uploads:
        # The bytes go only when the row is gone for good.
        transaction.on_commit(partial(remove_folder, upload.folder))


def _take_turns(actor: Caller) -> None:
    """Two uploads at once of one person, or of the guests of a room, do not both take the last room."""
    if actor.guest_id is not None:
        hold_guest_space(actor.guest_id)
    elif actor.user_id is not None:
        lock_people(User(pk=actor.user_id))
