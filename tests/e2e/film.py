"""Callers whose picture carries a counter and flashes beside beeps, and what a recording of them shows."""

from __future__ import annotations

import json
import os
from array import array
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import av

BITS = 10
RATE = 48_000
WINDOW = RATE // 100

# A 320x180 picture at 10 fps: in its middle BITS bars count frames, a band above is white in every tenth
# frame and the next, and just then the sound beeps. `filmCount()` tells the counter of this moment.
FILM = """
(() => {
  if (!navigator.mediaDevices) return;
  const loud = __LOUD__;
  let context = null, gain = null, n = 0;
  window.filmCount = () => n;
  const picture = () => {
    const canvas = document.createElement("canvas");
    canvas.width = 320; canvas.height = 180;
    const pen = canvas.getContext("2d");
    const draw = () => {
      pen.fillStyle = loud ? "rgb(30,140,60)" : "rgb(160,40,40)";
      pen.fillRect(0, 0, 320, 180);
      for (let bit = 0; bit < 10; bit += 1) {
        pen.fillStyle = (n >> bit) & 1 ? "white" : "black";
        pen.fillRect(10 + bit * 30, 80, 30, 40);
      }
      const flash = n % 10 < 2;
      pen.fillStyle = flash ? "white" : "black";
      pen.fillRect(10, 40, 300, 30);
      if (n % 10 === 0 && gain) {
        const at = context.currentTime;
        gain.gain.setValueAtTime(0.5, at);
        gain.gain.setValueAtTime(0, at + 0.08);
      }
      n += 1;
    };
    draw();
    setInterval(draw, 100);
    return canvas.captureStream(10).getVideoTracks()[0];
  };
  const sound = () => {
    context ??= new AudioContext();
    const tone = new OscillatorNode(context, { frequency: 1000 });
    const level = new GainNode(context, { gain: 0 });
    const out = context.createMediaStreamDestination();
    tone.connect(level).connect(out);
    tone.start();
    if (loud) gain = level;
    return out.stream.getAudioTracks()[0];
  };
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const tracks = [];
    if (wish.audio) tracks.push(sound());
    if (wish.video) tracks.push(picture());
    return new MediaStream(tracks);
  };
})();
"""


def ahead(later: int, earlier: int) -> int:
    """How far a counter is ahead of another one (minus: behind it); after the highest they begin at 0."""
    half = 1 << (BITS - 1)
    return (later - earlier + half) % (2 * half) - half


@dataclass(frozen=True)
class Shown:
    """A frame: when (seconds), what its counter said, whether it flashed."""

    at: float
    count: int
    flash: bool


@dataclass(frozen=True)
class Film:
    """What a file shows. ``beeps``: seconds at which the sound began."""

    seconds: float
    frames: list[Shown]
    beeps: list[float]

    @property
    def counts(self) -> list[int]:
        """The counters without repetitions of the same one."""
        found: list[int] = []
        for frame in self.frames:
            if not found or frame.count != found[-1]:
                found.append(frame.count)
        return found

    @property
    def rises(self) -> bool:
        """Whether the counter never goes back, except from its highest number to 0."""
        return all(ahead(later, earlier) >= 0 for earlier, later in pairwise(self.counts))

    @property
    def counted(self) -> int:
        """How far the counter went from the first frame to the last: a busy machine counts slower."""
        return sum(ahead(later, earlier) for earlier, later in pairwise(self.counts))

    @property
    def fps(self) -> float:
        return (len(self.frames) - 1) / (self.frames[-1].at - self.frames[0].at)

    @property
    def longest_gap(self) -> float:
        """Seconds between two frames, at most."""
        pairs = zip(self.frames, self.frames[1:], strict=False)
        return max(later.at - earlier.at for earlier, later in pairs)

    @property
    def longest_stillness(self) -> float:
        """Seconds in which the counter stood still, at most."""
        longest, since = 0.0, self.frames[0]
        for frame in self.frames:
            if frame.count != since.count:
                longest, since = max(longest, frame.at - since.at), frame
        return longest

    @property
    def offset(self) -> float:
        """Seconds that beeps come after their flash, in the middle of all (minus: before)."""
        flashes = [
            later.at
            for earlier, later in zip(self.frames, self.frames[1:], strict=False)
            if later.flash and not earlier.flash
        ]
        distances = [min((beep - flash for flash in flashes), key=abs) for beep in self.beeps if flashes]
        return median(distances)

    def figures(self) -> dict[str, float]:
        """What ``bench recording`` prints of it."""
        return {
            "seconds": round(self.seconds, 2),
            "fps": round(self.fps, 1),
            "longest_gap_ms": round(self.longest_gap * 1000),
            "beeps": len(self.beeps),
            "offset_ms": round(self.offset * 1000),
        }

    def __str__(self) -> str:
        return (
            f"{self.seconds:.1f} s, {self.fps:.1f} fps, longest gap {self.longest_gap * 1000:.0f} ms, "
            f"stillness {self.longest_stillness * 1000:.0f} ms, {len(self.beeps)} beeps, "
            f"offset {self.offset * 1000:.0f} ms"
        )


def keep_figures(name: str, **figures: float) -> None:
    """Leave them for ``bench recording``, where that asks."""
    if wished := os.environ.get("SAMOVAR_FILM_FIGURES"):
        path = Path(wished)
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        path.write_text(json.dumps(known | {name: figures}), encoding="utf-8")


def read_film(path: Path) -> Film:
    """Decode a file whose large picture is that of a caller with FILM."""
    with av.open(str(path)) as container:
        seconds = (container.duration or 0) / 1_000_000
        frames = [shown for frame in container.decode(container.streams.video[0]) if (shown := _shown(frame))]
    return Film(seconds, frames, _beeps(path))


def _shown(frame: Any) -> Shown | None:
    """Read the bars; None where the picture is not there."""
    grey = frame.reformat(width=1280, height=720, format="gray").planes[0]
    row: int = grey.line_size
    data = bytes(grey)

    def at(x: float, y: float) -> int:
        # The large box of a strip with one small picture above: 1264x546 at (8, 166), covered by 1264x711.
        column, line = round(8 + x * 3.95), round(166 - 82.5 + y * 3.95)
        return data[line * row + column]

    # At both ends of the bars the picture has its own colour: else it is not where it is looked for.
    if not all(70 < at(x, 100) < 150 for x in (4, 316)):
        return None
    bars = [at(10 + bit * 30 + 15, 100) for bit in range(BITS)]
    if any(60 < bar < 190 for bar in bars):
        return None
    count = sum(1 << bit for bit, bar in enumerate(bars) if bar >= 190)
    return Shown(float(frame.time), count, at(160, 55) > 150)


def _beeps(path: Path) -> list[float]:
    samples = array("h")
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        begin: float | None = None
        for frame in container.decode(container.streams.audio[0]):
            begin = float(frame.time or 0) if begin is None else begin
            for part in resampler.resample(frame):
                samples.frombytes(bytes(part.planes[0])[: part.samples * 2])
    loud = [
        max(samples[start : start + WINDOW], default=0) > 3000 for start in range(0, len(samples), WINDOW)
    ]
    return [
        (begin or 0) + number * 0.01
        for number in range(1, len(loud))
        if loud[number] and not any(loud[max(0, number - 20) : number])
    ]
