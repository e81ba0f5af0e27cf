"""What can be reported: how each kind is found for who reports, and taken away by staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from samovar.accounts.models import User
from samovar.chat.models import Message
from samovar.chat.moderating_actions import remove_message
from samovar.chat.queries import message_for
from samovar.core.errors import NotFound
from samovar.feed.comment_queries import address_of, comment_for
from samovar.feed.moderating_actions import hide_comment, hide_post, show_comment, show_post
from samovar.feed.queries import post_for
from samovar.moderation.models import Case, Kind
from samovar.people.queries import visible_to
from samovar.people.rules import NOBODY
from samovar.rooms.actions.changing import close_room
from samovar.rooms.queries import room_for


@dataclass(frozen=True)
class Subject:
    """A thing somebody may report; ``person`` made it, where that is known."""

    kind: str
    number: int
    person: User | None
    address: str
    excerpt: str


def subject_for(*, viewer: User, kind: str, number: int) -> Subject:
    """Return what the viewer sees and wants to report. Raises NotFound."""
    find = _FINDERS.get(kind)
    if find is None or not 0 < number < 2**63:
        raise NotFound
    return find(viewer, number)


def _person(viewer: User, number: int) -> Subject:
    person = visible_to(viewer).filter(pk=number).first()
    if person is None:
        raise NotFound(NOBODY, code="person_not_found")
    return Subject(Kind.PERSON, number, person, f"/@{person.username}/", person.full_name)


def _post(viewer: User, number: int) -> Subject:
    post = post_for(viewer=viewer, post_id=number)
    return Subject(Kind.POST, number, post.author, f"/posts/{number}/", post.text)


def _comment(viewer: User, number: int) -> Subject:
    comment = comment_for(viewer=viewer, comment_id=number)
    return Subject(Kind.COMMENT, number, comment.author, address_of(comment), comment.text)


def _message(viewer: User, number: int) -> Subject:
    place = Message.objects.filter(pk=number).values_list("room_id", "n").first()
    if place is None:
        raise NotFound
    message = message_for(viewer=viewer, room_id=place[0], n=place[1])
    return Subject(Kind.MESSAGE, number, message.sender.user, f"/r/{message.room.code}/", message.body)


def _room(viewer: User, number: int) -> Subject:
    room = room_for(viewer=viewer, room_id=number)
    return Subject(Kind.ROOM, number, room.creator, f"/r/{room.code}/", room.name)


_FINDERS: dict[str, Callable[[User, int], Subject]] = {
    Kind.PERSON: _person,
    Kind.POST: _post,
    Kind.COMMENT: _comment,
    Kind.MESSAGE: _message,
    Kind.ROOM: _room,
}
# A message that is taken away, and a room that is closed, do not come back.
_HIDERS: dict[str, Callable[[int], None]] = {
    Kind.POST: lambda number: hide_post(post_id=number),
    Kind.COMMENT: lambda number: hide_comment(comment_id=number),
    Kind.MESSAGE: lambda number: remove_message(message_id=number),
    Kind.ROOM: lambda number: close_room(room_id=number),
}
_SHOWERS: dict[str, Callable[[int], None]] = {
    Kind.POST: lambda number: show_post(post_id=number),
    Kind.COMMENT: lambda number: show_comment(comment_id=number),
}


def can_hide(case: Case) -> bool:
    return case.kind in _HIDERS


def can_show_again(case: Case) -> bool:
    return case.kind in _SHOWERS


def hide(case: Case) -> None:
    """Take the thing from everybody."""
    _HIDERS[case.kind](case.number)


def show_again(case: Case) -> None:
    """Give the thing back."""
    _SHOWERS[case.kind](case.number)
