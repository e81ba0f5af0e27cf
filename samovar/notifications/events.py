"""What notifications tell the world outside."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from samovar.core.wire import Command, Event, Shape

LONGEST_QUIET = 31 * 24 * 60  # minutes


class NotificationsChanged(Event):
    """Told on ``u:``: the unread count, and the newest row if one was added.

    ``id`` is that row's, ``tag`` by what devices know it: a later one with the same tag takes its place.
    ``gone``: tags of what was read or deleted, so that no device goes on showing it; all with ``unread`` 0.
    """

    event_name: ClassVar[str] = "notifications.changed"
    unread: int
    text: str = ""
    target: str = ""
    id: int = 0
    tag: str = ""
    gone: list[str] = []


class QuietChanged(Event):
    """Ephemeral, on ``u:``: whether nothing may disturb now, and until when (ISO 8601; None: no end)."""

    event_name: ClassVar[str] = "notifications.quiet_changed"
    on: bool
    until: str | None = None


class NotificationsView(Shape):
    """How many are unread, and the id of the newest one; 0 where there is none."""

    unread: int
    newest: int


class AskNotifications(Command):
    """What a page asks once it is connected: what came while it was loading was told to nobody."""

    op: ClassVar[str] = "notifications.ask"
    Answer: ClassVar[type[Shape]] = NotificationsView


class QuietView(Shape):
    """As in the event."""

    on: bool
    until: str | None = None


class AskQuiet(Command):
    """Whether the viewer wants not to be disturbed now."""

    op: ClassVar[str] = "quiet.ask"
    Answer: ClassVar[type[Shape]] = QuietView


class SetQuiet(Command):
    """No sound and nothing on a desktop, for ``minutes`` or without an end; or again as usual."""

    op: ClassVar[str] = "quiet.set"
    Answer: ClassVar[type[Shape]] = QuietView
    on: bool
    minutes: Annotated[int, Field(ge=1, le=LONGEST_QUIET)] | None = None
