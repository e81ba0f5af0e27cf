"""The addresses of calls: pages at the root, REST below ``/api/`` and ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

import samovar.core.paths  # noqa: F401 - knows <id:...>
from samovar.calls import api, meeting_api, meeting_pages, pages

app_name = "calls"

_rest = [
    path("meetings/", meeting_api.MeetingsView.as_view(), name="api-meetings"),
    path("meetings/<id:meeting_id>/", meeting_api.MeetingView.as_view(), name="api-meeting"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("calls/test/", pages.check, name="check"),
    path("calls/attendance/<code>.csv", pages.attendance, name="attendance"),
    path("calls/meetings/", meeting_pages.meetings, name="meetings"),
    path("calls/meetings/upcoming/", meeting_pages.upcoming, name="upcoming"),
    path("calls/meetings/new/", meeting_pages.new_meeting, name="new-meeting"),
    path("calls/meetings/<id:meeting_id>/", meeting_pages.meeting, name="meeting"),
    path("calls/meetings/<id:meeting_id>/change/", meeting_pages.change_meeting, name="change-meeting"),
    path("calls/meetings/<id:meeting_id>/cancel/", meeting_pages.cancel_meeting, name="cancel-meeting"),
    path("calls/meetings/<id:meeting_id>.ics", meeting_pages.calendar, name="calendar"),
    path("calls/media-server/", api.media_hook, name="media-hook"),
    path("api/v1/", include(_rest)),
    path("api/", include(_rest)),
]
