"""One process serves one SQLite file: a second one would tell nobody of what it stores."""

from __future__ import annotations

import atexit
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
    lock = _taken(folder, "serving.lock", sentence, shared=False)
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def hold_alone(folder: Path, sentence: str) -> IO[str]:
    """Return what keeps all who ``work_beside`` out until closed; ``WrongSetting`` while there are any."""
    return _taken(folder, "working.lock", sentence, shared=False)


def work_beside(folder: Path, sentence: str) -> None:
    """Use the data folder beside others until this process ends; ``WrongSetting`` while one is alone."""
    atexit.register(_taken(folder, "working.lock", sentence, shared=True).close)


def _taken(folder: Path, name: str, sentence: str, *, shared: bool) -> IO[str]:
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / name).open("a+", encoding="ascii")
    if fcntl is not None:
        try:
            fcntl.flock(lock, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise WrongSetting(sentence) from None
    return lock
