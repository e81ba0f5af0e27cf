"""The tokens behind one session row. Nothing here is stored; the row says which one is current."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from samovar.accounts.models import Session
from samovar.core.areas import EVERYTHING


@dataclass(frozen=True)
class TokenPair:
    """Two encoded JWTs of one session."""

    refresh: str
    access: str


@dataclass(frozen=True)
class Access:
    """What a token gives: the session, and what it may do. ``lasting``: no 15 minutes' token.

    ``grants`` maps areas (``core.areas``, or ``*`` for all) to ``read`` or ``write``; who writes reads too.
    """

    sid: str
    grants: Mapping[str, str] = field(default_factory=lambda: {EVERYTHING: "write"})
    lasting: bool = False

    def may(self, area: str, *, write: bool) -> bool:
        """Say whether the token reaches this area; an unknown one is reached by grants for all alone."""
        given = {self.grants.get(EVERYTHING), self.grants.get(area)}
        return "write" in given or (not write and "read" in given)


# Other kinds of token by what they begin with; filled by the app that knows them.
readers: dict[str, Callable[[str], Access | None]] = {}
# What the tokens of a session may do, where the session alone is known (by a ticket).
grants_of_session: list[Callable[[Session], Mapping[str, str] | None]] = []


@dataclass(frozen=True)
class RefreshClaims:
    """What a refresh token says: whose session, and which of its tokens."""

    sid: str
    jti: str


def pair_for(session: Session) -> TokenPair:
    """Return the current pair of ``session``; the same texts each time until it rotates."""
    born: datetime = session.rotated_at or session.created_at
    return TokenPair(_encoded(RefreshToken(), session, born), _encoded(AccessToken(), session, born))


def _encoded(token: AccessToken | RefreshToken, session: Session, born: datetime) -> str:
    token.set_iat(at_time=born)
    token.set_exp(from_time=born)
    token["jti"] = session.refresh_jti
    token["sid"] = session.sid
    token["user_id"] = str(session.user_id)
    return str(token)


def read_refresh(text: str) -> RefreshClaims | None:
    """Return what a refresh token says, or ``None`` when it is forged, expired or another kind."""
    try:
        token = RefreshToken(text)  # type: ignore[arg-type]  # simplejwt declares a Token, takes its text
        return RefreshClaims(str(token["sid"]), str(token["jti"]))
    except (TokenError, KeyError):
        return None


def read_access(text: str) -> Access | None:
    """Return what an access token gives, or ``None`` when it is forged, expired or another kind."""
    for prefix, read in readers.items():
        if text.startswith(prefix):
            return read(text)
    try:
        return Access(str(AccessToken(text)["sid"]))  # type: ignore[arg-type]  # as above
    except (TokenError, KeyError):
        return None


def access_of(session: Session) -> Access:
    """Return what the token behind a session gives; everything unless it was made for less."""
    for look in grants_of_session:
        if (grants := look(session)) is not None:
            return Access(session.sid, grants, lasting=True)
    return Access(session.sid)
