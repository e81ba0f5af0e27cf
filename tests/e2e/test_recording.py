"""A host records the call: everybody is told, and the file shows and sounds like the call did."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from samovar.recordings.models import Recording
from tests.e2e.callers import make_room
from tests.e2e.film import FILM, keep_figures, read_film
from tests.support.browser import Visitor
from tests.support.server import Server
from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from tests.e2e.conftest import MakeVisitor

# A whole recording with its waits, on machines that do other things too.
pytestmark = pytest.mark.timeout(420)

PATIENCE = 45_000

# What a page says aloud goes into a list: a machine that tests has no voice, and the same words stand on the
# page for a few seconds only.
VOICE = """() => {
  window.spoken = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  speechSynthesis.getVoices = () => [{ localService: true, lang: document.documentElement.lang }];
  speechSynthesis.speak = ({ text }) => window.spoken.push(text);
}"""


class Actor:
    """Somebody in a room whose picture counts; only who is ``loud`` beeps."""

    def __init__(self, visitor: Visitor, *, loud: bool) -> None:
        self.visitor = visitor
        visitor.context.add_init_script(FILM.replace("__LOUD__", "true" if loud else "false"))

    @property
    def page(self) -> Page:
        return self.visitor.page

    def enter(self, code: str) -> None:
        self.visitor.goto(f"/r/{code}/")
        enter = self.page.get_by_role("button", name="Enter room")
        call = self.page.get_by_role("button", name="Call", exact=True)
        expect(enter.or_(call).first).to_be_visible(timeout=PATIENCE)
        if enter.is_visible():
            enter.click()
        expect(call).to_be_visible(timeout=PATIENCE)

    def call(self) -> None:
        self.page.get_by_role("button", name="Call", exact=True).click()
        self.page.get_by_role("button", name="Join now").click()

    def in_call(self) -> None:
        expect(self.page.get_by_role("button", name="Hang up", exact=True)).to_be_visible(timeout=PATIENCE)

    def record(self) -> None:
        button = self.page.get_by_role("button", name="Record", exact=True)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true", timeout=PATIENCE)

    def stop(self) -> None:
        button = self.page.get_by_role("button", name="Record", exact=True)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "false", timeout=PATIENCE)

    def sees_badge(self, *, on: bool = True) -> None:
        badge = self.page.locator("samovar-recording-badge").get_by_text("Recording", exact=True)
        expect(badge).to_be_visible(timeout=PATIENCE) if on else expect(badge).to_have_count(
            0, timeout=PATIENCE
        )


def meet(visitor: MakeVisitor, server: Server, *, loud_owner: bool = False) -> tuple[Actor, Actor, str]:
    """Alice, who owns a new room, and bob are in its call; one counts and beeps. Return its code too."""
    alice = Actor(visitor("alice", on=server), loud=loud_owner)
    bob = Actor(visitor("bob", on=server), loud=not loud_owner)
    code = make_room(alice.visitor.person)
    for one in (alice, bob):
        one.enter(code)
        one.call()
        one.in_call()
    large = alice.page.locator(".call-large video")
    expect(large).to_be_visible(timeout=PATIENCE)
    wait_until(
        lambda: large.evaluate("video => video.getVideoPlaybackQuality().totalVideoFrames") > 5,
        what="bob's picture plays at alice's",
        seconds=90,
    )
    return alice, bob, code


def row(server: Server, code: str) -> dict[str, Any]:
    with server.database() as alias:
        return dict(Recording.objects.using(alias).filter(room__code=code).order_by("-pk").values()[0])


def recorded(server: Server, code: str) -> Path:
    """Wait until the file of the newest recording of a room is there."""
    wait_until(lambda: row(server, code)["state"] == "ready", what="the recording is ready", seconds=120)
    name = str(row(server, code)["folder"])
    return (
        Path(server.environment["SAMOVAR_DATA_DIR"]) / "media" / "recordings" / name[:2] / name / "video.webm"
    )


def pieces_of(server: Server, code: str) -> int:
    """How many pieces of a room's recordings are with the server."""
    from samovar.recordings.models import Piece  # noqa: PLC0415

    with server.database() as alias:
        return Piece.objects.using(alias).filter(recording__room__code=code).count()


def run_for(server: Server, code: str, pieces: int) -> None:
    """Let it run until so many pieces are with the server."""
    wait_until(lambda: pieces_of(server, code) >= pieces, what=f"{pieces} pieces came", seconds=150)


@pytest.mark.rows("S0-13")
def test_a_recorded_call_counts_and_beeps_as_it_did_and_everybody_was_told(
    visitor: MakeVisitor, server: Server
) -> None:
    alice, bob, code = meet(visitor, server)
    bob.page.evaluate(VOICE)
    began = time.monotonic()
    alice.record()
    for one in (alice, bob):
        one.sees_badge()
    wait_until(
        lambda: "Alice records this call." in bob.page.evaluate("window.spoken"), what="it is said to bob"
    )
    expect(bob.page.get_by_role("button", name="Record", exact=True)).to_have_count(0)
    # From its first piece on it surely records, however long this machine took to begin.
    run_for(server, code, 1)
    since = time.monotonic()
    count = bob.page.evaluate("filmCount()")
    # As long as it takes to count and to beep four times, however slow this machine is.
    wait_until(
        lambda: bob.page.evaluate("filmCount()") - count >= 45, what="bob's picture counts on", seconds=60
    )
    run_for(server, code, pieces_of(server, code) + 2)
    surely = time.monotonic() - since
    alice.stop()
    at_most = time.monotonic() - began
    bob.sees_badge(on=False)
    film = read_film(recorded(server, code))
    ran = row(server, code)
    by_clock = (ran["ended_at"] - ran["started_at"]).total_seconds()
    keep_figures("open", **film.figures(), seconds_by_the_clock=round(by_clock, 2))
    # Without the first piece: a busy machine takes its time between the press and the first picture.
    assert surely - 2.5 < film.seconds < at_most + 1, film
    assert film.rises, film.counts
    assert len(film.counts) > 10, film
    assert len(film.beeps) >= 3, film
    alice.page.goto(server.url + "/recordings/")
    item = alice.page.get_by_role("listitem").filter(has=alice.page.get_by_role("button", name="Play")).first
    with alice.page.expect_download() as download:
        item.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.endswith(".webm")
