"""A blurred background, by the model that runs in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.callers import MakeCallers
from tests.e2e.calls_support import TILES, Caller
from tests.support.waiting import wait_until

# A camera that sees nothing but a wall of small squares: all of it is background, and as sharp as can be.
# How quick this machine is just now is not what is tried here: a worker that finds it too slow is not heard.
WALL = """
(() => {
  if (!navigator.mediaDevices) return;
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", (event) => {
        if (event.data?.kind === "slow") event.stopImmediatePropagation();
      });
    }
  };
  navigator.mediaDevices.getUserMedia = async ({ audio, video }) => {
    const stream = new MediaStream();
    if (audio) stream.addTrack(new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0]);
    if (!video) return stream;
    const canvas = document.createElement("canvas");
    canvas.width = 320; canvas.height = 180;
    const context = canvas.getContext("2d");
    let shift = 0;
    const draw = () => {
      shift = (shift + 1) % 8;
      for (let y = 0; y < 180; y += 8)
        for (let x = 0; x < 320; x += 8) {
          context.fillStyle = (x + y) / 8 % 2 ? "#fff" : "#000";
          context.fillRect(x + shift, y, 8, 8);
        }
    };
    draw();
    setInterval(draw, 100);
    window.wall = canvas.captureStream(10).getVideoTracks()[0];
    stream.addTrack(window.wall);
    return stream;
  };
})();
"""

# How much each pixel differs from those around it, in squares; keeps the most that was ever seen.
SHARPNESS = """
(video) => {
  if (!video.videoWidth) return null;
  const [width, height] = [160, 90];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const grey = (x, y) => data[(y * width + x) * 4 + 1];
  let [sum, squares, count] = [0, 0, 0];
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const edge = 4 * grey(x, y) - grey(x - 1, y) - grey(x + 1, y) - grey(x, y - 1) - grey(x, y + 1);
      sum += edge; squares += edge * edge; count += 1;
    }
  const variance = squares / count - (sum / count) ** 2;
  const mean = data.reduce((total, value, at) => total + (at % 4 === 1 ? value : 0), 0) / (width * height);
  return mean > 40 ? variance : null;
}
"""
SHARP = 5000
SOFT = 500

ENDED = "() => window.wall.readyState === 'ended'"


@pytest.mark.rows("S0-21")
def test_a_blurred_background_is_all_that_the_others_get(callers: MakeCallers) -> None:
    alice, bob = callers("alice", "bob")
    alice.visitor.context.add_init_script(WALL)
    alice.page.reload()
    alice.button("Call").click()
    dialog = alice.page.get_by_role("dialog")
    blur = dialog.get_by_role("button", name="Blur the background")
    expect(blur).to_have_attribute("aria-pressed", "false", timeout=TILES)
    mirror = dialog.locator("video")
    wait_until(lambda: (mirror.evaluate(SHARPNESS) or 0) > SHARP, what="alice sees her wall", seconds=30)
    blur.click()
    expect(blur).to_have_attribute("aria-pressed", "true", timeout=TILES)
    expect(blur).to_be_enabled(timeout=TILES)
    wait_until(
        lambda: 0 <= (mirror.evaluate(SHARPNESS) or SHARP) < SOFT, what="her wall is blurred", seconds=30
    )
    dialog.get_by_role("button", name="Join now").click()
    expect(alice.button("Hang up")).to_be_visible(timeout=TILES)
    bob.call()
    seen = bob.tile(alice).locator("video")
    expect(seen).to_have_count(1, timeout=TILES)
    wait_until(lambda: (seen.evaluate(SHARPNESS) or SHARP) < SOFT, what="bob sees a blur", seconds=30)
    turn_off_and_on(alice, seen)
    wait_until(lambda: (seen.evaluate(SHARPNESS) or SHARP) < SOFT, what="bob sees a blur again", seconds=30)
    alice.button("More").click()
    alice.page.get_by_role("button", name="Blur the background").click()
    wait_until(lambda: (seen.evaluate(SHARPNESS) or 0) > SHARP, what="bob sees the wall", seconds=30)
    alice.page.keyboard.press("Escape")
    alice.toggle("Camera", on=False)
    wait_until(lambda: alice.page.evaluate(ENDED), what="the camera is off, not only its blurred picture")


def turn_off_and_on(alice: Caller, seen: Locator) -> None:
    """No camera for a while: what was chosen holds. Only who turns the blur off is seen as things are."""
    alice.toggle("Camera", on=False)
    # Else what is looked at next could be the picture of before.
    expect(seen).to_have_count(0, timeout=TILES)
    alice.is_at_rest("Camera")
    alice.button("Camera").click()
    expect(alice.button("Camera")).to_have_attribute("aria-pressed", "true", timeout=TILES)
    expect(seen).to_have_count(1, timeout=TILES)
