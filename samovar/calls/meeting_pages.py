"""The pages of planned meetings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samovar.accounts.authentication import person_of
from samovar.calls import meeting_actions, meeting_queries
from samovar.calls.calendar_file import calendar_file, link_of
from samovar.calls.meeting_forms import MeetingForm, initial_of
from samovar.calls.meeting_serializers import MeetingsIn
from samovar.core.errors import Refusal, TooMany

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SOON = 4  # meetings on the hub


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Show what is ahead."""
    shape = MeetingsIn(data=request.GET.dict())
    after = shape.validated_data.get("after") if shape.is_valid() else None
    page = meeting_queries.meetings_for(viewer=person_of(request), after=after)
    return render(request, "calls/meetings.html", {"page": page, "me": person_of(request)})


@require_safe
def upcoming(request: HttpRequest) -> HttpResponse:
    """Show the next few alone, for the hub."""
    page = meeting_queries.meetings_for(viewer=person_of(request), limit=SOON)
    return render(request, "calls/parts/upcoming.html", {"page": page, "me": person_of(request)})


@get_or_post
def new_meeting(request: HttpRequest) -> HttpResponse:
    """Plan a meeting by the form."""
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = meeting_actions.plan_meeting(actor=person_of(request), plan=form.plan())
            return redirect("calls:meeting", meeting_id=made.pk)
        except Refusal as refusal:
            return _refused(request, form, refusal)
    return _form(request, form, 400 if request.method == "POST" else 200)


@get_or_post
def change_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Plan it otherwise by the same form."""
    actor = person_of(request)
    meeting = meeting_queries.meeting_for(viewer=actor, meeting_id=meeting_id)
    invited = meeting_queries.invited_for(viewer=actor, meeting=meeting)
    form = MeetingForm(request.POST or None, initial=initial_of(meeting, invited))
    if request.method == "POST" and form.is_valid():
        try:
            meeting_actions.change_meeting(actor=actor, meeting_id=meeting_id, plan=form.plan())
            return redirect("calls:meeting", meeting_id=meeting_id)
        except Refusal as refusal:
            return _refused(request, form, refusal, meeting_id)
    return _form(request, form, 400 if request.method == "POST" else 200, meeting_id)


@require_safe
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show one meeting to who planned it or is invited."""
    viewer = person_of(request)
    found = meeting_queries.meeting_for(viewer=viewer, meeting_id=meeting_id)
    context = {
        "meeting": found,
        "invited": meeting_queries.invited_for(viewer=viewer, meeting=found),
        "mine": found.organiser_id == viewer.pk,
        "now": meeting_queries.is_now(found),
        "link": link_of(found),
    }
    return render(request, "calls/meeting.html", context)


@require_POST
def cancel_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """It does not take place."""
    meeting_actions.cancel_meeting(actor=person_of(request), meeting_id=meeting_id)
    return redirect("calls:meetings")


@require_safe
def calendar(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Give the file for one's calendar."""
    found = meeting_queries.meeting_for(viewer=person_of(request), meeting_id=meeting_id)
    return HttpResponse(
        calendar_file(found, method="PUBLISH"),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="meeting-{found.pk}.ics"'},
    )


def _refused(
    request: HttpRequest, form: MeetingForm, refusal: Refusal, meeting_id: int | None = None
) -> HttpResponse:
    form.tell(refusal)
    response = _form(request, form, refusal.status, meeting_id)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response


def _form(
    request: HttpRequest, form: MeetingForm, status: int, meeting_id: int | None = None
) -> HttpResponse:
    return render(request, "calls/meeting_form.html", {"form": form, "meeting_id": meeting_id}, status=status)
