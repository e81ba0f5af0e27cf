"""End-to-end encryption over a real LiveKit: who has the key sees and hears, who has another one does not."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.callers import MakeCallers, all_meet
from tests.e2e.calls_support import Caller
from tests.support.livekit import LiveKitServer
from tests.support.server import Server
from tests.support.waiting import wait_until

# Its waits together, on machines that do other things too.
pytestmark = pytest.mark.timeout(420)

OTHER_KEY = "A" * 22
# Shows the server the digest of the right key, whatever key this browser has.
PRETEND = """
(address) => {
  const key = address.split("#key=")[1];
  const real = SubtleCrypto.prototype.digest;
  SubtleCrypto.prototype.digest = function (name) {
    return real.call(this, name, new TextEncoder().encode(`samovar call key ${key}`));
  };
}
"""
# What came of pictures: packets by the thousand, and how many pictures they gave.
INBOUND = """
async () => {
  let bytes = 0, decoded = 0;
  for (const connection of probe.connections)
    for (const one of (await connection.getStats()).values())
      if (one.type === "inbound-rtp" && one.kind === "video") {
        bytes += one.bytesReceived;
        decoded += one.framesDecoded ?? 0;
      }
  return { bytes, decoded };
}
"""


def encrypt(host: Caller) -> str:
    """Turn it on for the room and return the link that carries the key."""
    page = host.page
    page.get_by_role("button", name="Invite", exact=True).click()
    page.get_by_role("button", name="Encrypt what is said and shown").click()
    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { probe.copied = text; }; }")
    page.get_by_role("button", name="Copy link with the key").click()
    wait_until(lambda: page.evaluate("() => probe.copied ?? ''") != "", what="the link is copied")
    page.get_by_role("button", name="Close", exact=True).click()
    return str(page.evaluate("() => probe.copied"))


def ask_for_call(one: Caller) -> None:
    one.button("Call").click()
    one.button("Join now").click()


def inbound(one: Caller) -> dict[str, Any]:
    found: dict[str, Any] = one.page.evaluate(INBOUND)
    return found


@pytest.mark.rows("S4-9.3")
def test_a_call_is_encrypted_end_to_end_with_a_key_that_the_server_never_gets(
    callers: MakeCallers, over: tuple[Server, LiveKitServer]
) -> None:
    server, _media = over
    alice, bob, charlie = callers("alice", "bob", "charlie", on=server, size=(640, 480))
    link = encrypt(alice)
    alice.call()
    expect(alice.page.get_by_title("Voices and pictures are end-to-end encrypted")).to_be_visible()
    ask_for_call(bob)
    # He has no key: he is asked, and what he was sent by another way opens the call.
    field = bob.page.get_by_label("Link with the key, or the key")
    field.fill("hello")
    bob.button("Continue").click()
    expect(bob.page.get_by_text("This is no key.")).to_be_visible()
    field.fill(link)
    bob.button("Continue").click()
    expect(bob.button("Hang up")).to_be_visible()
    all_meet((alice, bob))
    for one in (alice, bob):
        one.remember_links()
    alice.carry()
    for one in (alice, bob):
        one.has_left_links()
    all_meet((alice, bob))
    # Another key, past the server: everything comes here and nothing of it can be seen or heard.
    code = link.split("/r/")[1].split("/")[0]
    charlie.page.evaluate(
        "([code, key]) => localStorage.setItem(`samovar.call-key.${code}`, key)", [code, OTHER_KEY]
    )
    charlie.page.evaluate(PRETEND, link)
    charlie.call()
    wait_until(lambda: inbound(charlie)["bytes"] > 20_000, what="packets come to charlie", seconds=120)
    assert inbound(charlie)["decoded"] == 0
    charlie.hears_nothing_of(alice)
    bob.sees(alice)
