"""Taking home everything that is kept of oneself, by REST."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts import actions, export_queries
from samovar.accounts.authentication import person_of
from samovar.accounts.serializers import ExportOut
from samovar.core.creating import creates
from samovar.core.ranges import send_file


class ExportView(APIView):
    """The archive of everything that is kept of you."""

    # Of its own: whoever reads this reads all the other areas too.
    area = "export"
    more_answers = frozenset({"404"})

    @extend_schema(responses=ExportOut)
    def get(self, request: Request) -> Response:
        """Say how far it is; 404 when none was asked for, or its seven days are over."""
        return Response(ExportOut(export_queries.own_export_for(viewer=person_of(request))).data)

    @creates
    @extend_schema(request=None, responses={202: ExportOut})
    def post(self, request: Request) -> Response:
        """Ask for it; one that was there is replaced. 409 `export_running` while one is made."""
        return Response(ExportOut(actions.ask_export(actor=person_of(request))).data, status=202)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Remove it before its time."""
        actions.remove_export(actor=person_of(request))
        return Response(status=204)


class ExportContentView(APIView):
    """Its bytes: a zip with pages to read, JSON and files."""

    area = "export"
    more_answers = frozenset({"404"})

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request) -> HttpResponseBase:
        """Give them, or the `Range` that is asked for; 404 until it is ready."""
        person = person_of(request)
        content = export_queries.archive_for(viewer=person)
        below = request._request  # noqa: SLF001 - Django's request below REST's
        response = send_file(below, content, content_type="application/zip")
        name = export_queries.name_for(viewer=person)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "private, no-store"
        return response
