"""``samovar record ROOM``: a headless Chromium joins the call and records; it starts anew when it dies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django.db.utils import DatabaseError
from django.http import HttpResponse
from django.utils.crypto import get_random_string
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from samovar.core.errors import Refusal
from samovar.operate.lock import work_beside
from samovar.recordings import server_actions
from samovar.recordings.server_actions import Job
from samovar.rooms.guests import give_pass

FLAGS = (
    "--headless=new",
    "--remote-debugging-port=0",
    "--autoplay-policy=no-user-gesture-required",
    "--window-size=1280,720",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
)
LOOK_SECONDS = 2.0
# On Linux the browser dies with the process that looks after it, also when that is killed.
_WITH_PARENT = """
import ctypes, os, signal, sys
ctypes.CDLL(None).prctl(1, signal.SIGKILL)
os.execv(sys.argv[1], sys.argv[1:])
"""
PATIENCE = 60.0  # seconds for a page to show a button
ALONE = 30.0  # seconds without anybody in the call, after which it ends
PAUSE = 1.0  # before it is started again
STARTS = 20  # of Chromium for one recording
_BROKEN = (OSError, RuntimeError, TimeoutError, WebSocketException, DatabaseError)


class Lease(threading.Thread):
    """This process alone looks after the recorder, as long as it renews its lease."""

    def __init__(self, recording_id: int, lease: str) -> None:
        super().__init__(name="samovar-lease", daemon=True)
        self._recording, self._lease = recording_id, lease
        self._ended = threading.Event()
        self.browser: subprocess.Popen[bytes] | None = None
        self._lost = not self._renew()

    def is_held(self) -> bool:
        return not self._lost

    def run(self) -> None:
        while not self._lost and not self._ended.wait(LOOK_SECONDS):
            self._lost = not self._renew()
        if self._lost and self.browser is not None:
            # Two recorders would put the same minutes into the file twice.
            self.browser.kill()

    def end(self) -> None:
        """Renew no more."""
        self._ended.set()

    def _renew(self) -> bool:
        try:
            return server_actions.renew_lease(recording_id=self._recording, lease=self._lease)
        except DatabaseError:
            # The lease runs out by itself, and whoever takes it then has it.
            return True
        finally:
            close_old_connections()


class Page:
    """The one page of the headless browser, by the browser's own protocol."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._ids = count(1)
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def _ask(self, method: str, session: str = "", **params: Any) -> Any:
        number = next(self._ids)
        frame = {"id": number, "method": method, "params": params}
        self._line.send(json.dumps(frame | ({"sessionId": session} if session else {})))
        while True:
            heard = json.loads(self._line.recv(timeout=PATIENCE))
            if heard.get("id") == number:
                if "error" in heard:
                    raise RuntimeError(str(heard["error"]))
                return heard["result"]

    def open(self, address: str, cookies: dict[str, str]) -> None:
        for name, value in cookies.items():
            self._ask("Network.setCookie", self._session, name=name, value=value, url=settings.SITE_URL)
        self._ask("Page.navigate", self._session, url=address)

    def run(self, script: str) -> Any:
        """Return what a script gives."""
        given = {"expression": script, "returnByValue": True, "userGesture": True, "awaitPromise": True}
        return self._ask("Runtime.evaluate", self._session, **given)["result"].get("value")

    def press(self, selector: str) -> None:
        """Click what is there and can be seen, once it is."""
        _wait(lambda: self.run(_PRESS.replace("SELECTOR", json.dumps(selector))))


_PRESS = """(() => {
  const found = [...document.querySelectorAll(SELECTOR)].find((one) => one.checkVisibility());
  found?.click();
  return Boolean(found);
})()"""


def _wait(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.1)


@contextmanager
def _chromium(lease: Lease) -> Iterator[tuple[subprocess.Popen[bytes], Page]]:
    program = server_actions.program() or ""
    # Chromium's sandbox refuses to run as root.
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="samovar-record-", ignore_cleanup_errors=True) as profile:
        launch = [sys.executable, "-c", _WITH_PARENT] if sys.platform == "linux" else []
        command = [*launch, program, *FLAGS, *root, f"--user-data-dir={profile}", "about:blank"]
        # What it prints goes nowhere: a pipe that nobody empties would stop it one day.
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        lease.browser = process
        try:
            with connect(_address(process, Path(profile)), proxy=None, max_size=None) as line:
                yield process, Page(line)
        finally:
            lease.browser = None
            process.kill()
            process.wait()


def _address(process: subprocess.Popen[bytes], profile: Path) -> str:
    """Return where the browser listens, once it has said so. RuntimeError, TimeoutError."""
    told = profile / "DevToolsActivePort"

    def lines() -> list[str]:
        if process.poll() is not None:
            raise RuntimeError("Chromium did not start")
        return told.read_text().split() if told.exists() else []

    _wait(lambda: len(lines()) > 1)
    port, path = lines()[:2]
    return f"ws://127.0.0.1:{port}{path}"


def record(room: str | None, recording_id: int | None, lease: str = "") -> int:
    """Record until the call or the recording ends; 1 with a sentence when it cannot be begun."""
    work_beside(settings.DATA_DIR, "samovar cannot record: a backup is being restored.")
    try:
        number, held = _begun(room, recording_id, lease)
    except Refusal as refusal:
        print(f"samovar cannot record: {refusal.message}", file=sys.stderr)
        return 1
    if not held.is_held():
        print(f"samovar cannot record: another process looks after recording {number}.", file=sys.stderr)
        return 1
    print(f"Recording {number} runs; it ends when everybody has left, or when a host ends it.", flush=True)
    held.start()
    _record_on(number, held)
    held.end()
    print(f"Recording {number} has ended." if held.is_held() else f"Another process goes on with {number}.")
    return 0


def _begun(room: str | None, recording_id: int | None, lease: str) -> tuple[int, Lease]:
    if recording_id is None:
        begun = server_actions.begin_for_operator(code=room or "")
        return begun.pk, Lease(begun.pk, begun.lease)
    return recording_id, Lease(recording_id, lease or server_actions.take_lease(recording_id=recording_id))


def _record_on(number: int, lease: Lease) -> None:
    for _start in range(STARTS):
        try:
            close_old_connections()
            job = server_actions.job_of(recording_id=number) if lease.is_held() else None
            if job is None:
                return
            _record_once(job, lease)
        except _BROKEN as error:
            print(f"The recorder died ({error!r}); it starts again.", file=sys.stderr)
            time.sleep(PAUSE)


def _record_once(job: Job, lease: Lease) -> None:
    with _chromium(lease) as (process, page):
        page.open(f"{settings.SITE_URL}/r/{job.code}/", _cookies(job))
        page.press("button.room-call")
        page.press("button.call-join")
        page.press("samovar-recording-consent button.btn-primary")
        _wait(lambda: page.run("Boolean(document.querySelector('.call-stage'))"))
        wish = json.dumps({"recording": job.recording_id, "run": job.run})
        page.run(f"window.dispatchEvent(new CustomEvent('samovar:record', {{detail: {wish}}}))")
        _watch(job, process, page)
        # What is left is sent before the browser goes.
        _wait(lambda: page.run("document.documentElement.dataset.recorded === 'true'"))


def _cookies(job: Job) -> dict[str, str]:
    response = HttpResponse()
    give_pass(response, code=job.code, sid=job.sid)
    csrf = {settings.CSRF_COOKIE_NAME: get_random_string(32)}
    return csrf | {name: morsel.value for name, morsel in response.cookies.items()}


def _watch(job: Job, process: subprocess.Popen[bytes], page: Page) -> None:
    """Return when the recording has ended; RuntimeError when the browser died."""
    alone_since: float | None = None
    while server_actions.job_of(recording_id=job.recording_id) is not None:
        if process.poll() is not None or page.run("1") != 1:
            raise RuntimeError("Chromium is gone")
        there = server_actions.is_anybody_there(recording_id=job.recording_id)
        alone_since = None if there else (alone_since or time.monotonic())
        if alone_since is not None and time.monotonic() - alone_since > ALONE:
            server_actions.end(recording_id=job.recording_id)
        time.sleep(LOOK_SECONDS)
        close_old_connections()
