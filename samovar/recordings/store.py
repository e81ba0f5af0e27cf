"""The files of a recording: pieces as they came, and what was made of them. Knows no database.

On a disk each is there wholly or not at all, also after a power cut; a bucket promises the same by itself.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from secrets import token_hex

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from samovar.core.stored import remove_folder

VIDEO = "video.webm"
POSTER = "poster.webp"
PREVIEWS = "previews.webp"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DiskFull(Exception):
    """The disk takes no more."""


def _disk() -> FileSystemStorage | None:
    """Return the storage when it is a folder of this machine, None when it is a bucket."""
    # What stands behind the lazy object tells its class by itself.
    return default_storage if isinstance(default_storage, FileSystemStorage) else None


def piece_name(place: PurePosixPath, run: int, n: int) -> str:
    return str(place / "pieces" / f"{run:04}-{n:07}")


def kept_pieces(place: PurePosixPath) -> set[str]:
    """Return the names of the pieces that are there. Unavailable."""
    folder = str(place / "pieces")
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return set()
    return {f"{folder}/{name}" for name in names}


def write_piece(place: PurePosixPath, run: int, n: int, content: bytes) -> None:
    """Keep a piece so that a power cut leaves it whole or not at all. DiskFull, NoSpace, Unavailable."""
    name, disk = piece_name(place, run, n), _disk()
    if disk is None:
        default_storage.save(name, ContentFile(content))
    else:
        _write(Path(disk.path(name)), content)


def _write(path: Path, content: bytes) -> None:
    aside = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        aside.unlink(missing_ok=True)
        if error.errno in _FULL:
            raise DiskFull from error
        raise


def _sync_folder(path: Path) -> None:
    """A new name is safe only once its folder is; not every platform opens folders."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def workshop(place: PurePosixPath) -> Iterator[Path]:
    """Give an empty folder of this machine to make files in; it goes with all that was not kept."""
    disk = _disk()
    parent = Path(disk.path(str(place))) if disk else settings.DATA_DIR
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent, prefix=".making-") as folder:
        yield Path(folder)


def keep(source: Path, place: PurePosixPath) -> None:
    """Put a finished file among those of the recording, under its own name. NoSpace, Unavailable."""
    name, disk = str(place / source.name), _disk()
    if disk is None:
        with source.open("rb") as file:
            default_storage.save(name, File(file))
        return
    with source.open("rb") as file:
        os.fsync(file.fileno())
    target = Path(disk.path(name))
    source.replace(target)
    _sync_folder(target.parent)


def drop_pieces(place: PurePosixPath) -> None:
    remove_folder(str(place / "pieces"))


def drop_all(place: PurePosixPath) -> None:
    remove_folder(str(place))
