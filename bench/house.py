"""A server process to measure, with people, logins and rooms made straight in its database."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import psutil

from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[1]

# Runs in a process of its own, because settings are read once per process.
_FILL = """
import sys, json, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from samovar.accounts.models import Session, User
from samovar.accounts import tokens
from samovar.core.models import Stream
from samovar.rooms.models import Membership, Participant, Room
people, rooms = int(sys.argv[1]), int(sys.argv[2])
now = timezone.now()
users = User.objects.bulk_create([
    User(username=f"p{n}", username_key=f"p{n}", email=f"p{n}@example.org", password="!", verified_at=now)
    for n in range(people)
])
sessions = Session.objects.bulk_create([
    Session(kind="api", user=user, expires_at=now + timedelta(days=1)) for user in users
])
parts = Participant.objects.bulk_create([Participant(user=user) for user in users])
made = Room.objects.bulk_create([
    Room(name=f"room {n}", name_key=f"room {n}", kind="group", history="kept") for n in range(rooms)
])
Membership.objects.bulk_create([
    Membership(room=room, participant=part) for n, part in enumerate(parts) for room in [made[n % rooms]]
])
Stream.objects.bulk_create([Stream(key="baseline", epoch="e1")])
print(json.dumps({
    "tokens": [tokens.pair_for(session).access for session in sessions],
    "rooms": [made[n % rooms].pk for n in range(people)],
}))
"""


class House:
    """``with House("samovar.config.asgi:application", people=100) as house``: a running server.

    Several ``processes`` of one installation need a ``database_url`` and a ``redis_url``.
    """

    def __init__(
        self,
        application: str,
        *,
        people: int = 1,
        rooms: int = 1,
        database_url: str = "",
        redis_url: str = "",
        processes: int = 1,
    ) -> None:
        self.ports = [free_port() for _ in range(processes)]
        self.port = self.ports[0]
        self._processes: list[subprocess.Popen[bytes]] = []
        self._folder = tempfile.TemporaryDirectory(prefix="samovar-bench-")
        self._application = application
        self._sizes = (people, rooms)
        self.tokens: list[str] = []
        self.rooms: list[int] = []
        self.environment = {
            **os.environ,
            "SAMOVAR_DATA_DIR": self._folder.name,
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SECRET_KEY": "for-the-bench-only-and-long-enough-to-sign",
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "PYTHONPATH": str(ROOT),
        }

    def __enter__(self) -> Self:
        self.run("manage.py", "migrate", "-v0")
        self.run("manage.py", "createcachetable")
        told = self.run("-c", _FILL, *map(str, self._sizes))
        self._read(told)
        self._log = (Path(self._folder.name) / "log").open("wb")
        self.start()
        return self

    def start(self) -> None:
        """Start the server, also once more, and wait until it answers."""
        self._processes = [self._serve(port) for port in self.ports]
        for process, port in zip(self._processes, self.ports, strict=True):
            self._wait(process, port)

    def _serve(self, port: int) -> subprocess.Popen[bytes]:
        code = (
            "import uvicorn; from samovar.config.asgi import UVICORN; "
            f"o = dict(UVICORN) | ({{}} if 'samovar' in {self._application!r} "
            "else {'lifespan': 'off', 'ws_max_size': 1 << 26}); "
            f"uvicorn.run({self._application!r}, port={port}, loop='uvloop', log_level='warning', **o)"
        )
        return subprocess.Popen(
            [sys.executable, "-c", code], env=self.environment, cwd=ROOT, stdout=self._log, stderr=self._log
        )

    def kill9(self) -> None:
        """End the server as a power cut does."""
        for process in self._processes:
            process.kill()
            process.wait()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        self._log.close()
        self._folder.cleanup()

    def rss(self) -> int:
        """Resident bytes of the server."""
        return sum(int(psutil.Process(process.pid).memory_info().rss) for process in self._processes)

    def cpu(self) -> float:
        """Seconds of a processor the server has used."""
        times = [psutil.Process(process.pid).cpu_times() for process in self._processes]
        return float(sum(one.user + one.system for one in times))

    def _read(self, told: str) -> None:
        import json  # noqa: PLC0415

        made: dict[str, Any] = json.loads(told.strip().splitlines()[-1])
        self.tokens, self.rooms = made["tokens"], made["rooms"]

    def run(self, *arguments: str) -> str:
        """Run Python with the server's settings and return what it prints."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return done.stdout

    def _wait(self, process: subprocess.Popen[bytes], port: int) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise RuntimeError((Path(self._folder.name) / "log").read_text()[-3000:])
            with closing(httpx.Client(trust_env=False)) as client:
                try:
                    client.get(f"http://127.0.0.1:{port}/healthz")
                except httpx.TransportError:
                    time.sleep(0.05)
                    continue
                return
        raise RuntimeError("the server did not start")
