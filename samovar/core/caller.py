"""Who is at the other end of a socket or a request."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caller:
    """One login, of a person or of a guest. Exactly one of ``user_id`` and ``guest_id`` is set.

    ``key`` is the stream only this caller receives (``u:5``, ``g:3``), ``session_id`` the row behind
    the cookie or token, ``verified`` whether more than the account's own addresses may be used.
    ``watching``: this guest is a recorder, who may look on and nothing else.
    """

    key: str
    session_id: int
    user_id: int | None = None
    guest_id: int | None = None
    verified: bool = True
    watching: bool = False
