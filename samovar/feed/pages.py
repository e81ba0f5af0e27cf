"""The pages of the feed. Each also answers a part of itself to a page that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samovar.core.errors import Conflict, Invalid, NoSpace, Refusal
from samovar.core.pages import way_back
from samovar.feed import actions, queries, version_queries
from samovar.feed.begun_queries import room_to_share
from samovar.feed.forms import editing_of, read_draft, read_number
from samovar.feed.hashtags import tag_key
from samovar.people.follow_queries import bonds_for, suggestions_for
from samovar.people.queries import person_for
from samovar.rooms.queries import active_rooms_for, rooms_to_share_for

if TYPE_CHECKING:
    from samovar.accounts.models import User

ROOMS = 4
ROOMS_OFFERED = 50


def _viewer(request: HttpRequest) -> User:
    return cast("User", request.user)


def wants_part(request: HttpRequest) -> bool:
    """Say whether an open page asks for a part of itself, not for a new page."""
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The dashboard; with ``before`` asked by an open page only the next posts."""
    viewer = _viewer(request)
    bonds = bonds_for(viewer=viewer)
    following = request.GET.get("filter") == "following"
    before = read_number(request.GET.get("before"))
    page = queries.home_for(viewer=viewer, bonds=bonds, following=following, before=before)
    shown: dict[str, Any] = {"page": page, "path": "/", "following": following, "before": before}
    if wants_part(request):
        return render(request, "feed/_page.html", shown)
    shown["after"] = page.cards[0].post.pk if page.cards else 0
    shown["suggestions"] = suggestions_for(viewer=viewer, followed=bonds.followed)
    return render(request, "feed/home.html", shown)


@require_safe
def calls_now(request: HttpRequest) -> HttpResponse:
    """The card of rooms where people are; loaded after the page and whenever rooms change."""
    rooms = active_rooms_for(viewer=_viewer(request))[:ROOMS]
    return render(request, "feed/_rooms.html", {"rooms": rooms})


@require_safe
def rooms_to_share(request: HttpRequest) -> HttpResponse:
    """The part of the composer that offers rooms; an open page asks for it when it is wanted.

    ``room``: the id of one that was chosen before, which is among them though there are many newer ones.
    """
    viewer = _viewer(request)
    rooms = [
        {"id": room.pk, "name": room.name} for room in rooms_to_share_for(viewer=viewer, limit=ROOMS_OFFERED)
    ]
    chosen = room_to_share(viewer, read_number(request.GET.get("room")))
    if chosen and all(room["id"] != chosen.id for room in rooms):
        rooms.append({"id": chosen.id, "name": chosen.name})
    return render(request, "feed/_room_choice.html", {"rooms": rooms})


@require_safe
def shared_room(request: HttpRequest, post_id: int) -> HttpResponse:
    """The card of the room in a post, as it is now."""
    card = queries.card_for(viewer=_viewer(request), post_id=post_id)
    return render(request, "feed/_shared_room.html", {"card": card})


@require_safe
def versions(request: HttpRequest, post_id: int) -> HttpResponse:
    """What a post said before it was edited."""
    card, rows = version_queries.versions_for(viewer=_viewer(request), post_id=post_id)
    template = "feed/_versions.html" if wants_part(request) else "feed/versions.html"
    return render(request, template, {"card": card, "versions": rows})


@require_safe
def new_posts(request: HttpRequest) -> HttpResponse:
    """How many posts an open home page, whose newest is ``after``, does not show yet."""
    after = read_number(request.GET.get("after")) or 0
    following = request.GET.get("filter") == "following"
    count = queries.count_new_for(viewer=_viewer(request), after=after, following=following)
    return render(request, "feed/_new.html", {"count": count, "after": after, "following": following})


@require_safe
def tagged(request: HttpRequest, tag: str) -> HttpResponse:
    before = read_number(request.GET.get("before"))
    page = queries.posts_tagged_for(viewer=_viewer(request), tag=tag_key(tag), before=before)
    template = "feed/_page.html" if wants_part(request) else "feed/tagged.html"
    return render(request, template, {"page": page, "path": request.path, "tag": tag})


@require_safe
def liked(request: HttpRequest) -> HttpResponse:
    page = queries.liked_posts_for(viewer=_viewer(request), before=read_number(request.GET.get("before")))
    template = "feed/_page.html" if wants_part(request) else "feed/liked.html"
    return render(request, template, {"page": page, "path": request.path})


@require_safe
def posts_of_person(request: HttpRequest, username: str) -> HttpResponse:
    """A person's posts; an open profile asks for the older ones."""
    if not wants_part(request):
        return redirect("profile", username=username)
    person = person_for(viewer=_viewer(request), username=username)
    return render(request, "feed/_page.html", _posts_of(request, person))


def profile_posts(request: HttpRequest, person: User) -> SafeString:
    """Draw the posts that stand on a profile."""
    return render_to_string("feed/_profile.html", _posts_of(request, person), request=request)


def _posts_of(request: HttpRequest, person: User) -> dict[str, Any]:
    before = read_number(request.GET.get("before"))
    page = queries.posts_of_person_for(viewer=_viewer(request), person=person, before=before)
    return {"page": page, "path": f"/@{person.username}/posts/"}


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    post = actions.create_post(actor=_viewer(request), draft=read_draft(request.POST, request.FILES))
    return _post_part(request, post.pk) if wants_part(request) else redirect("home")


def edit(request: HttpRequest, post_id: int) -> HttpResponse:
    """The form that changes a post, and what it sends; what was refused stays in it as it was written."""
    viewer = _viewer(request)
    if request.method != "POST":
        return _edit_form(request, post_id)
    try:
        actions.edit_post(actor=viewer, post_id=post_id, draft=read_draft(request.POST, request.FILES))
    except (Invalid, Conflict, NoSpace) as refusal:
        return _edit_form(request, post_id, refusal)
    messages.success(request, _("Your post is changed."))
    return redirect("post", post_id=post_id)


def _edit_form(request: HttpRequest, post_id: int, refusal: Refusal | None = None) -> HttpResponse:
    card = queries.own_card_for(viewer=_viewer(request), post_id=post_id)
    shown = {
        "card": card,
        "post": card.post,
        "editing": editing_of(card, request.POST if refusal else None),
        "problem": refusal.message if refusal else "",
        "changed": isinstance(refusal, Conflict),
        "files_gone": bool(request.FILES),
    }
    return render(request, "feed/edit.html", shown, status=refusal.status if refusal else 200)


@require_POST
def delete(request: HttpRequest, post_id: int) -> HttpResponse:
    post = actions.delete_post(actor=_viewer(request), post_id=post_id)
    if wants_part(request):
        return render(request, "feed/_deleted.html", {"post": post})
    messages.info(request, _("Your post is deleted."))
    return redirect("home")


@require_POST
def restore(request: HttpRequest, post_id: int) -> HttpResponse:
    actions.restore_post(actor=_viewer(request), post_id=post_id)
    return _post_part(request, post_id) if wants_part(request) else redirect("post", post_id=post_id)


def _post_part(request: HttpRequest, post_id: int) -> HttpResponse:
    card = queries.card_for(viewer=_viewer(request), post_id=post_id)
    return render(request, "feed/_post.html", {"card": card})


@require_POST
def like(request: HttpRequest, post_id: int) -> HttpResponse:
    """``liked`` says what shall be, not what shall change: pressed twice by mistake, it stays as it is."""
    change = actions.like_post if request.POST.get("liked") == "1" else actions.unlike_post
    change(actor=_viewer(request), post_id=post_id)
    if not wants_part(request):
        return redirect(way_back(request))
    card = queries.card_for(viewer=_viewer(request), post_id=post_id)
    return render(request, "feed/_likes.html", {"card": card})


@require_safe
def likers(request: HttpRequest, post_id: int) -> HttpResponse:
    before = read_number(request.GET.get("before"))
    rows = queries.likers_for(viewer=_viewer(request), post_id=post_id, before=before)
    more = rows[-1].position if len(rows) == queries.LIKERS_PAGE else None
    template = "feed/_likers.html" if wants_part(request) else "feed/likers.html"
    return render(request, template, {"rows": rows, "more": more, "post_id": post_id})


@require_safe
def picture(request: HttpRequest, post_id: int, place: int) -> HttpResponse:
    """One picture of a post as large as the screen; ``place`` counts from 0."""
    shown = queries.picture_of_post_for(viewer=_viewer(request), post_id=post_id, place=place)
    template = "feed/_picture.html" if wants_part(request) else "feed/picture.html"
    return render(request, template, {"shown": shown})
