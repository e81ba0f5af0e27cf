"""What people take home of their files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from samovar.accounts.exported import Part, StoredFile, tell, tell_files
from samovar.accounts.models import User
from samovar.files.models import Picture, Upload

tell(
    Part(
        "pictures",
        _("Pictures"),
        lambda person: Picture.objects.filter(uploader=person),
        ("name", "owner_kind", "owner_id", "width", "height", "created_at"),
        text="name",
        at="created_at",
    ),
    Part(
        "files",
        _("Files"),
        lambda person: Upload.objects.filter(uploader=person),
        ("name", "file_name", "kind", "content_type", "size", "alt", "created_at"),
        text="file_name",
        at="created_at",
    ),
)


@tell_files
def pictures(person: User) -> Iterator[StoredFile]:
    """Yield the pictures of posts and faces, each in its largest size."""
    for picture in Picture.objects.filter(uploader=person).order_by("pk").iterator():
        if picture.sides:
            place = partial(default_storage.open, picture.path(picture.largest))
            yield StoredFile(f"pictures/{picture.name}.webp", place)


@tell_files
def uploads(person: User) -> Iterator[StoredFile]:
    """Yield what was sent in messages; pictures among them in their largest size."""
    ready = Upload.objects.filter(uploader=person, state=Upload.State.READY)
    for upload in ready.order_by("pk").iterator():
        stored, ending = f"{upload.place}/content", PurePosixPath(upload.file_name).suffix
        if upload.sides:
            stored, ending = f"{upload.place}/{max(upload.sides)}.webp", ".webp"
        yield StoredFile(f"files/{upload.name}{ending}", partial(default_storage.open, stored))
