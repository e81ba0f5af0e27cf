"""Doors that belong to no feature: the theme, and what is shown when something goes wrong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    HttpResponseServerError,
    JsonResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samovar.core.context import THEME_COOKIE, THEMES
from samovar.core.middleware import refused_page
from samovar.core.wire_export import json_schema


def way_back(request: HttpRequest) -> str:
    """Return the local address in the field ``next``, else the home page."""
    target = request.POST.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else "/"


@login_not_required
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark in a cookie; anything else follows the system again."""
    response = HttpResponseRedirect(way_back(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        year = int(timedelta(days=365).total_seconds())
        response.set_cookie(
            THEME_COOKIE, theme, max_age=year, samesite="Lax", secure=settings.CSRF_COOKIE_SECURE
        )
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


@login_not_required
def trust(request: HttpRequest) -> HttpResponse:
    """Tell how a device is told to trust a server with an authority of its own. 404 without one."""
    _own_authority()
    return render(request, "trust.html")


@login_not_required
def authority(_request: HttpRequest) -> HttpResponse:
    """Give the certificate of the authority, as phones install it. 404 without one."""
    return HttpResponse(
        _own_authority(),
        content_type="application/x-x509-ca-cert",
        headers={"Content-Disposition": 'attachment; filename="samovar-ca.crt"'},
    )


def _own_authority() -> bytes:
    if settings.OWN_CA is None:
        raise Http404
    return Path(settings.OWN_CA).read_bytes()


@login_not_required
def gateway_schema(_request: HttpRequest) -> HttpResponse:
    """Show the gateway's frames as JSON Schema (decision C26)."""
    return JsonResponse(json_schema())


def _refused(request: HttpRequest, status: int, code: str, sentence: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": sentence, "code": code}, status=status)
    return refused_page(request, status, sentence)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _refused(request, 400, "bad_request", _("The server did not understand this request."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _refused(request, 403, "denied", _("You may not do this."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = _("There is nothing here. Perhaps it was moved or deleted.")
    return _refused(request, 404, "not_found", sentence)


def wrong_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open for too long, or was sent from elsewhere."""
    return refused_page(request, 403, _("This page was open for too long. Load it anew and try again."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Said without touching the session or the database, which may be what failed."""
    if request.path.startswith("/api/"):
        sentence = _("Something went wrong on the server. Please try again.")
        return JsonResponse({"detail": sentence, "code": "internal"}, status=500)
    return HttpResponseServerError(render_to_string("500.html"))
