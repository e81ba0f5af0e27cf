"""Pictures as a viewer may fetch them."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.storage import default_storage

from samovar.accounts.models import User
from samovar.core.errors import NotFound
from samovar.files.models import Picture
from samovar.files.rules import require_can_see_picture
from samovar.people.queries import visible_to

CONTENT_TYPE = "image/webp"


@dataclass(frozen=True)
class StoredSize:
    """One size of a picture that the viewer may fetch; ``path`` is its place in the storage."""

    path: str
    etag: str

    def read(self) -> bytes:
        """Return the bytes; raise NotFound when the storage lost them."""
        try:
            with default_storage.open(self.path) as file:
                return bytes(file.read())
        except FileNotFoundError:
            raise NotFound from None


def stored_size_for(*, viewer: User, name: str, side: int) -> StoredSize:
    """Return one size of a picture, or raise NotFound: absent and forbidden give the same answer."""
    picture = Picture.objects.filter(name=name).first()
    if picture is None or side not in picture.sides:
        raise NotFound
    require_can_see_picture(viewer, picture)
    return StoredSize(picture.path(side), f'"{name}-{side}"')


def can_see_face(viewer: User, person_id: int) -> bool:
    """A face is seen by all who may see the person."""
    return visible_to(viewer).filter(pk=person_id).exists()
