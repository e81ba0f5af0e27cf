"""Removing what lies in the storage, in the end also when the bucket is away just now; how much it takes."""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django_tasks import task

from samovar.core.errors import Unavailable
from samovar.core.schedule import try_again

TRIES = 14  # with growing pauses: about five days
logger = logging.getLogger(__name__)


def free_bytes() -> int:
    """Return how much the disk with the uploads still takes; a bucket says itself when it is full."""
    # What stands behind the lazy object tells its class by itself.
    if not isinstance(default_storage, FileSystemStorage):
        return sys.maxsize
    folder = Path(default_storage.location)
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free


def takes(more: int) -> bool:
    """Say whether the disk takes so many bytes more and stays as free as ``RECORDINGS_KEEP_FREE_MB`` says."""
    return free_bytes() - more >= settings.RECORDINGS_KEEP_FREE


def remove_file(name: str) -> None:
    """Delete one file, later when it cannot be done now. Call it when the row is gone for good."""
    try:
        default_storage.delete(name)
    except Unavailable:
        drop_later.enqueue(name=name, attempt=1)


def remove_folder(folder: str) -> None:
    """Delete all that lies below ``folder``, also what an interrupted attempt left there."""
    try:
        _empty(folder)
    except Unavailable:
        drop_later.enqueue(name=f"{folder}/", attempt=1)


def _empty(folder: str) -> None:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        default_storage.delete(f"{folder}/{name}")
    for name in folders:
        _empty(f"{folder}/{name}")
    # A folder that another process fills just now stays until the next time.
    with suppress(OSError):
        default_storage.delete(folder)


@task()
def drop_later(name: str, attempt: int) -> None:
    """Delete a file, or a folder where a slash ends the name; tried again as long as the bucket is away."""
    try:
        if name.endswith("/"):
            _empty(name.rstrip("/"))
        else:
            default_storage.delete(name)
    except Unavailable:
        if not try_again(drop_later, attempt=attempt, tries=TRIES, name=name):
            logger.error("%s could not be deleted from the storage", name)  # noqa: TRY400 - known, and told


def every_file(folder: str = "") -> Iterator[str]:
    """Return the names of all files below ``folder``."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    before = f"{folder}/" if folder else ""
    yield from (before + name for name in sorted(files))
    for name in sorted(folders):
        yield from every_file(before + name)
