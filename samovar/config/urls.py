"""Every address, gathered from the apps."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from samovar.config.health import healthz, metrics, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("", include("samovar.core.urls")),
    path("", include("samovar.accounts.urls")),
    path("", include("samovar.people.urls")),
    path("", include("samovar.files.urls")),
    path("", include("samovar.notifications.urls")),
    path("", include("samovar.rooms.urls")),
    path("", include("samovar.feed.urls")),
    path("", include("samovar.boards.urls")),
    path("", include("samovar.chat.urls")),
    path("", include("samovar.calls.urls")),
    path("", include("samovar.recordings.urls")),
    path("", include("samovar.integrations.urls")),
    path("", include("samovar.moderation.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "samovar.core.pages.bad_request"
handler403 = "samovar.core.pages.forbidden"
handler404 = "samovar.core.pages.not_found"
handler500 = "samovar.core.pages.server_error"
