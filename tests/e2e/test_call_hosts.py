"""What hosts do to others in a call, as the others see it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.callers import MakeCallers, all_meet
from tests.e2e.calls_support import TILES, Caller, is_told


def do_to(host: Caller, other: Caller, what: str) -> None:
    """Choose something from the options of a person."""
    host.page.get_by_role("tab", name="People").click()
    host.button(f"Options for {other.name}").click()
    host.page.get_by_role("menuitem", name=what, exact=True).click()


def test_a_host_mutes_stops_and_removes(callers: MakeCallers) -> None:
    alice, bob, charlie = callers("alice", "bob", "charlie")
    for one in (alice, bob, charlie):
        one.call()
    all_meet((alice, bob, charlie))
    do_to(alice, bob, "Mute")
    expect(bob.button("Microphone")).to_have_attribute("aria-pressed", "false")
    is_told(bob.page, "Alice has muted you.")
    expect(charlie.tile(bob).get_by_text("Microphone off")).to_be_attached()
    charlie.hears_nothing_of(bob)
    assert bob.live_tracks("audio") == 0
    do_to(alice, bob, "Stop camera")
    expect(charlie.tile(bob)).to_have_attribute("data-camera", "off")
    expect(bob.button("Camera")).to_have_attribute("aria-pressed", "false")
    alice.visitor.screenshot("call-people")
    expect(charlie.button("Options for Bob")).to_have_count(0)
    do_to(alice, bob, "Remove")
    expect(charlie.tile(bob)).to_have_count(0)
    bob.page.wait_for_url("**/rooms/")
    alice.sees(charlie)


def test_a_host_shares_the_powers_locks_and_ends_the_call(callers: MakeCallers) -> None:
    alice, bob, charlie = callers("alice", "bob", "charlie")
    alice.call()
    bob.call()
    all_meet((alice, bob))
    bob.button("More").click()
    expect(bob.button("Mute all")).to_have_count(0)
    bob.page.keyboard.press("Escape")
    do_to(alice, bob, "Make co-host")
    bob.button("More").click()
    bob.button("Lock room").click()
    expect(bob.button("Lock room")).to_have_attribute("aria-pressed", "true")
    bob.visitor.screenshot("call-more-host")
    bob.visitor.assert_accessible()
    charlie.button("Call").click()
    charlie.button("Join now").click()
    expect(charlie.page.get_by_text("This call is locked")).to_be_visible()
    charlie.button("Cancel").click()
    bob.button("Lock room").click()
    expect(bob.button("Lock room")).to_have_attribute("aria-pressed", "false")
    bob.page.keyboard.press("Escape")
    charlie.call()
    alice.sees(charlie)
    bob.button("More").click()
    goes_on_unless_meant(bob)
    alice.sees(charlie)
    bob.button("End call for all").click()
    bob.page.get_by_role("alertdialog").get_by_role("button", name="End for all").click()
    for one in (alice, bob, charlie):
        expect(one.button("Call")).to_be_visible(timeout=TILES)
        assert one.live_tracks("video") == 0


def goes_on_unless_meant(host: Caller) -> None:
    """Asked by the keyboard: the harmless answer comes first, and whoever gives it is where he was."""
    page, end = host.page, host.button("End call for all")
    question = page.get_by_role("alertdialog", name="End the call for everybody?")
    for key in ("Enter", "Escape"):
        end.focus()
        page.keyboard.press("Enter")
        expect(question.get_by_role("button", name="Cancel")).to_be_focused()
        host.visitor.screenshot("call-end")
        host.visitor.assert_accessible()
        page.keyboard.press(key)
        expect(question).to_have_count(0)
        expect(end).to_be_focused()
    expect(host.button("Hang up")).to_be_visible()
