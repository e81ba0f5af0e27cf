"""The scenes of ``bench/calls.py``: run by pytest for the browsers and servers of the tests."""

from __future__ import annotations

import json
import os
import statistics
import time
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Browser, CDPSession, expect

from tests.e2e.callers import MakeCallers, all_meet, make_room
from tests.e2e.calls_support import TILES, Caller
from tests.e2e.conftest import MakeVisitor
from tests.e2e.ears import listen
from tests.e2e.test_calls import cut_off
from tests.support.livekit import LiveKitServer
from tests.support.server import Server
from tests.support.waiting import wait_until

ROUNDS = int(os.environ.get("SAMOVAR_BENCH_ROUNDS", "5"))
WATCHED_FOR = 10  # seconds
JOINS = int(os.environ.get("SAMOVAR_BENCH_JOINS", "200"))
WAYS = pytest.mark.parametrize("way", ["mesh", "media_server"])

# From the click on until the first frame of anybody else is shown, in ms.
JOIN = """
async () => {
  const began = performance.now();
  [...document.querySelectorAll("dialog[open] button")].find((one) => one.matches(".call-join")).click();
  for (;;) {
    const video = document.querySelector(".call-tile[data-me=false] video, .call-large[data-me=false] video");
    if (video && video.getVideoPlaybackQuality().totalVideoFrames > 0) return performance.now() - began;
    await new Promise((done) => setTimeout(done, 10));
  }
}
"""


# Each connection counts for itself: one that was replaced starts from nothing, and is no slower for that.
FRAMES = """const frames = async (connection) => {
  let sum = 0;
  for (const { type, kind, framesDecoded } of (await connection.getStats()).values())
    if (type === "inbound-rtp" && kind === "video") sum += framesDecoded ?? 0;
  return sum;
};"""
KEEP = f"""async () => {{ {FRAMES}
  probe.decoded = new Map();
  for (const one of probe.connections) probe.decoded.set(one, await frames(one)); }}"""
MOVES = f"""async () => {{ {FRAMES}
  for (const one of probe.connections)
    if (one.connectionState !== "closed" && (await frames(one)) > (probe.decoded.get(one) ?? 0) + 2)
      return true;
  return false; }}"""


def note(name: str, figures: Any) -> None:
    """Add figures to the file that ``bench/calls.py`` reads."""
    path = Path(os.environ["SAMOVAR_CALL_FIGURES"])
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    found[name] = figures
    path.write_text(json.dumps(found), encoding="utf-8")


def two(callers: MakeCallers, over: tuple[Server, LiveKitServer], way: str) -> tuple[Caller, Caller]:
    """Two people in a room, the first of them in its call."""
    alice, bob = callers("alice", "bob", on=over[0], size=(640, 480))
    alice.call()
    if way == "media_server":
        alice.carry()
    return alice, bob


@WAYS
def test_join(way: str, callers: MakeCallers, over: tuple[Server, LiveKitServer]) -> None:
    _alice, bob = two(callers, over, way)
    took = []
    for _ in range(ROUNDS):
        bob.button("Call").click()
        expect(bob.button("Join now")).to_be_visible()
        took.append(round(bob.page.evaluate(JOIN)))
        bob.button("Hang up").click()
        expect(bob.button("Call")).to_be_visible()
    note(f"join_ms_{way}", {"median": statistics.median(took), "all": took})


@WAYS
def test_heal(way: str, callers: MakeCallers, over: tuple[Server, LiveKitServer]) -> None:
    """All packets of one side are lost for three seconds; from then on until a picture moves again."""
    alice, bob = two(callers, over, way)
    bob.visitor.allow("WebSocket|ERR_INTERNET|ERR_NETWORK|livekit")
    bob.call()
    bob.sees(alice)
    network = bob.visitor.context.new_cdp_session(bob.page)
    network.send("Network.enable")
    took = []
    for _ in range(2 * ROUNDS):
        cut_off(network, lost=True)
        wait_until(partial(stands_still, bob), what="nothing comes any more", seconds=30)
        bob.page.evaluate(KEEP)
        cut_off(network, lost=False)
        began = time.monotonic()
        wait_until(partial(comes_on, bob), what="frames come", seconds=60)
        took.append(round((time.monotonic() - began) * 1000))
    note(f"heal_ms_{way}", {"median": statistics.median(took), "all": took})


def stands_still(one: Caller) -> bool:
    before = one.inbound_frames()
    one.page.wait_for_timeout(1500)
    return one.inbound_frames() == before


def comes_on(one: Caller) -> bool:
    return bool(one.page.evaluate(MOVES))


@WAYS
@pytest.mark.parametrize("people", [2, 4])
def test_cost(people: int, way: str, visitor: MakeVisitor, over: tuple[Server, LiveKitServer]) -> None:
    """Processor of one page of a call, by the browser's own devices; small windows, everybody with camera."""
    pages = [visitor(name, on=over[0], size=(640, 480)) for name in NAMES[:people]]
    code = make_room(pages[0].person)
    for number, one in enumerate(pages):
        caller = Caller(one, NAMES[number])
        caller.enter(code)
        caller.call()
        if number == 0 and way == "media_server":
            caller.carry()
    browser = pages[0].context.browser
    assert browser is not None
    for one in pages:
        expect(one.page.locator("audio[data-peer]")).to_have_count(people - 1, timeout=60_000)
        expect(one.page.locator(".call-tile")).to_have_count(people, timeout=60_000)
    pages[0].page.wait_for_timeout(5000)
    before, at = spent(browser), time.monotonic()
    pages[0].page.wait_for_timeout(WATCHED_FOR * 1000)
    after, took = spent(browser), time.monotonic() - at
    # A kind that was not there before started meanwhile.
    used = {
        kind: sum(spent_by.values()) - sum(before.get(kind, {}).values()) for kind, spent_by in after.items()
    }
    note(
        f"cost_{way}_{people}",
        {
            "renderer_percent_each": round(100 * used["renderer"] / took / people, 1),
            "browser_percent_each": round(100 * sum(used.values()) / took / people, 1),
            "audio_threads_percent_each": round(100 * used["audio"] / took / people, 1),
            "load": round(os.getloadavg()[0], 1),
        },
    )


NAMES = ("alice", "bob", "charlie", "dora")


def spent(browser: Browser) -> dict[str, dict[int, float]]:
    """Seconds of processor by kind of process; ``audio`` are threads of renderers that render Web Audio."""
    session = browser.new_browser_cdp_session()
    found: dict[str, dict[int, float]] = {"renderer": {}, "audio": {}}
    for process in session.send("SystemInfo.getProcessInfo")["processInfo"]:
        found.setdefault(process["type"], {})[process["id"]] = process["cpuTime"]
        if process["type"] == "renderer":
            found["audio"] |= audio_threads(process["id"])
    session.detach()
    return found


def audio_threads(process: int) -> dict[int, float]:
    spent_by = {
        thread.id: thread.user_time + thread.system_time for thread in psutil.Process(process).threads()
    }
    return {
        number: seconds
        for number, seconds in spent_by.items()
        if "Audio" in Path(f"/proc/{process}/task/{number}/comm").read_text(encoding="utf-8")
    }


def test_grows(callers: MakeCallers, over: tuple[Server, LiveKitServer]) -> None:
    """From two to six with cameras, so over the switch at the fifth; bob listens to alice all the time."""
    # In less space the tiles of the last ones may be out of sight, and then the server sends no picture.
    people = callers(*NAMES, "emil", "fatima", on=over[0], size=(640, 480))
    alice, bob = people[:2]
    for one in people[:2]:
        one.call()
    all_meet(people[:2])
    for one in people[:2]:
        one.remember_links()
    listen(bob, alice)
    for one in people[2:]:
        began = time.monotonic()
        one.call()
    for one in people[:2]:
        one.has_left_links()
    for one in people:
        for other in people:
            if one is not other:
                one.sees(other, seconds=120)
    note(
        "grows",
        {
            "longest_silence_ms": round(bob.page.evaluate("() => probe.ear.longest")),
            "all_seen_ms": round((time.monotonic() - began) * 1000),
            "load": round(os.getloadavg()[0], 1),
        },
    )


def test_leak(callers: MakeCallers, over: tuple[Server, LiveKitServer]) -> None:
    """Bob joins and leaves again and again; what is left is counted before, halfway and after."""
    alice, bob = two(callers, over, "mesh")
    devtools = bob.visitor.context.new_cdp_session(bob.page)
    counted = [left_behind(alice, bob, devtools, over[0])]
    for number in range(1, JOINS + 1):
        bob.call()
        expect(alice.tile(bob)).to_be_visible(timeout=TILES)
        bob.button("Hang up").click()
        expect(bob.button("Call")).to_be_visible(timeout=TILES)
        if number in (JOINS // 10, JOINS // 2, JOINS):
            expect(alice.tile(bob)).to_have_count(0, timeout=TILES)
            counted.append({"joins": number, **left_behind(alice, bob, devtools, over[0])})
    note("leak", counted)


def left_behind(alice: Caller, bob: Caller, devtools: CDPSession, server: Server) -> dict[str, Any]:
    bob.forget_what_ended()
    devtools.send("HeapProfiler.collectGarbage")
    counters = devtools.send("Memory.getDOMCounters")
    heap = devtools.send("Runtime.getHeapUsage")["usedSize"]
    return {
        "nodes": counters["nodes"],
        "listeners": counters["jsEventListeners"],
        "heap_mb": round(heap / 2**20, 1),
        "connections": [len(alice.states()), len(bob.states())],
        "live_tracks": bob.live_tracks("audio") + bob.live_tracks("video"),
        "audio_elements": bob.page.locator("audio[data-peer]").count(),
        "server_mb": round(psutil.Process(server.pid).memory_info().rss / 2**20, 1),
    }
