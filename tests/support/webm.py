"""Real WebM as a browser's recorder writes it, made and read with PyAV."""

from __future__ import annotations

import io
import math
from array import array
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image

WIDTH, HEIGHT = 320, 180
RATE = 48_000


def webm(seconds: float, *, fps: int = 10, first: int = 0, lost: int = 0, sound_ms: int = 20) -> bytes:
    """Return a video whose frames show their number (from ``first``) as grey steps, with a quiet tone.

    Each second begins with a key frame. The first ``lost`` frames are not in it, as if they had been lost.
    ``sound_ms`` is the length of a packet of sound.
    """
    buffer = _Unseekable()
    with av.open(buffer, "w", format="webm", options={"live": "1", "cluster_time_limit": "500"}) as container:
        video = container.add_stream("libvpx", rate=fps, options={"g": str(fps), "deadline": "realtime"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        audio = container.add_stream(
            "libopus", rate=RATE, layout="mono", options={"frame_duration": str(sound_ms)}
        )
        samples_done = 0
        for number in range(round(seconds * fps)):
            grey = (first + number) % 250
            frame = av.VideoFrame.from_image(Image.new("RGB", (WIDTH, HEIGHT), (grey, grey, grey)))
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux([packet for packet in video.encode(frame) if number >= lost])
            count = RATE // fps
            wave = array("h", (int(math.sin(one * 0.06) * 3000) for one in range(count)))
            sound = av.AudioFrame(format="s16", layout="mono", samples=count)
            sound.planes[0].update(wave.tobytes())
            sound.sample_rate, sound.pts, sound.time_base = RATE, samples_done, Fraction(1, RATE)
            samples_done += count
            container.mux(audio.encode(sound))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))
    return buffer.getvalue()


class _Unseekable(io.BytesIO):
    """What is written cannot be gone back to, as in a recorder: no length, no index."""

    def seekable(self) -> bool:
        return False


def cut(content: bytes, size: int = 20_000) -> list[bytes]:
    """Cut it into pieces anywhere, as a recorder's slices do."""
    return [content[begin : begin + size] for begin in range(0, len(content), size)]


def length_of(path: Path) -> float:
    """Return the seconds the file says it has."""
    with av.open(str(path)) as container:
        return (container.duration or 0) / 1_000_000


def greys_of(path: Path) -> list[int]:
    """Return the grey in the middle of each frame."""
    with av.open(str(path)) as container:
        frames = container.decode(container.streams.video[0])
        return [_grey(frame.to_image().getpixel((WIDTH // 2, HEIGHT // 2))) for frame in frames]


def _grey(pixel: float | tuple[int, ...] | None) -> int:
    assert isinstance(pixel, tuple)
    return pixel[0]
