"""One of everything of alice's, and every address: filled with it, or with what is not there."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from samovar.accounts.models import Invitation, Session
from samovar.boards.models import Board
from samovar.calls.meeting_models import Meeting
from samovar.chat.actions import Draft as Words
from samovar.chat.actions import send_message
from samovar.core.caller import Caller
from samovar.feed.actions import Draft, NewPicture, create_post
from samovar.feed.begun_actions import add_picture, keep_begun
from samovar.feed.comment_actions import comment_on_post
from samovar.files.models import Picture
from samovar.integrations.models import Bot, OutgoingHook, PersonalToken
from samovar.moderation.actions import report_thing
from samovar.notifications.models import Notification
from samovar.people.actions import block_person
from samovar.people.follow_actions import edit_profile, follow_person
from samovar.recordings.models import Recording
from samovar.rooms.actions import RoomDraft, create_room
from tests.support.pictures import picture

CANARY = "kanarienvogel"  # stands in all alice wrote
ROOM_NAME = f"{CANARY} room"
NOT_THERE = {"word": "nowhereatall", "code": "aaa-aaaa-aaa", "tag": "nothing", "emoji": "👍"}
FAR = "900000000"


@dataclass(frozen=True)
class Route:
    """An address as ``urls.py`` has it, below ``/``; ``open`` to strangers; what its view answers to."""

    pattern: str
    open: bool
    methods: frozenset[str]

    @property
    def places(self) -> list[tuple[str, str]]:
        """Return (converter, name) of each parameter."""
        return re.findall(r"<(?:(\w+):)?(\w+)>", self.pattern)

    def filled(self, things: dict[str, str]) -> str:
        """Return the address with these things; KeyError for a parameter nobody has classified."""
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: things[found[1]], self.pattern)


def routes() -> list[Route]:
    """Return every address once; what is below ``/api/v1/`` is the same, the admin is Django's."""
    return [
        one
        for one in _below(get_resolver(), "")
        if not one.pattern.startswith(("api/v1/", "admin/", "static/", "media/"))
    ]


def _below(resolver: URLResolver, prefix: str) -> list[Route]:
    found: list[Route] = []
    for entry in resolver.url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += _below(entry, here)
        else:
            view = entry.callback
            verbs = ("get", "post", "put", "patch", "delete")
            kind = getattr(view, "cls", None)
            methods = {one for one in verbs if hasattr(kind, one)} if kind else {"get", "post"}
            found.append(Route(here, not getattr(view, "login_required", True), frozenset(methods)))
    return found


def not_there(route: Route) -> str:
    """Return the same address with things that are not there."""
    things = {}
    for kind, name in route.places:
        things[name] = NOT_THERE.get(name) or (FAR if kind in {"int", "id"} else "nobodyatall")
    things.setdefault("kind", "post")
    return route.filled({**things, **({"kind": "post"} if "kind" in things else {})})


@dataclass
class World:
    """Alice's things by the names parameters have, and who walks."""

    things: dict[str, str]
    walkers: dict[str, Client]


def world(person: Callable[..., Any], browser: Callable[[Any], Client]) -> World:
    """Make one of everything of alice's; bob is in a block with her, charlie follows her."""
    alice, bob, charlie = (person(name) for name in ("alice", "bob", "charlie"))
    edit_profile(actor=alice, fields={"bio": f"{CANARY} bio", "first_name": CANARY.title()}, links=[])
    follow_person(actor=charlie, username="alice")
    shown = picture()
    post = create_post(
        actor=alice,
        draft=Draft(f"{CANARY} #teatime", pictures=[NewPicture(shown, shown.size, alt=f"{CANARY} alt")]),
    )
    comment = comment_on_post(actor=alice, post_id=post.pk, text=f"{CANARY} comment")
    room = create_room(actor=alice, draft=RoomDraft(name=ROOM_NAME, listed=False, members_only=True))
    teller = Caller(f"u:{alice.pk}", 0, user_id=alice.pk)
    send_message(actor=teller, draft=Words(room.pk, str(uuid.uuid4()), f"{CANARY} message"))
    case = report_thing(actor=charlie, kind="post", number=post.pk, reason="spam").case
    hook = OutgoingHook.objects.create(room=room, url="https://hooks.example.org/", secret="s")
    login = Session.objects.create(user=alice, kind=Session.Kind.API, expires_at=_later())
    things = {
        "username": "alice",
        "post_id": post.pk,
        "comment_id": comment.pk,
        "place": 0,
        "tag": "teatime",
        "name": Picture.objects.latest("pk").name,
        "picture": Picture.objects.latest("pk").name,
        "picture_id": _begun_picture(alice),
        "side": 640,
        "room_id": room.pk,
        "n": 1,
        "member_id": 1,
        "participant_id": 1,
        "code": room.code,
        "emoji": "👍",
        "board_id": Board.objects.get_or_create(room=room)[0].pk,
        "recording_id": Recording.objects.create(room=room, owner=alice, name=f"{CANARY} tape").pk,
        "meeting_id": _meeting(alice, room).pk,
        "notification_id": Notification.objects.filter(user=alice).latest("pk").pk,
        "session_id": login.pk,
        "token_id": PersonalToken.objects.create(session=login, name=CANARY, digest="d").pk,
        "bot_id": Bot.objects.create(user=person("robot"), owner=alice).pk,
        "hook_id": hook.pk,
        "case_id": case.pk,
        "invitation_id": Invitation.objects.create(maker=alice, uses_left=1, expires_at=_later()).pk,
        "kind": "post",
        "number": post.pk,
        # Of these there is none: the parts before them decide.
        **dict.fromkeys(("delivery_id", "device_id", "link_id", "passkey_id", "page_id"), 1),
        **dict.fromkeys(("snapshot_id", "seq", "run", "fid"), 1),
        **dict.fromkeys(("key", "word"), "forged"),
    }
    open_room = create_room(actor=charlie, draft=RoomDraft(name="Open", guests_allowed=True))
    guest = Client()
    asked = guest.post(f"/r/{open_room.code}/", {"as": "guest", "display_name": "Guest"})
    assert asked.status_code == 302, asked.content
    block_person(actor=alice, username="bob")
    walkers = {"alice": browser(alice), "bob": browser(bob), "charlie": browser(charlie)}
    return World(
        {name: str(value) for name, value in things.items()},
        {**walkers, "guest": guest, "nobody": Client()},
    )


def _later() -> Any:
    return timezone.now() + timedelta(days=1)


def _begun_picture(alice: Any) -> int:
    """A post alice has begun, with a picture; this one's number."""
    keep_begun(actor=alice, text=f"{CANARY} begun")
    shown = picture()
    return add_picture(actor=alice, upload=shown, size=shown.size).pk


def _meeting(alice: Any, room: Any) -> Meeting:
    return Meeting.objects.create(
        room=room, organiser=alice, title=f"{CANARY} plan", starts_at=_later(), minutes=30, zone="UTC"
    )
