"""People by REST: find, follow, block, and what one tells of oneself."""

from __future__ import annotations

from collections.abc import Callable

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import person_of
from samovar.core.api import read_input
from samovar.core.paging import page_answer, page_shape
from samovar.people import actions, follow_actions, follow_queries, queries
from samovar.people.follow_queries import FollowRow
from samovar.people.serializers import (
    ListIn,
    OwnProfileOut,
    PersonRowOut,
    ProfileIn,
    ProfileOut,
    SearchIn,
)

NEWEST = 20
NEAR = 8
PEOPLE_PAGE = page_shape("PeoplePage", PersonRowOut)


class PeopleView(APIView):
    """Finding somebody."""

    area = "people"

    @extend_schema(parameters=[SearchIn], responses=PersonRowOut(many=True))
    def get(self, request: Request) -> Response:
        """Find at most thirty by words of names; without words, the twenty who came last.

        With `near` and without words: whom you followed last, then who followed you last, at most eight.
        """
        viewer, asked = person_of(request), read_input(SearchIn(data=request.query_params))
        text = asked["q"]
        if text.strip():
            found = list(queries.search_people(viewer=viewer, text=text)[: queries.FOUND_MAX])
        elif asked["near"]:
            found = follow_queries.near_people_for(viewer=viewer, limit=NEAR)
        else:
            found = queries.newest_people_for(viewer=viewer, limit=NEWEST)
        return Response(
            [PersonRowOut(row).data for row in follow_queries.rows_for(viewer=viewer, people=found)]
        )


class PersonView(APIView):
    """One person."""

    area = "people"

    @extend_schema(responses=ProfileOut)
    def get(self, request: Request, username: str) -> Response:
        """Show a profile; 404 for nobody, and across a block of theirs."""
        return Response(
            ProfileOut(follow_queries.told_for(viewer=person_of(request), username=username)).data
        )


class OwnProfileView(APIView):
    """What you tell of yourself."""

    area = "account"

    @extend_schema(responses=OwnProfileOut)
    def get(self, request: Request) -> Response:
        """Show all of it, also what others do not see."""
        viewer = person_of(request)
        return Response(OwnProfileOut(follow_queries.told_for(viewer=viewer, username=viewer.username)).data)

    @extend_schema(request=ProfileIn, responses=OwnProfileOut)
    def patch(self, request: Request) -> Response:
        """Change what is sent; the rest stays."""
        told = read_input(ProfileIn(data=request.data))
        person = person_of(request)
        links = told.pop("links", None)
        kept = follow_queries.details_of(person).links if links is None else links
        follow_actions.edit_profile(actor=person, fields=told, links=kept)
        person.refresh_from_db()
        return self.get(request)


class FollowView(APIView):
    """Whether you follow somebody."""

    area = "people"
    more_answers = frozenset({"400"})

    @extend_schema(request=None, responses=ProfileOut)
    def put(self, request: Request, username: str) -> Response:
        """Follow; twice is once. 409 `unblock_first` for somebody you have blocked."""
        viewer = person_of(request)
        follow_actions.follow_person(actor=viewer, username=username)
        return Response(ProfileOut(follow_queries.told_for(viewer=viewer, username=username)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, username: str) -> Response:
        """Follow no more."""
        follow_actions.unfollow_person(actor=person_of(request), username=username)
        return Response(status=204)


class FollowsView(APIView):
    """A list of follows."""

    area = "people"
    rows_for: Callable[..., list[FollowRow]]

    def listed(self, request: Request, username: str) -> Response:
        asked = read_input(ListIn(data=request.query_params))
        viewer = person_of(request)
        person = queries.person_for(viewer=viewer, username=username)
        rows = type(self).rows_for(viewer=viewer, person=person, text=asked["q"], before=asked.get("before"))
        return _page(request, rows)


class FollowersView(FollowsView):
    """Who follows somebody."""

    rows_for = staticmethod(follow_queries.followers_for)

    @extend_schema(parameters=[ListIn], responses=PEOPLE_PAGE)
    def get(self, request: Request, username: str) -> Response:
        """Give a page of thirty, the last one first, without whom you may not see."""
        return self.listed(request, username)


class FollowingView(FollowsView):
    """Whom somebody follows."""

    rows_for = staticmethod(follow_queries.followings_for)

    @extend_schema(parameters=[ListIn], responses=PEOPLE_PAGE)
    def get(self, request: Request, username: str) -> Response:
        """Give a page of thirty, the last one first, without whom you may not see."""
        return self.listed(request, username)


class BlockView(APIView):
    """Whether you block somebody."""

    area = "people"
    more_answers = frozenset({"400"})

    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, username: str) -> Response:
        """Hide the two of you from each other; follows, likes and calls between you end."""
        actions.block_person(actor=person_of(request), username=username)
        return Response(status=204)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, username: str) -> Response:
        """Take a block back; what it ended does not come back."""
        actions.unblock_person(actor=person_of(request), username=username)
        return Response(status=204)


class BlocksView(APIView):
    """Whom you have blocked."""

    area = "people"

    @extend_schema(parameters=[ListIn], responses=PEOPLE_PAGE)
    def get(self, request: Request) -> Response:
        """Give a page of thirty, the last one first."""
        asked = read_input(ListIn(data=request.query_params))
        rows = follow_queries.blocks_for(
            viewer=person_of(request), text=asked["q"], before=asked.get("before")
        )
        return _page(request, rows)


def _page(request: Request, rows: list[FollowRow]) -> Response:
    more = rows[-1].position if len(rows) == follow_queries.PAGE else None
    return page_answer(request, [PersonRowOut(row).data for row in rows], before=more)
