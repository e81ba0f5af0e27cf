"""What chat does by itself from time to time."""

from __future__ import annotations

from datetime import timedelta

from samovar.chat import file_actions
from samovar.core.schedule import periodic


@periodic("chat.sweep_files", every=timedelta(minutes=10))
def sweep_files() -> int:
    """Remove files of rooms that ended."""
    return file_actions.sweep_files(actor=None)
