"""One process serves one SQLite file: a second one would tell nobody of what it stores."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from samovar.config.environment import WrongSetting

try:
    import fcntl
except ImportError:  # Windows, where the file that is open cannot be replaced anyway
    fcntl = None  # type: ignore[assignment]  # the module is all or nothing


def hold(folder: Path, sentence: str) -> IO[str]:
    """Return the lock of the data folder, held until it is closed; ``WrongSetting(sentence)`` when taken."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "serving.lock").open("a+", encoding="ascii")
    if fcntl is not None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise WrongSetting(sentence) from None
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock
