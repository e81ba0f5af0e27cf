"""Rooms by REST (decisions C5, C25, C26)."""

from __future__ import annotations

from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from samovar.accounts.authentication import person_of
from samovar.core.creating import creates
from samovar.rooms import actions, queries
from samovar.rooms.actions import RoomDraft
from samovar.rooms.serializers import (
    InvitationIn,
    InvitationOut,
    PersonOut,
    RoomChangeIn,
    RoomDetailOut,
    RoomIn,
    RoomOut,
)


def _read(shape: BaseSerializer[Any]) -> dict[str, Any]:
    shape.is_valid(raise_exception=True)
    return cast("dict[str, Any]", shape.validated_data)


class RoomsView(APIView):
    """The rooms of the caller, and how to make one."""

    area = "rooms"
    seed_shapes = True

    @extend_schema(responses=RoomOut(many=True))
    def get(self, request: Request) -> Response:
        """List the public rooms and those the caller is in: a plain array, oldest first."""
        return Response(
            [RoomOut(room).data for room in queries.rooms_with_users_for(viewer=person_of(request))]
        )

    @creates
    @extend_schema(request=RoomIn, responses={201: RoomOut})
    def post(self, request: Request) -> Response:
        """Make a group room that any verified person may join; ``private`` for its members only."""
        told = _read(RoomIn(data=request.data))
        draft = RoomDraft(told["name"], members_only=told["private"], user_ids=tuple(told["users"]))
        room = actions.create_room(actor=person_of(request), draft=draft)
        return Response(
            RoomOut(queries.room_with_users_for(viewer=person_of(request), room_id=room.pk)).data, status=201
        )


class RoomView(APIView):
    """One room."""

    area = "rooms"
    seed_shapes = True

    @extend_schema(responses=RoomDetailOut)
    def get(self, request: Request, room_id: int) -> Response:
        """Show a room; 404 when the caller may not see it."""
        return Response(
            RoomDetailOut(queries.room_with_users_for(viewer=person_of(request), room_id=room_id)).data
        )

    @extend_schema(request=RoomChangeIn, responses=RoomDetailOut)
    def patch(self, request: Request, room_id: int) -> Response:
        """Rename it or set its members; the owner alone."""
        told = _read(RoomChangeIn(data=request.data))
        users = tuple(told["users"]) if "users" in told else None
        actions.change_room(actor=person_of(request), room_id=room_id, name=told.get("name"), user_ids=users)
        return self.get(request, room_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int) -> Response:
        """End it for everybody; the owner alone."""
        actions.delete_room(actor=person_of(request), room_id=room_id)
        return Response(status=204)


class InvitationsView(APIView):
    """Whom to invite to a room, and doing it."""

    area = "rooms"
    seed_shapes = True

    @extend_schema(parameters=[OpenApiParameter("q", str)], responses=PersonOut(many=True))
    def get(self, request: Request, room_id: int) -> Response:
        """Find at most ten people by name who are not in the room; nobody of a block with the caller."""
        text = request.query_params.get("q", "")
        found = queries.invitable_people_for(viewer=person_of(request), room_id=room_id, text=text)
        return Response(PersonOut(found, many=True).data)

    @creates
    @extend_schema(request=InvitationIn, responses={200: InvitationOut, 201: InvitationOut})
    def post(self, request: Request, room_id: int) -> Response:
        """Notify a person, who may then enter without the passcode. 200 when inside already."""
        username = _read(InvitationIn(data=request.data))["username"]
        invitation = actions.invite_person(actor=person_of(request), room_id=room_id, username=username)
        answer = {"username": username, "invited": invitation is not None}
        return Response(InvitationOut(answer).data, status=201 if invitation else 200)
