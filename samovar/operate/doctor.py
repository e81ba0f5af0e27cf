"""``samovar doctor``: look at an installation and say what to do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection

from samovar.config.environment import LOOPBACK
from samovar.operate.database import cache_table_is_missing, is_sqlite, pending_migrations
from samovar.operate.findings import Finding, Look
from samovar.operate.outside import OUTSIDE

_BUCKET_CURE: Final = (
    "Make the bucket, let the key read, write, list and delete in it, and look at S3_BUCKET, "
    "S3_ENDPOINT_URL, S3_ACCESS_KEY and S3_SECRET_KEY."
)
_LEAST_SPACE = 1 << 30  # bytes free in the data folder, below which recordings and uploads soon fail


def examine() -> int:
    """Print one line for each thing looked at, with its cure; 1 when something is bad."""
    findings = [finding for look in _LOOKS for finding in look()]
    for finding in findings:
        print(finding)
    return int(any(finding.state == "bad" for finding in findings))


def _database() -> Iterator[Finding]:
    try:
        pending = pending_migrations()
        missing = cache_table_is_missing()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        yield Finding("bad", f"The database does not answer: {reason}.", "Start it, or look at DATABASE_URL.")
        return
    yield Finding("ok", f"The database answers: {connection.vendor}.")
    if pending or missing:
        cure = "Run `samovar migrate`."
        yield Finding("note" if is_sqlite() else "bad", "The database is not up to date.", cure)
    else:
        yield Finding("ok", "The database is up to date.")


def _sqlite() -> Iterator[Finding]:
    if not is_sqlite():
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            (found,) = cursor.fetchone()
            cursor.execute("PRAGMA journal_mode")
            (mode,) = cursor.fetchone()
    except DatabaseError:
        return
    if found == "ok":
        yield Finding("ok", "The file is sound.")
    else:
        yield Finding("bad", f"The file is damaged: {found}.", "Stop the server and restore a backup.")
    if mode != "wal":
        cure = "Move the data folder to a disk of this machine."
        yield Finding("bad", f"The journal is {mode}, not WAL: is the data folder on a network drive?", cure)


def _cache() -> Iterator[Finding]:
    cure = "Look at REDIS_URL." if settings.REDIS_URL else "Run `samovar migrate`."
    try:
        cache.set("doctor", "well", 10)
        well = cache.get("doctor") == "well"
    except Exception as error:  # noqa: BLE001 - each cache has its own; any means the same here
        yield Finding("bad", f"The cache does not answer: {error}.", cure)
        return
    if well:
        yield Finding("ok", "The cache answers.")
    else:
        yield Finding("bad", "The cache forgets what it is told.", cure)


def _folder() -> Iterator[Finding]:
    folder = settings.DATA_DIR
    if not os.access(folder, os.W_OK):
        cure = f"Give it to the user that runs Samovar (chown), or set SAMOVAR_DATA_DIR; now {folder}."
        yield Finding("bad", f"{folder} cannot be written to.", cure)
        return
    free = shutil.disk_usage(folder).free
    if free >= _LEAST_SPACE:
        yield Finding("ok", f"{free >> 20} MiB are free in {folder}.")
    else:
        cure = "Make room: uploads and recordings will fail soon."
        yield Finding("bad", f"Only {free >> 20} MiB are free in {folder}.", cure)


def _storage() -> Iterator[Finding]:
    """Write, read and delete a file where uploads go, wherever that is."""
    from django.core.files.base import ContentFile  # noqa: PLC0415 - only here

    where = f"the bucket {settings.S3_BUCKET}" if settings.S3_BUCKET else str(settings.MEDIA_ROOT)
    cure = _BUCKET_CURE if settings.S3_BUCKET else "Look at SAMOVAR_DATA_DIR."
    try:
        name = default_storage.save("doctor.txt", ContentFile(b"well"))
        with default_storage.open(name) as file:
            well = file.read() == b"well"
        default_storage.delete(name)
    except Exception as error:  # noqa: BLE001 - each storage has its own; any means the same here
        yield Finding("bad", f"Files cannot be stored in {where}: {error.__cause__ or error}.", cure)
        return
    if well:
        yield Finding("ok", f"Files are stored in {where}, read back and deleted.")
    else:
        yield Finding("bad", f"A file stored in {where} reads back as another.", cure)


def _front_end() -> Iterator[Finding]:
    if Path(str(settings.DJANGO_VITE["default"]["manifest_path"])).exists():
        yield Finding("ok", "The front end is built.")
    else:
        yield Finding("bad", "The front end is not built.", "Run `make build`.")


def _secure_context() -> Iterator[Finding]:
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme == "https":
        yield Finding("ok", "Pages are secure: browsers give camera and microphone.")
    elif (parts.hostname or "") in LOOPBACK:
        sentence = "Only browsers on this very machine give camera and microphone."
        yield Finding("note", sentence, "For others: `samovar serve --tls`, or a proxy with TLS.")
    else:
        sentence = "SITE_URL is not https: browsers give no camera and microphone to such a page."
        yield Finding("bad", sentence, "Use `samovar serve --tls`, or a proxy with TLS.")
    if (parts.hostname or "") not in {name.strip("[]") for name in settings.ALLOWED_HOSTS}:
        cure = f"Add {parts.hostname} to ALLOWED_HOSTS."
        yield Finding("bad", "The host of SITE_URL is refused by ALLOWED_HOSTS.", cure)
    if settings.DEBUG:
        yield Finding("bad", "SAMOVAR_DEBUG is on: it shows the inside to everybody.", "Unset it.")


_LOOKS: Final[tuple[Look, ...]] = (
    _database,
    _sqlite,
    _cache,
    _folder,
    _storage,
    _front_end,
    _secure_context,
    *OUTSIDE,
)
