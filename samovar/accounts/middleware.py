"""What stands between a cookie and a page: the session row, and the gate before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation

from samovar.accounts.actions import note_seen
from samovar.accounts.models import Session
from samovar.accounts.queries import live_session
from samovar.accounts.rules import is_verified

Answer = Callable[[HttpRequest], HttpResponse]


class SessionRowMiddleware:
    """Refuses a cookie whose session row ended or expired, and speaks the person's language."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sid = request.session.get("sid")
        if sid or SESSION_KEY in request.session:
            self._use(request, live_session(sid=sid or ""))
        return self.get_response(request)

    @staticmethod
    def _use(request: HttpRequest, row: Session | None) -> None:
        if row is None or row.user is None or not request.user.is_authenticated:
            request.session.flush()
            request.user = AnonymousUser()
            return
        request.session_row = row  # type: ignore[attr-defined]  # read by session_of() alone
        if note_seen(actor=row.user, session=row):
            # Sends the cookie again, which then lasts as long as the row.
            request.session.modified = True
        if row.user.language:
            translation.activate(row.user.language)
            request.LANGUAGE_CODE = row.user.language


class GateMiddleware(LoginRequiredMiddleware):
    """Leads who is not logged in to ``/login/?next=``, and who is not verified to ``/verify/``."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        args: Any,
        kwargs: Any,
    ) -> HttpResponseBase | None:
        refused = super().process_view(request, view_func, args, kwargs)
        if refused is not None or not getattr(view_func, "login_required", True):
            return refused
        return None if is_verified(request.user) else redirect("accounts:verify")

    def handle_no_permission(  # type: ignore[override]  # the stubs promise a redirect; Django takes any answer
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if request.headers.get("HX-Request") != "true":
            return super().handle_no_permission(request, view_func)
        # htmx would put the login page into a part of this one: it has to load it as a whole.
        here = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = quote(f"{here.path}?{here.query}" if here.query else here.path or "/")
        return HttpResponse(headers={"HX-Redirect": f"{settings.LOGIN_URL}?next={back}"})
