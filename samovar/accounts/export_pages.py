"""Taking home everything that is kept of oneself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samovar.accounts import actions, export_queries
from samovar.accounts.authentication import person_of
from samovar.core.errors import Refusal
from samovar.core.ranges import send_file


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Ask for the archive, see how far it is, and fetch it. An open page asks for its part again."""
    person = person_of(request)
    if request.method == "POST":
        try:
            actions.ask_export(actor=person)
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        return redirect("accounts:export")
    part = "HX-Request" in request.headers and "HX-Boosted" not in request.headers
    template = "accounts/export/_state.html" if part else "accounts/export.html"
    return render(request, template, {"export": export_queries.export_for(viewer=person)})


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Remove the archive before its time."""
    actions.remove_export(actor=person_of(request))
    messages.info(request, _("The archive is removed."))
    return redirect("accounts:export")


@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    """Give one's own archive; 404 when there is none."""
    person = person_of(request)
    name = export_queries.name_for(viewer=person)
    response = send_file(request, export_queries.archive_for(viewer=person), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
