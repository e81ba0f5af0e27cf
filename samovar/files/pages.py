"""Fetching pictures, and one's own face."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samovar.core.errors import Invalid, NotFound
from samovar.files import actions, queries
from samovar.files.forms import FaceForm

if TYPE_CHECKING:
    from samovar.accounts.models import User


@require_safe
def picture(request: HttpRequest, name: str, side: int) -> HttpResponse:
    """One size of a picture. Browsers ask anew each time, so that a block holds at once (B34)."""
    try:
        stored = queries.stored_size_for(viewer=cast("User", request.user), name=name, side=side)
    except NotFound:
        return HttpResponseNotFound(headers={"Cache-Control": "private, no-store"})
    response = get_conditional_response(request, etag=stored.etag)
    if response is None:
        response = HttpResponse(stored.read(), content_type=queries.CONTENT_TYPE)
    response.headers["ETag"] = stored.etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if "download" in request.GET:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.webp"'
    return response


@require_POST
def change_face(request: HttpRequest) -> HttpResponse:
    form = FaceForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Invalid(_("Choose a picture first."))
    upload = form.cleaned_data["picture"]
    actions.change_face(actor=cast("User", request.user), upload=upload, size=upload.size, crop=form.crop())
    messages.success(request, _("Your picture is changed."))
    return redirect("edit_profile")


@require_POST
def clear_face(request: HttpRequest) -> HttpResponse:
    actions.clear_face(actor=cast("User", request.user))
    messages.success(request, _("Your picture is removed."))
    return redirect("edit_profile")
