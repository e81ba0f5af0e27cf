"""Which engines a run of the tests meets, for its first lines."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NUMBER = re.compile(r"\d+(?:\.\d+)+")


def versions() -> str:
    """Return "SQLite 3.45.1, PostgreSQL 16.3, ..."; what is not installed (yet) is called missing."""
    postgres = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3])
    )
    return ", ".join(
        [
            f"SQLite {sqlite3.sqlite_version}",
            f"PostgreSQL {_asked(str(postgres[-1]) if postgres else _found('postgres'))}",
            f"Redis {_asked(_found('redis-server', 'valkey-server'))}",
            f"coturn {_asked(_found('turnserver'))}",
            f"Chromium {_asked(_found('chromium', 'chromium-browser', 'google-chrome'))}",
            f"LiveKit {_pinned('livekit')}",
            f"Versity S3 {_pinned('bucket')}",
        ]
    )


def _found(*names: str) -> str:
    return next((path for name in names if (path := shutil.which(name))), "")


def _asked(program: str) -> str:
    """Return the version a program tells of itself."""
    if not program:
        return "missing"
    told = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=False, timeout=30
    ).stdout
    number = _NUMBER.search(told)
    return number.group() if number else "of unknown version"


def _pinned(script: str) -> str:
    """Return the version that ``deploy/<script>`` builds from its module: the only one there is."""
    told = (ROOT / "deploy" / script).read_text(encoding="utf-8").partition("go-program")[2]
    number = _NUMBER.search(told)
    return number.group() if number else "of unknown version"
