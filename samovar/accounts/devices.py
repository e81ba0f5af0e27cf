"""A signed cookie that says who logged in from this browser before."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

_COOKIE = "samovar_device"
_SALT = "samovar.accounts.devices"
_LIFETIME = int(timedelta(days=365).total_seconds())
_REMEMBERED = 8  # people of one browser


def known_people(request: HttpRequest) -> frozenset[int]:
    """Return the ids of the accounts this browser logged in to before."""
    return frozenset(_read(request))


def remember_person(request: HttpRequest, response: HttpResponse, person_id: int) -> None:
    """Note in the browser that it logged in to this account."""
    people = [known for known in _read(request) if known != person_id][-_REMEMBERED + 1 :]
    response.set_cookie(
        _COOKIE,
        signing.dumps([*people, person_id], salt=_SALT),
        max_age=_LIFETIME,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _read(request: HttpRequest) -> list[int]:
    try:
        people = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_LIFETIME)
    except signing.BadSignature:
        return []
    return [number for number in people if isinstance(number, int)]
