"""What files do by themselves from time to time."""

from __future__ import annotations

from datetime import timedelta

from samovar.core.schedule import periodic
from samovar.files import actions, upload_actions


@periodic("files.sweep_orphans", every=timedelta(hours=6))
def sweep_orphans() -> int:
    """Remove uploads that nobody used."""
    return actions.sweep_orphans(actor=None)


@periodic("files.sweep_uploads", every=timedelta(hours=1))
def sweep_uploads() -> int:
    """Remove files that were begun or brought and sent with nothing."""
    return upload_actions.sweep_uploads(actor=None)
