"""Hands, reactions, layouts, pins, keys and captions in a call."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.callers import MakeCallers, all_meet
from tests.e2e.calls_support import TILES
from tests.support.waiting import wait_until

# A browser's speech recognition that hears what a test tells it.
SPEECH = """
window.SpeechRecognition = class extends EventTarget {
  start() { window.speech = this; }
  stop() { window.speech = null; }
};
window.hear = (transcript, isFinal) =>
  window.speech.onresult({ resultIndex: 0, results: [{ 0: { transcript }, isFinal }] });
"""


def test_hands_go_up_in_order_and_reactions_pass(callers: MakeCallers) -> None:
    alice, bob, charlie = callers("alice", "bob", "charlie")
    for one in (alice, bob, charlie):
        one.call()
    all_meet((alice, bob, charlie))
    charlie.toggle("Raise hand", on=True)
    expect(bob.tile(charlie).get_by_text("Hand up, number 1")).to_be_attached()
    bob.toggle("Raise hand", on=True)
    expect(alice.tile(bob).get_by_text("Hand up, number 2")).to_be_attached()
    alice.page.get_by_role("tab", name="People").click()
    alice.button("Options for Charlie").click()
    alice.page.get_by_role("menuitem", name="Lower hand").click()
    expect(charlie.button("Raise hand")).to_have_attribute("aria-pressed", "false")
    expect(alice.tile(bob).get_by_text("Hand up, number 1")).to_be_attached()
    bob.button("Reactions").click()
    bob.button("🎉").click()
    expect(alice.tile(bob).get_by_text("🎉")).to_be_visible()
    expect(alice.tile(bob).locator(".sr-only").get_by_text("connection ·")).to_be_attached(timeout=TILES)
    alice.visitor.screenshot("call-floor")
    alice.visitor.assert_accessible()


def test_grid_and_pin_and_keys(callers: MakeCallers) -> None:
    alice, bob, charlie = callers("alice", "bob", "charlie")
    for one in (alice, bob, charlie):
        one.call()
    all_meet((alice, bob, charlie))
    stage = alice.page.locator(".call-stage")
    alice.tile(alice).click()
    alice.page.keyboard.press("g")
    expect(stage).to_have_attribute("data-layout", "grid")
    alice.tile(charlie).hover()
    alice.button("Pin Charlie").click()
    expect(stage).to_have_attribute("data-layout", "strip")
    expect(alice.page.locator(".call-large")).to_contain_text("Charlie")
    alice.button("Pin Charlie").click()
    alice.tile(alice).click()
    alice.page.keyboard.press("m")
    expect(alice.button("Microphone")).to_have_attribute("aria-pressed", "false")
    alice.is_at_rest("Microphone")
    alice.page.keyboard.down("Space")
    expect(alice.button("Microphone")).to_have_attribute("aria-pressed", "true")
    alice.is_at_rest("Microphone")
    alice.page.keyboard.up("Space")
    expect(alice.button("Microphone")).to_have_attribute("aria-pressed", "false")
    alice.page.get_by_role("textbox", name="Write a message").fill("mg")
    expect(stage).to_have_attribute("data-layout", "grid")
    alice.button("More").click()
    alice.button("Keyboard shortcuts").click()
    expect(alice.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    alice.visitor.screenshot("call-keys")
    alice.visitor.assert_accessible()


def test_captions_are_seen_by_whoever_turned_them_on(callers: MakeCallers) -> None:
    alice, bob, charlie = callers("alice", "bob", "charlie")
    for one in (alice, bob, charlie):
        one.visitor.context.add_init_script(SPEECH)
        one.page.reload()
        one.call()
    all_meet((alice, bob, charlie))
    alice.toggle("Captions", on=True)
    expect(alice.page.get_by_text("The maker of your browser may hear your speech")).to_be_visible()
    bob.toggle("Captions", on=True)
    alice.page.evaluate("() => window.hear('Tea is', false)")
    captions = bob.page.get_by_role("log", name="Captions")
    expect(captions).to_contain_text("Alice: Tea is")
    alice.page.evaluate("() => window.hear('Tea is ready', true)")
    expect(captions).to_have_text("Alice: Tea is ready")
    expect(charlie.page.get_by_role("log", name="Captions")).to_have_count(0)
    bob.visitor.screenshot("call-captions")
    alice.toggle("Captions", on=False)
    wait_until(lambda: alice.page.evaluate("() => !window.speech"), what="nobody listens any more")
