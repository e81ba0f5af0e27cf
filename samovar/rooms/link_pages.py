"""The page that a link of invitation leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from samovar.accounts.authentication import person_of
from samovar.accounts.returning import forget_return, remember_return
from samovar.accounts.rules import is_verified
from samovar.core.errors import Denied, NotFound
from samovar.rooms import actions, member_queries, member_rules, queries

if TYPE_CHECKING:
    from samovar.rooms.models import InviteLink


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, word: str) -> HttpResponse:
    """Show to what one is invited, and join it by POST. Strangers see the room's name and the way in."""
    link = member_queries.link_of_word(word=word)
    if not is_verified(request.user):
        if link is None:
            return _gone(request)
        remember_return(request, request.path)
        return render(request, "rooms/invited.html", {"link": link, "shell": "plain.html"})
    forget_return(request)
    person = person_of(request)
    try:
        if request.method == "POST":
            return redirect("rooms:room", code=actions.join_by_link(actor=person, word=word).code)
        return _show(request, member_rules.require_link_for(person, link))
    except NotFound:
        return _gone(request)
    except Denied as refusal:
        context = {"link": link, "shell": "base.html", "refusal": refusal.message}
        return render(request, "rooms/invited.html", context, status=403)


def _show(request: HttpRequest, link: InviteLink) -> HttpResponse:
    if queries.start_for(viewer=person_of(request), room_id=link.room_id) is not None:
        return redirect("rooms:room", code=link.room.code)
    context = {"link": link, "shell": "base.html", "count": member_queries.count_of(room=link.room)}
    return render(request, "rooms/invited.html", context)


def _gone(request: HttpRequest) -> HttpResponse:
    shell = "base.html" if is_verified(request.user) else "plain.html"
    return render(request, "rooms/invited.html", {"link": None, "shell": shell}, status=404)
