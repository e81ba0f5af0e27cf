"""What every page answers with: refusals as pages or toasts, and what a browser may do here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from csp.constants import SELF, WASM_UNSAFE_EVAL
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.translation import gettext as _
from whitenoise.middleware import WhiteNoiseMiddleware

from samovar.core.body import is_too_large
from samovar.core.errors import NotFound, Refusal, TooLarge, TooMany

Handler = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS_POLICY = (
    "camera=(self), microphone=(self), display-capture=(self), autoplay=(self), fullscreen=(self), "
    "clipboard-write=(self), geolocation=(), payment=(), usb=(), serial=()"
)
# A worker has a policy of its own; this one compiles WebAssembly, which no page may.
_COMPILES = re.compile(r"/static/dist/assets/blur\.worker-[\w-]+\.js")
# What a page or an answer of REST is; what is sent piece by piece, files and their ranges, goes as it is.
_WORDS = re.compile(r"text/|application/(?:json|[\w.-]+\+json|vnd\.oai\.openapi)\b")
_SYMBOLS = {403: "lock", 404: "search", 409: "rotate-cw", 429: "clock", 503: "cloud-off"}


def headers(get_response: Handler) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: what a browser may do here, and that pages of a person are kept by nobody."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def compressed(get_response: Handler) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: pages and answers are sent as gzip to who takes it.

    Each is of another length every time, so that nobody on the line learns a token in it by guessing
    (BREACH; "Heal the Breach", Palacios et al., 2022).
    """
    gzip = GZipMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponse) and _WORDS.match(response.headers.get("Content-Type", "")):
            return gzip.process_response(request, response)
        return response

    return middleware


def static_files(get_response: Handler) -> Handler:
    """Middleware: serves static files; one that is gone since the server started is not found."""
    whitenoise: Handler = WhiteNoiseMiddleware(get_response)
    compiling: Handler = csp_replace({"script-src": [SELF, WASM_UNSAFE_EVAL]})(whitenoise)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        try:
            return (compiling if _COMPILES.fullmatch(request.path_info) else whitenoise)(request)
        except FileNotFoundError:
            # Errors of pages do not come here: they were made into answers further in.
            return HttpResponseNotFound("gone", content_type="text/plain")

    return middleware


class RefusalMiddleware:
    """Turns a refusal that a page door let through into a page, or into a toast for a part of a page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_too_large(request):
            return _answer(request, TooLarge())
        return _answer(request, NotFound()) if _asks_for_nul(request) else self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        response = _answer(request, exception)
        if isinstance(exception, TooMany):
            response.headers["Retry-After"] = str(exception.retry_after)
        return response


def _asks_for_nul(request: HttpRequest) -> bool:
    """No name holds a NUL, and PostgreSQL takes none: it is asked for nothing. REST has its own answer."""
    if request.path_info.startswith("/api/"):
        return False
    return "\0" in request.path_info or any(
        "\0" in text for texts in request.GET.lists() for text in texts[1]
    )


def _answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": str(refusal.message), "code": refusal.code}, status=refusal.status)
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        return toast(str(refusal.message), status=refusal.status)
    return refused_page(request, refusal.status, str(refusal.message))


def toast(text: str, *, status: int, kind: str = "error") -> HttpResponse:
    """Return an empty answer that leaves the page as it is and shows a toast."""
    response = HttpResponse(status=status)
    response.headers["HX-Reswap"] = "none"
    response.headers["HX-Trigger"] = json.dumps({"samovar:toast": {"text": text, "kind": kind}})
    return response


def refused_page(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """Return a whole page that says what was refused and leads on."""
    titles = {
        403: _("Not allowed"),
        404: _("Page not found"),
        409: _("Not possible now"),
        413: _("Too much at once"),
        429: _("Too many attempts"),
        503: _("The server is busy"),
    }
    known = getattr(request, "user", None) is not None and request.user.is_authenticated
    context = {
        "title": titles.get(status, _("This did not work")),
        "sentence": sentence,
        "symbol": _SYMBOLS.get(status, "triangle-alert"),
        "shell_template": "base.html" if known else "plain.html",
    }
    return render(request, "refused.html", context, status=status)
