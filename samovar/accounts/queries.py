"""Who is there, and who is behind a cookie, a token or a link."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode

from samovar.accounts import tokens
from samovar.accounts.erasure_queries import is_reserved, pending_erasure
from samovar.accounts.models import Application, Erasure, FormerName, Mail, Session, Suspension, User
from samovar.accounts.rules import is_verified
from samovar.core.caller import Caller
from samovar.core.errors import NotFound
from samovar.core.text import fold_username
from samovar.core.threads import once_a_thread

_OUTBOX_LENGTH = 100


def verified_people() -> QuerySet[User]:
    """Return everybody others may see: active, with a confirmed address, no program of a single room."""
    people = User.objects.filter(is_active=True, unlisted=False)
    return people if settings.EMAIL_VERIFICATION == "off" else people.filter(verified_at__isnull=False)


def user_by_username(username: str) -> User:
    """Return the verified person called so, by the folded key, or raise ``NotFound``."""
    known = "\0" not in username  # which PostgreSQL cannot even compare
    person = verified_people().filter(username_key=fold_username(username)).first() if known else None
    if person is None:
        raise NotFound
    return person


def person_named(name: str) -> User | None:
    """Return the active account a login name means: an e-mail when it has an ``@``, else a username."""
    person = owner_named(name)
    return person if person is not None and person.is_active else None


def owner_named(name: str) -> User | None:
    """As ``person_named``, but also an account that is closed for a reason its owner may be told."""
    condition = Q(email=name.strip().lower()) if "@" in name else Q(username_key=fold_username(name.strip()))
    leaving = Exists(Erasure.objects.filter(user_id=OuterRef("pk")))
    shut_out = Exists(Suspension.objects.filter(user=OuterRef("pk")))
    applying = Exists(Application.objects.filter(user=OuterRef("pk")))
    people = User.objects.filter(Q(is_active=True) | leaving | shut_out | applying)
    return people.filter(condition).first() if name.strip() else None


def taken_fields(*, username: str = "", email: str = "", but: User | None = None) -> list[str]:
    """Return which of ``username`` and ``email`` belong to an account already, other than ``but``."""
    others = User.objects.all() if but is None else User.objects.exclude(pk=but.pk)
    taken = []
    key = fold_username(username)
    if others.filter(username_key=key).exists() or _is_kept(key, but) or is_reserved(username):
        taken.append("username")
    if email and others.filter(email=email.strip().lower()).exists():
        taken.append("email")
    return taken


def _is_kept(key: str, but: User | None) -> bool:
    """Say whether somebody else was called so until lately."""
    names = FormerName.objects.filter(username_key=key, until__gt=timezone.now())
    return (names if but is None else names.exclude(user=but)).exists()


def live_session(*, sid: str) -> Session | None:
    """Return the session, with its user, unless it ended or expired or the account is closed."""
    return next(iter(_open_sessions().filter(sid=sid, expires_at__gt=timezone.now())), None)


@once_a_thread
def _open_sessions() -> QuerySet[Session]:
    """Return those that have not ended, whatever the clock says; every handshake asks."""
    alive = Session.objects.filter(Q(user=None) | Q(user__is_active=True), ended_at=None)
    return alive.select_related("user")


def live_session_by_id(*, session_id: int) -> Session | None:
    """Return the session with that number unless it ended or expired."""
    return Session.objects.filter(pk=session_id, ended_at=None, expires_at__gt=timezone.now()).first()


def live_session_ids(*, session_ids: list[int]) -> set[int]:
    """Return which of these sessions have neither ended nor expired: the others' sockets are closed."""
    alive = _open_sessions().filter(pk__in=session_ids, expires_at__gt=timezone.now())
    return set(alive.values_list("pk", flat=True))


def sessions_for(*, viewer: User) -> QuerySet[Session]:
    """Return the viewer's logins that are still open, the last used first."""
    return Session.objects.filter(user=viewer, ended_at=None, expires_at__gt=timezone.now()).order_by(
        "-seen_at"
    )


def session_for_token(access: str) -> Session | None:
    """Return the live session an access token leads to."""
    given = tokens.read_access(access)
    return live_session(sid=given.sid) if given else None


def session_for_cookie(session_key: str) -> Session | None:
    """Return the live session a session cookie leads to."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    sid = store.get("sid")
    return live_session(sid=sid) if sid else None


def caller_for_token(access: str) -> Caller | None:
    """Return who holds an access token, or ``None``."""
    given = tokens.read_access(access)
    return _limited(_caller(live_session(sid=given.sid)), given) if given else None


def caller_for_cookie(session_key: str) -> Caller | None:
    """Return the person who holds a session cookie, or ``None``."""
    return _caller(session_for_cookie(session_key))


def caller_for_session(*, session_id: int) -> Caller | None:
    """Return who holds a live session, or ``None``."""
    living = Session.objects.filter(user__is_active=True, ended_at=None, expires_at__gt=timezone.now())
    session = living.filter(pk=session_id).select_related("user").first()
    return _limited(_caller(session), tokens.access_of(session)) if session else None


def _limited(caller: Caller | None, given: tokens.Access) -> Caller | None:
    """A socket is for writing too: a token that may not is not let in (4403)."""
    may = given.may("live", write=True)
    return caller if caller is None or may else replace(caller, verified=False)


def _caller(session: Session | None) -> Caller | None:
    if session is None or session.user is None:
        return None
    person = session.user
    return Caller(f"u:{person.pk}", session.pk, user_id=person.pk, verified=is_verified(person))


def address_for_key(key: str) -> EmailAddress | None:
    """Return the unconfirmed address a mailed key is for; ``None`` when forged, expired or used."""
    confirmation = EmailConfirmationHMAC.from_key(key)
    return confirmation.email_address if confirmation else None


def person_for_reset(*, key: str) -> User | None:
    """Return whose password a mailed key may set; ``None`` when forged, expired or used."""
    uid, _dot, token = key.partition(".")
    try:
        number = int(urlsafe_base64_decode(uid))
    except ValueError:
        return None
    person = User.objects.filter(pk=number, is_active=True).first() if 0 < number < 2**63 else None
    return person if default_token_generator.check_token(person, token) else None


def outbox() -> list[Mail]:
    """Return the last mails, newest first."""
    return list(Mail.objects.order_by("-pk")[:_OUTBOX_LENGTH])


def erasure_named(*, name: str) -> Erasure | None:
    """Return the deletion, still to be taken back, of the account a login name means."""
    person = owner_named(name)
    return pending_erasure(person) if person is not None else None


def waiting_address(*, name: str) -> str:
    """Return the unconfirmed address of the account a login name means, else ""."""
    person = owner_named(name)
    return "" if person is None or is_verified(person) else person.email


def person_of_caller(caller: Caller) -> User | None:
    """Return the person behind a socket; ``None`` for a guest."""
    return User.objects.filter(pk=caller.user_id).first() if caller.user_id else None
