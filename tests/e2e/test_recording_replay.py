"""The page of a recording: the video, and in step with it what was said, written and drawn meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import av
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.board_support import draw, open_board, wait_for_drawing
from tests.e2e.test_call_floor import SPEECH
from tests.e2e.test_recording import PATIENCE, Actor, meet, pieces_of, recorded, row, run_for
from tests.support.server import Server
from tests.support.waiting import wait_until

# A whole recording with its waits, on machines that do other things too.
pytestmark = pytest.mark.timeout(420)

if TYPE_CHECKING:
    from tests.e2e.conftest import MakeVisitor

CUES = "video => [...(video.textTracks[0].activeCues ?? [])].map(cue => cue.text).join()"


def white_shares(path: Path) -> tuple[float, float]:
    """How much of the large picture is white, of the first frame and of the last."""
    with av.open(str(path)) as container:
        first = next(iter(container.decode(video=0)))
        container.seek(container.duration or 0)
        *_others, last = container.decode(video=0)
        return _white(first), _white(last)


def _white(frame: av.VideoFrame) -> float:
    grey: Image.Image = frame.to_image().convert("L").crop((60, 220, 1220, 700))
    return sum(grey.histogram()[230:]) / (grey.width * grey.height)


@pytest.mark.rows("S0-13", "S0-23", "C22")
def test_a_replay_shows_what_was_said_written_and_drawn_beside_the_video(
    visitor: MakeVisitor, server: Server
) -> None:
    alice, bob, code = meet(visitor, server)
    alice.record()
    live(alice, bob, code)
    alice.stop()
    first, last = white_shares(recorded(server, code))
    # The board is the stage from when it was opened on.
    assert first < 0.6, first
    assert last > 0.9, last
    alice.visitor.goto(f"/recordings/{row(server, code)['id']}/")
    sees_replay(alice.page)
    alice.visitor.screenshot("recording-replay")
    alice.visitor.assert_accessible()


def live(alice: Actor, bob: Actor, code: str) -> None:
    """Something is said, then written, then drawn."""
    page, server = alice.page, alice.visitor.server
    run_for(server, code, 1)
    # Without the number what it gives were a function, and that would be called.
    page.evaluate(f"{SPEECH} 0")
    page.get_by_role("button", name="Captions", exact=True).click()
    page.wait_for_function("() => Boolean(window.speech)")
    page.evaluate("() => window.hear('Tea is', false)")
    page.evaluate("() => window.hear('Tea is <ready>', true)")
    bob.page.get_by_role("textbox", name="Write a message").fill("The samovar is hot")
    bob.page.keyboard.press("Enter")
    expect(page.get_by_role("log", name="Messages")).to_contain_text("The samovar is hot")
    run_for(server, code, 4)
    open_board(page)
    draw(page, "rectangle")
    wait_for_drawing(page)
    # However long the board took to open, and however far behind this machine is with what it records.
    run_for(server, code, pieces_of(server, code) + 2)


def sees_replay(page: Page) -> None:
    side = page.get_by_role("complementary", name="What happened")
    for text in ("Tea is <ready>", "The samovar is hot", "Alice drew on the board"):
        expect(side.get_by_role("button").filter(has_text=text)).to_be_visible(timeout=PATIENCE)
    search = page.get_by_role("searchbox", name="Search in this recording")
    search.fill("ready TEA")
    expect(side.get_by_role("button")).to_have_count(1)
    side.get_by_role("button").filter(has_text="Tea is <ready>").click()
    video = page.locator("video")
    player = page.get_by_role("region", name="Player")
    expect(player.get_by_text("Nothing is on the board at this moment.")).to_be_visible()
    captions = player.get_by_role("button", name="Captions", exact=True)
    captions.click()
    expect(captions).to_have_attribute("aria-pressed", "true")
    wait_until(
        lambda: video.evaluate(CUES) == "Alice: Tea is &lt;ready&gt;", what="the caption is shown", seconds=30
    )
    assert video.evaluate("video => video.textTracks[0].mode") == "showing"
    page.set_viewport_size({"width": 667, "height": 375})
    for part in (video, player.get_by_role("button", name="Full screen")):
        part.scroll_into_view_if_needed()
    for part in (video, player.get_by_label("Speed"), player.get_by_role("button", name="Full screen")):
        expect(part).to_be_in_viewport(ratio=0.99)
    page.set_viewport_size({"width": 1280, "height": 800})
    player.get_by_label("Speed").select_option("1.5")
    assert video.evaluate("video => video.playbackRate") == 1.5
    player.get_by_role("slider", name="Position").hover()
    expect(player.locator(".player-preview .player-thumb")).to_be_visible()
    search.fill("")
    video.evaluate("video => { video.currentTime = video.duration - 0.1 }")
    expect(player.get_by_role("img", name="Board").locator("rect")).to_have_count(1)
    expect(side.locator("[aria-current=true]")).to_contain_text("Alice drew on the board")
