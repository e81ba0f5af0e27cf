"""Somebody in a call who is no browser: a tab on the gateway, and LiveKit's own client for the media."""

from __future__ import annotations

import asyncio
import math
from array import array
from contextlib import suppress
from typing import Any

from livekit import rtc

from tests.calls.tab import Tab

RATE = 48_000
PART = RATE // 50  # samples in 20 ms
LOUD = 1000  # of 32,767
PATIENCE = 60.0
TRIES_FOR = 10.0  # seconds, then the server hears that a way does not work


class Bot:
    """In the call of a room whose media go over the media server. ``speaks``: sends a tone all the time.

    It follows the server as a page does: another way is named, it goes there; it is lost, it says so.
    """

    def __init__(self, tab: Tab, room: int, *, speaks: bool = False) -> None:
        self.tab = tab
        self.room = room
        self.generation = -1
        self.way = rtc.Room()
        self._speaks = speaks
        self._lost = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def is_there(self) -> bool:
        return self.generation >= 0 and self.way.isconnected()

    async def go(self, *, within: float = PATIENCE) -> dict[str, Any]:
        """Ask for the way that is named now and take it; return the pass."""
        way = self.tab.ask("call.pass", room=self.room, peer=self.tab.peer)
        await self.leave()
        self.way = rtc.Room()
        self._lost.clear()
        self.way.on("reconnecting", self._lost.set)
        self.way.on("disconnected", lambda _reason: self._lost.set())
        async with asyncio.timeout(within):
            await self.way.connect(way["url"], way["token"], rtc.RoomOptions(auto_subscribe=True))
            self.generation = way["generation"]
            if self._speaks:
                await self._speak()
        return way

    async def leave(self) -> None:
        """Let go of the media; the tab stays in the call."""
        self.generation = -1
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
        # One whose server is dead has nobody to say goodbye to.
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self.way.disconnect()

    async def come_back(self, *, after: int) -> None:
        """Be there in a generation beyond ``after``: follow what the server names, say when it is lost."""
        while not (self.is_there and self.generation > after):
            named = self.tab.heard("calls.carried")[-1]["carrier"]["generation"]
            try:
                if named > max(after, self.generation):
                    await self.go(within=TRIES_FOR)
                elif self._lost.is_set():
                    self._lost.clear()
                    self._tell(named)
            except (TimeoutError, rtc.ConnectError):
                self._tell(named)
            await asyncio.sleep(0.1)

    def _tell(self, generation: int) -> None:
        self.tab.ask("call.trouble", room=self.room, peer=self.tab.peer, generation=generation, what="lost")

    async def hears(self, other: Bot) -> None:
        """Return when a loud sound of ``other`` came."""
        stream = rtc.AudioStream(await self._voice_of(other.tab.peer), sample_rate=RATE, num_channels=1)
        try:
            async for event in stream:
                if max(abs(sample) for sample in event.frame.data) > LOUD:
                    return
        finally:
            await stream.aclose()

    async def _voice_of(self, peer: str) -> rtc.Track:
        while True:
            there = self.way.remote_participants.get(peer)
            for publication in there.track_publications.values() if there else ():
                if publication.track is not None:
                    return publication.track
            await asyncio.sleep(0.02)

    async def _speak(self) -> None:
        source = rtc.AudioSource(RATE, 1)
        track = rtc.LocalAudioTrack.create_audio_track("voice", source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        await self.way.local_participant.publish_track(track, options)
        self._tasks.add(asyncio.create_task(_sound(source)))


async def _sound(source: rtc.AudioSource) -> None:
    """Send a tone; the source keeps the time."""
    tone = array("h", (round(12_000 * math.sin(math.tau * 440 * n / RATE)) for n in range(PART)))
    while True:
        await source.capture_frame(rtc.AudioFrame(tone.tobytes(), RATE, 1, PART))
