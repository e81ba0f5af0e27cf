"""A Chromium driven by its own protocol: unlike Playwright's, a tab behind another one is really hidden."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.support.browser import FLAGS, chromium
from tests.support.waiting import wait_until

SECONDS = 30


class RawBrowser:
    """One window. ``ask`` speaks to the browser, or with ``tab`` to one of its tabs."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._ids = count(1)

    def ask(self, method: str, *, tab: str = "", **params: Any) -> Any:
        """Return the result of a command, or raise with what the browser says."""
        number = next(self._ids)
        frame = {"id": number, "method": method, "params": params, **({"sessionId": tab} if tab else {})}
        self._line.send(json.dumps(frame))
        while True:
            heard = json.loads(self._line.recv(timeout=SECONDS))
            if heard.get("id") == number:
                if "error" in heard:
                    raise RuntimeError(f"{method}: {heard['error']}")
                return heard["result"]

    def open(self, address: str = "about:blank") -> RawTab:
        target = self.ask("Target.createTarget", url=address)["targetId"]
        return RawTab(self, target)


class RawTab:
    """A tab of the window."""

    def __init__(self, browser: RawBrowser, target: str) -> None:
        self._browser = browser
        self._target = target
        self._session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def ask(self, method: str, **params: Any) -> Any:
        return self._browser.ask(method, tab=self._session, **params)

    def show(self) -> None:
        """Bring it to the front; the others are hidden then."""
        self._browser.ask("Target.activateTarget", targetId=self._target)

    def run(self, script: str) -> Any:
        """Return what the script (its promise, if it is one) gives."""
        given = {"returnByValue": True, "awaitPromise": True, "userGesture": True}
        done = self.ask("Runtime.evaluate", expression=script, **given)
        if "exceptionDetails" in done:
            raise RuntimeError(json.dumps(done["exceptionDetails"])[:2000])
        return done["result"].get("value")

    def press(self, name: str) -> None:
        """Click the button of this name once it is there."""
        script = f"""(() => {{
          const named = (b) => (b.getAttribute("aria-label") ?? b.textContent).trim();
          const found = [...document.querySelectorAll("button")].find(
            (b) => named(b) === {json.dumps(name)} && !b.disabled && b.checkVisibility());
          found?.click();
          return Boolean(found);
        }})()"""
        wait_until(lambda: self.run(script), what=f"a button {name}", seconds=60)


@contextmanager
def raw_browser(profile: Path) -> Iterator[RawBrowser]:
    """Start one with a profile of its own."""
    command = [
        chromium(),
        "--headless=new",
        "--remote-debugging-port=0",
        f"--user-data-dir={profile}",
        *FLAGS,
    ]
    # Into a file: a pipe that nobody reads on would be full some day, and the browser would stand still.
    said = profile / "said.log"
    with said.open("wb") as log:
        process = subprocess.Popen([*command, "about:blank"], stderr=log)
    try:
        [address, *_more] = wait_until(
            lambda: re.findall(r"(ws://\S+)\n", said.read_text(errors="replace")),
            what="the browser says where it listens",
            seconds=60,
        )
        with connect(address, proxy=None, max_size=None) as line:
            yield RawBrowser(line)
    finally:
        process.kill()
        process.wait()
