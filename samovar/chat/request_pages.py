"""Messages of people one has not let in: read, accept, decline."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samovar.accounts.authentication import person_of
from samovar.chat import request_queries
from samovar.people.privacy_actions import answer_writer


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List who wrote and waits for an answer."""
    before = request.GET.get("before", "")[:18]
    cursor = int(before) if before.isascii() and before.isdecimal() else None
    rows = request_queries.requests_for(viewer=person_of(request), before=cursor)
    more = rows[-1].position if len(rows) == request_queries.PAGE else None
    return render(request, "chat/requests.html", {"rows": rows, "more": more})


@require_POST
def accept(request: HttpRequest, username: str) -> HttpResponse:
    """Let somebody write from now on."""
    other = answer_writer(actor=person_of(request), username=username, yes=True)
    return redirect("chat:conversation", username=other.username)


@require_POST
def decline(request: HttpRequest, username: str) -> HttpResponse:
    """Do not; nobody is told."""
    answer_writer(actor=person_of(request), username=username, yes=False)
    messages.info(request, _("Declined. Nobody is told."))
    return redirect("chat:requests")
