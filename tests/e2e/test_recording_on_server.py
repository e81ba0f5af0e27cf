"""The server records by itself: a closed laptop ends nothing, a dead recorder is started again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil
import pytest
from playwright.sync_api import expect

from samovar.recordings.models import Run
from tests.e2e.film import read_film
from tests.e2e.test_recording import PATIENCE, meet, recorded, run_for
from tests.support.server import Server
from tests.support.waiting import wait_until

# Whole recordings with their waits, on machines that do other things too.
pytestmark = pytest.mark.timeout(420)

if TYPE_CHECKING:
    from tests.e2e.conftest import MakeVisitor


def recorders(server: Server) -> list[psutil.Process]:
    """The headless browsers that record in rooms of this server."""
    return [one for one, line in _processes(server) if "samovar-record-" in line and "--type=" not in line]


def keepers(server: Server) -> list[psutil.Process]:
    """The processes that look after them."""
    return [one for one, line in _processes(server) if "samovar.cli record --recording" in line]


def _processes(server: Server) -> list[tuple[psutil.Process, str]]:
    found = psutil.process_iter(["cmdline"])
    return [(one, " ".join(one.info["cmdline"] or [])) for one in found if _is_of(one, server)]


def _is_of(process: psutil.Process, server: Server) -> bool:
    try:
        return process.environ().get("SITE_URL") == server.url
    except psutil.Error:
        return False


@pytest.mark.rows("S0-13")
def test_the_server_records_on_when_its_recorder_dies(visitor: MakeVisitor, server: Server) -> None:
    # Who joined first is large in the eyes of somebody who only looks on.
    alice, bob, code = meet(visitor, server, loud_owner=True)
    alice.page.get_by_role("button", name="More", exact=True).click()
    alice.page.get_by_role("button", name="Record on the server").click()
    for one in (alice, bob):
        one.sees_badge()
    run_for(server, code, 3)
    # Whoever looks after it is killed; the browser goes with him, and a server starts another one.
    for process in keepers(server):
        process.kill()
    wait_until(lambda: runs(server, code) >= 2, what="another recorder began", seconds=90)
    run_for(server, code, 6)
    assert len(keepers(server)) == 1
    alice.page.keyboard.press("Escape")
    alice.stop()
    film = read_film(recorded(server, code))
    assert film.rises, film.counts
    assert len(film.counts) > 5, film
    wait_until(lambda: not recorders(server), what="the recorder is gone", seconds=60)
    expect(alice.page.get_by_role("button", name="Hang up", exact=True)).to_be_visible(timeout=PATIENCE)


def runs(server: Server, code: str) -> int:
    with server.database() as alias:
        return Run.objects.using(alias).filter(recording__room__code=code).count()
