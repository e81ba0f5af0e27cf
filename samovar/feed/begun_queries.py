"""What somebody began to post, seen by nobody else."""

from __future__ import annotations

from dataclasses import dataclass, field

from samovar.accounts.models import User
from samovar.feed.models import BegunPicture, BegunPost, Post
from samovar.rooms.events import RoomView
from samovar.rooms.queries import rooms_shown_for


@dataclass(frozen=True)
class Begun:
    """A post that is not posted yet; ``rev`` is 0 where there is none. ``room``: its writer may share it."""

    text: str = ""
    audience: str = Post.Audience.EVERYBODY
    rev: int = 0
    pictures: list[BegunPicture] = field(default_factory=list)
    room: RoomView | None = None


def begun_for(*, viewer: User) -> Begun:
    """Return what the viewer began, on any device."""
    row = BegunPost.objects.filter(user=viewer).first()
    if row is None:
        return Begun()
    room = room_to_share(viewer, row.room_id)
    return Begun(row.text, row.audience, row.rev, begun_pictures_of(viewer), room)


def room_to_share(person: User, room_id: int | None) -> RoomView | None:
    """Return the room with this id, None where a person may not share it (any more)."""
    shown = rooms_shown_for(viewer=person, room_ids=[room_id] if room_id else [])
    return next((active.room for active in shown.values()), None)


def begun_pictures_of(person: User) -> list[BegunPicture]:
    """Return the pictures of what a person began, in their order."""
    rows = BegunPicture.objects.filter(begun__user=person).select_related("picture")
    return list(rows.order_by("place", "pk"))
