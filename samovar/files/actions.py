"""Keeping and removing pictures. Rows are written before files, so that nothing lies around unknown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from samovar.accounts.models import User
from samovar.core.stored import remove_file
from samovar.files.images import Crop, Encoded, encode, encode_square, require_small
from samovar.files.models import Picture
from samovar.files.rules import require_free
from samovar.people.follow_actions import change_picture

POST_SIDES = (480, 1280, 2560)
FACE_SIDES = (96, 192, 512)
ORPHAN_AGE = timedelta(days=1)


def store_picture(*, actor: User, upload: IO[bytes], size: int | None) -> Picture:
    """Keep an upload of ``size`` bytes, belonging to nothing yet. Raises Invalid."""
    require_small(size)
    return _store(actor, encode(upload, POST_SIDES))


def _store(actor: User, encoded: Encoded) -> Picture:
    picture = Picture.objects.create(
        uploader=actor, sides=sorted(encoded.sizes), width=encoded.width, height=encoded.height
    )
    for side, content in encoded.sizes.items():
        default_storage.save(picture.path(side), ContentFile(content))
    return picture


def attach_picture(*, actor: User, picture: Picture, kind: str, owner_id: int) -> None:
    """Let the actor's own, free picture belong to something. Raises Invalid."""
    require_free(actor, picture)
    picture.owner_kind, picture.owner_id = kind, owner_id
    picture.save(update_fields=["owner_kind", "owner_id"])


def hand_over_picture(*, actor: User, picture: Picture, kind: str, owner_id: int) -> None:
    """Let the actor's own picture belong to something else than before. Raises Invalid."""
    picture.owner_kind = ""
    attach_picture(actor=actor, picture=picture, kind=kind, owner_id=owner_id)


def delete_pictures_of(*, actor: User | None, kind: str, owner_ids: Iterable[int]) -> None:
    """Remove all pictures that belong to these owners. ``actor`` is None for what the server does itself."""
    del actor
    _delete(Picture.objects.filter(owner_kind=kind, owner_id__in=list(owner_ids)))


def delete_pictures(*, actor: User, names: Iterable[str]) -> None:
    """Remove the actor's pictures of these names."""
    _delete(Picture.objects.filter(uploader=actor, name__in=list(names)))


def sweep_orphans(*, actor: User | None = None) -> int:
    """Remove pictures that belonged to nothing for a day: the actor's, or everybody's. Returns how many."""
    free = Picture.objects.filter(owner_kind="", created_at__lt=timezone.now() - ORPHAN_AGE)
    return _delete(free if actor is None else free.filter(uploader=actor))


def _delete(pictures: Iterable[Picture]) -> int:
    found = list(pictures)
    with transaction.atomic():
        Picture.objects.filter(pk__in=[picture.pk for picture in found]).delete()
        for picture in found:
            for side in picture.sides:
                # The bytes go only when the row is gone for good.
                transaction.on_commit(partial(remove_file, picture.path(side)))
    return len(found)


def change_face(*, actor: User, upload: IO[bytes], size: int | None, crop: Crop | None = None) -> Picture:
    """Show an upload, or its square ``crop``, as the actor's face. Raises Invalid."""
    require_small(size)
    picture = _store(actor, encode_square(upload, FACE_SIDES, crop))
    with transaction.atomic():
        attach_picture(actor=actor, picture=picture, kind="face", owner_id=actor.pk)
        former = change_picture(actor=actor, name=picture.name)
        delete_pictures(actor=actor, names=[former])
    return picture


@transaction.atomic
def clear_face(*, actor: User) -> None:
    """Show initials again."""
    delete_pictures(actor=actor, names=[change_picture(actor=actor, name="")])


def erase_person(*, person: User, portion: int) -> bool:
    """Remove the pictures of somebody who is being deleted; say whether there may be more."""
    found = Picture.objects.filter(uploader=person).order_by("pk")[:portion]
    return _delete(found) == portion
