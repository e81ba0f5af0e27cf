"""Calls over a real LiveKit: the way there and back. What they can do: test_call_contract.py."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from samovar.rooms.models import Room
from tests.calls.tab import Tab, tab_of
from tests.conftest import MakeServer
from tests.e2e.callers import MakeCallers, all_meet
from tests.e2e.calls_support import Caller, is_told
from tests.e2e.ears import listen
from tests.support.livekit import LiveKitServer
from tests.support.plugin import RESULTS
from tests.support.server import Server

# Their waits together, on machines that do other things too.
pytestmark = pytest.mark.timeout(420)


def remember_mesh(*people: Caller) -> None:
    for one in people:
        one.remember_links()


def has_left_mesh(*people: Caller) -> None:
    """Fail unless every connection from browser to browser ends, and another is there."""
    for one in people:
        one.has_left_links()


def is_in_mesh(*people: Caller) -> None:
    """Fail unless everybody has one connection to each of the others and none besides."""
    for one in people:
        one.has_links(len(people) - 1)


@pytest.mark.rows("S4-9.3")
def test_a_call_goes_over_the_media_server_and_back_without_anybody_leaving(
    callers: MakeCallers, over: tuple[Server, LiveKitServer]
) -> None:
    server, _media = over
    people = callers("alice", "bob", "charlie", on=server, size=(640, 480))
    for one in people:
        one.call()
    all_meet(people)
    alice = people[0]
    remember_mesh(*people)
    alice.carry()
    has_left_mesh(*people)
    all_meet(people)
    alice.carry(over_server=False)
    is_in_mesh(*people)
    all_meet(people)


@pytest.mark.rows("S4-9.3")
def test_when_the_media_server_dies_the_call_goes_on_in_a_mesh_and_is_told_so(
    callers: MakeCallers, make_server: MakeServer, tmp_path: Path
) -> None:
    media = LiveKitServer(tmp_path).start()
    server = make_server(start=True, **media.settings)
    people = callers("alice", "bob", on=server)
    for one in people:
        # The browser complains of the server that is gone.
        one.visitor.allow("ERR_CONNECTION|WebSocket|livekit|ws://127")
        one.call()
    all_meet(people)
    remember_mesh(*people)
    people[0].carry()
    has_left_mesh(*people)
    all_meet(people)
    media.kill9()
    for one in people:
        is_told(one.page, "The media server is gone.")
    all_meet(people)
    is_in_mesh(*people)


def keep_figure(name: str, figure: int) -> None:
    """Leave it in ``test-results/media-server.json`` for whoever wants to compare."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "media-server.json").write_text(json.dumps({name: figure}) + "\n", encoding="utf-8")


@pytest.mark.rows("S4-9.3")
def test_a_call_grows_from_two_to_five_over_the_switch_and_the_voice_does_not_stop(
    callers: MakeCallers, over: tuple[Server, LiveKitServer]
) -> None:
    server, _media = over
    people = callers("alice", "bob", "charlie", on=server, size=(640, 480))
    alice, bob, charlie = people
    alice.call()
    bob.call()
    all_meet((alice, bob))
    remember_mesh(alice, bob)
    listen(bob, alice)
    with ExitStack() as tabs:
        # Two whose browsers are slow: they are there, and nothing comes from them yet.
        for name in ("dora", "emil"):
            join_bare(tabs.enter_context(tab_of(server.person(name))), alice)
        charlie.call()
        has_left_mesh(alice, bob)
        for one in people:
            for other in people:
                if one is not other:
                    one.sees(other, seconds=60)
    silence = bob.page.evaluate("() => { clearInterval(probe.ear.timer); return probe.ear.longest; }")
    bob.hears(alice)
    # A figure of the machine it runs on: printed, not judged.
    keep_figure("longest_silence_ms", round(silence))


def join_bare(tab: Tab, host: Caller) -> None:
    """Join the call of the room that ``host`` looks at with a camera, by a socket alone."""
    code = urlsplit(host.page.url).path.strip("/").rpartition("/")[2]
    with host.visitor.server.database() as alias:
        room = Room.objects.using(alias).get(code=code).pk
    tab.ask("room.enter", room=room)
    tab.join(room)
