"""Not being disturbed: on every device of a person, for some time or until it is taken back."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from samovar.accounts.models import User
from samovar.core import streams
from samovar.notifications.events import QuietChanged, QuietView
from samovar.notifications.models import Choice
from samovar.notifications.queries import quiet_for


def set_quiet(*, actor: User, on: bool, minutes: int | None = None) -> QuietView:
    """Begin or end it, on all devices at once. ``minutes``: how long, None for no end."""
    until = timezone.now() + timedelta(minutes=minutes) if on and minutes else None
    Choice.objects.update_or_create(user=actor, defaults={"quiet": on, "quiet_until": until})
    now = quiet_for(viewer=actor)
    streams.tell(f"u:{actor.pk}", QuietChanged(on=now.on, until=now.until))
    return now
