"""Who calls the REST API, and whether more than the account's own addresses is open to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from samovar.accounts.actions import Device
from samovar.accounts.actions.tickets import note_token_used
from samovar.accounts.models import Session, User
from samovar.accounts.queries import live_session
from samovar.accounts.rules import require_verified
from samovar.accounts.tokens import Access, read_access
from samovar.core.address import client_address
from samovar.core.caller import Caller
from samovar.core.errors import Denied, NotLoggedIn

if TYPE_CHECKING:
    # While it is loaded, this module reads the settings that name classes of ours.
    from rest_framework.views import APIView


def person_of(request: HttpRequest | Request) -> User:
    """Return who is logged in; for doors behind the gate, so there always is somebody."""
    if not isinstance(request.user, User):
        raise NotLoggedIn
    return request.user


def session_of(request: HttpRequest | Request) -> Session | None:
    """Return the row behind the request's token or cookie."""
    if isinstance(request, Request) and isinstance(request.auth, Session):
        return request.auth
    row: Session | None = getattr(request, "session_row", None)
    return row


def caller_of(request: HttpRequest | Request) -> Caller:
    """Return who acts, as rules of rooms and files know him; the sockets know the same caller."""
    person, session = person_of(request), session_of(request)
    return Caller(f"u:{person.pk}", session.pk if session else 0, user_id=person.pk)


def device_of(request: HttpRequest | Request) -> Device:
    """Return where a request comes from, for the list of sessions and the limits."""
    return Device(client_address(request), request.META.get("HTTP_USER_AGENT", ""))


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer <access>``. ``request.auth`` is the session row behind it."""

    def authenticate(self, request: Request) -> tuple[User, Session] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        given = read_access(b" ".join(words[1:]).decode("latin-1"))
        session = live_session(sid=given.sid) if given else None
        if given is None or session is None or session.user is None:
            raise NotLoggedIn(code="token_not_valid")
        _require_reach(given, request)
        if given.lasting:
            note_token_used(actor=session.user, session=session)
        return session.user, session

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def _require_reach(given: Access, request: Request) -> None:
    """Raise Denied when the token was made for less than this door and method ask for."""
    view = request.parser_context["view"]
    # A door that names no area is closed to tokens that are kept to some.
    area = getattr(view, "area", "")
    if given.may(area, write=request.method not in SAFE_METHODS):
        return
    if given.may(area, write=False):
        raise Denied(_("This token may only read."), code="token_reads_only")
    raise Denied(_("This token was not made for this."), code="token_out_of_scope")


class IsLoggedIn(BasePermission):
    """Lets everybody with an account in, also before the address is confirmed."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            raise NotLoggedIn
        return True


class IsVerified(IsLoggedIn):
    """Lets in who confirmed the address; what every address takes unless it says otherwise."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        super().has_permission(request, view)
        require_verified(person_of(request))
        return True
