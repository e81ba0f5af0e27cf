"""The pages of recordings, the door for pieces, and the files."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samovar.accounts.authentication import person_of
from samovar.core.errors import NotFound, Refusal, TooLarge
from samovar.core.ranges import send_file
from samovar.recordings import actions, list_actions, page_queries, queries, store
from samovar.recordings.forms import ExpiryForm, NameForm, PersonForm
from samovar.recordings.rules import PIECE_MAX
from samovar.rooms import guests
from samovar.rooms.rules import Viewer

DIGEST = "X-Piece-SHA256"
LATE = "X-Piece-Late"


@require_safe
def recordings(request: HttpRequest) -> HttpResponse:
    """List what the person may see; ``?before=`` goes on."""
    rows = page_queries.rows_for(viewer=person_of(request), before=_number(request, "before"))
    more = rows[-1].recording.pk if len(rows) == queries.PAGE else None
    undo = page_queries.deleted_for(viewer=person_of(request), recording_id=_number(request, "deleted"))
    return render(request, "recordings/list.html", {"rows": rows, "more": more, "undo": undo})


def _number(request: HttpRequest, name: str) -> int | None:
    """Return an id of the query string, None when there is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None  # noqa: PLR2004 - digits


@require_safe
def recording(request: HttpRequest, recording_id: int) -> HttpResponse:
    """Play one, with what happened in it beside it."""
    return _page(request, recording_id, {"play": "play" in request.GET})


def _page(
    request: HttpRequest, recording_id: int, context: dict[str, object], status: int = 200
) -> HttpResponse:
    shown = page_queries.player_for(viewer=person_of(request), recording_id=recording_id)
    return render(request, "recordings/recording.html", {"shown": shown, **context}, status=status)


def _refused(request: HttpRequest, recording_id: int, field: str, refusal: Refusal) -> HttpResponse:
    """Show the page once more with what was written and what is wrong with it. NotFound, Denied."""
    told = refusal.fields.get(field, [refusal.message])[0]
    context: dict[str, object] = {"refused": {field: told}, "written": request.POST.get(field, "")}
    response = _page(request, recording_id, context, refusal.status)
    # The address of a form is no page to come back to.
    response.headers["HX-Push-Url"] = "false"
    return response


@never_cache
@require_safe
def replay(request: HttpRequest, recording_id: int) -> HttpResponse:
    """Give what happened, in step with the video; with ``?after=`` the strokes that come behind one."""
    after = _number(request, "after")
    happened = page_queries.replay_for(viewer=person_of(request), recording_id=recording_id, after=after)
    return JsonResponse(happened)


@require_safe
def video(request: HttpRequest, recording_id: int) -> HttpResponseBase:
    """Send the video, or a part of it; with ``?download`` as a file to keep."""
    found, content = queries.file_for(viewer=person_of(request), recording_id=recording_id, name=store.VIDEO)
    response = send_file(request, content, content_type="video/webm")
    if "download" in request.GET:
        name = f"{found.name} {found.started_at:%Y-%m-%d}.webm"
        response.headers["Content-Disposition"] = _attachment(name)
    return _private(response)


def _attachment(name: str) -> str:
    """Name a download in any script (RFC 6266)."""
    plain = get_valid_filename(name.encode("ascii", "ignore").decode() or "recording.webm")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Asked anew each time, so that what was taken back is gone at once."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_safe
def poster(request: HttpRequest, recording_id: int) -> HttpResponseBase:
    return _picture(request, recording_id, store.POSTER)


@require_safe
def previews(request: HttpRequest, recording_id: int) -> HttpResponseBase:
    return _picture(request, recording_id, store.PREVIEWS)


def _picture(request: HttpRequest, recording_id: int, name: str) -> HttpResponseBase:
    _found, content = queries.file_for(viewer=person_of(request), recording_id=recording_id, name=name)
    return _private(send_file(request, content, content_type="image/webp"))


@never_cache
@require_safe
def captions(request: HttpRequest, recording_id: int) -> HttpResponse:
    """Give what was said as WebVTT."""
    text = page_queries.captions_for(viewer=person_of(request), recording_id=recording_id)
    return HttpResponse(text, content_type="text/vtt; charset=utf-8")


def _recorder(request: HttpRequest, recording_id: int) -> Viewer:
    """Return the person, else the headless recorder whose pass this browser has. NotFound."""
    if request.user.is_authenticated:
        return person_of(request)
    guest = guests.guest_of(request.COOKIES, queries.code_of(recording_id=recording_id))
    if guest is None:
        raise NotFound
    return guest


@login_not_required
@require_http_methods(["PUT"])
def piece(request: HttpRequest, recording_id: int, run: int, n: int) -> HttpResponse:
    """Keep a piece: 201 when it is new, 200 when it was here. The answer tells how things stand."""
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > PIECE_MAX:
            raise TooLarge(_("A piece of a recording has at most 2 MB."), code="piece_too_large")
        given = actions.Given(run, n, request.body, request.headers.get(DIGEST, ""), LATE in request.headers)
        viewer = _recorder(request, recording_id)
        is_new, view = actions.take_piece(actor=viewer, recording_id=recording_id, piece=given)
    except Refusal as refusal:
        told = {"detail": str(refusal.message), "code": refusal.code}
        return JsonResponse(told, status=refusal.status)
    return JsonResponse(view.model_dump(mode="json"), status=201 if is_new else 200)


@require_POST
def finish(request: HttpRequest, recording_id: int) -> HttpResponse:
    """What a page had kept was sent: make the file of it now."""
    actions.finish(actor=person_of(request), recording_id=recording_id)
    return HttpResponse(status=204)


@require_POST
def rename(request: HttpRequest, recording_id: int) -> HttpResponse:
    form = NameForm(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    try:
        list_actions.rename_recording(actor=person_of(request), recording_id=recording_id, name=name)
    except Refusal as refusal:
        return _refused(request, recording_id, "name", refusal)
    messages.success(request, _("The recording has its new name."))
    return redirect("recording", recording_id)


@require_POST
def share(request: HttpRequest, recording_id: int) -> HttpResponse:
    """Share with ``username``, or with ``room`` = on/off everybody of the room."""
    viewer, room = person_of(request), request.POST.get("room")
    if room in {"on", "off"}:
        list_actions.share_with_room(actor=viewer, recording_id=recording_id, on=room == "on")
    else:
        username = _username(request)
        try:
            list_actions.share_with_person(actor=viewer, recording_id=recording_id, username=username)
        except Refusal as refusal:
            return _refused(request, recording_id, "username", refusal)
    messages.success(request, _("Sharing is changed."))
    return redirect("recording", recording_id)


@require_POST
def unshare(request: HttpRequest, recording_id: int) -> HttpResponse:
    list_actions.unshare(actor=person_of(request), recording_id=recording_id, username=_username(request))
    messages.success(request, _("Sharing is changed."))
    return redirect("recording", recording_id)


def _username(request: HttpRequest) -> str:
    form = PersonForm(request.POST)
    return str(form.cleaned_data["username"]) if form.is_valid() else ""


@require_POST
def expire(request: HttpRequest, recording_id: int) -> HttpResponse:
    form = ExpiryForm(request.POST)
    days = form.cleaned_data["days"] if form.is_valid() else -1
    list_actions.set_expiry(actor=person_of(request), recording_id=recording_id, days=days)
    messages.success(request, _("Saved."))
    return redirect("recording", recording_id)


@require_POST
def delete(request: HttpRequest, recording_id: int) -> HttpResponse:
    list_actions.delete_recording(actor=person_of(request), recording_id=recording_id)
    return redirect(f"{reverse('recordings')}?deleted={recording_id}")


@require_POST
def restore(request: HttpRequest, recording_id: int) -> HttpResponse:
    list_actions.restore_recording(actor=person_of(request), recording_id=recording_id)
    messages.success(request, _("The recording is back."))
    return redirect("recordings")
