"""One-time tickets: they open one socket of a session, so that no token stands in an address."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_urlsafe

from django.core.cache import cache
from django.core.signing import BadSignature, TimestampSigner
from django.utils import timezone

from samovar.accounts import queries
from samovar.accounts.models import Session, User
from samovar.core.caller import Caller

TICKET_SECONDS = 30
# A subprotocol may hold none of Django's usual colons.
_signer = TimestampSigner(salt="samovar.accounts.tickets", sep=".")


def note_token_used(*, actor: User, session: Session) -> None:
    """Remember, once a minute, when a lasting token was last used; its end does not move."""
    now = timezone.now()
    if now - session.seen_at >= timedelta(minutes=1):
        Session.objects.filter(pk=session.pk, ended_at=None).update(seen_at=now)


def issue_ticket(*, actor: User, session: Session) -> str:
    """Return a ticket for one socket of ``session``, good for 30 seconds."""
    return _signer.sign(f"{session.pk}-{token_urlsafe(12)}")


def caller_by_ticket(*, actor: None, ticket: str) -> Caller | None:
    """Use a ticket up and return who holds its session; ``None`` when it is forged, old or used."""
    try:
        text = _signer.unsign(ticket, max_age=timedelta(seconds=TICKET_SECONDS))
    except BadSignature:
        return None
    if not cache.add(f"ticket:{text}", 1, 2 * TICKET_SECONDS):
        return None
    return queries.caller_for_session(session_id=int(text.partition("-")[0]))
