"""Fetching files that were sent with something, as a page of a person does; and how much room they take."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samovar.accounts.authentication import caller_of
from samovar.core.caller import Caller
from samovar.core.errors import NotFound
from samovar.files import upload_queries
from samovar.files.serving import answer_with


@require_safe
def space(request: HttpRequest) -> HttpResponse:
    """Show how much room one's files take, and which take the most."""
    viewer = caller_of(request)
    context = {
        "space": upload_queries.space_for(viewer=viewer),
        "files": upload_queries.largest_files_for(viewer=viewer),
    }
    return render(request, "files/space.html", context)


@require_safe
def attachment(request: HttpRequest, name: str, side: int | None = None) -> HttpResponseBase:
    """Give a file, or one size of a picture. Browsers ask anew each time, so that a block holds at once."""
    return served(request, caller_of(request), name, side)


def served(request: HttpRequest, viewer: Caller, name: str, side: int | None) -> HttpResponseBase:
    """Answer with what this viewer may fetch; 404 without a page, as an ``<img>`` wants it."""
    try:
        content = upload_queries.content_for(viewer=viewer, name=name, side=side)
        return answer_with(request, content)
    except NotFound:
        return HttpResponseNotFound(headers={"Cache-Control": "private, no-store"})
