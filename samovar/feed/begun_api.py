"""A post that you began and did not post, by REST."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import person_of
from samovar.core.api import read_input
from samovar.core.creating import creates
from samovar.feed import begun_actions
from samovar.feed.begun_queries import begun_for
from samovar.feed.serializers import BegunIn, BegunOut, BegunPictureIn, BegunPictureOut


class BegunView(APIView):
    """What you began to write, on any device."""

    area = "feed"

    @extend_schema(operation_id="posts_draft_retrieve", responses=BegunOut)
    def get(self, request: Request) -> Response:
        """Show it; ``rev`` is 0 where there is nothing."""
        return Response(BegunOut(begun_for(viewer=person_of(request))).data)

    @extend_schema(request=BegunIn, responses=BegunOut)
    def put(self, request: Request) -> Response:
        """Keep text, audience and room, and order and describe the pictures that are there."""
        told = read_input(BegunIn(data=request.data))
        pictures = [(one["id"], one["alt"]) for one in told["pictures"]]
        begun_actions.keep_begun(
            actor=person_of(request),
            text=told.get("text"),
            audience=told.get("audience"),
            room=(told["room"] or 0) if "room" in told else None,
            pictures=pictures,
        )
        return self.get(request)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Discard it, with its pictures."""
        begun_actions.discard_begun(actor=person_of(request))
        return Response(status=204)


class BegunPicturesView(APIView):
    """Pictures of what you began."""

    area = "feed"
    parser_classes = [MultiPartParser]

    @creates
    @extend_schema(
        operation_id="posts_draft_pictures_add",
        request={"multipart/form-data": BegunPictureIn},
        responses={201: BegunPictureOut},
    )
    def post(self, request: Request) -> Response:
        """Add one, as the last; a post has at most ten."""
        upload = read_input(BegunPictureIn(data=request.data))["picture"]
        row = begun_actions.add_picture(actor=person_of(request), upload=upload, size=upload.size)
        return Response(BegunPictureOut(row).data, status=201)


class BegunPictureView(APIView):
    """One of these pictures."""

    area = "feed"

    @extend_schema(operation_id="posts_draft_pictures_remove", responses={204: None})
    def delete(self, request: Request, picture_id: int) -> Response:
        """Take it away."""
        begun_actions.remove_picture(actor=person_of(request), picture_id=picture_id)
        return Response(status=204)
