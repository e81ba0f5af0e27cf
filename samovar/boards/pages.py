"""The pages of boards, and what the editor loads and saves by HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samovar.accounts.authentication import person_of
from samovar.boards import history_queries, picture_actions, queries, snapshot_actions
from samovar.core.errors import Invalid, NotFound, Refusal
from samovar.rooms import guests
from samovar.rooms.rules import LARGEST_ID, Viewer


def _viewer(request: HttpRequest, board_id: int) -> Viewer:
    """Return the person, else the guest whose pass this browser has. NotFound."""
    if request.user.is_authenticated:
        return person_of(request)
    guest = guests.guest_of(request.COOKIES, queries.code_of(board_id=board_id))
    if guest is None:
        raise NotFound
    return guest


@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """List the boards one may open; ``?before=`` goes on."""
    listed = queries.boards_for(viewer=person_of(request), before=_number(request, "before"))
    return render(request, "boards/boards.html", {"boards": listed.boards, "before": listed.before})


def _number(request: HttpRequest, name: str) -> int:
    """Return a number of the query, 0 when there is none. NotFound for anything else."""
    text = request.GET.get(name, "0")
    if not (text.isascii() and text.isdigit()) or int(text) > LARGEST_ID:
        raise NotFound
    return int(text)


@require_safe
def board(request: HttpRequest, board_id: int) -> HttpResponse:
    """Show one board."""
    shown = queries.board_for(viewer=person_of(request), board_id=board_id)
    return render(request, "boards/board.html", {"shown": shown})


@login_not_required
@never_cache
@require_safe
def scene(request: HttpRequest, board_id: int) -> HttpResponse:
    """Give all elements of a page (``?page=``, else the first) at once."""
    viewer, page_id = _viewer(request, board_id), _number(request, "page")
    return JsonResponse(queries.scene_for(viewer=viewer, board_id=board_id, page_id=page_id))


@login_not_required
@never_cache
@require_safe
def history(request: HttpRequest, board_id: int, page_id: int) -> HttpResponse:
    """Give the moments of a page, and its named versions."""
    viewer = _viewer(request, board_id)
    return _told(lambda: history_queries.history_for(viewer=viewer, board_id=board_id, page_id=page_id))


@login_not_required
@never_cache
@require_safe
def moment(request: HttpRequest, board_id: int, page_id: int, seq: int) -> HttpResponse:
    """Give the elements of a page as they were."""
    viewer = _viewer(request, board_id)
    return _told(
        lambda: history_queries.state_for(viewer=viewer, board_id=board_id, page_id=page_id, seq=seq)
    )


@login_not_required
@never_cache
@require_safe
def lost_edits(request: HttpRequest, board_id: int, page_id: int) -> HttpResponse:
    """Give the edits that lost to others': hosts all, others their own."""
    viewer = _viewer(request, board_id)
    return _told(
        lambda: {"lost": history_queries.lost_edits_for(viewer=viewer, board_id=board_id, page_id=page_id)}
    )


def _told(answer: Callable[[], dict[str, Any]], status: int = 200) -> JsonResponse:
    """Answer a program; a refusal too."""
    try:
        return JsonResponse(answer(), status=status)
    except Refusal as refusal:
        told = {"detail": str(refusal.message), "code": refusal.code}
        return JsonResponse(told, status=refusal.status)


@login_not_required
@require_POST
def add_picture(request: HttpRequest, board_id: int) -> HttpResponse:
    """Keep a picture that lies on the board: ``picture``, and ``name`` which elements call it by."""
    viewer = _viewer(request, board_id)
    return _told(lambda: _kept(request, viewer, board_id), status=201)


def _kept(request: HttpRequest, viewer: Viewer, board_id: int) -> dict[str, Any]:
    upload = request.FILES.get("picture")
    if upload is None or upload.file is None:
        raise Invalid(code="no_picture")
    fid = str(request.POST.get("name", ""))
    kept = picture_actions.add_picture(
        actor=viewer, board_id=board_id, fid=fid, upload=upload.file, size=upload.size
    )
    return {"name": kept.fid, "width": kept.width, "height": kept.height}


@login_not_required
@require_safe
def board_picture(request: HttpRequest, board_id: int, fid: str) -> HttpResponseBase:
    """Show a picture that lies on the board. Browsers ask anew each time: who was sent away sees no more."""
    picture = queries.picture_for(viewer=_viewer(request, board_id), board_id=board_id, fid=fid)
    etag = f'"{picture.name}"'
    response = get_conditional_response(request, etag=etag) or FileResponse(
        default_storage.open(picture.path), content_type="image/webp"
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def snapshots(request: HttpRequest, board_id: int) -> HttpResponse:
    """List the saved pictures; a POST with ``picture`` saves one."""
    viewer = person_of(request)
    if request.method == "POST":
        return _save(request, board_id)
    shown = queries.board_for(viewer=viewer, board_id=board_id)
    found = queries.snapshots_for(viewer=viewer, board_id=board_id)
    return render(request, "boards/snapshots.html", {"shown": shown, "snapshots": found})


def _save(request: HttpRequest, board_id: int) -> HttpResponse:
    return _told(lambda: _saved(request, board_id), status=201)


def _saved(request: HttpRequest, board_id: int) -> dict[str, Any]:
    viewer, upload = person_of(request), request.FILES.get("picture")
    queries.snapshots_for(viewer=viewer, board_id=board_id)
    if upload is None or upload.file is None:
        raise Invalid(code="no_picture")
    page = request.POST.get("page", "0")
    snapshot = snapshot_actions.save_snapshot(
        actor=viewer,
        board_id=board_id,
        upload=upload.file,
        size=upload.size,
        page_id=int(page) if page.isascii() and page.isdigit() else 0,
    )
    return {"id": snapshot.pk, "seq": snapshot.seq}


@never_cache
@require_safe
def picture(request: HttpRequest, board_id: int, snapshot_id: int) -> HttpResponseBase:
    """Show a saved picture, or with ``?download`` hand it over as a file."""
    snapshot = queries.snapshot_for(viewer=person_of(request), board_id=board_id, snapshot_id=snapshot_id)
    return FileResponse(
        default_storage.open(snapshot.path),
        as_attachment="download" in request.GET,
        filename=f"board-{board_id}-{snapshot.pk}.png",
        content_type="image/png",
    )


@require_POST
def delete_snapshot(request: HttpRequest, board_id: int, snapshot_id: int) -> HttpResponse:
    """Remove a saved picture."""
    snapshot_actions.delete_snapshot(actor=person_of(request), board_id=board_id, snapshot_id=snapshot_id)
    return redirect("board_snapshots", board_id=board_id)
