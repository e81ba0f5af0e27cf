"""Several people in one room with pages, ready to call each other."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any

from samovar.rooms.models import Room
from tests.e2e.calls_support import LOOKS, Caller
from tests.support.people import Person
from tests.support.server import Server

if TYPE_CHECKING:
    from tests.e2e.conftest import MakeVisitor

_numbers = count(1)
MakeCallers = Callable[..., tuple[Caller, ...]]


def make_callers(visitor: MakeVisitor, server: Server) -> MakeCallers:
    """Return a factory: ``callers("alice", "bob")`` are in one new room, not yet in its call."""

    def make(*names: str, on: Server | None = None, deny: str = "", **options: Any) -> tuple[Caller, ...]:
        people = []
        for number, name in enumerate(names):
            one = visitor(name, on=on or server, **options)
            last = number == len(names) - 1
            people.append(Caller(one, name.title(), LOOKS[number], deny if last else ""))
        code = make_room(people[0].visitor.person)
        for caller in people:
            caller.enter(code)
        return tuple(people)

    return make


def make_room(owner: Person, **fields: Any) -> str:
    """Make a new room and return its code."""
    with owner.api() as client:
        answer = client.post(
            "/api/chatrooms/", json={"name": f"Call {next(_numbers)}", "users": [], **fields}
        )
    assert answer.status_code == 201, answer.text
    with owner.server.database() as alias:
        return Room.objects.using(alias).get(pk=answer.json()["id"]).code


def all_meet(people: tuple[Caller, ...]) -> None:
    """Everybody sees and hears everybody else."""
    for one in people:
        for other in people:
            if one is not other:
                one.sees(other)
                one.hears(other)
