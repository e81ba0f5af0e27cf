"""One person in one call from two places: two tabs, or a laptop and a phone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.callers import MakeCallers, all_meet
from tests.e2e.calls_support import LOOKS, TILES, Caller, is_told
from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_call_hosts import do_to
from tests.e2e.test_calls import cut_off

ELSEWHERE = "The call goes on in your other tab or on your other device."


def another_device(visitor: MakeVisitor, one: Caller, number: int) -> Caller:
    """Return the same person with another browser, who looks at the room of the call."""
    same = visitor(person=one.visitor.person, on=one.visitor.server)
    other = Caller(same, one.name, LOOKS[number])
    other.page.goto(one.page.url)
    panel = other.page.get_by_role("complementary", name="Panel")
    words = "You are in this call in another tab or on another device. Press Call to move it here."
    expect(panel.get_by_text(words)).to_be_visible(timeout=TILES)
    return other


def test_who_joins_by_another_device_has_one_tile_and_the_host_reaches_that_one(
    callers: MakeCallers, visitor: MakeVisitor
) -> None:
    alice, laptop = callers("alice", "bob")
    alice.call()
    laptop.call()
    all_meet((alice, laptop))
    phone = another_device(visitor, laptop, 2)
    phone.visitor.screenshot("call-elsewhere")
    phone.call()
    is_told(laptop.page, ELSEWHERE)
    all_meet((alice, phone))
    expect(alice.tile(phone)).to_have_count(1)
    assert [laptop.live_tracks("audio"), laptop.live_tracks("video")] == [0, 0]
    do_to(alice, phone, "Mute")
    expect(phone.button("Microphone")).to_have_attribute("aria-pressed", "false")
    alice.hears_nothing_of(phone)
    laptop.call()
    is_told(phone.page, ELSEWHERE)
    all_meet((alice, laptop))
    laptop.button("Hang up").click()
    expect(alice.tile(laptop)).to_have_count(0)
    for one in (laptop, phone):
        expect(one.page.get_by_text("1 person is in the call.")).to_be_visible()
        assert one.live_tracks("video") == 0


def test_a_laptop_that_wakes_up_leaves_the_call_on_the_phone(
    callers: MakeCallers, visitor: MakeVisitor
) -> None:
    alice, laptop = callers("alice", "bob")
    alice.call()
    laptop.call()
    all_meet((alice, laptop))
    laptop.visitor.allow("WebSocket connection|ERR_INTERNET_DISCONNECTED")
    network = laptop.visitor.context.new_cdp_session(laptop.page)
    network.send("Network.enable")
    cut_off(network, lost=True)
    laptop.page.evaluate("() => probe.socket.close(4000)")
    expect(laptop.page.get_by_text("The connection is away.")).to_be_visible()
    expect(alice.tile(laptop)).to_have_count(0, timeout=TILES)
    same = visitor(person=laptop.visitor.person, on=laptop.visitor.server)
    phone = Caller(same, laptop.name, LOOKS[2])
    phone.page.goto(laptop.page.url)
    phone.call()
    all_meet((alice, phone))
    cut_off(network, lost=False)
    is_told(laptop.page, ELSEWHERE)
    expect(laptop.button("Call")).to_be_visible()
    assert [laptop.live_tracks("audio"), laptop.live_tracks("video")] == [0, 0]
    all_meet((alice, phone))
    phone.has_links(1)
