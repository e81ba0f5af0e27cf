"""A recording of a call that goes over a real LiveKit: everybody is in its picture and in its sound."""

from __future__ import annotations

from array import array
from math import cos, pi, sqrt
from pathlib import Path

import av
import pytest
from playwright.sync_api import expect

from tests.conftest import MakeServer
from tests.e2e.callers import MakeCallers, all_meet
from tests.e2e.calls_support import TILES, Caller, near
from tests.e2e.test_media_server import has_left_mesh, remember_mesh
from tests.e2e.test_recording import recorded, run_for
from tests.support.livekit import LiveKitServer

# A whole recording with its waits, on machines that do other things too.
pytestmark = pytest.mark.timeout(420)

RATE = 16_000
BLOCK = RATE // 10  # samples; each of the tones fits in a whole number of times
SILENT = 660  # Hz that nobody sends


def colours_of(path: Path) -> list[tuple[int, int, int]]:
    """All pixels of the last frame, a small one. A key frame may be the first, when nobody was drawn yet."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        *_earlier, last = container.decode(stream)
        picture = last.to_image().resize((128, 72))
    pixels = picture.tobytes()
    return list(zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True))


def loudness(path: Path, tones: tuple[int, ...]) -> list[float]:
    """How loud each tone is in the second half of the sound (by Goertzel's filter).

    Block by block: where a busy machine stretched the sound a little, a tone goes on out of step with itself.
    """
    samples = array("h")
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in container.decode(container.streams.audio[0]):
            for part in resampler.resample(frame):
                samples.frombytes(bytes(part.planes[0])[: part.samples * 2])
    blocks = [samples[at : at + BLOCK] for at in range(len(samples) // 2, len(samples) - BLOCK, BLOCK)]
    return [sum(_goertzel(block, tone) for block in blocks) / len(blocks) for tone in tones]


def _goertzel(samples: array[int], tone: int) -> float:
    factor = 2 * cos(2 * pi * tone / RATE)
    before = earlier = 0.0
    for sample in samples:
        before, earlier = sample + factor * before - earlier, before
    return sqrt(max(0.0, before**2 + earlier**2 - factor * before * earlier)) / max(1, len(samples))


@pytest.mark.rows("S0-13", "S4-9.3")
def test_a_call_over_the_media_server_is_recorded_with_everybodys_picture_and_voice(
    callers: MakeCallers, make_server: MakeServer, tmp_path: Path
) -> None:
    media = LiveKitServer(tmp_path).start()
    try:
        server = make_server(start=True, **media.settings)
        people = callers("alice", "bob", on=server)
        for one in people:
            one.call()
        all_meet(people)
        remember_mesh(*people)
        people[0].carry()
        has_left_mesh(*people)
        all_meet(people)
        code = people[0].page.url.rstrip("/").rsplit("/", 1)[-1]
        press_record(people[0], on=True)
        run_for(server, code, 4)
        press_record(people[0], on=False)
        path = recorded(server, code)
    finally:
        media.stop()
    for one in people:
        seen = [pixel for pixel in colours_of(path) if near(pixel, one.look.colour)]
        assert len(seen) > 100, (one.name, len(seen))
    alice, bob, silent = loudness(path, (people[0].look.tone, people[1].look.tone, SILENT))
    assert min(alice, bob) > 5 * silent, (alice, bob, silent)


def press_record(host: Caller, *, on: bool) -> None:
    button = host.button("Record")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true" if on else "false", timeout=TILES)
