"""The pages of messages: the list of conversations, and one of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from samovar.accounts.authentication import person_of
from samovar.chat import conversation_queries, inbox_queries, request_queries
from samovar.rooms.actions import open_conversation


def _list(request: HttpRequest, chosen: str = "") -> dict[str, Any]:
    active, text = request.GET.get("tab") == "active", request.GET.get("q", "").strip()
    cursor = request.GET.get("cursor", "")
    page = conversation_queries.conversations_for(
        viewer=person_of(request), text=text, active=active, cursor=cursor
    )
    waiting = len(request_queries.requests_for(viewer=person_of(request)))
    return {"waiting": waiting, "page": page, "active": active, "q": text, "chosen": chosen}


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Show with whom one talks and could talk: all, or who is online (``tab=active``)."""
    return render(request, "chat/messages.html", _list(request))


@require_safe
def conversations(request: HttpRequest) -> HttpResponse:
    """Show the list alone, for a page that is open; ``at`` is the conversation it shows.

    With ``cursor`` only the rows behind it.
    """
    template = "chat/_rows.html" if "cursor" in request.GET else "chat/_conversations.html"
    return render(request, template, _list(request, request.GET.get("at", "")))


@require_safe
def conversation(request: HttpRequest, username: str) -> HttpResponse:
    """Show one conversation. 404 for nobody of that name, and for a block before anything was said."""
    viewer = person_of(request)
    room = open_conversation(actor=viewer, username=username)
    other = inbox_queries.other_for(viewer=viewer, room=room)
    if other.person.username != username:
        return redirect("chat:conversation", username=other.person.username)
    context = _list(request, other.person.username) | {"room": room, "other": other}
    context["asked"] = request_queries.is_asked(viewer=viewer, room=room)
    context["limit"] = settings.MESSAGE_MAX_LENGTH
    return render(request, "chat/conversation.html", context)
