"""The feed by REST: posts, likes and who likes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import person_of
from samovar.core.api import read_input
from samovar.core.creating import creates
from samovar.core.paging import BeforeIn, page_answer, page_shape
from samovar.core.parsers import SmallJSONParser
from samovar.feed import actions, queries, version_queries
from samovar.feed.actions import Draft, KeptPicture, NewPicture
from samovar.feed.hashtags import tag_key
from samovar.feed.queries import PostPage
from samovar.feed.serializers import PostChangeIn, PostIn, PostOut, PostsIn, PostUploadIn, PostVersionOut
from samovar.people.follow_queries import bonds_for
from samovar.people.queries import person_for
from samovar.people.serializers import PersonRowOut

POST_PAGE = page_shape("PostPage", PostOut)
LIKERS_PAGE = page_shape("LikerPage", PersonRowOut)
BODIES: list[type[BaseParser]] = [SmallJSONParser, MultiPartParser]


class PostsView(APIView):
    """Posts of everybody."""

    area = "feed"
    parser_classes = BODIES
    # A room one may not see cannot be shared.
    more_answers = frozenset({"404"})

    @extend_schema(operation_id="posts_list", parameters=[PostsIn], responses=POST_PAGE)
    def get(self, request: Request) -> Response:
        """Give a page of twenty, newest first: all you may see, or of whom you follow, or with a hashtag."""
        asked = read_input(PostsIn(data=request.query_params))
        viewer, before = person_of(request), asked.get("before")
        if asked["tag"]:
            page = queries.posts_tagged_for(viewer=viewer, tag=tag_key(asked["tag"]), before=before)
        else:
            bonds = bonds_for(viewer=viewer)
            page = queries.home_for(viewer=viewer, bonds=bonds, following=asked["following"], before=before)
        return _page(request, page)

    @creates
    @extend_schema(
        request={"application/json": PostIn, "multipart/form-data": PostUploadIn}, responses={201: PostOut}
    )
    def post(self, request: Request) -> Response:
        """Post a text, as a form also with up to ten pictures."""
        person = person_of(request)
        post = actions.create_post(actor=person, draft=_draft(request))
        return Response(PostOut(queries.card_for(viewer=person, post_id=post.pk)).data, status=201)


class LikedPostsView(APIView):
    """What you like."""

    area = "feed"

    @extend_schema(parameters=[BeforeIn], responses=POST_PAGE)
    def get(self, request: Request) -> Response:
        """Give a page of twenty, the newest post first."""
        before = read_input(BeforeIn(data=request.query_params)).get("before")
        return _page(request, queries.liked_posts_for(viewer=person_of(request), before=before))


class PostsOfPersonView(APIView):
    """What one person posted."""

    area = "feed"

    @extend_schema(parameters=[BeforeIn], responses=POST_PAGE)
    def get(self, request: Request, username: str) -> Response:
        """Give a page of twenty, newest first."""
        viewer, before = person_of(request), read_input(BeforeIn(data=request.query_params)).get("before")
        person = person_for(viewer=viewer, username=username)
        return _page(request, queries.posts_of_person_for(viewer=viewer, person=person, before=before))


class PostView(APIView):
    """One post."""

    area = "feed"

    @extend_schema(responses=PostOut)
    def get(self, request: Request, post_id: int) -> Response:
        """Show it; 404 when it is not there, or not for you."""
        return Response(PostOut(queries.card_for(viewer=person_of(request), post_id=post_id)).data)

    @extend_schema(request=PostChangeIn, responses=PostOut)
    def patch(self, request: Request, post_id: int) -> Response:
        """Change your own: what is absent stays, a picture that is not named goes."""
        told = read_input(PostChangeIn(data=request.data))
        person = person_of(request)
        card = queries.own_card_for(viewer=person, post_id=post_id)
        kept = [KeptPicture(row.pk, row.alt) for row in card.pictures]
        draft = Draft(
            text=told.get("text", card.post.text),
            audience=told.get("audience", card.post.audience),
            pictures=[KeptPicture(**one) for one in told["pictures"]] if "pictures" in told else kept,
            clear_room=told["clear_room"],
        )
        actions.edit_post(actor=person, post_id=post_id, draft=draft)
        return self.get(request, post_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, post_id: int) -> Response:
        """Take your own away; for an hour it can be restored."""
        actions.delete_post(actor=person_of(request), post_id=post_id)
        return Response(status=204)


class RestoredPostView(APIView):
    """Undoing a deletion."""

    area = "feed"

    @extend_schema(request=None, responses=PostOut)
    def post(self, request: Request, post_id: int) -> Response:
        """Bring your own post back within an hour; twice is once."""
        person = person_of(request)
        actions.restore_post(actor=person, post_id=post_id)
        return Response(PostOut(queries.card_for(viewer=person, post_id=post_id)).data)


class VersionsView(APIView):
    """What a post said before it was edited."""

    area = "feed"

    @extend_schema(responses=PostVersionOut(many=True))
    def get(self, request: Request, post_id: int) -> Response:
        """List the hundred newest, the newest first."""
        _card, rows = version_queries.versions_for(viewer=person_of(request), post_id=post_id)
        return Response([PostVersionOut(row).data for row in rows])


class LikeView(APIView):
    """Whether you like a post."""

    area = "feed"

    @extend_schema(request=None, responses=PostOut)
    def put(self, request: Request, post_id: int) -> Response:
        """Like it; twice is once."""
        person = person_of(request)
        actions.like_post(actor=person, post_id=post_id)
        return Response(PostOut(queries.card_for(viewer=person, post_id=post_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, post_id: int) -> Response:
        """Take the like back."""
        actions.unlike_post(actor=person_of(request), post_id=post_id)
        return Response(status=204)


class LikersView(APIView):
    """Who likes a post."""

    area = "feed"

    @extend_schema(parameters=[BeforeIn], responses=LIKERS_PAGE)
    def get(self, request: Request, post_id: int) -> Response:
        """Give a page of fifty, the last one first, without whom you may not see."""
        before = read_input(BeforeIn(data=request.query_params)).get("before")
        rows = queries.likers_for(viewer=person_of(request), post_id=post_id, before=before)
        more = rows[-1].position if len(rows) == queries.LIKERS_PAGE else None
        return page_answer(request, [PersonRowOut(row).data for row in rows], before=more)


def _draft(request: Request) -> Draft:
    if not (request.content_type or "").startswith("multipart/"):
        told = read_input(PostIn(data=request.data))
        return Draft(text=told["text"], audience=told["audience"], room=told["room"])
    told = read_input(PostUploadIn(data=request.data))
    uploads: list[Any] = told.get("pictures", [])
    alts = told.get("alt", [])
    alts += [""] * len(uploads)
    pictures = [NewPicture(one, one.size, alt) for one, alt in zip(uploads, alts, strict=False)]
    return Draft(text=told["text"], audience=told["audience"], pictures=pictures, room=told["room"])


def _page(request: Request, page: PostPage) -> Response:
    return page_answer(request, [PostOut(row).data for row in page.cards], before=page.before)
