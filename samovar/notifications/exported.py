"""What people take home of what they were told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samovar.accounts.exported import Part, tell
from samovar.notifications.models import Choice, Notification, PushDevice

tell(
    Part(
        "notifications",
        _("Notifications"),
        lambda person: Notification.objects.filter(user=person),
        ("kind", "actor__username", "subject", "target", "created_at", "read_at"),
        text="kind",
        at="created_at",
    ),
    Part(
        "notification-settings",
        _("Notification settings"),
        lambda person: Choice.objects.filter(user=person),
        ("unwanted", "unmailed", "unpushed", "digest", "mailed_at"),
        text="digest",
        at="mailed_at",
    ),
    Part(
        "devices",
        _("Devices"),
        lambda person: PushDevice.objects.filter(user=person),
        ("session__device", "made_at"),
        text="session__device",
        at="made_at",
    ),
)
