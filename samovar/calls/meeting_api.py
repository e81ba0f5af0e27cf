"""Planned meetings, by REST."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import person_of
from samovar.calls import meeting_actions, meeting_queries
from samovar.calls.meeting_models import Meeting
from samovar.calls.meeting_serializers import MeetingOut, MeetingsIn, PlanIn, plan_of, shown_meeting
from samovar.core.api import read_input
from samovar.core.creating import creates
from samovar.core.paging import page_answer, page_shape


def _out(request: Request, meeting: Meeting) -> dict[str, Any]:
    viewer = person_of(request)
    invited = meeting_queries.invited_for(viewer=viewer, meeting=meeting)
    return dict(MeetingOut(shown_meeting(meeting, viewer, invited)).data)


class MeetingsView(APIView):
    """Meetings that are planned."""

    area = "rooms"

    @extend_schema(parameters=[MeetingsIn], responses=page_shape("MeetingPage", MeetingOut))
    def get(self, request: Request) -> Response:
        """Give what one planned or is invited to, the next first."""
        after = read_input(MeetingsIn(data=request.query_params)).get("after")
        page = meeting_queries.meetings_for(viewer=person_of(request), after=after)
        return page_answer(request, [_out(request, one) for one in page.meetings], after=page.after)

    @creates
    @extend_schema(request=PlanIn, responses={201: MeetingOut})
    def post(self, request: Request) -> Response:
        """Plan a meeting, in a room of its own; the invited are told, by mail too."""
        plan = plan_of(read_input(PlanIn(data=request.data)))
        meeting = meeting_actions.plan_meeting(actor=person_of(request), plan=plan)
        return Response(_out(request, meeting), status=201)


class MeetingView(APIView):
    """One of them."""

    area = "rooms"

    @extend_schema(responses=MeetingOut)
    def get(self, request: Request, meeting_id: int) -> Response:
        """Show it to who planned it or is invited."""
        return Response(
            _out(request, meeting_queries.meeting_for(viewer=person_of(request), meeting_id=meeting_id))
        )

    @extend_schema(request=PlanIn, responses=MeetingOut)
    def put(self, request: Request, meeting_id: int) -> Response:
        """Plan it otherwise; who planned it alone."""
        plan = plan_of(read_input(PlanIn(data=request.data)))
        changed = meeting_actions.change_meeting(actor=person_of(request), meeting_id=meeting_id, plan=plan)
        return Response(_out(request, changed))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, meeting_id: int) -> Response:
        """Cancel it; who planned it alone. Everybody is told."""
        meeting_actions.cancel_meeting(actor=person_of(request), meeting_id=meeting_id)
        return Response(status=204)
