"""Who belongs to a room, by REST."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import caller_of, person_of
from samovar.core.api import read_input
from samovar.core.paging import page_answer, page_shape
from samovar.rooms import actions, queries
from samovar.rooms.serializers import MemberChangeIn, MemberOut, MembersIn, RemovalIn


class MembersView(APIView):
    """Everybody who belongs to a room."""

    area = "rooms"

    @extend_schema(parameters=[MembersIn], responses=page_shape("MemberPage", MemberOut))
    def get(self, request: Request, room_id: int) -> Response:
        """Give a page of a hundred, the oldest first, guests too. For who is in the room."""
        after = read_input(MembersIn(data=request.query_params)).get("after")
        page = queries.member_page_for(viewer=person_of(request), room_id=room_id, after=after)
        return page_answer(request, [MemberOut(row).data for row in page.members], after=page.after)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int) -> Response:
        """Give one's own place back; the owner hands the room over first."""
        actions.quit_room(actor=person_of(request), room_id=room_id)
        return Response(status=204)


class MemberView(APIView):
    """One of them, by the `id` of the list."""

    area = "rooms"

    @extend_schema(request=MemberChangeIn, responses={204: None})
    def patch(self, request: Request, room_id: int, member_id: int) -> Response:
        """Make a host of a member, or a member of a host; the owner alone."""
        host = read_input(MemberChangeIn(data=request.data))["host"]
        actions.set_host(actor=caller_of(request), room_id=room_id, participant_id=member_id, host=host)
        return Response(status=204)

    @extend_schema(parameters=[RemovalIn], responses={204: None})
    def delete(self, request: Request, room_id: int, member_id: int) -> Response:
        """Take somebody out of the room, its call and sockets; owner and hosts. With `ban` for good."""
        ban = read_input(RemovalIn(data=request.query_params))["ban"]
        actions.remove_person(actor=caller_of(request), room_id=room_id, participant_id=member_id, ban=ban)
        return Response(status=204)
