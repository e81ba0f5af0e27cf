"""Addresses of notifications: pages, and REST below ``/api/`` and ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

import samovar.core.paths  # noqa: F401 - knows <id:...>
from samovar.notifications import api, pages

_rest = [
    path("notifications/", api.NotificationsView.as_view()),
    path("notifications/unread/", api.UnreadView.as_view()),
    path("notifications/kinds/", api.KindsView.as_view()),
    path("notifications/ways/", api.WaysView.as_view()),
    path("notifications/devices/", api.DevicesView.as_view()),
    path("notifications/devices/<id:device_id>/", api.DeviceView.as_view()),
    path("notifications/<id:notification_id>/", api.NotificationView.as_view()),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("notifications/", pages.notifications, name="notifications"),
    path("notifications/delete/", pages.delete_all, name="delete_notifications"),
    path("settings/notifications/", pages.choices, name="notification_settings"),
    path(
        "settings/notifications/devices/<int:device_id>/remove/",
        pages.remove_device,
        name="remove_push_device",
    ),
    path("mail/stop/<str:key>/", pages.stop_digest, name="stop_digest"),
    path("push-worker.js", pages.worker, name="push_worker"),
    path("notifications/<int:notification_id>/delete/", pages.delete, name="delete_notification"),
    path("api/v1/", include(_rest)),
    path("api/", include(_rest)),
]
