"""What people take home of boards."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from samovar.accounts.exported import Part, StoredFile, tell, tell_files
from samovar.accounts.models import User
from samovar.boards.models import Element, Past, Picture, Snapshot, Version

tell(
    Part(
        "drawings",
        _("Drawings"),
        lambda person: Element.objects.filter(maker__user=person, deleted=False),
        ("page__board__room__name", "data"),
        text="page__board__room__name",
    ),
    Part(
        "drawings-before",
        _("Earlier versions of your drawings"),
        lambda person: Past.objects.filter(maker__user=person),
        ("page__board__room__name", "data", "at"),
        text="page__board__room__name",
        at="at",
    ),
    Part(
        "board-versions",
        _("Versions of boards you named"),
        lambda person: Version.objects.filter(author__user=person),
        ("page__board__room__name", "name", "at"),
        text="name",
        at="at",
    ),
    Part(
        "board-pictures",
        _("Pictures on boards"),
        lambda person: Picture.objects.filter(author__user=person),
        ("board__room__name", "name", "size", "at"),
        text="name",
        at="at",
    ),
    Part(
        "snapshots",
        _("Snapshots"),
        lambda person: Snapshot.objects.filter(author__user=person),
        ("board__room__name", "name", "width", "height", "at"),
        text="board__room__name",
        at="at",
    ),
)


@tell_files
def pictures(person: User) -> Iterator[StoredFile]:
    """Yield the pictures the person put on boards, and those made of boards."""
    for picture in Picture.objects.filter(author__user=person).order_by("pk").iterator():
        yield StoredFile(f"boards/{picture.name}.webp", partial(default_storage.open, picture.path))
    for shot in Snapshot.objects.filter(author__user=person).order_by("pk").iterator():
        yield StoredFile(f"boards/{shot.name}.png", partial(default_storage.open, shot.path))
