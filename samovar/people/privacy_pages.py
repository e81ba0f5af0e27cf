"""Pages about whom one lets come near: choices, wishes to follow, and mutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samovar.core.pages import way_back
from samovar.people import follow_queries, mute_actions, privacy_actions
from samovar.people.privacy_rules import privacy_of
from samovar.people.profile_forms import PrivacyForm

if TYPE_CHECKING:
    from samovar.accounts.models import User

_CURSOR_DIGITS = 18


def _viewer(request: HttpRequest) -> User:
    return cast("User", request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: HttpRequest) -> HttpResponse:
    """Choose who may write, call, follow, and see that one is online."""
    viewer = _viewer(request)
    if request.method != "POST":
        return render(request, "people/privacy.html", {"form": PrivacyForm.of(privacy_of(viewer))})
    form = PrivacyForm(request.POST)
    if not form.is_valid():
        return render(request, "people/privacy.html", {"form": form}, status=400)
    privacy_actions.choose_privacy(actor=viewer, wishes=privacy_actions.Wishes(**form.cleaned_data))
    messages.success(request, _("Your choice is saved."))
    return redirect("privacy")


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List who asks to follow, to be let in or not."""
    before = request.GET.get("before", "")[:_CURSOR_DIGITS]
    cursor = int(before) if before.isascii() and before.isdecimal() else None
    rows = follow_queries.follow_requests_for(viewer=_viewer(request), before=cursor)
    more = rows[-1].position if len(rows) == follow_queries.PAGE else None
    return render(request, "people/requests.html", {"rows": rows, "more": more})


@require_POST
def accept(request: HttpRequest, username: str) -> HttpResponse:
    """Let somebody follow."""
    person = privacy_actions.accept_follower(actor=_viewer(request), username=username)
    messages.success(request, _("%(name)s follows you now.") % {"name": person.full_name})
    return redirect("follow_requests")


@require_POST
def decline(request: HttpRequest, username: str) -> HttpResponse:
    """Say no to a follower; nobody is told."""
    privacy_actions.decline_follower(actor=_viewer(request), username=username)
    messages.info(request, _("Declined. Nobody is told."))
    return redirect("follow_requests")


@require_POST
def remove_follower(request: HttpRequest, username: str) -> HttpResponse:
    """Let somebody follow no more; nobody is told."""
    person = privacy_actions.remove_follower(actor=_viewer(request), username=username)
    messages.info(request, _("%(name)s no longer follows you.") % {"name": person.full_name})
    return redirect(way_back(request))


@require_safe
def mutes(request: HttpRequest) -> HttpResponse:
    """List whom one mutes."""
    found = follow_queries.muted_people_for(viewer=_viewer(request))
    return render(request, "people/mutes.html", {"mutes": found})


@require_POST
def mute(request: HttpRequest, username: str) -> HttpResponse:
    """Hide what somebody posts, for as long as was chosen."""
    found = mute_actions.mute_person(
        actor=_viewer(request),
        username=username,
        span=request.POST.get("span", "ever"),
        notifications="keep_notifications" not in request.POST,
    )
    messages.info(request, _("%(name)s is muted and is not told.") % {"name": found.muted.full_name})
    return redirect("profile", username=found.muted.username)


@require_POST
def unmute(request: HttpRequest, username: str) -> HttpResponse:
    """See somebody again."""
    person = mute_actions.unmute_person(actor=_viewer(request), username=username)
    messages.info(request, _("%(name)s is no longer muted.") % {"name": person.full_name})
    return redirect(way_back(request))
