"""The pages of calls."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samovar.accounts.authentication import person_of
from samovar.calls.attendance_queries import as_csv, attendance_for
from samovar.rooms.queries import room_of_code


@require_safe
def attendance(request: HttpRequest, code: str) -> HttpResponse:
    """Give the hosts who was in the calls of their room, as a table for spreadsheets."""
    viewer = person_of(request)
    room = room_of_code(code=code, viewer=viewer)
    table = as_csv(attendance_for(viewer=viewer, room_id=room.pk))
    name = f"attendance-{room.code}.csv"
    return HttpResponse(
        table,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Show the connection test; it runs in the browser."""
    return render(request, "calls/check.html")
