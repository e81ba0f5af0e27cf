"""Members as the panel shows them, links into rooms and bans, by REST."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import person_of
from samovar.core.creating import creates
from samovar.rooms import actions, member_queries
from samovar.rooms.belonging_serializers import BelongingOut, BelongingPageOut, LinkIn, LinkOut, shown_link


class BelongingView(APIView):
    """Finding somebody who belongs to a room."""

    area = "rooms"

    @extend_schema(
        parameters=[OpenApiParameter("q", str), OpenApiParameter("cursor", str)], responses=BelongingPageOut
    )
    def get(self, request: Request, room_id: int) -> Response:
        """Give a page: owner, hosts, members, of those whose names hold `q`, and who of them is online.

        404 for a room one may not see, 403 for one not entered.
        """
        text, cursor = (request.query_params.get(name, "") for name in ("q", "cursor"))
        page = member_queries.members_for(
            viewer=person_of(request), room_id=room_id, text=text, cursor=cursor
        )
        query = urlencode({"q": text, "cursor": page.next})
        following = request.build_absolute_uri(f"{request.path}?{query}") if page.next else None
        results = [
            {**one.person.model_dump(), "online": one.online, "away": one.away} for one in page.members
        ]
        return Response({"next": following, "results": results})


class OlderMembersView(BelongingView):
    """What both did at one address."""

    def delete(self, request: Request, room_id: int) -> Response:
        """Give one's own place back; the owner cannot."""
        actions.quit_room(actor=person_of(request), room_id=room_id)
        return Response(status=204)


class LinksView(APIView):
    """The links that let into a room."""

    area = "rooms"

    @extend_schema(responses=LinkOut(many=True))
    def get(self, request: Request, room_id: int) -> Response:
        """List what still leads into the room: hosts see all, others their own."""
        links = member_queries.links_for(viewer=person_of(request), room_id=room_id)
        return Response([self._out(request, link) for link in links])

    @creates
    @extend_schema(request=LinkIn, responses={201: LinkOut})
    def post(self, request: Request, room_id: int) -> Response:
        """Make a link that ends after some days or uses, or not by itself."""
        shape = LinkIn(data=request.data)
        shape.is_valid(raise_exception=True)
        link = actions.make_link(actor=person_of(request), room_id=room_id, **shape.validated_data)
        return Response(self._out(request, link), status=201)

    @staticmethod
    def _out(request: Request, link: Any) -> dict[str, Any]:
        return dict(LinkOut(shown_link(link, request.build_absolute_uri(f"/i/{link.word}/"))).data)


class LinkView(APIView):
    """One link."""

    area = "rooms"

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int, link_id: int) -> Response:
        """Let it lead nowhere from now on."""
        actions.revoke_link(actor=person_of(request), room_id=room_id, link_id=link_id)
        return Response(status=204)


class BansView(APIView):
    """Who may not come back."""

    area = "rooms"

    @extend_schema(responses=BelongingOut(many=True))
    def get(self, request: Request, room_id: int) -> Response:
        """List them; hosts alone."""
        banned = member_queries.banned_for(viewer=person_of(request), room_id=room_id)
        return Response([{**person.model_dump(), "online": False} for person in banned])


class BanView(APIView):
    """One ban."""

    area = "rooms"

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int, participant_id: int) -> Response:
        """Let this person come back; hosts alone."""
        actions.forgive(actor=person_of(request), room_id=room_id, participant_id=participant_id)
        return Response(status=204)
