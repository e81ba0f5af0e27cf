"""A blurred background, by the model that runs in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.callers import MakeCallers
from tests.e2e.calls_support import TILES, Caller
from tests.e2e.test_encrypted_calls import ask_for_call, encrypt
from tests.support.livekit import LiveKitServer
from tests.support.server import Server
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
    put_wall_before(alice)
    call_blurred(alice)
    bob.call()
    seen = bob.tile(alice).locator("video")
    expect(seen).to_have_count(1, timeout=TILES)
    is_blurred(seen, "bob sees a blur")
    turn_off_and_on(alice, seen)
    is_blurred(seen, "bob sees a blur again")
    switch_blur(alice, on=False)
    is_sharp(seen, "bob sees the wall")
    alice.toggle("Camera", on=False)
    wait_until(lambda: alice.page.evaluate(ENDED), what="the camera is off, not only its blurred picture")


# Its waits together, on machines that do other things too.
@pytest.mark.timeout(420)
@pytest.mark.rows("S0-21", "S4-9.3")
def test_an_encrypted_call_carries_the_blur_and_lets_it_be_switched(
    callers: MakeCallers, over: tuple[Server, LiveKitServer]
) -> None:
    """Over the media server each frame goes through one worker that blurs it and another that encrypts it."""
    server, _media = over
    alice, bob = callers("alice", "bob", on=server, size=(640, 480))
    put_wall_before(alice)
    link = encrypt(alice)
    call_blurred(alice)
    expect(alice.page.get_by_title("Voices and pictures are end-to-end encrypted")).to_be_visible()
    ask_for_call(bob)
    bob.page.get_by_label("Link with the key, or the key").fill(link)
    bob.button("Continue").click()
    seen = bob.tile(alice).locator("video")
    expect(seen).to_have_count(1, timeout=TILES)
    is_blurred(seen, "bob sees a blur from browser to browser")
    for one in (alice, bob):
        one.remember_links()
    alice.carry()
    for one in (alice, bob):
        one.has_left_links()
    alice.sees(bob)
    is_blurred(seen, "bob sees a blur over the media server")
    switch_blur(alice, on=False)
    is_sharp(seen, "bob sees the wall")
    switch_blur(alice, on=True)
    is_blurred(seen, "bob sees a blur that was turned on meanwhile")
    turn_off_and_on(alice, seen)
    is_blurred(seen, "bob sees a blur again")
    switch_blur(alice, on=False)
    is_sharp(seen, "bob sees the wall again")


def put_wall_before(one: Caller) -> None:
    one.visitor.context.add_init_script(WALL)
    one.page.reload()


def call_blurred(one: Caller) -> None:
    """Call and join with the background blurred in the preview already."""
    one.button("Call").click()
    dialog = one.page.get_by_role("dialog")
    blur = dialog.get_by_role("button", name="Blur the background")
    expect(blur).to_have_attribute("aria-pressed", "false", timeout=TILES)
    mirror = dialog.locator("video")
    is_sharp(mirror, f"{one.name} sees the wall")
    blur.click()
    expect(blur).to_have_attribute("aria-pressed", "true", timeout=TILES)
    expect(blur).to_be_enabled(timeout=TILES)
    is_blurred(mirror, f"{one.name} sees the wall blurred")
    dialog.get_by_role("button", name="Join now").click()
    expect(one.button("Hang up")).to_be_visible(timeout=TILES)


def switch_blur(one: Caller, *, on: bool) -> None:
    """In the call, behind More."""
    one.button("More").click()
    blur = one.page.get_by_role("button", name="Blur the background")
    blur.click()
    expect(blur).to_have_attribute("aria-pressed", "true" if on else "false", timeout=TILES)
    expect(blur).to_be_enabled(timeout=TILES)
    one.page.keyboard.press("Escape")


def is_blurred(video: Locator, what: str) -> None:
    wait_until(lambda: (video.evaluate(SHARPNESS) or SHARP) < SOFT, what=what, seconds=60)


def is_sharp(video: Locator, what: str) -> None:
    wait_until(lambda: (video.evaluate(SHARPNESS) or 0) > SHARP, what=what, seconds=60)


def turn_off_and_on(alice: Caller, seen: Locator) -> None:
    """No camera for a while: what was chosen holds. Only who turns the blur off is seen as things are."""
    alice.toggle("Camera", on=False)
    # Else what is looked at next could be the picture of before.
    expect(seen).to_have_count(0, timeout=TILES)
    alice.is_at_rest("Camera")
    alice.button("Camera").click()
    expect(alice.button("Camera")).to_have_attribute("aria-pressed", "true", timeout=TILES)
    expect(seen).to_have_count(1, timeout=TILES)
