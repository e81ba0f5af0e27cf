"""``samovar backup``: everything of an installation in one file, taken while it runs."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from samovar import __version__
from samovar.core.stored import every_file
from samovar.operate.database import is_sqlite

FORMAT: Final = 1
ABOUT: Final = "samovar.json"
SQLITE: Final = "samovar.sqlite3"
POSTGRES: Final = "samovar.dump"
KEY_FILE: Final = "secret_key"
MEDIA: Final = "media"


def backup(file: Path, *, with_files: bool = True) -> int:
    """Write the backup to ``file``, readable by its owner alone; 1 with a sentence when it cannot.

    Without files it holds the database and the key: for a bucket that is saved by other means.
    """
    if file.exists():
        print(f"{file} is there already; choose another name.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="backup-") as name:
        folder = Path(name)
        if not _save_database(folder):
            return 1
        about = {
            "format": FORMAT,
            "version": __version__,
            "database": connection.vendor,
            "at": datetime.now(UTC).isoformat(),
            "files": with_files,
        }
        (folder / ABOUT).write_text(json.dumps(about), encoding="utf-8")
        files = _pack(folder, file, every_file() if with_files else ())
    print(
        f"Saved to {file}, {file.stat().st_size} bytes, {files} uploaded files. "
        "It holds secrets: only you should read it."
    )
    return 0


def _save_database(folder: Path) -> bool:
    if is_sqlite():
        _copy_sqlite(folder / SQLITE)
        return True
    program = postgres_program("pg_dump")
    if program is None:
        print("pg_dump is not on this machine; install PostgreSQL's client programs.", file=sys.stderr)
        return False
    command = [program, "--format=custom", f"--file={folder / POSTGRES}", *postgres_arguments()]
    done = subprocess.run(command, env=postgres_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"pg_dump failed: {done.stderr.strip()}", file=sys.stderr)
    return done.returncode == 0


def _copy_sqlite(target: Path) -> None:
    """Copy page by page by SQLite's online backup: one consistent state, writers go on meanwhile."""
    source = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
        source.close()


def _pack(folder: Path, file: Path, names: Iterable[str]) -> int:
    """Write everything into one archive; return how many uploaded files are in it.

    The database was copied before: whatever it knows of has been stored by then. A file that somebody deletes
    meanwhile is left out.
    """
    partial = file.with_name(file.name + ".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with (
        os.fdopen(descriptor, "wb") as raw,
        tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive,
    ):
        for path in sorted(folder.iterdir()):
            archive.add(path, arcname=path.name)
        if (settings.DATA_DIR / KEY_FILE).exists():
            archive.add(settings.DATA_DIR / KEY_FILE, arcname=KEY_FILE)
        added = sum(_add(archive, name) for name in names)
    partial.replace(file)
    return added


def _add(archive: tarfile.TarFile, name: str) -> bool:
    if any(part.startswith(".") for part in name.split("/")):
        # What is being made just now.
        return False
    try:
        with default_storage.open(name) as content:
            about = tarfile.TarInfo(f"{MEDIA}/{name}")
            about.size, about.mtime, about.mode = content.seek(0, os.SEEK_END), int(time.time()), 0o600
            content.seek(0)
            archive.addfile(about, content)
    except FileNotFoundError:
        return False
    return True


def postgres_program(name: str) -> str | None:
    """Return the path of one of PostgreSQL's client programs, the newest, or None."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3])
    )
    return str(installed[-1]) if installed else shutil.which(name)


def postgres_arguments() -> list[str]:
    """Return host, port, user and database as the client programs take them."""
    database = settings.DATABASES["default"]
    names = (("HOST", "host"), ("PORT", "port"), ("USER", "username"))
    given = [f"--{option}={database[key]}" for key, option in names if database.get(key)]
    return [*given, f"--dbname={database['NAME']}"]


def postgres_environment() -> dict[str, str]:
    """Return the environment with the password, which must not stand on a command line."""
    password = settings.DATABASES["default"].get("PASSWORD")
    return {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
