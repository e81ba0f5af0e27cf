"""What one put aside."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from samovar.accounts.authentication import caller_of, person_of
from samovar.chat import mark_actions, mark_queries

PAGE = 20


@require_safe
def starred(request: HttpRequest) -> HttpResponse:
    """List it, the last star first; ``before`` is where a page begins."""
    before = request.GET.get("before", "")[:18]
    cursor = int(before) if before.isascii() and before.isdecimal() else None
    rows, more = mark_queries.starred_for(viewer=person_of(request), before=cursor, limit=PAGE)
    context = {"rows": rows, "more": rows[-1].id if more else None, "first": cursor is None}
    return render(request, "chat/starred.html", context)


@require_POST
def unstar(request: HttpRequest, room_id: int, n: int) -> HttpResponse:
    """Take a star back."""
    mark_actions.star_message(actor=caller_of(request), room_id=room_id, n=n, on=False)
    return redirect("chat:starred")
