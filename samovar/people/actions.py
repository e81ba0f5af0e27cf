"""What a person can do to others."""

from __future__ import annotations

from itertools import product
from typing import cast

from django.db import transaction

from samovar.accounts.models import User
from samovar.people import signals
from samovar.people.follow_actions import end_follows_between
from samovar.people.locks import lock_people
from samovar.people.models import Block
from samovar.people.queries import person_to_block_for
from samovar.people.rules import require_somebody_else


@transaction.atomic
def block_person(*, actor: User, username: str) -> User:
    """Hide the two from each other and end what binds them; blocking twice is blocking once.

    It holds for the bots of both too: nobody goes round a block with a tool. Returns who is blocked. Raises
    NotFound, and Invalid for oneself.
    """
    person = person_to_block_for(viewer=actor, username=username)
    require_somebody_else(actor, person)
    ours, theirs = _with_belonging(actor), _with_belonging(person)
    lock_people(*ours, *theirs)
    for one, other in product(ours, theirs):
        if one.pk != other.pk:
            _part(one, other, inherited=(one, other) != (actor, person))
    return person


@transaction.atomic
def unblock_person(*, actor: User, username: str) -> User:
    """Take a block back; what it ended does not come back (B40). Raises NotFound.

    A bot that was blocked by itself stays so when its owner is no longer blocked.
    """
    person = person_to_block_for(viewer=actor, username=username)
    for one, other in product(_with_belonging(actor), _with_belonging(person)):
        asked_for = (one, other) == (actor, person)
        found = Block.objects.filter(blocker=one, blocked=other)
        if (found if asked_for else found.filter(inherited=True)).delete()[0]:
            signals.unblocked.send(sender=Block, blocker=one, blocked=other)
    return person


def inherit_blocks(*, actor: User, tool: User) -> None:
    """Let the blocks of and by the actor hold for a new account that is the actor's tool."""
    by_actor = Block.objects.filter(blocker=actor).exclude(blocked=tool).values_list("blocked_id", flat=True)
    of_actor = Block.objects.filter(blocked=actor).exclude(blocker=tool).values_list("blocker_id", flat=True)
    rows = [Block(blocker=tool, blocked_id=other, inherited=True) for other in by_actor]
    rows += [Block(blocker_id=other, blocked=tool, inherited=True) for other in of_actor]
    Block.objects.bulk_create(rows)


def _with_belonging(person: User) -> list[User]:
    told = signals.belonging.send(sender=User, person=person)
    return [person, *(one for _receiver, found in told for one in cast("list[User]", found))]


def _part(blocker: User, blocked: User, *, inherited: bool) -> None:
    wish = {"inherited": inherited}
    _block, is_new = Block.objects.get_or_create(blocker=blocker, blocked=blocked, defaults=wish)
    if is_new:
        end_follows_between(actor=blocker, other=blocked)
        signals.blocked.send(sender=Block, blocker=blocker, blocked=blocked)
