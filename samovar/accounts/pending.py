"""Who gave the right password in this browser and still owes the second factor."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.http import HttpRequest

_KEY = "second_factor"
_SECONDS = 600


@dataclass(frozen=True)
class Waiting:
    """A login half done; ``target`` is the local address it leads to, "" for the home page."""

    person_id: int
    target: str


def begin(request: HttpRequest, person_id: int, target: str) -> None:
    """Note that the password was right."""
    request.session[_KEY] = [person_id, target, time.time() + _SECONDS]


def waiting(request: HttpRequest) -> Waiting | None:
    """Return whose login is half done, for ten minutes."""
    kept = request.session.get(_KEY)
    if not kept or kept[2] < time.time():
        return None
    return Waiting(kept[0], kept[1])


def forget(request: HttpRequest) -> None:
    """The login is done."""
    request.session.pop(_KEY, None)
