"""Pictures by REST: fetching one with a token, and one's own face."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import person_of
from samovar.core.api import read_input
from samovar.files import actions, queries
from samovar.people.serializers import picture_address


class PictureIn(serializers.Serializer[Any]):
    """An upload of at most 10 MB: JPEG, PNG, WebP or GIF."""

    picture = serializers.FileField()


class PictureSetOut(serializers.Serializer[Any]):
    """Where the new picture is fetched."""

    picture = serializers.CharField()


class PictureView(APIView):
    """One size of a picture."""

    area = "files"

    @extend_schema(responses={(200, queries.CONTENT_TYPE): OpenApiTypes.BINARY})
    def get(self, request: Request, picture: str, side: int) -> HttpResponse:
        """Fetch it; 404 when it is not there or not for you. Asked anew each time: a block holds at once."""
        stored = queries.stored_size_for(viewer=person_of(request), name=picture, side=side)
        answer = HttpResponse(stored.read(), content_type=queries.CONTENT_TYPE)
        answer.headers["ETag"] = stored.etag
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer


class OwnPictureView(APIView):
    """Your own face."""

    area = "account"
    parser_classes = [MultiPartParser]

    @extend_schema(request={"multipart/form-data": PictureIn}, responses=PictureSetOut)
    def put(self, request: Request) -> Response:
        """Show the middle of this picture as your face."""
        upload = read_input(PictureIn(data=request.data))["picture"]
        kept = actions.change_face(actor=person_of(request), upload=upload, size=upload.size)
        return Response({"picture": picture_address(kept.name)})

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Show initials again."""
        actions.clear_face(actor=person_of(request))
        return Response(status=204)
