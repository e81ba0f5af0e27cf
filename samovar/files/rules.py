"""Who may fetch a picture. Asked anew at every fetch; nothing here writes."""

from __future__ import annotations

from samovar.accounts.models import User
from samovar.core.errors import Invalid, NotFound
from samovar.files.access import checker_of
from samovar.files.models import Picture


def can_see_picture(viewer: User, picture: Picture) -> bool:
    """What belongs to nothing yet is its uploader's; else the owner's app decides."""
    checker = checker_of(picture.owner_kind)
    if checker is None or picture.owner_id is None:
        return picture.uploader_id == viewer.pk
    return checker(viewer, picture.owner_id)


def require_can_see_picture(viewer: User, picture: Picture) -> None:
    if not can_see_picture(viewer, picture):
        raise NotFound


def require_free(actor: User, picture: Picture) -> None:
    """Raise Invalid unless the picture is the actor's and belongs to nothing yet."""
    if picture.uploader_id != actor.pk or picture.owner_kind:
        raise Invalid
