"""Comments by REST."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import person_of
from samovar.core.api import read_input
from samovar.core.creating import creates
from samovar.core.paging import page_answer, page_shape
from samovar.feed import comment_actions, comment_queries
from samovar.feed.serializers import CommentChangeIn, CommentIn, CommentOut, ThreadIn


class CommentsView(APIView):
    """What is said under a post."""

    area = "feed"

    @extend_schema(parameters=[ThreadIn], responses=page_shape("CommentPage", CommentOut))
    def get(self, request: Request, post_id: int) -> Response:
        """Give a page of fifty in the order of the thread: oldest first, answers under what they answer."""
        after = read_input(ThreadIn(data=request.query_params))["after"]
        _post, page = comment_queries.post_with_comments_for(
            viewer=person_of(request), post_id=post_id, after=after
        )
        return page_answer(request, [CommentOut(row).data for row in page.rows], after=page.after)

    @creates
    @extend_schema(request=CommentIn, responses={201: CommentOut})
    def post(self, request: Request, post_id: int) -> Response:
        """Comment, or answer a comment."""
        told = read_input(CommentIn(data=request.data))
        said = comment_actions.comment_on_post(
            actor=person_of(request), post_id=post_id, text=told["text"], parent_id=told.get("reply_to")
        )
        row = comment_queries.row_for(viewer=person_of(request), comment_id=said.pk)
        return Response(CommentOut(row).data, status=201)


class CommentView(APIView):
    """One comment."""

    area = "feed"

    @extend_schema(responses=CommentOut)
    def get(self, request: Request, comment_id: int) -> Response:
        """Show it."""
        row = comment_queries.row_for(viewer=person_of(request), comment_id=comment_id)
        return Response(CommentOut(row).data)

    @extend_schema(request=CommentChangeIn, responses=CommentOut)
    def patch(self, request: Request, comment_id: int) -> Response:
        """Let your own say something else."""
        text = read_input(CommentChangeIn(data=request.data))["text"]
        comment_actions.edit_comment(actor=person_of(request), comment_id=comment_id, text=text)
        return self.get(request, comment_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, comment_id: int) -> Response:
        """Delete your own, or one under your own post; answers stay. For an hour it can be restored."""
        comment_actions.delete_comment(actor=person_of(request), comment_id=comment_id)
        return Response(status=204)


class RestoredCommentView(APIView):
    """Undoing the deletion of a comment."""

    area = "feed"

    @extend_schema(request=None, responses=CommentOut)
    def post(self, request: Request, comment_id: int) -> Response:
        """Bring back within an hour what you deleted; twice is once."""
        person = person_of(request)
        comment_actions.restore_comment(actor=person, comment_id=comment_id)
        return Response(CommentOut(comment_queries.row_for(viewer=person, comment_id=comment_id)).data)
