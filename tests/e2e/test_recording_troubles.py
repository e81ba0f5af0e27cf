"""What can happen to a recording: a tab dies, the server dies, the network is away, the tab is hidden."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import av
import pytest
from playwright.sync_api import expect

from tests.conftest import MakeServer
from tests.e2e.callers import make_room
from tests.e2e.film import FILM, ahead, keep_figures, read_film
from tests.e2e.raw_tab import RawTab, raw_browser
from tests.e2e.test_recording import PATIENCE, Actor, meet, recorded, run_for
from tests.support.server import Server
from tests.support.waiting import wait_until
from tests.support.webm import length_of

# Whole recordings with their waits, on machines that do other things too.
pytestmark = pytest.mark.timeout(420)

if TYPE_CHECKING:
    from tests.e2e.conftest import MakeVisitor


@pytest.mark.rows("S0-13", "C22")
def test_who_enters_a_recorded_call_is_asked_first(visitor: MakeVisitor, server: Server) -> None:
    alice, bob = Actor(visitor("alice"), loud=False), Actor(visitor("bob"), loud=True)
    code = make_room(alice.visitor.person)
    for one in (alice, bob):
        one.enter(code)
    alice.call()
    alice.in_call()
    alice.record()
    bob.sees_badge()
    bob.call()
    question = bob.page.get_by_role("alertdialog", name="This call is being recorded")
    expect(question).to_be_visible(timeout=PATIENCE)
    question.get_by_role("button", name="Leave").click()
    expect(bob.page.get_by_role("button", name="Hang up", exact=True)).to_have_count(0)
    expect(alice.page.get_by_role("group", name="Bob", exact=True)).to_have_count(0)
    bob.call()
    question.get_by_role("button", name="Stay").click()
    bob.in_call()
    expect(alice.page.get_by_role("group", name="Bob", exact=True)).to_be_visible(timeout=PATIENCE)
    run_for(server, code, 1)
    pause = alice.page.get_by_role("button", name="Pause recording")
    pause.click()
    expect(bob.page.get_by_text("Recording paused")).to_be_visible(timeout=PATIENCE)
    pause.click()
    bob.sees_badge()
    run_for(server, code, 3)
    alice.stop()
    assert read_film(recorded(server, code)).seconds > 2


@pytest.mark.rows("S0-13")
def test_a_killed_browser_costs_at_most_five_seconds_and_is_told(
    visitor: MakeVisitor, server: Server, tmp_path: Path
) -> None:
    owner, bob = server.person("alice", first_name="Alice"), Actor(visitor("bob"), loud=True)
    code = make_room(owner)
    bob.enter(code)
    bob.call()
    bob.in_call()
    cookies = owner.cookies()
    with raw_browser(tmp_path) as browser:
        record_raw(browser.open(), server, cookies, code)
        run_for(server, code, 4)
        killed_at = bob.page.evaluate("filmCount()")
    expect(bob.page.get_by_text("Nothing of the recording reaches the server now.").first).to_be_visible(
        timeout=PATIENCE
    )
    film = read_film(recorded(server, code))
    assert film.rises, film.counts
    # Ten counts are a second, or longer on a busy machine. It was killed a moment after this was looked at.
    lost = max(0, ahead(killed_at, film.counts[-1]))
    keep_figures("killed", lost_ms=lost * 100)
    assert lost <= 50, (killed_at, film.counts)
    bob.sees_badge(on=False)
    with raw_browser(tmp_path) as browser:
        tab = browser.open()
        set_cookies(tab, server, cookies)
        tab.ask("Page.navigate", url=f"{server.url}/notifications/")
        wait_until(
            lambda: tab.run("document.body?.innerText.includes('Your recording of')"), what="she is told"
        )
        wait_until(
            lambda: tab.run("localStorage.getItem('samovar-recordings-left')") is None,
            what="what the dead page had kept is sent",
        )
    assert read_film(recorded(server, code)).seconds >= film.seconds - 0.1


@pytest.mark.rows("S0-13")
def test_a_server_that_is_killed_in_the_middle_costs_nothing(
    visitor: MakeVisitor, make_server: MakeServer
) -> None:
    server = make_server()
    alice, bob, code = meet(visitor, server)
    for one in (alice, bob):
        one.visitor.allow(r"ERR_CONNECTION_REFUSED|WebSocket connection|ERR_|net::")
    alice.record()
    run_for(server, code, 2)
    server.kill9()
    server.start()
    run_for(server, code, 8)
    alice.stop()
    film = read_film(recorded(server, code))
    assert film.rises, film.counts
    assert film.seconds > 12, film


@pytest.mark.rows("S0-13")
def test_twenty_seconds_without_a_network_cost_nothing(visitor: MakeVisitor, server: Server) -> None:
    alice, _bob, code = meet(visitor, server)
    alice.visitor.allow(r"ERR_|net::|WebSocket")
    alice.record()
    run_for(server, code, 2)
    alice.visitor.context.set_offline(True)
    time_line = alice.page.locator("samovar-recording-badge [role=timer]")
    held = seconds_of(time_line.inner_text())
    wait_until(lambda: seconds_of(time_line.inner_text()) >= held + 20, what="20 s went by", seconds=60)
    alice.visitor.context.set_offline(False)
    # Two seconds each; the first may be shorter, as it is timed from before there was a picture.
    run_for(server, code, (held + 20) // 2 + 3)
    alice.stop()
    film = read_film(recorded(server, code))
    assert film.rises, film.counts
    assert film.seconds > held + 20, film


def seconds_of(text: str) -> int:
    hours, minutes, seconds = (int(part) for part in text.split(":"))
    return hours * 3600 + minutes * 60 + seconds


@pytest.mark.rows("S0-13")
def test_a_full_quota_ends_it_with_words_and_what_there_is_can_be_played(
    visitor: MakeVisitor, make_server: MakeServer
) -> None:
    server = make_server(RECORDINGS_QUOTA_MB="1")
    alice, code = record_alone(visitor, server)
    told = alice.page.get_by_text("The recording has ended: there is no space left for it.").first
    expect(told).to_be_visible(timeout=300_000)
    alice.sees_badge(on=False)
    length = length_of(recorded(server, code))
    assert length > 4, length
    alice.page.goto(f"{server.url}/recordings/")
    expect(alice.page.get_by_text("It ended early: your recordings took all the space")).to_be_visible()
    alice.page.get_by_role("button", name="Play", exact=True).click()
    video = alice.page.locator("video")
    wait_until(lambda: video.evaluate("video => video.currentTime") > 0.5, what="it plays", seconds=60)


# A disk that is full for as long as this file is there.
FULL_DISK = """
import errno, os

sync = os.fsync

def fsync(descriptor):
    if os.path.exists(os.environ["DISK_IS_FULL"]):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    sync(descriptor)

os.fsync = fsync
"""


@pytest.mark.rows("S0-13")
def test_a_full_disk_ends_it_with_words_and_with_room_again_there_is_the_file(
    visitor: MakeVisitor, make_server: MakeServer, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(FULL_DISK, encoding="utf-8")
    full = tmp_path / "full"
    server = make_server(PYTHONPATH=str(tmp_path), DISK_IS_FULL=str(full))
    alice, code = record_alone(visitor, server)
    run_for(server, code, 3)
    full.touch()
    told = alice.page.get_by_text("The recording has ended: the disk of the server is full.").first
    expect(told).to_be_visible(timeout=PATIENCE)
    alice.sees_badge(on=False)
    alice.page.goto(f"{server.url}/recordings/")
    expect(alice.page.get_by_text("The file is made as soon as there is space.")).to_be_visible()
    # What found no space was tried again by this page, in vain.
    left = alice.page.get_by_role("region", name="Only in this browser")
    expect(left).to_be_visible(timeout=PATIENCE)
    with alice.page.expect_download() as download:
        left.get_by_role("button", name="Save as a file").click()
    assert packets_of(download.value.path()) > 0
    full.unlink()
    assert "rebuilt" in server.run("recordings", "rebuild").stdout
    assert length_of(recorded(server, code)) > 2
    alice.page.reload()
    expect(alice.page.get_by_text("It ended early: the disk of the server was full.")).to_be_visible()
    expect(alice.page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    wait_until(
        lambda: alice.page.evaluate("localStorage.getItem('samovar-recordings-left')") is None,
        what="what this browser had kept is sent",
    )


def packets_of(path: Path) -> int:
    """How many packets of picture and sound can be read of a file."""
    with av.open(str(path)) as container:
        return sum(1 for packet in container.demux() if packet.size)


def record_alone(visitor: MakeVisitor, server: Server) -> tuple[Actor, str]:
    """Alice records herself in a new room of a server that will refuse pieces. Return its code too."""
    alice = Actor(visitor("alice", on=server), loud=True)
    # The browser says of each refused request that it was refused.
    alice.visitor.allow("507")
    code = make_room(alice.visitor.person)
    alice.enter(code)
    alice.call()
    alice.in_call()
    alice.record()
    return alice, code


@pytest.mark.rows("S0-13")
def test_a_hidden_tab_goes_on_recording(visitor: MakeVisitor, server: Server, tmp_path: Path) -> None:
    owner = server.person("alice", first_name="Alice")
    code = make_room(owner)
    bob = Actor(visitor("bob"), loud=True)
    bob.enter(code)
    bob.call()
    bob.in_call()
    with raw_browser(tmp_path) as browser:
        tab = browser.open()
        record_raw(tab, server, owner.cookies(), code)
        other = browser.open()
        other.show()
        wait_until(lambda: tab.run("document.visibilityState") == "hidden", what="the tab is hidden")
        run_for(server, code, 16)
        assert tab.run("document.visibilityState") == "hidden"
        tab.press("Record")
        film = read_film(recorded(server, code))
    assert film.rises, film.counts
    keep_figures("hidden", **film.figures())
    assert film.seconds > 28, film
    # One whose timers came once a second would show one count in ten. Each tenth is beside a beep.
    assert film.counted > 60, film
    assert len(film.counts) > film.counted / 5, film
    assert len(film.beeps) > film.counted / 20, film


def record_raw(tab: RawTab, server: Server, cookies: dict[str, str], code: str) -> None:
    tab.ask("Page.enable")
    tab.ask("Page.addScriptToEvaluateOnNewDocument", source=FILM.replace("__LOUD__", "false"))
    set_cookies(tab, server, cookies)
    tab.ask("Page.navigate", url=f"{server.url}/r/{code}/")
    tab.press("Call")
    tab.press("Join now")
    playing = """(() => {
      const video = document.querySelector(".call-large video");
      return video ? video.getVideoPlaybackQuality().totalVideoFrames : 0;
    })()"""
    wait_until(lambda: tab.run(playing) > 5, what="bob's picture plays", seconds=90)
    tab.press("Record")
    on = f"document.querySelector('button[aria-label={json.dumps('Record')}]')?.ariaPressed"
    wait_until(lambda: tab.run(on) == "true", what="it records", seconds=60)


def set_cookies(tab: RawTab, server: Server, cookies: dict[str, str]) -> None:
    for name, value in cookies.items():
        tab.ask("Network.setCookie", name=name, value=value, url=server.url)
