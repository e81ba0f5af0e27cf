"""The page of notifications."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_vite.templatetags.django_vite import vite_asset_url

from samovar.notifications import actions, digest_queries, queries, way_actions
from samovar.notifications.texts import DIGESTS, LABELS, html_of, icon_of
from samovar.notifications.way_actions import Wanted

if TYPE_CHECKING:
    from samovar.accounts.models import User

WORKER = "frontend/src/notifications/worker.ts"


@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    """The newest, or those ``before`` an id. Opening it reads them; fresh ones are marked this once."""
    viewer = cast("User", request.user)
    before = request.GET.get("before", "")[:18]
    entries = queries.notifications_for(viewer=viewer, before=int(before) if before.isdecimal() else None)
    shown = [
        {"entry": one, "html": html_of(one.row, one.others), "icon": icon_of(one.row)} for one in entries
    ]
    if entries:
        actions.mark_shown_read(actor=viewer, newest=entries[0].row.pk)
    more = entries[-1].row.pk if len(entries) == queries.PAGE else None
    # What is newer than the list has to be shown in it; a page of older ones shows nothing new.
    newest = "" if before else str(entries[0].row.pk if entries else 0)
    return render(
        request, "notifications/notifications.html", {"shown": shown, "more": more, "newest": newest}
    )


@require_POST
def delete(request: HttpRequest, notification_id: int) -> HttpResponse:
    actions.delete_notification(actor=cast("User", request.user), notification_id=notification_id)
    messages.info(request, _("Deleted."))
    return redirect("notifications")


@require_POST
def delete_all(request: HttpRequest) -> HttpResponse:
    """Delete everything one was told."""
    actions.delete_all_notifications(actor=cast("User", request.user))
    messages.info(request, _("All notifications are deleted."))
    return redirect("notifications")


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Choose by which ways one is told of which kinds."""
    viewer = cast("User", request.user)
    if request.method == "POST":
        told = request.POST
        wanted = Wanted(told.getlist("kind"), told.getlist("mail"), told.getlist("push"), told.get("digest"))
        way_actions.choose_ways(actor=viewer, wanted=wanted)
        messages.success(request, _("Your choice is saved."))
        return redirect("notification_settings")
    ways = queries.ways_for(viewer=viewer)
    kinds = [
        {
            "name": name,
            "label": _(label),
            "wanted": name not in ways.unwanted,
            "mailed": name not in ways.unmailed,
            "pushed": name not in ways.unpushed,
        }
        for name, label in LABELS.items()
    ]
    context = {
        "kinds": kinds,
        "digest": ways.digest,
        "digests": [(name, _(label)) for name, label in DIGESTS.items()],
        "can_push": bool(settings.PUSH_HOSTS),
        "devices": queries.devices_for(viewer=viewer),
    }
    return render(request, "notifications/settings.html", context)


@require_POST
def remove_device(request: HttpRequest, device_id: int) -> HttpResponse:
    """Tell a browser no more."""
    way_actions.remove_device(actor=cast("User", request.user), device_id=device_id)
    messages.info(request, _("This device is told nothing more."))
    return redirect("notification_settings")


@login_not_required
@csrf_exempt  # mail programs POST here by themselves; the key is the way in
@require_http_methods(["GET", "HEAD", "POST"])
def stop_digest(request: HttpRequest, key: str) -> HttpResponse:
    """Ask once more, then mail no more digests; without a login, as mail programs do it."""
    person = digest_queries.person_of_stop_key(key=key)
    if person is not None and request.method == "POST":
        way_actions.stop_digest(actor=person)
    context = {"known": person is not None, "done": request.method == "POST"}
    return render(request, "notifications/stop.html", context, status=200 if person else 404)


@login_not_required
@require_GET
def worker(_request: HttpRequest) -> HttpResponseBase:
    """Give the script that browsers keep for when no page is open; it must stand above all pages."""
    address = vite_asset_url(WORKER)
    found = finders.find(address.removeprefix(settings.STATIC_URL))
    if not isinstance(found, str):
        raise Http404
    return FileResponse(
        Path(found).open("rb"), content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )
