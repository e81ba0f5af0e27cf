"""The pages about people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samovar.core.pages import way_back
from samovar.core.text import fold_username
from samovar.people import actions, follow_queries, queries
from samovar.people.privacy_rules import can_follow, can_see_circle
from samovar.people.profile_parts import parts_of

if TYPE_CHECKING:
    from samovar.accounts.models import User

SUGGESTED = 20


def _viewer(request: HttpRequest) -> User:
    return cast("User", request.user)


@require_safe
def profile(request: HttpRequest, username: str) -> HttpResponse:
    shown = queries.profile_for(viewer=_viewer(request), username=username)
    if fold_username(shown.person.username) != fold_username(username):
        # A link to a name the person had before.
        return redirect("profile", username=shown.person.username)
    context = {"profile": shown, "person": shown.person}
    if not shown.blocked:
        context |= _shown_of(request, shown)
    return render(request, "people/profile.html", context)


def _shown_of(request: HttpRequest, shown: queries.Profile) -> dict[str, Any]:
    viewer, person = _viewer(request), shown.person
    open_to = can_see_circle(viewer, person)
    followed = follow_queries.is_following(viewer, person)
    return {
        "details": follow_queries.details_of(person),
        "followed": followed,
        "requested": follow_queries.has_requested(viewer, person),
        "can_follow": followed or can_follow(viewer, person),
        "follows_viewer": follow_queries.is_following(person, viewer),
        "mute": follow_queries.mute_of(viewer, person),
        "open": open_to,
        "parts": parts_of(request, person) if open_to else [],
    }


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Search by ``q``; without it, who came last."""
    text = request.GET.get("q", "").strip()
    viewer = _viewer(request)
    if text:
        found = list(queries.search_people(viewer=viewer, text=text)[: queries.FOUND_MAX])
    else:
        found = queries.newest_people_for(viewer=viewer, limit=SUGGESTED)
    rows = follow_queries.rows_for(viewer=viewer, people=found)
    context = {
        "rows": rows,
        "q": text,
        "limit": queries.FOUND_MAX,
        "waiting": 0 if text else follow_queries.waiting_requests_for(viewer=viewer),
    }
    return render(request, "people/people.html", context)


@require_safe
def blocklist(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    blocked = queries.blocked_people_for(viewer=_viewer(request), text=text)
    return render(request, "people/blocklist.html", {"people": blocked, "q": text})


@require_POST
def block(request: HttpRequest, username: str) -> HttpResponse:
    person = actions.block_person(actor=_viewer(request), username=username)
    messages.info(request, _("%(name)s is blocked.") % {"name": person.full_name})
    return redirect("profile", username=person.username)


@require_POST
def unblock(request: HttpRequest, username: str) -> HttpResponse:
    """Leads back to where Unblock was pressed: the profile or the blocklist."""
    person = actions.unblock_person(actor=_viewer(request), username=username)
    messages.info(request, _("%(name)s is no longer blocked.") % {"name": person.full_name})
    return redirect(way_back(request))
