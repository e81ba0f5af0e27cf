"""Saving pictures of the board. Nothing of the upload itself is kept: it is drawn anew."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image

from samovar.accounts.models import User
from samovar.boards import rules
from samovar.boards.models import Snapshot
from samovar.boards.queries import snapshot_for
from samovar.core.errors import Conflict, Invalid
from samovar.core.stored import remove_file
from samovar.files.images import PIXELS_MAX, decoding, require_small
from samovar.rooms.rules import Viewer

MOST = 200  # saved pictures of one board
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)


def save_snapshot(
    *, actor: Viewer, board_id: int, upload: IO[bytes], size: int | None, page_id: int = 0
) -> Snapshot:
    """Keep a PNG of a page as it is now. NotFound, Denied (``not_host``), Invalid, Conflict."""
    page, member = rules.require_page_host(actor, board_id, page_id)
    board = page.board
    require_small(size)
    with decoding:
        image, content = _drawn_anew(upload)
    if Snapshot.objects.filter(board=board).count() >= MOST:
        raise Conflict(
            _("There are enough snapshots of this board. Delete one first."), code="too_many_snapshots"
        )
    user = member.participant.user
    # No row stays of what the storage did not take.
    with transaction.atomic():
        snapshot = Snapshot.objects.create(
            board=board,
            page=page,
            page_name=page.title or str(page.position),
            seq=page.seq,
            author=member.participant,
            by=member.display_name or (user.full_name if isinstance(user, User) else ""),
            width=image.width,
            height=image.height,
        )
        default_storage.save(snapshot.path, ContentFile(content))
    return snapshot


def _drawn_anew(upload: IO[bytes]) -> tuple[Image.Image, bytes]:
    try:
        with Image.open(upload, formats=("PNG",)) as image:
            if image.width * image.height > PIXELS_MAX:
                raise Invalid(_("This picture has too many pixels."), code="picture_too_large")
            plain = image.convert("RGBA")
    except _BROKEN:
        raise Invalid(_("This is no PNG picture."), code="not_a_picture") from None
    clean = Image.frombytes("RGBA", plain.size, plain.tobytes())
    buffer = BytesIO()
    clean.save(buffer, "PNG")
    return clean, buffer.getvalue()


@transaction.atomic
def delete_snapshot(*, actor: Viewer, board_id: int, snapshot_id: int) -> None:
    """Remove a saved picture for good. NotFound, Denied."""
    snapshot = snapshot_for(viewer=actor, board_id=board_id, snapshot_id=snapshot_id)
    path = snapshot.path
    snapshot.delete()
    transaction.on_commit(partial(remove_file, path))
