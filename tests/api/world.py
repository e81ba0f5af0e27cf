"""What belongs to one person, for asking whether others reach it; and callers who may do nothing."""

from __future__ import annotations

import json
import re
import uuid
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import jwt

from tests.support.people import Person, csrf_token, fresh_address
from tests.support.pictures import picture
from tests.support.push import PushBrowser
from tests.support.server import Server
from tests.support.uploads import upload

# What each operation that takes a body is sent, where nothing but the caller shall be wrong with it.
BODIES: dict[str, Any] = {
    "patch /api/chatrooms/{room_id}/": {"name": "stolen"},
    "patch /api/chatrooms/{room_id}/members/{member_id}/": {"host": True},
    "post /api/chatrooms/{room_id}/invitations/": {"username": "alice"},
    "post /api/chatrooms/{room_id}/hooks/incoming/": {"name": "spy"},
    "post /api/chatrooms/{room_id}/hooks/outgoing/": {"url": "https://example.org/"},
    "patch /api/chatrooms/{room_id}/messages/{n}/": {"content": "forged"},
    "post /api/chatrooms/{room_id}/whispers/": {"to": "alice", "content": "psst"},
    "put /api/chatrooms/{room_id}/read/": {"n": 1},
    "post /api/chatrooms/{room_id}/polls/": {"question": "Tea?", "options": ["yes", "no"]},
    "put /api/chatrooms/{room_id}/polls/{n}/vote/": {"options": [0]},
    "patch /api/posts/{post_id}/": {"text": "forged"},
    "post /api/posts/{post_id}/comments/": {"text": "hello"},
    "patch /api/comments/{comment_id}/": {"text": "forged"},
    "put /api/meetings/{meeting_id}/": {
        "title": "stolen",
        "starts": "2027-01-11T10:00",
        "zone": "UTC",
        "minutes": 30,
    },
    "post /api/people/{username}/messages/": {"content": "hello"},
    "post /api/moderation/cases/{case_id}/decision/": {"deed": "dismiss"},
    "post /api/moderation/people/{username}/warnings/": {"text": "Be kind."},
    "put /api/moderation/people/{username}/suspension/": {"span": "day", "text": "spam"},
}


@dataclass
class World:
    """Everything of ``owner``; ``places`` fills the parameters of addresses with it."""

    owner: Person
    places: dict[str, str] = field(default_factory=dict)

    def address(self, path: str) -> str:
        """Return the address of this owner's thing; KeyError for a parameter nobody has thought of here."""
        return re.sub(r"{(\w+)}", lambda found: self.places[found[1]], path)


def ask(
    server: Server, operation: tuple[str, str, dict[str, Any]], address: str, headers: dict[str, str]
) -> httpx.Response:
    """Do one operation with a right body, as whoever has these headers."""
    method, path, shape = operation
    content, kind = None, {one["name"]: "0" for one in shape.get("parameters", []) if _is_needed(one)}
    if "requestBody" in shape:
        content = json.dumps(BODIES.get(f"{method} {path}", {}))
        kind["Content-Type"] = next(iter(shape["requestBody"]["content"]))
    with server.client(fresh_address()) as client:
        return client.request(method.upper(), address, headers={**headers, **kind}, content=content)


def _is_needed(parameter: dict[str, Any]) -> bool:
    return parameter["in"] == "header" and bool(parameter.get("required"))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def world_of(owner: Person, name: str) -> World:
    """Make one of everything an address may name."""
    with owner.api() as api:

        def made(path: str, body: Any) -> Any:
            answer = api.post(path, json=body)
            assert answer.status_code == 201, answer.text
            return answer.json()

        room = made("/api/chatrooms/", {"name": name, "private": True})["id"]
        made("/api/messages/", {"chatroom": room, "content": "mine"})
        post = made("/api/posts/", {"text": "for followers", "audience": "followers"})["id"]
        comment = made(f"/api/posts/{post}/comments/", {"text": "and more"})["id"]
        chosen = {"picture": ("begun.png", picture(), "image/png")}
        begun = api.post("/api/posts/draft/pictures/", files=chosen).json()["id"]
        incoming = made(f"/api/chatrooms/{room}/hooks/incoming/", {"name": "builds"})
        hook, hook_key = incoming["id"], incoming["url"].rstrip("/").rpartition("/")[2]
        delivery = delivery_of(owner, room, hook)
        face = api.put("/api/me/picture/", files={"picture": ("face.png", picture(), "image/png")}).json()
        file = upload(api, b"words")
        link = made(f"/api/chatrooms/{room}/links/", {})["id"]
        plan = {"title": name, "starts": "2027-01-11T10:00", "zone": "UTC", "minutes": 30}
        meeting = made("/api/meetings/", plan)["id"]
        browser = PushBrowser(f"https://fcm.googleapis.com/fcm/send/{name}").subscription
        device = made("/api/notifications/devices/", browser)["id"]
        members = api.get(f"/api/chatrooms/{room}/members/").json()["results"]
    picture_name, side = face["picture"].split("/")[3:5]
    return World(
        owner,
        {
            "room_id": str(room),
            "n": "1",
            "emoji": "%F0%9F%91%8D",
            "member_id": str(members[0]["id"]),
            "participant_id": str(members[0]["id"]),
            "link_id": str(link),
            "meeting_id": str(meeting),
            "username": owner.username,
            "post_id": str(post),
            "comment_id": str(comment),
            "device_id": str(device),
            "notification_id": notification_of(owner),
            "case_id": str(case_about(owner)),
            "hook_id": str(hook),
            "delivery_id": str(delivery),
            "key": hook_key,
            "name": file,
            "picture_id": str(begun),
            "picture": picture_name,
            "side": side,
        },
    )


def delivery_of(owner: Person, room: int, hook: int) -> int:
    """Return a delivery of an outgoing webhook with this id; no host is allowed on a test's server."""
    from samovar.integrations.models import Delivery, OutgoingHook  # noqa: PLC0415

    with owner.server.database() as alias:
        url = "https://hooks.example.org/"
        outgoing = OutgoingHook(pk=hook, room_id=room, url=url, secret="s", told_n=10**6)
        outgoing.save(using=alias, force_insert=True)
        done = Delivery(hook=outgoing, n=1, payload={}, state=Delivery.State.DONE)
        done.save(using=alias)
    return done.pk


def notification_of(owner: Person) -> str:
    follower = owner.server.person("follower")
    with follower.api() as api:
        assert api.put(f"/api/people/{owner.username}/follow/").status_code == 200
    with owner.api() as api:
        return str(api.get("/api/notifications/").json()["results"][0]["id"])


def case_about(person: Person) -> int:
    """Let somebody report this person, and return the case staff finds."""
    reporter, staff = person.server.person("reporter"), person.server.person("staff", is_staff=True)
    with reporter.api() as api:
        told = api.post("/api/reports/", json={"kind": "person", "id": person.id, "reason": "spam"})
        assert told.status_code == 201, told.text
    with staff.api() as api:
        cases = api.get("/api/moderation/cases/").json()["results"]
    return int(next(one["id"] for one in cases if one["number"] == person.id))


def strangers_of(server: Server) -> dict[str, dict[str, str]]:
    """Return headers of callers who may do nothing, by what they are."""
    bob = server.person("bob")
    ended = bearer(bob.tokens()["access"])
    with server.client(fresh_address()) as client:
        assert client.post("/api/logout/", json={}, headers=ended).status_code == 204
    return {
        "nobody": {},
        "nonsense": bearer("nonsense"),
        "expired": bearer(expired(server, bob.tokens()["access"])),
        "revoked": ended,
        "unverified": bearer(unverified_token(server)),
        "guest": {"Cookie": guest_cookie(server)},
        "revoked token": bearer(personal_token(bob, {"*": "write"}, revoke=True)),
    }


def expired(server: Server, access: str) -> str:
    """Return the same token as it looks when its time is over."""
    claims = jwt.decode(access, options={"verify_signature": False})
    claims["exp"] = claims["iat"] - int(timedelta(hours=1).total_seconds())
    return jwt.encode(claims, server.environment["SECRET_KEY"], algorithm="HS256")


def unverified_token(server: Server) -> str:
    name = f"charlie-{uuid.uuid4().hex[:8]}"
    new = {"username": name, "password": "long and winding road", "email": f"{name}@example.org"}
    with server.client(fresh_address()) as client:
        access: str = client.post("/api/register/", json=new).json()["access"]
    return access


def guest_cookie(server: Server) -> str:
    from samovar.rooms.models import Room  # noqa: PLC0415

    owner = server.person("owner")
    with owner.api() as api:
        room = api.post("/api/chatrooms/", json={"name": f"guests of {owner.username}"}).json()["id"]
    with server.database() as alias:
        Room.objects.using(alias).filter(pk=room).update(guests_allowed=True)
        code = Room.objects.using(alias).get(pk=room).code
    with server.client(fresh_address()) as client:
        form = {
            "csrfmiddlewaretoken": csrf_token(client.get(f"/r/{code}/").text),
            "display_name": "Guest",
            "as": "guest",
        }
        client.post(f"/r/{code}/", data=form)
        assert any("guest" in name for name in client.cookies), dict(client.cookies)
        return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


def personal_token(person: Person, grants: dict[str, str], *, revoke: bool = False) -> str:
    """Return a token made on the page of the settings, by area, or one that was revoked there."""
    form = {"name": "test", "days": "7", "reach": grants.get("*", "chosen")}
    form |= {f"area_{area}": reach for area, reach in grants.items() if area != "*"}
    with closing(person.browser()) as browser:
        page = browser.get("/settings/tokens/")
        answer = browser.post(
            "/settings/tokens/", data={**form, "csrfmiddlewaretoken": csrf_token(page.text)}
        )
        found = re.search(r"smv_[\w-]+", answer.text)
        assert found, answer.text[-3000:]
        if revoke:
            path = re.search(r"/settings/tokens/\d+/revoke/", answer.text)
            assert path
            ended = browser.post(path[0], data={"csrfmiddlewaretoken": csrf_token(answer.text)})
            assert ended.status_code == 302
    return found[0]
