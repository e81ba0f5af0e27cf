"""What boards do in the background: forget what nobody needs any more."""

from __future__ import annotations

from datetime import timedelta

from samovar.boards import history_actions, picture_actions
from samovar.core.schedule import periodic


@periodic("boards.sweep", every=timedelta(hours=6))
def sweep() -> int:
    """Forget old states of elements, and pictures that nothing shows."""
    return history_actions.trim() + picture_actions.sweep_pictures()
