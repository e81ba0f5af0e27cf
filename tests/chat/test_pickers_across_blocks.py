"""Wherever one picks a person, nobody of a block is offered, either way (B32), while all others are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from samovar.chat.mark_queries import targets_for
from samovar.chat.mention_queries import mentionable_for
from samovar.people.actions import block_person
from samovar.people.queries import search_people
from samovar.rooms.actions import RoomDraft, create_room
from samovar.rooms.queries import invitable_people_for, people_to_meet_for

pytestmark = pytest.mark.django_db


def offered(viewer: Any, room: int, empty: int, text: str) -> dict[str, set[str | None]]:
    """Return who is offered in each place where ``text`` is typed; ``empty``: a room of the viewer alone."""
    named = mentionable_for(viewer=viewer, room_id=room, text=text).people
    return {
        "@-completion": {one.username for one in named},
        "invitation": {one.username for one in invitable_people_for(viewer=viewer, room_id=empty, text=text)},
        "call search": {one.username for one in people_to_meet_for(viewer=viewer, text=text)},
        "forwarding": {one.username for one in targets_for(viewer=viewer, text=text)},
        "search": {one.username for one in search_people(viewer=viewer, text=text)},
    }


@pytest.mark.rows("B30", "B32")
def test_nobody_of_a_block_is_offered_where_one_picks_a_person(person: Callable[..., Any]) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    ids = (alice.pk, bob.pk)
    room = create_room(actor=charlie, draft=RoomDraft("tea", user_ids=ids)).pk
    own = {who: create_room(actor=who, draft=RoomDraft(f"of {who.username}")).pk for who in (alice, bob)}
    pairs = ((alice, bob), (bob, alice))
    for viewer, other in pairs:
        shown = offered(viewer, room, own[viewer], other.username)
        assert all(other.username in names for names in shown.values()), shown
    block_person(actor=alice, username="bob")
    for viewer, other in pairs:
        shown = offered(viewer, room, own[viewer], other.username)
        assert not any(shown.values()), shown
        assert all("charlie" in names for names in offered(viewer, room, own[viewer], "charlie").values())
