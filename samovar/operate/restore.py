"""``samovar restore``: put an installation back to what a backup holds."""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, connections

from samovar.core.batch import BEGINNING
from samovar.core.models import Stream
from samovar.operate import backup as saved
from samovar.operate.database import is_sqlite, migrate
from samovar.operate.lock import hold, hold_alone


class CannotRestore(Exception):
    """Nothing was changed; the message is the sentence the operator sees."""


def restore(file: Path) -> int:
    """Replace database and media by those of ``file``; what was there is kept aside (SQLite, media)."""
    try:
        with (
            hold(settings.DATA_DIR, "samovar cannot restore: stop the server first."),
            hold_alone(settings.DATA_DIR, "samovar cannot restore: stop the workers and recorders first."),
        ):
            aside = _aside()
            with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="restore-") as name:
                folder = Path(name)
                about = _unpack(file, folder)
                _put_database_in_place(folder, aside)
                if about.get("files", True):
                    _put_files_in_place(folder / saved.MEDIA, aside)
            migrate()
            renew_epochs()
    except CannotRestore as refusal:
        print(f"samovar cannot restore: {refusal}", file=sys.stderr)
        return 1
    print(f"Restored from {file}. Open pages load anew when they come back.")
    return 0


def renew_epochs() -> None:
    """Start every stream's positions anew, so that no client takes its old position for a present one."""
    epoch = f"e{secrets.token_hex(6)}"
    Stream.objects.update(epoch=epoch)
    Stream.objects.get_or_create(pk=BEGINNING, defaults={"epoch": epoch})


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        about: dict[str, Any] = json.loads((folder / saved.ABOUT).read_text(encoding="utf-8"))
    except (OSError, tarfile.TarError, ValueError) as error:
        raise CannotRestore(f"{file} is not a whole backup ({error}).") from None
    if about.get("format") != saved.FORMAT:
        raise CannotRestore(f"{file} was made by another version ({about.get('version')}).")
    if about.get("database") != connection.vendor:
        raise CannotRestore(
            f"{file} is of {about.get('database')}, this installation uses {connection.vendor}."
        )
    return about


def _aside() -> Path:
    return Path(settings.DATA_DIR) / f"before-restore-{datetime.now(UTC):%Y%m%d%H%M%S}"


def _put_database_in_place(folder: Path, aside: Path) -> None:
    if is_sqlite():
        _require_sound(folder / saved.SQLITE)
        connections.close_all()
        database = Path(settings.DATABASES["default"]["NAME"])
        for suffix in ("", "-wal", "-shm"):
            _move(database.with_name(database.name + suffix), aside)
        shutil.move(folder / saved.SQLITE, database)
    else:
        _load_postgres(folder / saved.POSTGRES)
    if (folder / saved.KEY_FILE).exists():
        key = settings.DATA_DIR / saved.KEY_FILE
        _move(key, aside)
        shutil.move(folder / saved.KEY_FILE, key)


def _put_files_in_place(media: Path, aside: Path) -> None:
    """Replace the folder of uploads; into a bucket what was saved is put beside what is there already.

    Names are used once, so nothing there is another file than the one that was saved.
    """
    if settings.S3_BUCKET:
        for path in sorted(media.rglob("*")):
            if path.is_file():
                with path.open("rb") as content:
                    default_storage.save(path.relative_to(media).as_posix(), File(content))
        return
    _move(Path(settings.MEDIA_ROOT), aside)
    if media.exists():
        shutil.move(media, settings.MEDIA_ROOT)


def _move(path: Path, folder: Path) -> None:
    if path.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        shutil.move(path, folder / path.name)


def _require_sound(database: Path) -> None:
    copy = sqlite3.connect(database)
    try:
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    finally:
        copy.close()
    if found != "ok":
        raise CannotRestore(f"the database in the backup is damaged ({found}).")


def _load_postgres(dump: Path) -> None:
    unpacker, shell = saved.postgres_program("pg_restore"), saved.postgres_program("psql")
    if unpacker is None or shell is None:
        raise CannotRestore("pg_restore is not on this machine; install PostgreSQL's client programs.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        (others,) = cursor.fetchone()
        names = connection.introspection.table_names(cursor)
    if others:
        raise CannotRestore(
            f"{others} others are connected to the database; stop all servers and workers first."
        )
    connections.close_all()
    script = dump.with_suffix(".sql")
    _run([unpacker, "--clean", "--if-exists", "--no-owner", f"--file={script}", str(dump)])
    # Tables of a newer version are not in the dump and would be in the way of its migrations.
    drops = dump.with_suffix(".drops")
    drops.write_text("".join(f'DROP TABLE "{name}" CASCADE;\n' for name in names), encoding="utf-8")
    # In one transaction: a dump that does not load leaves everything as it was.
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    given = [f"--file={drops}", f"--file={script}"]
    _run([shell, *options, *saved.postgres_arguments(), *given])


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command, env=saved.postgres_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CannotRestore(f"{Path(command[0]).name} failed: {done.stderr.strip()}")
