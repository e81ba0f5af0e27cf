"""Opens a session row with every web login, however it came about, and ends it with the logout."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from samovar.accounts.actions import end_session, remove_export, start_session
from samovar.accounts.authentication import device_of
from samovar.accounts.models import Login, Session, User
from samovar.accounts.queries import live_session
from samovar.accounts.signals import erasing


@receiver(user_logged_in, dispatch_uid="accounts.open_row")
def open_row(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Put the ``sid`` of a new row into the cookie's session; it survives a change of its key."""
    _end_row(request, user)
    method = request.session.pop("login_method", Login.Method.PASSWORD)
    row = start_session(actor=user, kind=Session.Kind.WEB, device=device_of(request), method=method)
    request.session["sid"] = row.sid


@receiver(user_logged_out, dispatch_uid="accounts.end_row")
def end_row(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """End the row behind the cookie that logs out, and with it its sockets."""
    if user is not None:
        _end_row(request, user)


@receiver(erasing, dispatch_uid="accounts.remove_export")
def on_erasing(*, person: User, **_kwargs: Any) -> bool:
    remove_export(actor=person)
    return False


def _end_row(request: HttpRequest, user: User) -> None:
    session = live_session(sid=request.session.get("sid", ""))
    if session is not None and session.user_id == user.pk:
        end_session(actor=user, session=session)
