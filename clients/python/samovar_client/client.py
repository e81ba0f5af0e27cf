"""The client: REST for what is asked once, the gateway for what happens."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Any, Self
from urllib.parse import quote, urlencode

import httpx

from samovar_client.errors import Refused
from samovar_client.gateway import Gateway
from samovar_client.shapes import File, Hit, Me, Message, Notification, Post, Room, Thread


class Samovar:
    """Opens with a personal token of the settings, or the ``access`` of a login, inside ``async with``."""

    me: Me

    def __init__(self, url: str, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.AsyncClient(base_url=url.rstrip("/"), headers=headers, timeout=30, trust_env=False)
        self._gateway = Gateway(f"ws{url.rstrip('/').removeprefix('http')}/ws/", self._ticket)

    async def __aenter__(self) -> Self:
        self.me = Me.read(await self._ask("GET", "/api/v1/me/"))
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._gateway.close()
        await self._http.aclose()

    async def rooms(self) -> list[Room]:
        """Return the public rooms and those you are in."""
        return [Room.read(room) for room in await self._ask("GET", "/api/v1/chatrooms/")]

    async def room(self, name: str) -> Room:
        """Return the room of this name, making it when there is none."""
        found = [room for room in await self.rooms() if room.name == name]
        return found[0] if found else await self.make_room(name)

    async def make_room(self, name: str, users: list[int] | None = None, *, private: bool = False) -> Room:
        """Make a room. Refused with ``fields`` when the name is taken or somebody is not there."""
        body = {"name": name, "users": users or [], "private": private}
        return Room.read(await self._ask("POST", "/api/v1/chatrooms/", body))

    async def send(
        self,
        room: Room | int,
        content: str,
        *,
        files: Sequence[File] = (),
        reply_to: int | None = None,
        thread: int | None = None,
        key: str | None = None,
    ) -> dict[str, Any]:
        """Write into a room; return ``id``, ``chatroom``, ``user``, ``content``, ``timestamp``.

        ``reply_to`` and ``thread`` are numbers (``n``) of messages. Sent again with the same ``key`` it is
        stored once.
        """
        body = {"chatroom": _id(room), "content": content, **_attached(files)}
        body |= {name: n for name, n in (("reply_to", reply_to), ("thread", thread)) if n is not None}
        answer: dict[str, Any] = await self._ask("POST", "/api/v1/messages/", body, key=key)
        return answer

    async def write_to(
        self, username: str, content: str, *, files: Sequence[File] = (), key: str | None = None
    ) -> dict[str, Any]:
        """Write to one person alone; returns what ``send`` does."""
        body = {"content": content, **_attached(files)}
        path = f"/api/v1/people/{quote(username)}/messages/"
        answer: dict[str, Any] = await self._ask("POST", path, body, key=key)
        return answer

    async def edit(self, room: Room | int, n: int, content: str) -> Message:
        """Change the words of a message of yours."""
        return Message.read(await self._ask("PATCH", _message(room, n), {"content": content}))

    async def delete(self, room: Room | int, n: int) -> None:
        """Take a message back."""
        await self._ask("DELETE", _message(room, n))

    async def react(self, room: Room | int, n: int, emoji: str) -> None:
        """Answer a message by an emoji."""
        await self._ask("PUT", f"{_message(room, n)}reactions/{quote(emoji)}/")

    async def thread(self, room: Room | int, n: int) -> Thread:
        """Return the message and the newest of what was said below it."""
        return Thread.read(await self._ask("GET", f"{_message(room, n)}thread/"))

    async def pin(self, room: Room | int, n: int, *, pinned: bool = True) -> None:
        """Pin a message for everybody in the room, or take the pin out."""
        await self._ask("PUT" if pinned else "DELETE", f"{_message(room, n)}pin/")

    async def pins(self, room: Room | int) -> list[Message]:
        """Return the pinned messages of a room."""
        found = await self._ask("GET", f"/api/v1/chatrooms/{_id(room)}/pins/")
        return [Message.read(one) for one in found]

    async def star(self, room: Room | int, n: int, *, starred: bool = True) -> None:
        """Keep a message among your own starred ones, or let it go."""
        await self._ask("PUT" if starred else "DELETE", f"{_message(room, n)}star/")

    async def starred(self) -> AsyncIterator[Message]:
        """Give your starred messages, the newest first."""
        async for one in self._pages("/api/v1/starred/"):
            yield Message.read(one)

    async def search(self, words: str, *, room: Room | int | None = None) -> AsyncIterator[Hit]:
        """Give the messages you may see that have these words, the newest first."""
        asked = {"q": words} | ({} if room is None else {"room": str(_id(room))})
        async for one in self._pages(f"/api/v1/messages/search/?{urlencode(asked)}"):
            yield Hit.read(one)

    async def upload(self, name: str, content: bytes) -> File:
        """Bring a file, to be sent with a message. Refused when it is too large or the quota is full."""
        begun = await self._ask("POST", "/api/v1/uploads/", {"name": name, "size": len(content)})
        address, piece = f"/api/v1/uploads/{begun['id']}/", begun["piece"]
        for start in range(0, len(content), piece):
            headers = {"Upload-Offset": str(start), "Content-Type": "application/offset+octet-stream"}
            await self._do("PATCH", address, content=content[start : start + piece], headers=headers)
        return File.read(await self._ask("POST", f"{address}finish/"))

    async def download(self, file: File | str) -> bytes:
        """Return the content of a file."""
        name = file if isinstance(file, str) else file.id
        return (await self._do("GET", f"/api/v1/files/{name}/content/")).content

    async def publish(self, text: str, *, audience: str = "everybody", key: str | None = None) -> Post:
        """Put a post into the feed; ``audience`` is ``everybody`` or ``followers``."""
        body = {"text": text, "audience": audience}
        return Post.read(await self._ask("POST", "/api/v1/posts/", body, key=key))

    async def feed(self, *, following: bool = False, tag: str = "") -> AsyncIterator[Post]:
        """Give the posts you may see, the newest first."""
        asked = ({"following": "true"} if following else {}) | ({"tag": tag} if tag else {})
        async for one in self._pages(f"/api/v1/posts/?{urlencode(asked)}"):
            yield Post.read(one)

    async def comment(self, post: Post | int, text: str) -> dict[str, Any]:
        """Comment on a post."""
        path = f"/api/v1/posts/{post if isinstance(post, int) else post.id}/comments/"
        answer: dict[str, Any] = await self._ask("POST", path, {"text": text})
        return answer

    async def like(self, post: Post | int, *, liked: bool = True) -> None:
        """Like a post, or take the like back."""
        path = f"/api/v1/posts/{post if isinstance(post, int) else post.id}/like/"
        await self._ask("PUT" if liked else "DELETE", path)

    async def notifications(self) -> AsyncIterator[Notification]:
        """Give your notifications, the newest first."""
        async for one in self._pages("/api/v1/notifications/"):
            yield Notification.read(one)

    async def history(self, room: Room | int, limit: int = 50) -> AsyncIterator[Message]:
        """Give the messages of a room, the newest first, page after page."""
        async for one in self._pages(f"/api/v1/chatrooms/{_id(room)}/messages/?limit={limit}"):
            yield Message.read(one)

    async def listen(self, room: Room | int) -> AsyncIterator[Message]:
        """Enter a room and give each message from now on, once and in order, over broken lines."""
        async for event in self._gateway.events(_id(room)):
            if event["e"] == "chat.message_sent":
                yield Message.told(event["d"]["message"])

    async def _ticket(self) -> str:
        return str((await self._ask("POST", "/api/v1/tickets/"))["ticket"])

    async def _pages(self, first: str) -> AsyncIterator[dict[str, Any]]:
        address: str | None = first
        while address is not None:
            page = await self._ask("GET", address)
            for one in page["results"]:
                yield one
            address = page["next"]

    async def _ask(self, method: str, path: str, body: Any = None, *, key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key or uuid.uuid4().hex} if method == "POST" else {}
        answer = await self._do(method, path, json=body, headers=headers)
        return answer.json() if answer.content else None

    async def _do(self, method: str, path: str, **sent: Any) -> httpx.Response:
        try:
            answer = await self._http.request(method, path, **sent)
        except httpx.TransportError as lost:
            raise ConnectionError(str(lost)) from lost
        if answer.is_error:
            raise _refused(answer)
        return answer


def _message(room: Room | int, n: int) -> str:
    return f"/api/v1/chatrooms/{_id(room)}/messages/{n}/"


def _attached(files: Sequence[File]) -> dict[str, Any]:
    return {"files": [{"id": file.id, "alt": file.alt} for file in files]} if files else {}


def _id(room: Room | int) -> int:
    return room.id if isinstance(room, Room) else room


def _refused(answer: httpx.Response) -> Refused:
    try:
        told = answer.json()
    except ValueError:
        return Refused("http", answer.reason_phrase, status=answer.status_code)
    if "code" not in told:
        # The oldest addresses name the fields alone.
        first = next(iter(told.values()), [""])[0]
        return Refused("invalid", first, status=answer.status_code, fields=told)
    return Refused(told["code"], told["detail"], status=answer.status_code, fields=told.get("fields"))
