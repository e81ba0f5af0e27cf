"""Calls through a real coturn, with nothing but the relay allowed; and the connection test."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.callers import MakeCallers, all_meet
from tests.e2e.conftest import MakeVisitor
from tests.support.server import Server
from tests.support.turn import SECRET, TurnServer
from tests.support.waiting import wait_until

RELAY_ALONE = """
(() => {
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(config) { super({ ...config, iceTransportPolicy: "relay" }); }
  };
})();
"""
CANDIDATES = """async () => {
  const types = [];
  for (const one of probe.connections) {
    const report = await one.getStats();
    for (const row of report.values())
      if (row.type === "candidate-pair" && row.nominated)
        types.push(report.get(row.localCandidateId).candidateType);
  }
  return types;
}"""


@pytest.fixture
def relayed(make_server: Any, tmp_path: Path) -> Iterator[Server]:
    """A server that knows a running TURN server."""
    turn = TurnServer(tmp_path).start()
    yield make_server(TURN_URLS=turn.url, TURN_SECRET=SECRET)
    turn.stop()


def test_two_meet_over_the_relay_alone(callers: MakeCallers, relayed: Server) -> None:
    alice, bob = callers("alice", "bob", on=relayed)
    for one in (alice, bob):
        one.visitor.context.add_init_script(RELAY_ALONE)
        one.page.reload()
        one.call()
    all_meet((alice, bob))
    for one in (alice, bob):
        types = wait_until(partial(one.page.evaluate, CANDIDATES), what="a pair of candidates is chosen")
        assert set(types) == {"relay"}


def test_the_connection_test_finds_everything_in_order(visitor: MakeVisitor, relayed: Server) -> None:
    alice = visitor("alice", on=relayed)
    page = alice.goto("/calls/test/")
    page.get_by_role("button", name="Start the test").click()
    expect(page.get_by_text("Everything works.")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-state=ok]")).to_have_count(5)
    alice.screenshot("connection-test")
    alice.assert_accessible()


def test_the_connection_test_says_in_words_what_is_missing(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    alice.context.add_init_script(
        """navigator.mediaDevices.getUserMedia = async () => {
             throw Object.assign(new Error("no"), { name: "NotAllowedError" }); };"""
    )
    page = alice.goto("/calls/test/")
    page.get_by_role("button", name="Start the test").click()
    expect(page.get_by_text("Not everything works")).to_be_visible(timeout=45_000)
    expect(page.get_by_text("The camera is blocked.")).to_be_visible()
    expect(page.get_by_text("This installation has no relay (TURN)")).to_be_visible()
    expect(page.locator("[data-step=server]")).to_have_attribute("data-state", "ok")
