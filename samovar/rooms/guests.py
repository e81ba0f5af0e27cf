"""The cookie of a guest: signed, for one room, so that it opens nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

from samovar.core.caller import Caller
from samovar.rooms import queries
from samovar.rooms.actions.entering import GUEST_STAYS

_SALT = "samovar.rooms.guest"


def _cookie_name(code: str) -> str:
    return f"samovar_guest_{code.replace('-', '')}"


def give_pass(response: HttpResponse, *, code: str, sid: str) -> None:
    """Put the pass for the room of ``code`` into the browser."""
    response.set_cookie(
        _cookie_name(code),
        signing.dumps([code, sid], salt=_SALT),
        max_age=int(GUEST_STAYS.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def pass_of(cookies: Mapping[str, str], code: str) -> str:
    """Return the ``sid`` of the pass for this room, "" when there is none or it is forged."""
    try:
        signed_for, sid = signing.loads(cookies.get(_cookie_name(code), ""), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(sid) if signed_for == code else ""


def give_knock(response: HttpResponse, *, code: str, secret: str) -> None:
    """Let the waiting browser keep what its knock is known by; nobody else has it."""
    response.set_cookie(
        _knock_cookie(code),
        secret,
        max_age=int(GUEST_STAYS.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def knock_of(cookies: Mapping[str, str], code: str) -> str:
    """Return the secret of the knock before this room, "" without one."""
    return cookies.get(_knock_cookie(code), "")


def forget_knock(response: HttpResponse, *, code: str) -> None:
    response.delete_cookie(_knock_cookie(code))


def _knock_cookie(code: str) -> str:
    return f"samovar_knock_{code.replace('-', '')}"


def guest_of(cookies: Mapping[str, str], code: str) -> Caller | None:
    """Return the guest these cookies let into the room of ``code``, as the gateway asks for ``?pass=``."""
    sid = pass_of(cookies, code)
    return queries.guest_for(code=code, sid=sid) if sid else None
