"""Pictures that lie on a board. Nothing of the upload itself is kept: it is drawn anew."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from samovar.boards import rules
from samovar.boards.models import Element, Past, Picture
from samovar.boards.queries import pictures_size
from samovar.core.stored import remove_file
from samovar.files.images import encode, require_small
from samovar.rooms.rules import Viewer

SIDE = 2400  # pixels, enough for a slide on a large screen
UNUSED = timedelta(days=1)


def add_picture(*, actor: Viewer, board_id: int, fid: str, upload: IO[bytes], size: int | None) -> Picture:
    """Keep a picture under the name that elements call it by; brought twice it is kept once.

    NotFound, Denied (``no_pen``), Invalid (``not_a_picture``...), Conflict (``too_many_pictures``).
    """
    board, member = rules.require_board(actor, board_id)
    rules.require_pen(board, member)
    rules.require_picture_name(fid)
    there = Picture.objects.filter(board=board, fid=fid).first()
    if there is not None:
        return there
    require_small(size)
    encoded = encode(upload, (SIDE,))
    content = encoded.sizes[SIDE]
    count, taken = pictures_size(board)
    rules.require_picture_space(count + 1, taken + len(content))
    # No row stays of what the storage did not take: it would be taken for there already.
    with transaction.atomic():
        picture, is_new = Picture.objects.get_or_create(
            board=board,
            fid=fid,
            defaults={
                "author": member.participant,
                "size": len(content),
                "width": encoded.width,
                "height": encoded.height,
            },
        )
        if is_new:
            default_storage.save(picture.path, ContentFile(content))
    return picture


def sweep_pictures() -> int:
    """Delete pictures that no element shows or has shown since a day; return how many."""
    old = Picture.objects.filter(at__lt=timezone.now() - UNUSED)
    unused = [picture for picture in old.iterator() if not _is_shown(picture)]
    for picture in unused:
        delete_picture(picture)
    return len(unused)


@transaction.atomic
def delete_picture(picture: Picture) -> None:
    transaction.on_commit(partial(remove_file, picture.path))
    picture.delete()


def _is_shown(picture: Picture) -> bool:
    shown = {"page__board_id": picture.board_id, "data__fileId": picture.fid}
    return Element.objects.filter(**shown).exists() or Past.objects.filter(**shown).exists()
