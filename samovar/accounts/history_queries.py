"""When and from where somebody logged in; nobody sees that of others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from samovar.accounts.models import Login, User

PAGE = 50


@dataclass(frozen=True)
class LoginRow:
    """A try to log in; ``ended_at`` is None while that login is still open, and for one that failed."""

    login: Login
    ended_at: datetime | None
    minutes: int

    @property
    def active(self) -> bool:
        return self.login.succeeded and self.ended_at is None


def logins_for(*, viewer: User, before: int | None = None) -> list[LoginRow]:
    """Return a page of the viewer's logins, newest first, those that failed too."""
    logins = Login.objects.filter(user=viewer).select_related("session").order_by("-pk")
    if before is not None:
        logins = logins.filter(pk__lt=before)
    now = timezone.now()
    return [_row(login, now) for login in logins[:PAGE]]


def _row(login: Login, now: datetime) -> LoginRow:
    if not login.succeeded:
        return LoginRow(login, None, 0)
    ended = _ended_at(login, now)
    return LoginRow(login, ended, int(((ended or now) - login.at).total_seconds() // 60))


def _ended_at(login: Login, now: datetime) -> datetime | None:
    session = login.session
    if session is None:  # forgotten by now
        return login.at
    return session.ended_at or (session.expires_at if session.expires_at <= now else None)
