"""Calls in real browsers: who sees and hears whom, and what a call survives."""

from __future__ import annotations

import logging
import time
from itertools import count

import pytest
from playwright.sync_api import CDPSession, expect

from tests.e2e.callers import MakeCallers, all_meet
from tests.e2e.calls_support import LOOKS, PIXEL, TILES, Caller, is_told, near
from tests.e2e.conftest import MakeVisitor
from tests.support.server import Server
from tests.support.waiting import wait_until

logger = logging.getLogger(__name__)

_numbers = count(1)


@pytest.mark.rows("S0-04", "S0-11", "S0-21", "S3-01", "S3-16", "S4-9.3")
def test_three_people_each_see_and_hear_the_two_others(callers: MakeCallers) -> None:
    people = callers("alice", "bob", "charlie")
    for one in people:
        assert one.asked() == []
        assert one.states() == []
    for one in people:
        one.call()
        one.sees(one)
    all_meet(people)
    for one in people:
        expect(one.page.get_by_role("group").locator("video")).to_have_count(3)
        one.has_links(2)
        assert one.asked() == ["audio+video"]
    people[0].visitor.assert_accessible()


@pytest.mark.rows("S3-16")
def test_only_call_asks_for_camera_and_microphone(callers: MakeCallers) -> None:
    alice, bob = callers("alice", "bob")
    alice.page.get_by_role("textbox", name="Write a message").fill("Tea?")
    alice.page.get_by_role("button", name="Send").click()
    expect(bob.page.get_by_role("log", name="Messages")).to_contain_text("Tea?")
    assert [alice.asked(), bob.asked()] == [[], []]
    alice.button("Call").click()
    wait_until(lambda: alice.asked() == ["audio+video"], what="the devices are asked for")
    alice.visitor.assert_accessible()
    alice.button("Cancel").click()
    wait_until(lambda: alice.live_tracks("video") == 0, what="the camera is off again")
    assert alice.live_tracks("audio") == 0
    assert alice.states() == []


@pytest.mark.rows("S0-11", "S0-21")
@pytest.mark.parametrize("deny", ["camera", "all"])
def test_who_has_no_camera_joins_and_sees_and_hears(deny: str, callers: MakeCallers) -> None:
    alice, bob = callers("alice", "bob", deny=deny)
    alice.call()
    bob.page.get_by_role("button", name="Call", exact=True).click()
    expect(bob.page.get_by_text("The camera is blocked.")).to_be_visible()
    bob.button("Join now").click()
    bob.sees(alice)
    bob.hears(alice)
    expect(alice.tile(bob)).to_be_visible()
    expect(alice.tile(bob).locator("video")).to_have_count(0)
    if deny == "camera":
        alice.hears(bob)
    expect(bob.button("Camera")).to_have_attribute("aria-pressed", "false")
    expect(bob.button("Microphone")).to_have_attribute(
        "aria-pressed", "true" if deny == "camera" else "false"
    )


@pytest.mark.rows("S4-9.4", "S4-F12")
def test_microphone_and_camera_really_stop_and_the_others_see_it(callers: MakeCallers) -> None:
    alice, bob = callers("alice", "bob")
    alice.call()
    bob.call()
    all_meet((alice, bob))
    bob.toggle("Camera", on=False)
    expect(alice.tile(bob)).to_have_attribute("data-camera", "off")
    expect(alice.tile(bob).locator("video")).to_have_count(0)
    assert bob.live_tracks("video") == 0
    bob.toggle("Microphone", on=False)
    expect(alice.tile(bob).get_by_text("Microphone off")).to_be_attached()
    assert bob.live_tracks("audio") == 0
    alice.hears_nothing_of(bob)
    bob.toggle("Camera", on=True)
    bob.toggle("Microphone", on=True)
    alice.sees(bob)
    alice.hears(bob)
    alice.has_links(1)


@pytest.mark.rows("S4-9.5")
def test_a_shared_screen_is_large_for_the_others_until_it_stops(callers: MakeCallers) -> None:
    alice, bob = callers("alice", "bob")
    alice.call()
    bob.call()
    all_meet((alice, bob))
    bob.toggle("Share screen", on=True)
    large = alice.page.locator(".call-large[data-source=screen] video")
    expect(large).to_have_count(1, timeout=TILES)
    expect(alice.page.get_by_text("Bob shares the screen")).to_be_visible()
    wait_until(lambda: near(large.evaluate(PIXEL), (250, 120, 240)), what="alice sees the screen of bob")
    alice.sees(bob)
    bob.toggle("Share screen", on=False)
    expect(large).to_have_count(0)
    alice.sees(bob)
    assert bob.live_tracks("video") == 1


@pytest.mark.rows("S3-17", "S3-18", "S3-11")
def test_who_hangs_up_stays_in_the_room_and_can_write(callers: MakeCallers) -> None:
    alice, bob, charlie = callers("alice", "bob", "charlie")
    for one in (alice, bob, charlie):
        one.call()
    all_meet((alice, bob, charlie))
    address = bob.page.url
    bob.button("Hang up").click()
    expect(alice.tile(bob)).to_have_count(0)
    expect(charlie.tile(bob)).to_have_count(0)
    wait_until(lambda: bob.states() == [], what="all connections of bob are closed")
    assert [bob.live_tracks("video"), bob.live_tracks("audio")] == [0, 0]
    assert bob.page.url == address
    bob.page.get_by_role("textbox", name="Write a message").fill("I only hung up")
    bob.page.get_by_role("button", name="Send").click()
    expect(alice.page.get_by_role("log", name="Messages")).to_contain_text("I only hung up")
    alice.page.get_by_role("tab", name="People").click()
    expect(alice.page.get_by_role("listitem").filter(has_text="Bob")).to_have_count(1)
    alice.sees(charlie)
    bob.call()
    all_meet((alice, bob))


@pytest.mark.rows("S0-04")
def test_a_closed_tab_is_gone_from_the_others(callers: MakeCallers) -> None:
    alice, bob, charlie = callers("alice", "bob", "charlie")
    for one in (alice, bob, charlie):
        one.call()
    all_meet((alice, bob, charlie))
    bob.page.close()
    closed = time.monotonic()
    for one in (alice, charlie):
        expect(one.tile(bob)).to_have_count(0)
    logger.info("gone from both after %.1f s", time.monotonic() - closed)
    alice.sees(charlie)


def test_who_loses_the_socket_keeps_the_picture_and_is_heard_again(callers: MakeCallers) -> None:
    alice, bob = callers("alice", "bob")
    alice.call()
    bob.call()
    all_meet((alice, bob))
    bob.page.evaluate("() => { probe.old = probe.socket; probe.old.close(4000); }")
    wait_until(
        lambda: bob.page.evaluate("() => probe.socket !== probe.old && probe.socket.readyState === 1"),
        what="bob has another socket",
    )
    alice.sees(bob)
    bob.toggle("Camera", on=False)
    expect(alice.tile(bob)).to_have_attribute("data-camera", "off")
    bob.has_links(1)


@pytest.mark.rows("S0-04")
def test_who_loses_the_network_is_gone_for_the_others_and_comes_back(callers: MakeCallers) -> None:
    alice, bob = callers("alice", "bob")
    alice.call()
    bob.call()
    all_meet((alice, bob))
    bob.visitor.allow("WebSocket connection|ERR_INTERNET_DISCONNECTED")
    network = bob.visitor.context.new_cdp_session(bob.page)
    network.send("Network.enable")
    cut_off(network, lost=True)
    # Being offline keeps a socket only from being made; the one that is there would live on.
    bob.page.evaluate("() => probe.socket.close(4000)")
    expect(alice.tile(bob)).to_have_count(0, timeout=TILES)
    expect(alice.page.get_by_text("Nobody else is in the call yet.")).to_be_visible()
    cut_off(network, lost=False)
    alice.sees(bob, seconds=45)
    bob.sees(alice, seconds=45)
    alice.hears(bob)
    bob.hears(alice)


def cut_off(network: CDPSession, *, lost: bool) -> None:
    """Keep the page from making requests and sockets, and lose its packets of media; or end that."""
    conditions = {"offline": lost, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", {**conditions, "packetLoss": 100 if lost else 0})


def test_a_call_outlives_a_restart_of_the_server(callers: MakeCallers, own_server: Server) -> None:
    alice, bob = callers("alice", "bob", on=own_server)
    for one in (alice, bob):
        one.visitor.allow("WebSocket connection|ERR_CONNECTION_REFUSED")
        one.call()
    all_meet((alice, bob))
    own_server.stop()
    expect(alice.page.get_by_text("You still see and hear each other")).to_be_visible()
    alice.sees(bob)
    bob.hears(alice)
    own_server.start()
    expect(alice.page.get_by_text("You still see and hear each other")).to_have_count(0, timeout=TILES)
    expect(bob.page.get_by_text("You still see and hear each other")).to_have_count(0, timeout=TILES)
    bob.toggle("Microphone", on=False)
    expect(alice.tile(bob).get_by_text("Microphone off")).to_be_attached()
    alice.sees(bob)
    for one in (alice, bob):
        one.has_links(1)


def test_broken_media_heals(callers: MakeCallers) -> None:
    """The connection is thrown away on one side, as when a network is changed; nobody touches anything."""
    alice, bob = callers("alice", "bob")
    alice.call()
    bob.call()
    all_meet((alice, bob))
    before = bob.page.evaluate(
        "() => probe.connections.at(-1).localDescription.sdp.match(/ice-ufrag:(.*)/)[1]"
    )
    bob.page.evaluate("() => probe.connections.at(-1).restartIce()")
    wait_until(
        lambda: (
            bob.page.evaluate(
                "() => probe.connections.at(-1).localDescription.sdp.match(/ice-ufrag:(.*)/)[1]"
            )
            != before
        ),
        what="other candidates were agreed on",
    )
    all_meet((alice, bob))


def test_a_call_goes_on_in_a_small_window_on_other_pages(callers: MakeCallers) -> None:
    alice, bob = callers("alice", "bob")
    alice.call()
    bob.call()
    all_meet((alice, bob))
    page = bob.page
    page.get_by_role("link", name="Home", exact=True).first.click()
    window = page.get_by_role("region", name="Running call")
    expect(window).to_be_visible()
    before = bob.inbound_frames()
    wait_until(lambda: bob.inbound_frames() > before + 4, what="frames come in on another page")
    alice.sees(bob)
    alice.hears(bob)
    window.get_by_role("button", name="Microphone").click()
    expect(alice.tile(bob).get_by_text("Microphone off")).to_be_attached()
    alice.page.get_by_role("tab", name="People").click()
    expect(alice.page.get_by_role("listitem").filter(has_text="Bob")).to_have_count(1)
    bob.visitor.assert_accessible()
    window.get_by_role("link", name="Back to the call").click()
    bob.sees(alice)
    expect(window).to_have_count(0)
    bob.has_links(1)
    page.get_by_role("link", name="Back to all rooms").or_(
        page.get_by_role("link", name="Home")
    ).first.click()
    expect(window).to_be_visible()
    window.get_by_role("button", name="Hang up").click()
    expect(alice.tile(bob)).to_have_count(0)
    expect(window).to_have_count(0)


def test_a_second_tab_takes_the_call_over(callers: MakeCallers) -> None:
    alice, bob = callers("alice", "bob")
    alice.call()
    bob.call()
    all_meet((alice, bob))
    first = bob.page
    bob.visitor.page = bob.visitor.context.new_page()
    bob.visitor.page.goto(first.url)
    bob.call()
    alice.sees(bob)
    is_told(first, "The call goes on in your other tab or on your other device.")
    expect(first.get_by_role("button", name="Call", exact=True)).to_be_visible()
    expect(alice.page.get_by_role("group", name="Bob")).to_have_count(1)


@pytest.mark.rows("S3-01")
def test_a_guest_is_in_the_call_like_everybody(
    callers: MakeCallers, visitor: MakeVisitor, server: Server
) -> None:
    alice = Caller(visitor("alice", on=server), "Alice", LOOKS[0])
    alice.visitor.goto("/rooms/new/")
    page = alice.page
    page.get_by_label("Name", exact=True).fill(f"Guests {next(_numbers)} {time.time_ns()}")
    page.get_by_label("Guests may join").check()
    page.get_by_role("button", name="Create room").click()
    expect(alice.button("Call")).to_be_visible(timeout=TILES)
    guest = Caller(visitor(on=server), "Bob from afar", LOOKS[1])
    guest.page.goto(page.url)
    guest.page.get_by_role("tab", name="Guest").click()
    guest.page.get_by_label("Display name").last.fill("Bob from afar")
    guest.page.get_by_role("button", name="Enter room").last.click()
    expect(guest.button("Call")).to_be_visible(timeout=TILES)
    alice.call()
    guest.call()
    all_meet((alice, guest))
