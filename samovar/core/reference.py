"""Where a program or its author begins: ``/api/``, the OpenAPI document and a page to read it."""

from __future__ import annotations

from functools import cache
from threading import Lock

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request

_making = Lock()


class SchemaView(SpectacularAPIView):
    """The document; JSON with ``?format=json``, else YAML. For everybody."""

    login_required = False

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        """Give it as it was made when it was first asked for: that takes seconds of a processor."""
        chosen, media_type = request.accepted_renderer, request.accepted_media_type
        with _making:
            content = _document(chosen.format)
        name = f'inline; filename="Samovar.{chosen.format}"'
        return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": name})


@cache
def _document(kind: str) -> bytes:
    renderer = (OpenApiJsonRenderer if "json" in kind else OpenApiYamlRenderer)()
    return bytes(renderer.render(_described(), renderer.media_type))


@cache
def _described() -> dict[str, object]:
    with translation.override("en"):
        generator = SchemaView.generator_class()
        return dict(generator.get_schema(public=True))  # type: ignore[no-untyped-call]  # the library declares no types here


@login_not_required
def root(_request: HttpRequest) -> HttpResponse:
    """Say what is where."""
    places = {
        "version": "v1",
        "document": "/api/schema/",
        "reading": "/api/docs/",
        "gateway": "/api/schema/gateway.json",
        "sockets": {"gateway": "/ws/", "chat": "/ws/chat/{name or code}/"},
    }
    return JsonResponse(places)


@login_not_required
def read(request: HttpRequest) -> HttpResponse:
    """Show the document as pages."""
    return render(request, "api_docs.html")
