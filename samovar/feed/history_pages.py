"""The history of one's own account (S4: Account History)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samovar.accounts import history_queries as logins
from samovar.accounts.authentication import person_of, session_of
from samovar.feed import history_queries as queries


def _before(request: HttpRequest) -> int | None:
    before = request.GET.get("before", "")[:18]
    return int(before) if before.isdecimal() else None


def _show(request: HttpRequest, tab: str, **context: Any) -> HttpResponse:
    return render(request, "feed/history.html", {"tab": tab, **context})


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how much there is of oneself."""
    return _show(request, "overview", overview=queries.overview_for(viewer=person_of(request)))


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """List one's own posts with what came of them."""
    rows = queries.post_history_for(viewer=person_of(request), before=_before(request))
    more = rows[-1].pk if len(rows) == queries.PAGE else None
    above = queries.newer_posts_for(viewer=person_of(request), before=_before(request))
    return _show(request, "posts", posts=rows, more=more, above=above)


@require_safe
def usage(request: HttpRequest) -> HttpResponse:
    """List one's own logins, those that failed too."""
    rows = logins.logins_for(viewer=person_of(request), before=_before(request))
    more = rows[-1].login.pk if len(rows) == logins.PAGE else None
    return _show(request, "usage", logins=rows, more=more, current=session_of(request))
