"""People in calls whose picture and sound tell who they are.

Each participant sends one colour and one tone of his own, so that a tile that shows somebody else
is found.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.support.browser import Visitor
from tests.support.waiting import wait_until

TILES = 30_000  # ms that all tiles may take on two busy cores


@dataclass(frozen=True)
class Look:
    """What somebody sends: a colour as red, green, blue, and a tone in Hz."""

    colour: tuple[int, int, int]
    tone: int


LOOKS = (
    Look((220, 30, 30), 440),
    Look((30, 200, 40), 880),
    Look((40, 60, 220), 1320),
    Look((220, 200, 30), 1760),
    Look((200, 40, 200), 2200),
    Look((40, 200, 200), 2640),
)

_marks = count(1)

# Replaces the devices by a canvas (160x90, 8 fps) and an oscillator, counts how often they were asked
# for, and keeps every connection, so that tests can look into it. Keeps too what was told in passing: that
# stands on the page for a few seconds only, and a test may be looking elsewhere.
DEVICES = """
(() => {
  // An empty page has no devices to replace.
  if (!navigator.mediaDevices) return;
  const { colour, tone, deny } = __LOOK__;
  const probe = { asked: [], tracks: [], connections: [], screens: 0, told: [] };
  window.probe = probe;
  // A track that is stopped says nothing, so what feeds it is ended together with it.
  const withStop = (track, end) => {
    const stop = track.stop.bind(track);
    track.stop = () => { stop(); end(); };
    return track;
  };
  const refuse = (name) => { throw Object.assign(new Error(name), { name }); };
  const picture = (fill) => {
    const canvas = document.createElement("canvas");
    canvas.width = 160; canvas.height = 90;
    const context = canvas.getContext("2d");
    let n = 0;
    const draw = () => {
      context.fillStyle = `rgb(${fill.join(",")})`;
      context.fillRect(0, 0, 160, 90);
      context.fillStyle = "white";
      context.fillRect((n++ * 4) % 150, 0, 10, 6);
    };
    draw();
    const timer = setInterval(draw, 125);
    const [track] = canvas.captureStream(8).getVideoTracks();
    return withStop(track, () => clearInterval(timer));
  };
  const sound = (pitch = tone) => {
    const context = new AudioContext();
    const oscillator = context.createOscillator();
    oscillator.frequency.value = pitch;
    const out = context.createMediaStreamDestination();
    oscillator.connect(out);
    oscillator.start();
    const [track] = out.stream.getAudioTracks();
    return withStop(track, () => void context.close().catch(() => undefined));
  };
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    probe.asked.push(Object.keys(constraints).join("+"));
    if (deny === "all" || (deny === "camera" && constraints.video)) refuse("NotAllowedError");
    const tracks = [];
    if (constraints.audio) tracks.push(sound());
    if (constraints.video) tracks.push(picture(probe.colour ?? colour));
    probe.tracks.push(...tracks);
    return new MediaStream(tracks);
  };
  navigator.mediaDevices.getDisplayMedia = async () => {
    probe.screens += 1;
    const tracks = [picture([250, 120, 240])];
    if (probe.screenTone) tracks.push(sound(probe.screenTone));
    probe.tracks.push(...tracks);
    return new MediaStream(tracks);
  };
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(...given) { super(...given); probe.connections.push(this); }
  };
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...given) { super(...given); probe.socket = this; }
  };
  new MutationObserver((changes) => {
    for (const note of changes.flatMap(({ addedNodes }) => [...addedNodes]))
      if (note instanceof Element && note.matches(".toast-note") && note.checkVisibility())
        probe.told.push(note.textContent);
  }).observe(document, { childList: true, subtree: true });
})();
"""

PIXEL = """
(video) => {
  if (!video.videoWidth) return null;
  const canvas = document.createElement("canvas");
  canvas.width = 16; canvas.height = 9;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(video, 0, 0, 16, 9);
  return Array.from(context.getImageData(8, 5, 1, 1).data).slice(0, 3);
}
"""

# The loudest frequency of a remote voice. It also plays in an <audio>, or it would be silent here.
TONE = """
async (peer) => {
  const track = probe.voices(peer);
  if (!track) return 0;
  probe.ears ??= new AudioContext();
  probe.taps ??= new Map();
  if (!probe.taps.has(track)) {
    const analyser = probe.ears.createAnalyser();
    analyser.fftSize = 4096;
    analyser.smoothingTimeConstant = 0;
    probe.ears.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    probe.taps.set(track, analyser);
  }
  const analyser = probe.taps.get(track);
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  let best = 0;
  for (let i = 1; i < bins.length; i += 1) if (bins[i] > bins[best]) best = i;
  return bins[best] > -70 ? Math.round((best * probe.ears.sampleRate) / analyser.fftSize) : 0;
}
"""

# Has it shown a frame since it was asked with this mark for the first time? Another element, or another
# stream in the same one, begins to count anew.
MOVES = """
(video, mark) => {
  const { totalVideoFrames } = video.getVideoPlaybackQuality();
  if (video.mark !== mark) Object.assign(video, { mark, shownThen: totalVideoFrames });
  video.shownThen = Math.min(video.shownThen, totalVideoFrames);
  return totalVideoFrames > video.shownThen;
}
"""

LEFT = "() => probe.before.every((link) => link.connectionState === 'closed')"


class Caller:
    """Somebody in a room with a page. His devices are a colour and a tone; without a look the browser's."""

    def __init__(self, visitor: Visitor, name: str, look: Look | None = None, deny: str = "") -> None:
        self.visitor = visitor
        self.name = name
        self.look = look or LOOKS[0]
        if look is None:
            return
        given = json.dumps({"colour": look.colour, "tone": look.tone, "deny": deny})
        visitor.context.add_init_script(DEVICES.replace("__LOOK__", given))

    @property
    def page(self) -> Page:
        return self.visitor.page

    def enter(self, code: str) -> None:
        """Come into the room by its entry page."""
        self.visitor.goto(f"/r/{code}/")
        enter = self.page.get_by_role("button", name="Enter room")
        call = self.page.get_by_role("button", name="Call", exact=True)
        expect(enter.or_(call).first).to_be_visible(timeout=TILES)
        if enter.is_visible():
            enter.click()
        expect(call).to_be_visible(timeout=TILES)

    def call(self) -> None:
        """Call, look into the preview, join."""
        self.page.get_by_role("button", name="Call", exact=True).click()
        self.page.get_by_role("button", name="Join now").click()
        expect(self.button("Hang up")).to_be_visible(timeout=TILES)

    def carry(self, *, over_server: bool = True) -> None:
        """As a host, have the call go over the media server, or back."""
        self.button("More").click()
        toggle = self.button("Over the media server")
        toggle.click()
        expect(toggle).to_have_attribute("aria-pressed", "true" if over_server else "false")
        self.page.keyboard.press("Escape")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def toggle(self, name: str, *, on: bool) -> None:
        """Press a toggle and wait until it says so."""
        self.is_at_rest(name)
        self.button(name).click()
        expect(self.button(name)).to_have_attribute("aria-pressed", "true" if on else "false")

    def is_at_rest(self, name: str) -> None:
        """Wait until a toggle has done what it was last pressed for: meanwhile it does nothing else."""
        expect(self.button(name)).not_to_have_attribute("aria-busy", "true")

    def tile(self, other: Caller) -> Locator:
        """The tile of somebody, also of oneself."""
        return self.page.get_by_role(
            "group", name=f"{other.name} (you)" if other is self else other.name, exact=True
        )

    def sees(self, other: Caller, *, seconds: float = 30) -> None:
        """Fail unless the tile of ``other`` shows his colour, moving."""
        expect(self.tile(other).locator("video")).to_have_count(1, timeout=TILES)
        wait_until(
            lambda: self.shows(other, other.look.colour),
            what=f"{self.name} sees {other.name}'s colour",
            seconds=seconds,
        )
        video, mark = self.tile(other).locator("video"), next(_marks)
        wait_until(
            lambda: video.evaluate(MOVES, mark), what=f"{self.name} sees {other.name} move", seconds=seconds
        )

    def shows(self, other: Caller, colour: tuple[int, int, int]) -> bool:
        """Is the tile of ``other`` of this colour now?"""
        return near(self.tile(other).locator("video").evaluate(PIXEL), colour)

    def hears_screen_of(self, other: Caller, tone: int, *, seconds: float = 30) -> None:
        """Fail unless the shared screen of ``other`` sounds with this tone."""
        wait_until(
            lambda: abs(self._tone(other, " screen") - tone) < 40,
            what=f"{self.name} hears {other.name}'s screen",
            seconds=seconds,
        )

    def volume_of(self, other: Caller) -> float:
        """How loud ``other`` is played here, from 0 to 1; -1 as long as his voice is not here."""
        peer = self.tile(other).get_attribute("data-peer")
        return float(
            self.page.evaluate(
                """peer => [...document.querySelectorAll("audio")]
                  .find((sink) => sink.dataset.peer === peer)?.volume ?? -1""",
                peer,
            )
        )

    def hears(self, other: Caller, *, seconds: float = 30) -> None:
        """Fail unless the voice of ``other`` has his tone."""
        wait_until(
            lambda: abs(self._tone(other) - other.look.tone) < 40,
            what=f"{self.name} hears {other.name}'s tone",
            seconds=seconds,
        )

    def hears_nothing_of(self, other: Caller, *, seconds: float = 30) -> None:
        wait_until(
            lambda: self._tone(other) == 0, what=f"{self.name} hears nothing of {other.name}", seconds=seconds
        )

    def _tone(self, other: Caller, feed: str = "") -> int:
        peer = f"{self.tile(other).get_attribute('data-peer')}{feed}"
        self.page.evaluate(
            """() => { probe.voices = (peer) =>
              [...document.querySelectorAll("audio")]
                .find((sink) => sink.dataset.peer === peer)?.srcObject?.getAudioTracks()[0]; }"""
        )
        return int(self.page.evaluate(TONE, peer))

    def inbound_frames(self) -> int:
        """Frames decoded over all connections: media goes on even when no tile is on the page."""
        return int(
            self.page.evaluate(
                """async () => {
                  let frames = 0;
                  for (const connection of probe.connections)
                    for (const { type, kind, framesDecoded } of (await connection.getStats()).values())
                      if (type === "inbound-rtp" && kind === "video") frames += framesDecoded ?? 0;
                  return frames;
                }"""
            )
        )

    def states(self) -> list[str]:
        """The states of all connections that this page has made and not closed."""
        found: list[str] = self.page.evaluate("() => probe.connections.map((one) => one.connectionState)")
        return [state for state in found if state != "closed"]

    def has_links(self, number: int) -> None:
        """Fail unless this page has so many connections, all of them up, and none besides."""
        links = ["connected"] * number
        wait_until(lambda: self.states() == links, what=f"{self.name} has {number} connections")

    def remember_links(self) -> None:
        """Keep in mind which connections there are."""
        self.page.evaluate("() => { probe.before = [...probe.connections]; }")

    def has_left_links(self) -> None:
        """Fail unless those all end and another is there."""
        wait_until(
            lambda: bool(self.page.evaluate(LEFT)), what=f"{self.name} has let go of the old way", seconds=40
        )
        wait_until(lambda: "connected" in self.states(), what=f"{self.name} has another way")

    def forget_what_ended(self) -> None:
        """Let go of connections and tracks that are over, which the probe holds."""
        self.page.evaluate(
            """() => {
              probe.connections = probe.connections.filter((one) => one.connectionState !== "closed");
              probe.tracks = probe.tracks.filter((one) => one.readyState === "live");
              for (const [track, tap] of probe.taps ?? []) {
                if (track.readyState === "live") continue;
                tap.disconnect();
                probe.taps.delete(track);
              }
            }"""
        )

    def live_tracks(self, kind: str) -> int:
        """How many local tracks of a kind have not ended."""
        return int(
            self.page.evaluate(
                "kind => probe.tracks.filter((t) => t.kind === kind && t.readyState === 'live').length", kind
            )
        )

    def asked(self) -> list[str]:
        """What was asked of the devices so far, in order."""
        found: list[str] = self.page.evaluate("() => probe.asked")
        return found


def is_told(page: Page, text: str) -> None:
    """Fail unless the page of a caller tells this in passing, or has done so since it was loaded."""
    wait_until(
        lambda: any(text in one for one in page.evaluate("() => probe.told")),
        what=f"told: {text}",
        seconds=60,
    )


def near(pixel: Any, colour: tuple[int, int, int]) -> bool:
    """Video codecs change colours a little, some more than others; the looks differ by far more."""
    return pixel is not None and all(abs(seen - sent) < 60 for seen, sent in zip(pixel, colour, strict=True))
