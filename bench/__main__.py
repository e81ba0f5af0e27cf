"""``python -m bench [scene ...]``: measure, print, and keep the figures with commit and machine."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import uvloop

from bench import boards, scenes
from bench import feed as home
from bench import history as log
from bench.calls import calls, grows, joins
from bench.chaos import Plan, chaos
from bench.house import ROOT, House
from bench.recording import recording
from bench.scenes import Chat, Figures
from tests.support.postgres import Cluster
from tests.support.redis import RedisServer

OURS, PLAIN = "samovar.config.asgi:application", "bench.baseline:application"
RESULTS = Path(__file__).parent / "results"
Scene = Callable[[Chat], Coroutine[Any, Any, Figures]]


def measure(scene: Scene, *, plain: bool = False, stored: bool = False, **house: Any) -> Figures:
    """Run a scene against a server of its own."""
    with House(PLAIN if plain else OURS, **house) as running:
        return uvloop.run(scene(Chat(running, plain=plain, stored=stored)))


def fan_out() -> Figures:
    ours = measure(lambda chat: scenes.fan_out(chat, 1000, 10, 200), people=1000)
    # The layer cannot take more under way: beyond that it drops silently.
    plain = measure(lambda chat: scenes.fan_out(chat, 1000, 10, 20), plain=True)
    return {"samovar": ours, "channels": plain, "ratio": ratio(ours, plain, "deliveries_per_s")}


def fan_out_two() -> Figures:
    """One room of people who are at two processes, of which each hears the other by Redis."""
    found: Figures = {}
    cluster, shared = Cluster(durable=True).start(), RedisServer()
    try:
        for name, processes in (("one_process", 1), ("two_processes", 2)):
            found[name] = measure(
                lambda chat: scenes.fan_out(chat, 1000, 10, 200),
                people=1000,
                database_url=cluster.url(cluster.create()),
                redis_url=shared.url,
                processes=processes,
            )
            shared.stop()
            shared.start()
    finally:
        shared.stop()
        cluster.stop()
    return {**found, "ratio": ratio(found["two_processes"], found["one_process"], "deliveries_per_s")}


def seen() -> Figures:
    return {
        "samovar": measure(lambda chat: scenes.seen(chat, 100, 20, 10), people=100),
        "channels": measure(lambda chat: scenes.seen(chat, 100, 20, 10), plain=True),
    }


def crowd() -> Figures:
    return {"samovar": measure(lambda chat: scenes.seen(chat, 1000, 20, 10), people=1000)}


def stored() -> Figures:
    found: Figures = {}
    cluster = Cluster(durable=True).start()
    try:
        for name in ("sqlite", "postgresql"):

            def url(name: str = name) -> str:
                return "" if name == "sqlite" else cluster.url(cluster.create())

            ours = measure(
                lambda chat: scenes.stored(chat, 100, 10, 8), people=100, rooms=10, database_url=url()
            )
            plain = measure(
                lambda chat: scenes.stored(chat, 100, 10, 8), plain=True, stored=True, database_url=url()
            )
            found[name] = {"samovar": ours, "channels": plain, "ratio": ratio(ours, plain, "per_s")}
    finally:
        cluster.stop()
    return found


def idle() -> Figures:
    return {
        "samovar": measure(lambda chat: scenes.idle(chat, 100, 5000), people=100),
        "channels": measure(lambda chat: scenes.idle(chat, 1, 5000), plain=True),
    }


def storm() -> Figures:
    ours = measure(lambda chat: scenes.storm(chat, 1000, 10), people=1000, rooms=100)
    # Plain Channels only opens the lines: nobody catches up, and nobody is told who is there.
    plain = measure(lambda chat: scenes.storm(chat, 1000, 10), plain=True)
    return {"samovar": ours, "channels": plain, "ratio": ratio(ours, plain, "p99_ms")}


def history() -> Figures:
    found: Figures = {"sqlite": measure(lambda chat: log.history(chat, 1_000_000))}
    cluster = Cluster(durable=True).start()
    try:
        url = cluster.url(cluster.create())
        found["postgresql"] = measure(lambda chat: log.history(chat, 1_000_000), database_url=url)
    finally:
        cluster.stop()
    return found


def feed() -> Figures:
    sizes = {"people": 100_000, "posts": 1_000_000, "follows": 3_700_000}
    found: Figures = {"sqlite": measure(lambda chat: home.feed(chat, **sizes), people=2)}
    cluster = Cluster(durable=True).start()
    try:
        url = cluster.url(cluster.create())
        found["postgresql"] = measure(lambda chat: home.feed(chat, **sizes), people=2, database_url=url)
    finally:
        cluster.stop()
    return found


def broken(database_url: str = "") -> Figures:
    """Run the chaos against a server of its own."""
    plan = Plan()
    with House(OURS, people=plan.clients, rooms=plan.rooms, database_url=database_url) as house:
        return uvloop.run(chaos(house, plan))


def chaos_on_postgresql() -> Figures:
    cluster = Cluster(durable=True).start()
    try:
        return {"postgresql": broken(cluster.url(cluster.create()))}
    finally:
        cluster.stop()


def board() -> Figures:
    found: Figures = {}
    for watchers in (30, 300):
        scene = partial(boards.drawn, elements=9_500, watchers=watchers, rate=10, seconds=10)
        found[f"{watchers}_watchers"] = measure(scene, people=watchers + boards.DRAWERS)
    found["whole_scene"] = measure(lambda chat: boards.whole_scene(chat, 9_500, 30, 3), plain=True)
    sent = found["30_watchers"], found["whole_scene"]
    found["bytes_ratio"] = round(sent[1]["bytes_each_stroke"] / max(1, sent[0]["bytes_each_stroke"]))
    return found


SCENES: dict[str, Callable[[], Figures]] = {
    "fan_out": fan_out,
    "fan_out_two": fan_out_two,
    "seen": seen,
    "crowd": crowd,
    "stored": stored,
    "idle": idle,
    "storm": storm,
    "history": history,
    "feed": feed,
    "recording": recording,
    "calls": calls,
    "grows": grows,
    "board": board,
}
# On request alone: they take minutes, and what they give are no figures of speed.
ON_REQUEST: dict[str, Callable[[], Figures]] = {
    "chaos": lambda: {"sqlite": broken()},
    "chaos_on_postgresql": chaos_on_postgresql,
    "joins": joins,
}


def ratio(ours: Figures, plain: Figures, name: str) -> float:
    return round(float(ours[name]) / max(float(plain[name]), 1.0), 1)


def machine() -> Figures:
    return {
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "processor": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "load": [round(load, 2) for load in os.getloadavg()],
    }


def commit() -> str:
    """The commit that is measured; BENCH_COMMIT names it where the tree is an exported one."""
    if named := os.environ.get("BENCH_COMMIT"):
        return named
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "unknown"


def main() -> int:
    wanted = sys.argv[1:] or list(SCENES)
    known = SCENES | ON_REQUEST
    if unknown := set(wanted) - known.keys():
        print(f"no such scene: {', '.join(sorted(unknown))}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    report: Figures = {
        "commit": commit(),
        "at": datetime.now(UTC).isoformat(),
        "machine": machine(),
        "scenes": {},
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{report['commit']}.json"
    for name in wanted:
        started = time.monotonic()
        report["scenes"][name] = {"load": round(os.getloadavg()[0], 2), **known[name]()}
        print(f"{name} ({time.monotonic() - started:.0f} s)")
        print(json.dumps(report["scenes"][name], indent=1), flush=True)
        # After each scene, so that a run that was broken off leaves what it has.
        path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    tempfile.tempdir = os.environ.get("BENCH_DIR")
    sys.exit(main())
