"""The media server, as far as calls need it. Knows no call and no database; refusals of its own alone.

Every function here waits for the network: never call one inside a transaction.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.request import ProxyHandler, build_opener

from django.conf import settings

if TYPE_CHECKING:
    from livekit.api import LiveKitAPI

logger = logging.getLogger(__name__)
T = TypeVar("T")

PASS_LIFETIME = timedelta(minutes=5)
PATIENCE = 2.0  # seconds for an answer
LOOK_AGAIN = 1.0  # seconds for which it is known whether a server lives
# Our nouns and theirs: who may share a screen may share its sound.
SOURCES = {
    "microphone": ["MICROPHONE"],
    "camera": ["CAMERA"],
    "screen": ["SCREEN_SHARE", "SCREEN_SHARE_AUDIO"],
}


class Unreachable(Exception):
    """The media server did not answer, or not as one does."""


@dataclass(frozen=True)
class Attendee:
    """Somebody connected to a room of the media server. ``tracks``: sids by source, without what is muted."""

    identity: str
    sources: frozenset[str]
    tracks: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Hook:
    """What the media server told by a webhook. ``id`` is one for each event, also when told again."""

    id: str
    event: str
    room: str
    identity: str


def is_configured() -> bool:
    return bool(settings.LIVEKIT_URLS)


def make_pass(*, room: str, identity: str, sources: Iterable[str]) -> str:
    """Return a token to join one room as one identity and to send these sources: nothing else."""
    from livekit import api  # noqa: PLC0415 - takes half a second, and most installations have none

    sending = [name.lower() for name in _names_of(sources)]
    grants = api.VideoGrants(
        room_join=True,
        room=room,
        can_publish=bool(sending),
        can_publish_sources=sending,
        can_publish_data=False,
        can_subscribe=True,
        can_update_own_metadata=False,
    )
    token = api.AccessToken(settings.LIVEKIT_API_KEY, settings.LIVEKIT_API_SECRET)
    return token.with_identity(identity).with_ttl(PASS_LIFETIME).with_grants(grants).to_jwt()


def read_hook(body: str, token: str) -> Hook | None:
    """Return what a webhook says when it was signed by our media server and is no older than minutes."""
    from livekit import api  # noqa: PLC0415 - as above

    verifier = api.TokenVerifier(settings.LIVEKIT_API_KEY, settings.LIVEKIT_API_SECRET)
    try:
        event = api.WebhookReceiver(verifier).receive(body, token)
    except Exception as wrong:  # noqa: BLE001 - it raises a bare Exception for some of what may be wrong
        logger.warning("a webhook of the media server was refused: %s", wrong)
        return None
    return Hook(event.id, event.event, event.room.name, event.participant.identity)


class Health:
    """Which of the media servers answer. What is known is good for a second; thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[str, tuple[float, bool]] = {}

    def lives(self, url: str) -> bool:
        """Ask the server, or remember what it was a moment ago."""
        now = time.monotonic()
        with self._lock:
            at, alive = self._known.get(url, (now - 2 * LOOK_AGAIN, False))
        if now - at < LOOK_AGAIN:
            return alive
        alive = _answers(url)
        with self._lock:
            self._known[url] = (time.monotonic(), alive)
        return alive

    def one(self, *, rather_not: str = "") -> str | None:
        """Return the address of a server that answers, another than ``rather_not`` where possible."""
        known: list[str] = sorted(settings.LIVEKIT_URLS, key=lambda url: url == rather_not)
        return next((url for url in known if self.lives(url)), None)

    def all_live(self) -> bool:
        return all(self.lives(url) for url in settings.LIVEKIT_URLS)


health = Health()


def open_room(url: str, room: str) -> None:
    """Have the room there before anybody comes: its node answers for it. Unreachable."""
    from livekit import api  # noqa: PLC0415 - as above

    async def ask(server: LiveKitAPI) -> None:
        await server.room.create_room(api.CreateRoomRequest(name=room))

    _do(url, ask, missing=None)


def attendees(url: str, room: str) -> list[Attendee]:
    """Return who is connected to the room; nobody when there is no such room. Unreachable."""
    from livekit import api  # noqa: PLC0415 - as above

    async def ask(server: LiveKitAPI) -> list[Attendee]:
        answer = await server.room.list_participants(api.ListParticipantsRequest(room=room))
        return [_attendee(one) for one in answer.participants]

    return _do(url, ask, missing=[])


def remove(url: str, room: str, identity: str) -> None:
    """Take somebody out of the room. Unreachable."""
    from livekit import api  # noqa: PLC0415 - as above

    async def ask(server: LiveKitAPI) -> None:
        await server.room.remove_participant(api.RoomParticipantIdentity(room=room, identity=identity))

    _do(url, ask, missing=None)


def mute(url: str, room: str, identity: str, sid: str) -> None:
    """Stop a track of somebody. He alone can go on with it. Unreachable."""
    from livekit import api  # noqa: PLC0415 - as above

    request = api.MuteRoomTrackRequest(room=room, identity=identity, track_sid=sid, muted=True)

    async def ask(server: LiveKitAPI) -> None:
        await server.room.mute_published_track(request)

    _do(url, ask, missing=None)


def permit(url: str, room: str, identity: str, sources: Iterable[str]) -> None:
    """Let somebody send these sources alone from now on. Unreachable."""
    from livekit import api  # noqa: PLC0415 - as above

    names = _names_of(sources)
    permission = api.ParticipantPermission(
        can_subscribe=True, can_publish=bool(names), can_publish_sources=names, can_publish_data=False
    )

    async def ask(server: LiveKitAPI) -> None:
        await server.room.update_participant(
            api.UpdateParticipantRequest(room=room, identity=identity, permission=permission)
        )

    _do(url, ask, missing=None)


def close(url: str, room: str) -> None:
    """End the room for everybody in it. Unreachable."""
    from livekit import api  # noqa: PLC0415 - as above

    async def ask(server: LiveKitAPI) -> None:
        await server.room.delete_room(api.DeleteRoomRequest(room=room))

    _do(url, ask, missing=None)


def _attendee(one: Any) -> Attendee:
    from livekit import api  # noqa: PLC0415 - as above

    names = {api.TrackSource.Value(name): ours for ours, theirs in SOURCES.items() for name in theirs}
    tracks: dict[str, list[str]] = {}
    for track in one.tracks:
        if track.source in names and not track.muted:
            tracks.setdefault(names[track.source], []).append(track.sid)
    sources = frozenset(names[source] for source in one.permission.can_publish_sources if source in names)
    return Attendee(one.identity, sources if one.permission.can_publish else frozenset(), tracks)


def _names_of(sources: Iterable[str]) -> list[str]:
    return [name for source in sources for name in SOURCES[source]]


def _do(url: str, ask: Callable[[LiveKitAPI], Awaitable[T]], *, missing: T) -> T:
    """Ask the server; ``missing`` is the answer where the room or the person is not there."""
    import aiohttp  # noqa: PLC0415 - as above
    from livekit import api  # noqa: PLC0415 - as above

    async def run() -> T:
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        keys = (settings.LIVEKIT_API_KEY, settings.LIVEKIT_API_SECRET)
        async with api.LiveKitAPI(_http(url), *keys, timeout=timeout) as server:
            return await ask(server)

    try:
        return asyncio.run(run())
    except api.TwirpError as error:
        if error.code == "not_found":
            return missing
        raise Unreachable from error
    except (aiohttp.ClientError, OSError) as error:
        raise Unreachable from error


def _answers(url: str) -> bool:
    try:
        # Straight: an operator's proxy leads outside, and the media server is his own.
        with build_opener(ProxyHandler({})).open(_http(url), timeout=PATIENCE) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 - as HTTP says it
    except OSError:
        return False


def _http(url: str) -> str:
    return f"http{url[2:]}"
