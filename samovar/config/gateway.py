"""Who is behind a socket: a session cookie, a token, or a guest's pass. Wiring of the apps' queries."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import parse_cookie
from django.http.request import validate_host
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from samovar.accounts import queries as accounts
from samovar.accounts.actions import caller_by_ticket
from samovar.chat.plain_socket import PlainChat
from samovar.core.caller import Caller
from samovar.core.gateway import each_second
from samovar.core.handshake import CLOSE_DENIED, CLOSE_NOBODY, offered_ticket
from samovar.core.hub import hub
from samovar.core.server import Gateway, Scope
from samovar.rooms import guests


def header(scope: Scope, name: bytes) -> str:
    """Return a header of the handshake, or ""."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def asked(scope: Scope, name: str) -> str | None:
    """Return a value of the query string, or None."""
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    return query[name][0] if name in query else None


def is_own_origin(scope: Scope) -> bool:
    """Say whether the page that opens the socket is ours. What sends no Origin is no browser.

    An exact list: the configured address, and the host the request itself was sent to.
    """
    origin = header(scope, b"origin")
    if not origin:
        return True
    host = header(scope, b"host")
    allowed = {settings.SITE_URL}
    if validate_host(urlsplit(f"//{host}").hostname or "", settings.ALLOWED_HOSTS):
        allowed |= {f"http://{host}", f"https://{host}"}
    return origin in allowed


def authenticate(scope: Scope) -> Caller | int:
    """Return who opens the socket, or the code to close it with. Runs in a thread."""
    ticket = offered_ticket(scope)
    if ticket is not None:
        return caller_by_ticket(actor=None, ticket=ticket) or CLOSE_NOBODY
    token = asked(scope, "token")
    if token is not None:
        return accounts.caller_for_token(token) or CLOSE_NOBODY
    if not is_own_origin(scope):
        return CLOSE_DENIED
    cookies = parse_cookie(header(scope, b"cookie"))
    code = asked(scope, "pass")
    if code is not None:
        return guests.guest_of(cookies, code) or CLOSE_NOBODY
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    return (accounts.caller_for_cookie(key) if key else None) or CLOSE_NOBODY


def language(scope: Scope) -> str:
    """Return the language of the person's pages: the chosen one, else the browser's."""
    wished = [parse_cookie(header(scope, b"cookie")).get(settings.LANGUAGE_COOKIE_NAME, "")]
    wished += [code for code, _quality in parse_accept_lang_header(header(scope, b"accept-language").lower())]
    for code in wished:
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def end_dead_sessions() -> None:
    """Close the sockets of sessions that ended or expired, whoever ended them."""
    open_here = hub.session_ids()
    if open_here:
        alive = accounts.live_session_ids(session_ids=open_here)
        for session_id in set(open_here) - alive:
            hub.close_session(session_id)


def gateway() -> Gateway:
    """Return the gateway of this installation."""
    each_second(end_dead_sessions)
    return Gateway(authenticate, language)


def plain_chat() -> PlainChat:
    """Return the simple chat socket; who opens it is found out in the same way."""
    return PlainChat(authenticate, language)
