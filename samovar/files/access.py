"""Whose business a picture or a file is: the app that shows it says who may fetch it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet

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


@dataclass(frozen=True)
class GuestSpace:
    """Which passes share one space for files, by the id of one of them; ``hold`` keeps the others waiting
    until the transaction ends."""

    passes: Callable[[int], Collection[int] | QuerySet[Any]]
    hold: Callable[[int], object]


_spaces: list[GuestSpace] = []


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


def guests_share(space: GuestSpace) -> None:
    """Let ``space`` say which guests share theirs; called when the app that knows guests is ready."""
    _spaces[:] = [space]


def passes_sharing(guest_id: int) -> Collection[int] | QuerySet[Any]:
    """Return the ids of the passes whose files count together with those of this one."""
    return _spaces[0].passes(guest_id) if _spaces else [guest_id]


def hold_guest_space(guest_id: int) -> None:
    """Take turns with all who share the space of this pass, until the transaction ends."""
    for space in _spaces:
        space.hold(guest_id)
