"""Whose business a picture or a file is: the app that shows it says who may fetch it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from samovar.accounts.models import User
from samovar.core.caller import Caller

Checker = Callable[[User, int], bool]


class Held(NamedTuple):
    """An upload that was sent with something: its row, what holds it, and the person who sent it, if one."""

    upload_id: int
    holder_id: int
    uploader_id: int | None


Holder = Callable[[Caller, Held], bool]
_checkers: dict[str, Checker] = {}
_holders: dict[str, Holder] = {}


def shown_by(kind: str, checker: Checker) -> None:
    """Let ``checker(viewer, owner_id)`` decide about pictures of this kind; called when the app is ready."""
    _checkers[kind] = checker


def checker_of(kind: str) -> Checker | None:
    return _checkers.get(kind)


def held_by(kind: str, checker: Holder) -> None:
    """Let ``checker(viewer, held)`` decide about uploads that were sent with something of this kind."""
    _holders[kind] = checker


def holder_of(kind: str) -> Holder | None:
    return _holders.get(kind)
