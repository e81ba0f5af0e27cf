"""Logins: open them, keep them alive, end them with all that hangs on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts import rules, tokens
from samovar.accounts.events import SessionEnded
from samovar.accounts.models import Login, Session, User
from samovar.core import streams
from samovar.core.errors import NotFound, NotLoggedIn
from samovar.core.hub import hub

SESSION_LIFETIME = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=5)
REFRESH_GRACE = timedelta(seconds=30)


@dataclass(frozen=True)
class Device:
    """Where somebody sits: an address ("" when unknown) and what the browser calls itself."""

    address: str = ""
    agent: str = ""


@transaction.atomic
def start_session(
    *, actor: User | None, kind: str, device: Device, method: str = Login.Method.PASSWORD
) -> Session:
    """Open the row that stands behind a cookie or a token; ``actor`` is ``None`` for a guest.

    ``method`` (a ``Login.Method``) says in the login history how the actor proved who he is.
    """
    session = Session.objects.create(
        user=actor,
        kind=kind,
        expires_at=timezone.now() + SESSION_LIFETIME,
        address=device.address or None,
        device=device.agent[:200],
        refresh_jti=uuid4().hex,
    )
    if actor is not None:
        _note_login(actor, device, method=method, session=session)
    return session


def _note_login(person: User, device: Device, *, method: str, session: Session | None) -> None:
    Login.objects.create(
        user=person,
        session=session,
        succeeded=session is not None,
        method=method,
        address=device.address or None,
        device=device.agent[:200],
    )


def note_failed_login(*, actor: User, device: Device, method: str = Login.Method.PASSWORD) -> None:
    """Somebody tried to log in as ``actor`` in vain."""
    _note_login(actor, device, method=method, session=None)


def note_seen(*, actor: User, session: Session) -> bool:
    """Keep a session that is used alive; say whether that was due (it is every five minutes)."""
    now = timezone.now()
    if now - session.seen_at < SEEN_EVERY:
        return False
    Session.objects.filter(pk=session.pk, ended_at=None).update(
        seen_at=now, expires_at=now + SESSION_LIFETIME
    )
    return True


def refresh_session(*, actor: None, refresh: str) -> tokens.TokenPair:
    """Exchange a refresh token for the next pair.

    The token used last gives the same pair again for 30 s, since its answer may have been lost;
    an older one was stolen or leaked, and ends the session. Raises ``NotLoggedIn``.
    """
    claims = tokens.read_refresh(refresh)
    session = _rotate(claims) if claims else None
    if session is None:
        raise NotLoggedIn(_("This login has ended."), code="token_not_valid")
    return tokens.pair_for(session)


@transaction.atomic
def _rotate(claims: tokens.RefreshClaims) -> Session | None:
    session = Session.objects.select_for_update(of=("self",)).filter(sid=claims.sid, ended_at=None).first()
    now = timezone.now()
    if session is None or session.expires_at <= now or not _is_open(session):
        return None
    if claims.jti == session.refresh_jti:
        _turn(session, now)
    elif claims.jti != session.previous_jti or not _within_grace(session, now):
        _end([session])
        return None
    return session


def _is_open(session: Session) -> bool:
    return session.user is not None and session.user.is_active


def _within_grace(session: Session, now: datetime) -> bool:
    return session.rotated_at is not None and now - session.rotated_at <= REFRESH_GRACE


def _turn(session: Session, now: datetime) -> None:
    session.previous_jti, session.refresh_jti = session.refresh_jti, uuid4().hex
    session.rotated_at = session.seen_at = now
    session.expires_at = now + SESSION_LIFETIME
    session.save(
        update_fields=[
            "previous_jti",
            "refresh_jti",
            "rotated_at",
            "seen_at",
            "expires_at",
        ]
    )


@transaction.atomic
def end_session(*, actor: User, session: Session) -> None:
    """End one of the actor's logins: its cookie, its tokens and its sockets. Raises ``NotFound``."""
    rules.require_own(actor, session)
    _end([session])


@transaction.atomic
def end_session_by_id(*, actor: User, session_id: int) -> None:
    """End one of the actor's logins by its number. Raises ``NotFound``."""
    session = Session.objects.filter(pk=session_id, ended_at=None).first()
    if session is None:
        raise NotFound
    end_session(actor=actor, session=session)


@transaction.atomic
def end_guest_session(*, actor: None, session: Session) -> None:
    """End a guest's pass; whether it may be ended is decided by the room that gave it."""
    if session.kind == Session.Kind.GUEST:
        _end([session])


@transaction.atomic
def end_other_sessions(*, actor: User, but: Session | None) -> int:
    """End all of the actor's logins except ``but``; return how many that were."""
    others = [
        row for row in Session.objects.filter(user=actor, ended_at=None) if but is None or row.pk != but.pk
    ]
    _end(others)
    return len(others)


def _end(sessions: list[Session]) -> None:
    now = timezone.now()
    for session in sessions:
        if not Session.objects.filter(pk=session.pk, ended_at=None).update(ended_at=now):
            continue
        session.ended_at = now
        transaction.on_commit(partial(_close_sockets, session.pk, session.user_id))


def _close_sockets(session_id: int, user_id: int | None) -> None:
    if user_id is not None:
        streams.tell(f"u:{user_id}", SessionEnded(session=session_id))
    hub.close_session(session_id)
