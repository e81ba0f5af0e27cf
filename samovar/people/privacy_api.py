"""By REST: whom one lets come near, who asks to follow, and mutes."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import person_of
from samovar.core.api import read_input
from samovar.core.paging import BeforeIn, page_answer
from samovar.people import follow_queries, mute_actions, privacy_actions
from samovar.people.api import PEOPLE_PAGE
from samovar.people.privacy_actions import Wishes
from samovar.people.privacy_rules import privacy_of
from samovar.people.serializers import MuteIn, MuteOut, PersonRowOut, PrivacyIn, PrivacyOut


class PrivacyView(APIView):
    """Whom you let come near."""

    area = "account"

    @extend_schema(responses=PrivacyOut)
    def get(self, request: Request) -> Response:
        """Show what you chose."""
        return Response(PrivacyOut(privacy_of(person_of(request))).data)

    @extend_schema(request=PrivacyIn, responses=PrivacyOut)
    def patch(self, request: Request) -> Response:
        """Change what is sent. Opening a private account lets in everybody who asked."""
        told = read_input(PrivacyIn(data=request.data))
        person = person_of(request)
        wishes = Wishes(**(dict(PrivacyOut(privacy_of(person)).data) | told))
        return Response(PrivacyOut(privacy_actions.choose_privacy(actor=person, wishes=wishes)).data)


class FollowRequestsView(APIView):
    """Who asks to follow you, while your account is private."""

    area = "people"

    @extend_schema(parameters=[BeforeIn], responses=PEOPLE_PAGE)
    def get(self, request: Request) -> Response:
        """Give a page of thirty, the last one first."""
        before = read_input(BeforeIn(data=request.query_params)).get("before")
        rows = follow_queries.follow_requests_for(viewer=person_of(request), before=before)
        more = rows[-1].position if len(rows) == follow_queries.PAGE else None
        return page_answer(request, [PersonRowOut(row).data for row in rows], before=more)


class FollowRequestView(APIView):
    """One who asks."""

    area = "people"

    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, username: str) -> Response:
        """Let the person follow; 404 when nobody of that name asks."""
        privacy_actions.accept_follower(actor=person_of(request), username=username)
        return Response(status=204)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, username: str) -> Response:
        """Say no, of which nobody is told."""
        privacy_actions.decline_follower(actor=person_of(request), username=username)
        return Response(status=204)


class MutesView(APIView):
    """Whom you do not want to see."""

    area = "people"

    @extend_schema(responses=MuteOut(many=True))
    def get(self, request: Request) -> Response:
        """List them, the last one first."""
        found = follow_queries.muted_people_for(viewer=person_of(request))
        return Response([MuteOut(mute).data for mute in found])


class MuteView(APIView):
    """Whether you see what somebody posts."""

    area = "people"
    more_answers = frozenset({"400"})

    @extend_schema(request=MuteIn, responses=MuteOut)
    def put(self, request: Request, username: str) -> Response:
        """See it no more, of which nobody is told; again changes how."""
        told = read_input(MuteIn(data=request.data))
        return Response(
            MuteOut(mute_actions.mute_person(actor=person_of(request), username=username, **told)).data
        )

    @extend_schema(responses={204: None})
    def delete(self, request: Request, username: str) -> Response:
        """See it again."""
        mute_actions.unmute_person(actor=person_of(request), username=username)
        return Response(status=204)
