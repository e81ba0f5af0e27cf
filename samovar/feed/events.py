"""The feed on the wire."""

from __future__ import annotations

from typing import ClassVar

from samovar.core.wire import Event


class Posted(Event):
    """Ephemeral, to whoever may see it: somebody posted. A hint to ask; what is new only a query says."""

    event_name: ClassVar[str] = "feed.posted"


class BegunPostChanged(Event):
    """Ephemeral, on ``u:``: the post its owner began to write is another one now, or gone."""

    event_name: ClassVar[str] = "feed.begun_changed"
    rev: int
