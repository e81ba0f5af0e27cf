"""A real coturn on loopback, with time-limited credentials."""

from __future__ import annotations

import shutil
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

from tests.support.ports import free_port
from tests.support.waiting import wait_until

SECRET = "turn secret of the tests"


class TurnServer:
    """``url`` is for ``TURN_URLS``. UDP and TCP; relays may lead back to loopback, in tests alone."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"turn:127.0.0.1:{self.port}"
        self.log_path = folder / "turn.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> TurnServer:
        """Start it and wait until it listens."""
        found = shutil.which("turnserver")
        if found is None:
            raise RuntimeError("coturn is not installed: `make test` installs it, or apt-get install coturn")
        options = (
            "-n --no-cli --no-tls --no-dtls --listening-ip 127.0.0.1 --relay-ip 127.0.0.1"
            f" --listening-port {self.port} --min-port 49160 --max-port 49360 --use-auth-secret"
            " --realm samovar.test --fingerprint --allow-loopback-peers --log-file stdout"
        )
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [found, *options.split(), "--static-auth-secret", SECRET],
                stdout=log,
                stderr=log,
                cwd=self.log_path.parent,
            )
        wait_until(self._listens, what="coturn listens", seconds=20)
        return self

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _listens(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False
