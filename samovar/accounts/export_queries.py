"""What somebody took home, or is about to."""

from __future__ import annotations

from functools import partial

from django.core.files.storage import default_storage
from django.utils import timezone

from samovar.accounts.models import Export, User
from samovar.core.errors import NotFound
from samovar.core.ranges import Bytes


def export_for(*, viewer: User) -> Export | None:
    """Return the viewer's own archive or the one that is being made, unless its time is over."""
    row = Export.objects.filter(user=viewer).first()
    if row is not None and row.expires_at is not None and row.expires_at <= timezone.now():
        return None
    return row


def own_export_for(*, viewer: User) -> Export:
    """Return what ``export_for`` does. Raises NotFound when nothing was asked for."""
    row = export_for(viewer=viewer)
    if row is None:
        raise NotFound
    return row


def name_for(*, viewer: User) -> str:
    """Return how the viewer's archive is called when it is saved."""
    return f"samovar-{viewer.pk}-{timezone.now():%Y-%m-%d}.zip"


def archive_for(*, viewer: User) -> Bytes:
    """Return the viewer's archive, to be sent. Raises NotFound when there is none that is whole."""
    row = export_for(viewer=viewer)
    if row is None or row.state != Export.State.READY:
        raise NotFound
    try:
        size = default_storage.size(row.path)
    except FileNotFoundError:
        raise NotFound from None
    return Bytes(size, f'"export-{row.pk}"', partial(default_storage.open, row.path))
