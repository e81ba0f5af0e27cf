"""What rooms do by themselves from time to time."""

from __future__ import annotations

from datetime import timedelta

from samovar.core.schedule import periodic
from samovar.rooms.actions.forgetting import forget_guests, forget_knocks, forget_open_rooms


@periodic("rooms.forget_open_rooms", every=timedelta(hours=6))
def forget_rooms() -> int:
    """Forget open rooms that are gone."""
    return forget_open_rooms(actor=None)


@periodic("rooms.forget_guests", every=timedelta(days=1))
def forget_passes() -> int:
    """Forget guests who left no word."""
    return forget_guests(actor=None)


@periodic("rooms.forget_knocks", every=timedelta(hours=1))
def forget_waiting() -> int:
    """Forget who asked to be let in, with name, address and browser."""
    return forget_knocks(actor=None)
