"""Who showed by a passkey, in this login and within minutes, who it is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from samovar.accounts.authentication import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest

_KEY = "confirmed"
_SECONDS = 300


def note(request: HttpRequest) -> None:
    """A passkey of who is logged in answered."""
    request.session[_KEY] = [person_of(request).pk, time.time() + _SECONDS]


def is_fresh(request: HttpRequest) -> bool:
    """Say whether that was within five minutes."""
    person, until = request.session.get(_KEY) or (None, 0)
    return person == person_of(request).pk and until > time.time()
