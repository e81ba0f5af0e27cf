"""Following, the lists of it, and what one tells of oneself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samovar.accounts.change_queries import email_change_for
from samovar.core.errors import Invalid
from samovar.core.pages import way_back
from samovar.people import account_actions, follow_actions, follow_queries, queries
from samovar.people.follow_queries import FollowRow
from samovar.people.profile_forms import ProfileForm

if TYPE_CHECKING:
    from samovar.accounts.models import User
    from samovar.people.models import Profile

_CURSOR_DIGITS = 18


def _viewer(request: HttpRequest) -> User:
    return cast("User", request.user)


@require_POST
def follow(request: HttpRequest, username: str) -> HttpResponse:
    person = follow_actions.follow_person(actor=_viewer(request), username=username)
    return _answer(request, person)


@require_POST
def unfollow(request: HttpRequest, username: str) -> HttpResponse:
    person = follow_actions.unfollow_person(actor=_viewer(request), username=username)
    return _answer(request, person)


def _answer(request: HttpRequest, person: User) -> HttpResponse:
    """An open page gets the button anew; else back to where it was pressed."""
    if "HX-Request" in request.headers and "HX-Boosted" not in request.headers:
        small = "small" in request.POST
        followed = follow_queries.is_following(_viewer(request), person)
        requested = follow_queries.has_requested(_viewer(request), person)
        shown = {"person": person, "followed": followed, "requested": requested, "small": small}
        return render(request, "people/_follow.html", shown)
    return redirect(way_back(request) if "next" in request.POST else f"/@{person.username}/")


@require_safe
def followers(request: HttpRequest, username: str) -> HttpResponse:
    return _list(request, username, follow_queries.followers_for, "followers")


@require_safe
def followings(request: HttpRequest, username: str) -> HttpResponse:
    return _list(request, username, follow_queries.followings_for, "followings")


def _list(
    request: HttpRequest, username: str, rows_for: Callable[..., list[FollowRow]], kind: str
) -> HttpResponse:
    viewer = _viewer(request)
    person = queries.person_for(viewer=viewer, username=username)
    text, before = request.GET.get("q", "").strip(), request.GET.get("before", "")[:_CURSOR_DIGITS]
    cursor = int(before) if before.isascii() and before.isdecimal() else None
    rows = rows_for(viewer=viewer, person=person, text=text, before=cursor)
    shown = {
        "person": person,
        "rows": rows,
        "q": text,
        "kind": kind,
        "is_own": person.pk == viewer.pk,
        "more": rows[-1].position if len(rows) == follow_queries.PAGE else None,
    }
    return render(request, "people/follows.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_profile(request: HttpRequest) -> HttpResponse:
    """The form of one's own profile, and what it sends."""
    viewer = _viewer(request)
    profile = follow_queries.details_of(viewer)
    if request.method != "POST":
        shown = {"form": ProfileForm.of(profile), **_around(viewer, profile)}
        return render(request, "people/edit_profile.html", shown)
    form = ProfileForm(request.POST)
    if form.is_valid() and _is_kept(request, form):
        return redirect("profile", username=viewer.username)
    shown = {"form": form, **_around(viewer, profile)}
    return render(request, "people/edit_profile.html", shown, status=400)


def _around(viewer: User, profile: Profile) -> dict[str, object]:
    return {"profile": profile, "waiting": email_change_for(viewer=viewer)}


def _is_kept(request: HttpRequest, form: ProfileForm) -> bool:
    try:
        waiting = account_actions.tell_of_oneself(actor=_viewer(request), told=form.told())
    except Invalid as refusal:
        form.show(refusal)
        return False
    messages.success(request, _("Your profile is changed."))
    if waiting is not None:
        messages.info(request, _("We mailed a link to your old and to your new address. Open both."))
    return True
