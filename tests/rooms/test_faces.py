"""Whose picture stands beside a name in a room."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samovar.accounts.models import User
from samovar.people.models import Profile
from samovar.rooms import queries
from samovar.rooms.events import Person as Shown
from samovar.rooms.models import Membership, Participant, Room
from tests.support.line import Line, make_room
from tests.support.pictures import show_face
from tests.support.server import Server


@pytest.mark.rows("S4-9.7")
async def test_people_in_a_room_are_told_with_their_pictures(server: Server) -> None:
    alice, bob, charlie = (server.person(name) for name in ("alice", "bob", "charlie"))
    show_face(alice)
    show_face(charlie)
    room = make_room(alice, f"tea {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two, Line.of(charlie) as three:
        await one.ask("room.enter", room=room)
        await two.ask("room.enter", room=room)
        answer = await three.ask("room.enter", room=room)
        seen = {person["username"]: person["avatar"] for person in answer["people"]}
        assert seen[bob.username] is None
        await two.wait(
            lambda: len(two.events("rooms.person_joined")) == 2, "bob is told of himself and of charlie"
        )
        joined = two.events("rooms.person_joined")[-1]["d"]["person"]
    assert joined["avatar"] == seen[charlie.username]
    browser = bob.browser()
    for username in (alice.username, charlie.username):
        fetched = browser.get(seen[username])
        assert (fetched.status_code, fetched.headers["content-type"]) == (200, "image/webp")
    browser.close()


@pytest.mark.django_db
def test_the_people_of_a_room_come_by_one_query() -> None:
    room = Room.objects.create(code="aaa-bbbb-ccc", name="Tea", kind=Room.Kind.GROUP)
    for name in ("alice", "bob", "charlie"):
        user = User.objects.create(username=name, email=f"{name}@example.org")
        Profile.objects.create(user=user, picture=f"face-of-{name}")
        Membership.objects.create(room=room, participant=Participant.objects.create(user=user))
    with CaptureQueriesContext(connection) as asked:
        shown = [Shown.of(member).avatar for member in queries.members_of(room_id=room.pk)]
    assert shown == [f"/files/face-of-{name}/192.webp" for name in ("alice", "bob", "charlie")]
    assert len(asked) == 1
