"""A real LiveKit on loopback, built once from its Go module."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import httpx

from tests.support.ports import free_port
from tests.support.waiting import wait_until

KEY = "samovar"
SECRET = "secret of the media server in tests alone"
ROOT = Path(__file__).resolve().parents[2]


def program() -> str:
    """Return the path of the server; `deploy/livekit` builds it where it is missing, or fails the run."""
    found = subprocess.run(
        [str(ROOT / "deploy" / "livekit")], capture_output=True, text=True, check=False, cwd=ROOT
    )
    if found.returncode:
        raise RuntimeError(f"LiveKit could not be made: {found.stderr[-2000:]}")
    return found.stdout.strip().splitlines()[-1]


class LiveKitServer:
    """One node. ``hooks``: addresses told what happens; ``redis``: host and port shared with other nodes."""

    def __init__(self, folder: Path, *, hooks: tuple[str, ...] = (), redis: str = "") -> None:
        self.port, self.tcp, self.udp = free_port(), free_port(), free_port()
        self.url = f"ws://127.0.0.1:{self.port}"
        self.log_path = folder / f"livekit-{self.port}.log"
        self._config = folder / f"livekit-{self.port}.yaml"
        self._process: subprocess.Popen[bytes] | None = None
        lines = [
            f"port: {self.port}",
            "bind_addresses: [127.0.0.1]",
            "rtc:",
            f"  tcp_port: {self.tcp}",
            f"  udp_port: {self.udp}",
            "  node_ip: 127.0.0.1",
            "  use_external_ip: false",
            "  enable_loopback_candidate: true",
            "keys:",
            f"  {KEY}: {SECRET}",
            "room:",
            "  empty_timeout: 20",
            "logging: {level: info}",
        ]
        if hooks:
            lines += ["webhook:", f"  api_key: {KEY}", "  urls:", *(f"    - {hook}" for hook in hooks)]
        if redis:
            lines += ["redis:", f"  address: {redis}"]
        self._config.write_text("\n".join(lines) + "\n", encoding="utf-8")

    @property
    def settings(self) -> dict[str, str]:
        """What a server of ours needs to know of it."""
        return {"LIVEKIT_URL": self.url, "LIVEKIT_API_KEY": KEY, "LIVEKIT_API_SECRET": SECRET}

    def start(self) -> LiveKitServer:
        """Start it and wait until it answers."""
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [program(), "--config", str(self._config)],
                stdout=log,
                stderr=log,
                env={name: value for name, value in os.environ.items() if not name.startswith("LIVEKIT")},
            )
        wait_until(self._answers, what="LiveKit answers", seconds=30)
        return self

    def stop(self) -> None:
        """End it; at once, since a drain waits for everybody to leave."""
        self.kill9()

    def kill9(self) -> None:
        """End it as a power cut does."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def log(self) -> str:
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(f"LiveKit ended with {self._process.returncode}: {self.log()[-3000:]}")
        with suppress(httpx.TransportError):
            return httpx.get(f"http://127.0.0.1:{self.port}/", trust_env=False).status_code == 200
        return False
