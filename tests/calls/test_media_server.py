"""What a real LiveKit gets to know of calls, and what it lets nobody do, by bare sockets."""

from __future__ import annotations

import base64
import hashlib
import json
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from livekit import api

from tests.calls.tab import Refused, Tab
from tests.sockets.test_every_door import block
from tests.support.livekit import KEY, SECRET, LiveKitServer
from tests.support.people import Person
from tests.support.server import Server

MakeRoom = Callable[..., dict[str, Any]]
OpenTab = Callable[..., Tab]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveKitServer]:
    server = LiveKitServer(tmp_path_factory.mktemp("livekit")).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def server(_make_server: Callable[..., Server], media: LiveKitServer) -> Iterator[Server]:
    running = _make_server(**media.settings)
    yield running
    running.stop()


@pytest.fixture
def carried(alice: Person, bob: Person, make_room: MakeRoom, open_tab: OpenTab) -> tuple[int, Tab, Tab]:
    """A room of alice, she and bob in its call, which goes over the media server."""
    room = make_room(alice)["id"]
    host, guest = open_tab(alice, room), open_tab(bob, room)
    host.join(room)
    guest.join(room)
    host.ask("call.carry", room=room, peer=host.peer, kind="sfu")
    for tab in (host, guest):
        tab.expect("calls.carried")
    return room, host, guest


def claims(answer: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(answer["token"], SECRET, algorithms=["HS256"])
    return found


def refusal(tab: Tab, op: str, **data: Any) -> str:
    with pytest.raises(Refused) as refused:
        tab.ask(op, **data)
    return refused.value.code


def test_a_pass_lasts_minutes_and_opens_one_room_as_one_peer(
    carried: tuple[int, Tab, Tab], media: LiveKitServer
) -> None:
    room, host, guest = carried
    answer = guest.ask("call.pass", room=room, peer=guest.peer)
    assert answer["url"] == media.url
    assert answer["peers"] == [host.peer]
    found = claims(answer)
    assert found["sub"] == guest.peer
    assert found["iss"] == KEY
    assert 60 < found["exp"] - time.time() <= 300
    grants = found["video"]
    assert grants["roomJoin"] is True
    assert grants["room"] == claims(host.ask("call.pass", room=room, peer=host.peer))["video"]["room"]
    assert sorted(grants["canPublishSources"]) == [
        "camera",
        "microphone",
        "screen_share",
        "screen_share_audio",
    ]
    for power in ("roomAdmin", "roomCreate", "roomList", "roomRecord", "hidden", "ingressAdmin"):
        assert not grants.get(power), power
    assert grants["canPublishData"] is False


def test_who_is_not_in_the_call_gets_no_pass_and_cannot_choose_its_way(
    carried: tuple[int, Tab, Tab], charlie: Person, open_tab: OpenTab
) -> None:
    room, host, guest = carried
    stranger = open_tab(charlie, room)
    for peer in (stranger.peer, host.peer):
        assert refusal(stranger, "call.pass", room=room, peer=peer) == "not_in_call"
        assert refusal(stranger, "call.carry", room=room, peer=peer, kind="mesh") == "not_in_call"
    assert refusal(guest, "call.carry", room=room, peer=guest.peer, kind="mesh") == "not_host"
    guest.ask("call.leave", room=room, peer=guest.peer)
    assert refusal(guest, "call.pass", room=room, peer=guest.peer) == "not_in_call"


def test_what_hosts_keep_to_themselves_is_in_nobody_elses_pass(carried: tuple[int, Tab, Tab]) -> None:
    room, host, guest = carried
    host.ask("room.guard", room=room, forbidden=["screen", "camera"])
    sources = claims(guest.ask("call.pass", room=room, peer=guest.peer))["video"]["canPublishSources"]
    assert sources == ["microphone"]
    sources = claims(host.ask("call.pass", room=room, peer=host.peer))["video"]["canPublishSources"]
    assert len(sources) == 4


def test_across_a_block_nobody_exchanges_media(
    carried: tuple[int, Tab, Tab], alice: Person, charlie: Person, open_tab: OpenTab
) -> None:
    room, host, guest = carried
    block(alice, charlie)
    third = open_tab(charlie, room)
    third.join(room)
    assert third.ask("call.pass", room=room, peer=third.peer)["peers"] == [guest.peer]
    assert host.ask("call.pass", room=room, peer=host.peer)["peers"] == [guest.peer]
    assert sorted(guest.ask("call.pass", room=room, peer=guest.peer)["peers"]) == sorted(
        [host.peer, third.peer]
    )


def test_the_fifth_video_brings_the_call_to_the_media_server(
    server: Server, alice: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    tabs = [open_tab(alice, room)] + [open_tab(server.person(f"p{number}"), room) for number in range(4)]
    for tab in tabs[:4]:
        tab.join(room)
    tabs[4].join(room, camera=False)
    assert tabs[0].ask("call.state", room=room)["call"]["carrier"]["kind"] == "mesh"
    tabs[4].ask("call.change", room=room, peer=tabs[4].peer, microphone=True, camera=True, screen=False)
    for tab in tabs:
        carrier = tab.expect("calls.carried")["carrier"]
        assert (carrier["kind"], carrier["why"]) == ("sfu", "people")
    assert len(tabs[0].heard("calls.carried")) == 1


def test_a_mesh_that_is_too_weak_for_three_goes_over_the_media_server(
    server: Server, alice: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice)["id"]
    tabs = [open_tab(server.person(f"w{number}"), room) for number in range(3)]
    for tab in tabs[:2]:
        tab.join(room)
    tabs[0].ask("call.trouble", room=room, peer=tabs[0].peer, generation=0, what="weak")
    tabs[2].join(room)
    assert tabs[0].heard("calls.carried") == []
    for tab in tabs:
        tab.ask("call.trouble", room=room, peer=tab.peer, generation=0, what="weak")
    assert tabs[1].expect("calls.carried")["carrier"]["why"] == "weak"
    # The others said the same of a mesh that is no more.
    tabs[1].ask("call.trouble", room=room, peer=tabs[1].peer, generation=0, what="weak")
    assert len(tabs[1].heard("calls.carried")) == 1


def test_where_no_media_server_answers_the_call_stays_as_it_is(
    make_server: Callable[..., Server], make_room: MakeRoom, open_tab: OpenTab, tmp_path: Path
) -> None:
    dead = LiveKitServer(tmp_path)
    own = make_server(**dead.settings)
    owner = own.person("alice")
    room = make_room(owner)["id"]
    tab = open_tab(owner, room)
    tab.join(room)
    assert refusal(tab, "call.carry", room=room, peer=tab.peer, kind="sfu") == "no_media_server"
    assert refusal(tab, "call.pass", room=room, peer=tab.peer) == "not_over_server"
    assert tab.heard("calls.carried") == []


def test_when_the_media_server_dies_everybody_is_told_within_seconds(
    make_server: Callable[..., Server], make_room: MakeRoom, open_tab: OpenTab, tmp_path: Path
) -> None:
    media = LiveKitServer(tmp_path).start()
    own = make_server(**media.settings)
    owner = own.person("alice")
    room = make_room(owner)["id"]
    tab = open_tab(owner, room)
    tab.join(room)
    tab.ask("call.carry", room=room, peer=tab.peer, kind="sfu")
    tab.expect("calls.carried")
    media.kill9()
    tab.events.clear()
    # Nobody has said anything: the server looks by itself.
    carrier = tab.expect("calls.carried", seconds=60)["carrier"]
    assert (carrier["kind"], carrier["why"], carrier["generation"]) == ("mesh", "gone", 2)


def hook(server: Server, event: dict[str, Any], *, secret: str = SECRET, life: int = 60) -> int:
    """Tell the server an event as LiveKit does; return the status of the answer."""
    body = json.dumps(event)
    digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
    token = api.AccessToken(KEY, secret).with_sha256(digest).with_ttl(timedelta(seconds=life)).to_jwt()
    with server.client() as client:
        answer = client.post(
            "/calls/media-server/",
            content=body,
            headers={"Authorization": token, "Content-Type": "application/webhook+json"},
        )
    return answer.status_code


def test_only_what_our_media_server_signed_counts_and_only_once(server: Server) -> None:
    from samovar.calls.models import MediaHook  # noqa: PLC0415 - after the settings were read

    event = {"id": f"EV_{uuid.uuid4()}", "event": "room_started", "room": {"name": "nothing of ours"}}
    assert hook(server, event, secret="somebody else's secret, as long as ours") == 401
    assert hook(server, event, life=-600) == 401
    assert hook(server, event) == 204
    assert hook(server, event) == 204
    with server.client() as client:
        assert client.post("/calls/media-server/", content=b"{}").status_code == 401
        assert client.get("/calls/media-server/").status_code == 405
    with server.database() as alias:
        assert MediaHook.objects.using(alias).filter(event=event["id"]).count() == 1
