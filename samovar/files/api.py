"""Bringing files in by REST, a piece at a time, and fetching them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import caller_of
from samovar.core.caller import Caller
from samovar.core.creating import KEY_HEADER, create_once
from samovar.core.errors import Invalid
from samovar.files import upload_actions, upload_queries
from samovar.files.serializers import FileOut, PieceParser, SpaceOut, UploadIn, UploadOut
from samovar.files.serving import answer_with

OFFSET = OpenApiParameter(
    "Upload-Offset",
    {"type": "integer", "minimum": 0, "maximum": 2**53 - 1},
    OpenApiParameter.HEADER,
    required=True,
    description="The byte with which this piece begins.",
)


class FileDoor(APIView):
    """What all doors of files share: who acts. A guest's doors are made of them too."""

    area = "files"

    def caller(self, request: Request) -> Caller:
        """Return who brings or fetches."""
        return caller_of(request)

    def once(self, request: Request, create: Callable[[], int]) -> int:
        """Return the id of what ``create`` makes, once for each Idempotency-Key."""
        return create_once(request, create)


class UploadsView(FileDoor):
    """Room for files, and beginning to bring one."""

    @extend_schema(responses=SpaceOut)
    def get(self, request: Request) -> Response:
        """Say how much room there is."""
        return Response(SpaceOut(upload_queries.space_for(viewer=self.caller(request))).data)

    @extend_schema(request=UploadIn, responses={201: UploadOut}, parameters=[KEY_HEADER])
    def post(self, request: Request) -> Response:
        """Announce a file. Its bytes follow in pieces, then `finish`."""
        announced, caller = UploadIn(data=request.data).announced(), self.caller(request)
        made = self.once(request, lambda: upload_actions.begin_upload(actor=caller, announced=announced).pk)
        upload = upload_queries.begun_upload_for(viewer=caller, upload_id=made)
        return Response(UploadOut(upload).data, status=201)


class UploadView(FileDoor):
    """One file on its way."""

    parser_classes = [PieceParser]
    more_answers = frozenset({"413"})

    @extend_schema(responses=UploadOut)
    def get(self, request: Request, name: str) -> Response:
        """Say how many bytes are there: the next piece begins after them, also after a cut."""
        upload = upload_queries.upload_for(viewer=self.caller(request), name=name)
        return Response(UploadOut(upload).data)

    @extend_schema(
        request={PieceParser.media_type: OpenApiTypes.BINARY}, responses=UploadOut, parameters=[OFFSET]
    )
    def patch(self, request: Request, name: str) -> Response:
        """Add a piece. One that is there already counts once; 409 tells that another byte is next."""
        upload = upload_actions.add_piece(
            actor=self.caller(request), name=name, start=_offset(request), content=cast("bytes", request.data)
        )
        return Response(UploadOut(upload).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, name: str) -> Response:
        """Take it back, unless it was sent with something."""
        upload_actions.cancel_upload(actor=self.caller(request), name=name)
        return Response(status=204)


class FinishView(FileDoor):
    """The end of an upload."""

    @extend_schema(request=None, responses=FileOut)
    def post(self, request: Request, name: str) -> Response:
        """Make a file of it, which can be sent with a message once. Twice is once."""
        return Response(FileOut(upload_actions.finish_upload(actor=self.caller(request), name=name)).data)


class FileView(FileDoor):
    """A file that was sent with something, or one's own."""

    @extend_schema(responses=FileOut)
    def get(self, request: Request, name: str) -> Response:
        """Say what it is."""
        return Response(FileOut(upload_queries.file_for(viewer=self.caller(request), name=name)).data)


class ContentView(FileDoor):
    """Its bytes; of a picture the largest size."""

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, name: str) -> HttpResponseBase:
        """Give them, or the `Range` that is asked for."""
        content = upload_queries.content_for(viewer=self.caller(request), name=name)
        return answer_with(request._request, content)  # noqa: SLF001 - Django's request below REST's


def _offset(request: Request) -> int:
    told = request.headers.get("Upload-Offset", "")
    if not told.isascii() or not told.isdigit() or len(told) > 16:  # noqa: PLR2004 - digits of 2**53
        raise Invalid(code="bad_offset")
    return int(told)
