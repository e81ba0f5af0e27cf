"""What every answer below ``/api/`` has: limits, an ETag, and leave for listed origins to read it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

from samovar.core.allowance import Left

Handler = Callable[[HttpRequest], HttpResponse]
METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS"
ASKED = "Authorization, Content-Type, Idempotency-Key, If-None-Match, Accept-Language, Range, Upload-Offset"
SHOWN = (
    "ETag, Accept-Ranges, Content-Range, Retry-After, "
    "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Link"
)
PREFLIGHT_SECONDS = "600"


class ApiMiddleware:
    """Cookies are no part of this: a page of another origin brings a token or stays a stranger."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/"):
            return self.get_response(request)
        if _is_preflight(request):
            return _share(request, _preflight(request))
        response = _conditional(request, self.get_response(request))
        left: Left | None = getattr(request, "api_left", None)
        if left is not None:
            response.headers["RateLimit-Limit"] = str(left.limit)
            response.headers["RateLimit-Remaining"] = str(left.remaining)
            response.headers["RateLimit-Reset"] = str(left.reset)
        return _share(request, response)


def _is_preflight(request: HttpRequest) -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def _preflight(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(status=204)
    if _is_listed(request):
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = ASKED
        response.headers["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
    return response


def _is_listed(request: HttpRequest) -> bool:
    return request.headers.get("Origin", "") in settings.CORS_ALLOWED_ORIGINS


def _share(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if settings.CORS_ALLOWED_ORIGINS:
        patch_vary_headers(response, ["Origin"])
    if _is_listed(request):
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response.headers["Access-Control-Expose-Headers"] = SHOWN
    return response


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give each read an ETag, and nothing but 304 to who has this answer already."""
    if request.method not in {"GET", "HEAD"} or response.status_code != 200 or response.streaming:  # noqa: PLR2004
        return response
    response.headers.setdefault("Cache-Control", "private, no-cache")
    patch_vary_headers(response, ["Authorization", "Cookie"])
    if not response.has_header("ETag"):
        set_response_etag(response)
    found = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return found if isinstance(found, HttpResponse) else response
