"""What everybody arranges for himself in a call: who is shown, how loud, and what is shared."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.callers import MakeCallers, all_meet
from tests.e2e.calls_support import TILES, Caller
from tests.support.waiting import wait_until


def choose_more(one: Caller, name: str) -> None:
    """Press something behind More and close it again."""
    one.button("More").click()
    one.button(name).click()
    one.page.keyboard.press("Escape")


# The browser's own windows cannot be looked into: what is asked of it is noted.
WINDOWS = """
() => {
  probe.windows = [];
  Object.defineProperty(Document.prototype, "pictureInPictureEnabled", { get: () => true });
  HTMLVideoElement.prototype.requestPictureInPicture = async function () {
    probe.windows.push(["picture", this.closest("[data-me=true]") === null && this.videoWidth > 0]);
  };
  Element.prototype.requestFullscreen = async function () { probe.windows.push(["full", this.localName]); };
}
"""


def opens_windows(one: Caller) -> None:
    """The others' picture in a window above all others, and the room on the whole screen."""
    one.page.evaluate(WINDOWS)
    choose_more(one, "Picture in picture")
    choose_more(one, "Full screen")
    wait_until(
        lambda: one.page.evaluate("() => probe.windows") == [["picture", True], ["full", "samovar-room"]],
        what="both windows are asked for",
    )


def test_one_hides_oneself_turns_another_down_and_is_told_when_muted(callers: MakeCallers) -> None:
    alice, bob = callers("alice", "bob")
    for one in (alice, bob):
        one.call()
    all_meet((alice, bob))
    choose_more(alice, "Hide my own picture")
    expect(alice.tile(alice)).to_have_count(0)
    expect(bob.tile(alice)).to_be_visible()
    opens_windows(bob)
    alice.tile(bob).hover()
    alice.button("Volume of Bob").click()
    alice.page.get_by_role("slider", name="Volume of Bob").fill("30")
    wait_until(lambda: alice.volume_of(bob) == 0.3, what="Bob is quieter")
    expect(alice.page.get_by_role("dialog", name="Volume of Bob")).to_contain_text(
        "connection ·", timeout=TILES
    )
    alice.visitor.screenshot("call-volume")
    alice.visitor.assert_accessible()
    alice.page.keyboard.press("Escape")
    alice.page.reload()
    alice.call()
    alice.sees(bob)
    # Both are remembered.
    expect(alice.tile(alice)).to_have_count(0)
    wait_until(lambda: alice.volume_of(bob) == 0.3, what="Bob is as quiet as before")
    choose_more(alice, "Hide my own picture")
    expect(alice.tile(alice)).to_be_visible()
    alice.toggle("Microphone", on=False)
    assert alice.live_tracks("audio") == 0
    choose_more(alice, "Tell me when I speak while muted")
    expect(alice.page.get_by_text("You are muted: nobody hears you.")).to_be_visible(timeout=TILES)
    expect(alice.button("Microphone")).to_have_attribute("aria-pressed", "false")
    alice.button("Speak").click()
    expect(alice.button("Microphone")).to_have_attribute("aria-pressed", "true")
    bob.hears(alice)


def test_screens_are_shared_with_their_sound_and_several_at_once(callers: MakeCallers) -> None:
    alice, bob, charlie = callers("alice", "bob", "charlie")
    for one in (alice, bob, charlie):
        one.call()
    all_meet((alice, bob, charlie))
    bob.page.evaluate("() => { probe.screenTone = 3500; }")
    bob.toggle("Share screen", on=True)
    large = alice.page.locator(".call-large[data-source=screen]")
    expect(large).to_contain_text("Bob shares the screen")
    alice.hears_screen_of(bob, 3500)
    alice.hears(bob)
    choose_more(bob, "Smooth motion instead of sharp text")
    moving = "() => probe.tracks.filter((t) => t.contentHint === 'motion').length"
    wait_until(lambda: bob.page.evaluate(moving) >= 1, what="the screen is sent for its motion")
    # The microphone does not silence the screen.
    bob.toggle("Microphone", on=False)
    alice.hears_nothing_of(bob)
    alice.hears_screen_of(bob, 3500)
    charlie.toggle("Share screen", on=True)
    alice.button("Show the screen of Charlie").click()
    expect(large).to_contain_text("Charlie shares the screen")
    expect(alice.button("Show the screen of Bob")).to_be_visible()
    alice.visitor.screenshot("call-screens")
    alice.visitor.assert_accessible()
    bob.toggle("Share screen", on=False)
    expect(alice.button("Show the screen of Bob")).to_have_count(0)
    alive = "() => probe.tracks.filter((t) => t.readyState === 'live').length"
    wait_until(lambda: bob.page.evaluate(alive) == 1, what="only Bob's camera is still on")


def test_a_long_strip_has_pages(callers: MakeCallers) -> None:
    alice, bob, charlie, dora = callers("alice", "bob", "charlie", "dora", deny="")
    for one in (alice, bob, charlie, dora):
        one.call()
    alice.page.set_viewport_size({"width": 780, "height": 700})
    alice.button("Close panel").click()
    all_meet((alice, bob))
    alice.page.evaluate("() => document.querySelector('.call-stage').style.setProperty('width', '420px')")
    expect(alice.button("Previous tiles")).to_have_count(0)
    alice.button("Next tiles").click()
    expect(alice.button("Previous tiles")).to_be_visible()
    alice.button("Previous tiles").click()
    expect(alice.button("Previous tiles")).to_have_count(0)


def test_who_is_asked_to_unmute_does_it_with_one_click_and_hosts_turn_writing_off(
    callers: MakeCallers,
) -> None:
    alice, bob = callers("alice", "bob")
    for one in (alice, bob):
        one.call()
    all_meet((alice, bob))
    bob.toggle("Microphone", on=False)
    alice.page.get_by_role("tab", name="People").click()
    alice.button("Options for Bob").click()
    alice.page.get_by_role("menuitem", name="Ask to unmute").click()
    # In one step: it goes away by itself.
    asked = bob.page.locator(".toast-note", has_text="Alice asks you to turn on your microphone.")
    asked.get_by_role("button", name="Turn it on", exact=True).click()
    alice.hears(bob)
    choose_more(alice, "Others may write")
    field = bob.page.get_by_role("textbox", name="Write a message")
    expect(field).to_be_disabled()
    expect(field).to_have_attribute("placeholder", "The hosts have turned off writing.")
    alice.page.get_by_role("tab", name="Group").click()
    expect(alice.page.get_by_role("textbox", name="Write a message")).to_be_enabled()
    alice.button("More").click()
    with alice.page.expect_download() as download:
        alice.page.get_by_role("link", name="Attendance list").click()
    assert re.fullmatch(r"attendance-[a-z-]+\.csv", download.value.suggested_filename)
    expect(alice.button("Hang up")).to_be_visible()
    alice.page.keyboard.press("Escape")
    choose_more(alice, "Others may write")
    expect(field).to_be_enabled()


# As behind a network that lets nothing through. A description said again brings the candidates found so far.
NO_WAY = """() => {
  const { prototype } = RTCPeerConnection;
  const set = prototype.setRemoteDescription;
  prototype.addIceCandidate = async () => undefined;
  prototype.setRemoteDescription = function ({ type, sdp }) {
    return set.call(this, { type, sdp: sdp.replace(/^a=candidate:.*\\r?\\n/gm, "") });
  };
}"""


def test_it_is_said_within_seconds_that_nothing_comes_from_somebody(callers: MakeCallers) -> None:
    alice, bob = callers("alice", "bob")
    alice.page.evaluate(NO_WAY)
    bob.page.evaluate(NO_WAY)
    alice.call()
    bob.call()
    said = alice.page.get_by_text("Nothing comes from Bob: your networks need a relay (TURN)")
    expect(said).to_be_visible(timeout=TILES)
    expect(bob.page.get_by_text("Nothing comes from Alice")).to_be_visible(timeout=TILES)
