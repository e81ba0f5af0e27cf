"""What a call is whichever way its media take: one journey of two, over mesh and media server."""

from __future__ import annotations

import re
import time
from functools import partial
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.e2e.callers import all_meet
from tests.e2e.calls_support import LOOKS, TILES, Caller
from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_call_floor import SPEECH
from tests.e2e.test_call_hosts import do_to
from tests.e2e.test_waiting_room import make_waiting_room
from tests.support.livekit import LiveKitServer
from tests.support.server import Server
from tests.support.waiting import wait_until

# A long journey, on machines that do other things too.
pytestmark = pytest.mark.timeout(420)

SPEAKS = re.compile(r"\bis-speaking\b")
SMALL = (1280, 640)
OTHER_COLOUR = (240, 240, 240)
# Another camera, with a picture of its own.
SECOND_CAMERA = """
(() => {
  if (!navigator.mediaDevices) return;
  const first = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    probe.colour = constraints.video?.deviceId?.ideal === "desk" ? __COLOUR__ : null;
    return await first(constraints);
  };
  navigator.mediaDevices.enumerateDevices = async () => [
    { kind: "videoinput", deviceId: "front", label: "Front camera", groupId: "" },
    { kind: "videoinput", deviceId: "desk", label: "Desk camera", groupId: "" },
  ];
})();
""".replace("__COLOUR__", str(list(OTHER_COLOUR)))


@pytest.fixture(params=["mesh", "sfu"])
def pair(
    request: pytest.FixtureRequest, visitor: MakeVisitor, over: tuple[Server, LiveKitServer]
) -> tuple[Caller, Caller]:
    """Alice, whose room with a waiting room it is, in its call; and Bob, let in and in the call too."""
    alice, bob = (
        Caller(visitor(name, on=over[0], size=SMALL), name.title(), LOOKS[number])
        for number, name in enumerate(("alice", "bob"))
    )
    for one in (alice, bob):
        one.visitor.context.add_init_script(SPEECH)
        one.visitor.context.add_init_script(SECOND_CAMERA)
    path = make_waiting_room(alice.visitor.goto("/rooms/new/"), f"Both ways {time.time_ns()}")
    alice.call()
    bob.visitor.goto(path)
    bob.page.get_by_role("button", name="Ask to join").click()
    alice.page.get_by_role("alert").get_by_role("button", name="Admit", exact=True).click()
    expect(bob.button("Call")).to_be_visible(timeout=TILES)
    bob.call()
    all_meet((alice, bob))
    way: Literal["mesh", "sfu"] = request.param
    if way == "sfu":
        for one in (alice, bob):
            one.remember_links()
        alice.carry()
        for one in (alice, bob):
            one.has_left_links()
        all_meet((alice, bob))
    return alice, bob


@pytest.mark.rows("S0-07", "S3-16", "S4-9.3", "S4-9.4", "S4-9.5")
def test_everything_a_call_can_it_can_over_both_ways(pair: tuple[Caller, Caller]) -> None:
    alice, bob = pair
    layouts_and_pins(alice, bob)
    quality_in_figures(alice, bob)
    hears_who_speaks(alice, bob)
    hands_and_reactions(alice, bob)
    captions(alice, bob)
    shared_screen(alice, bob)
    other_camera(alice, bob)
    host_mutes(alice, bob)
    bob.button("Hang up").click()
    expect(alice.tile(bob)).to_have_count(0)
    assert [bob.live_tracks("audio"), bob.live_tracks("video")] == [0, 0]
    # Over the media server the goodbye comes first.
    bob.has_links(0)
    expect(bob.page.get_by_role("textbox", name="Write a message")).to_be_enabled()


def hears_who_speaks(alice: Caller, bob: Caller) -> None:
    expect(alice.tile(bob)).to_have_class(SPEAKS)
    bob.toggle("Microphone", on=False)
    expect(alice.tile(bob).get_by_text("Microphone off")).to_be_attached()
    expect(alice.tile(bob)).not_to_have_class(SPEAKS)
    alice.hears_nothing_of(bob)
    bob.toggle("Camera", on=False)
    expect(alice.tile(bob).locator("video")).to_have_count(0)
    bob.toggle("Microphone", on=True)
    bob.toggle("Camera", on=True)
    alice.hears(bob)
    alice.sees(bob)
    expect(alice.tile(bob)).to_have_class(SPEAKS)


def layouts_and_pins(alice: Caller, bob: Caller) -> None:
    stage = alice.page.locator(".call-stage")
    alice.tile(alice).click()
    alice.page.keyboard.press("g")
    expect(stage).to_have_attribute("data-layout", "grid")
    alice.sees(bob)
    alice.tile(bob).hover()
    alice.button("Pin Bob").click()
    expect(stage).to_have_attribute("data-layout", "strip")
    expect(alice.page.locator(".call-large")).to_contain_text("Bob")
    alice.sees(bob)
    alice.button("Pin Bob").click()
    expect(stage).to_have_attribute("data-layout", "grid")
    alice.tile(alice).click()
    alice.page.keyboard.press("g")
    alice.sees(bob)


def quality_in_figures(alice: Caller, bob: Caller) -> None:
    """Round trip, what comes, and the size of the picture, as the connection counts them."""
    sign = alice.tile(bob).locator(".call-quality")
    expect(sign).to_have_attribute(
        "title", re.compile(r"\d ms .*[1-9]\d* kbit/s .*\d+ ?[×x] ?\d+"), timeout=TILES
    )


def hands_and_reactions(alice: Caller, bob: Caller) -> None:
    bob.toggle("Raise hand", on=True)
    expect(alice.tile(bob).get_by_text("Hand up, number 1")).to_be_attached()
    bob.toggle("Raise hand", on=False)
    expect(alice.tile(bob).get_by_text("Hand up, number 1")).to_have_count(0)
    bob.button("Reactions").click()
    bob.button("🎉").click()
    expect(alice.tile(bob).get_by_text("🎉")).to_be_visible()


def captions(alice: Caller, bob: Caller) -> None:
    for one in (alice, bob):
        one.toggle("Captions", on=True)
    bob.page.evaluate("() => window.hear('Tea is ready', true)")
    expect(alice.page.get_by_role("log", name="Captions")).to_have_text("Bob: Tea is ready")
    for one in (alice, bob):
        one.toggle("Captions", on=False)


def shared_screen(alice: Caller, bob: Caller) -> None:
    bob.page.evaluate("() => { probe.screenTone = 3500; }")
    bob.toggle("Share screen", on=True)
    expect(alice.page.locator(".call-large[data-source=screen] video")).to_have_count(1, timeout=TILES)
    alice.hears_screen_of(bob, 3500)
    alice.hears(bob)
    bob.toggle("Share screen", on=False)
    expect(alice.page.locator(".call-large[data-source=screen]")).to_have_count(0)


def other_camera(alice: Caller, bob: Caller) -> None:
    links = len(bob.states())
    bob.button("More").click()
    bob.page.get_by_role("combobox", name="Choose camera").select_option("desk")
    bob.page.keyboard.press("Escape")
    wait_until(partial(alice.shows, bob, OTHER_COLOUR), what="alice sees the other camera", seconds=30)
    assert bob.live_tracks("video") == 1
    bob.has_links(links)


def host_mutes(alice: Caller, bob: Caller) -> None:
    do_to(alice, bob, "Mute")
    expect(bob.page.get_by_text("Alice has muted you.")).to_be_visible()
    alice.hears_nothing_of(bob)
    assert bob.live_tracks("audio") == 0
    do_to(alice, bob, "Stop camera")
    expect(bob.button("Camera")).to_have_attribute("aria-pressed", "false")
    expect(alice.tile(bob)).to_have_attribute("data-camera", "off")
