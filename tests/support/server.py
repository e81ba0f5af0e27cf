"""A real ``samovar serve`` in a process of its own, as an operator starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.support.people import Person, password_hash
from tests.support.ports import free_port
from tests.support.secret_words import remember, watch
from tests.support.waiting import wait_until


class Server:
    """One installation: a data folder, a database, and the process that serves them.

    ``TRUSTED_PROXIES`` is 1, so that each client may come from an address of its own.
    """

    def __init__(self, folder: Path, blocker: Any, *, database_url: str = "", **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.ws_url = f"ws://127.0.0.1:{self.port}"
        self.log_path = folder / "server.log"
        watch(self.log_path)
        self.command = ["serve"]
        self._blocker = blocker
        self._alias = f"server-{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")},
            "SAMOVAR_DATA_DIR": str(folder / "data"),
            "DATABASE_URL": database_url,
            "SITE_URL": self.url,
            # The tests share one Redis, and two installations have rooms and people of the same numbers.
            "REDIS_PREFIX": f"samovar-{self.port}",
            "TRUSTED_PROXIES": "1",
            "PYTHONUNBUFFERED": "1",
            **settings,
        }

    def start(self) -> Server:
        """Start it and wait until it is ready."""
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                self._command(*self.command, "--port", str(self.port)),
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        try:
            wait_until(self._is_ready, what="the server is ready", seconds=120)
        except AssertionError as late:
            self.kill9()
            raise AssertionError(f"{late}; its log: {self.log()[-4000:]}") from late
        return self

    def stop(self) -> None:
        """End it as an operator does."""
        self._end(signal.SIGTERM)

    def kill9(self) -> None:
        """End it as a power cut does."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server runs"
        return self._process.pid

    def log(self) -> str:
        """Return all it wrote, over restarts."""
        return self.log_path.read_text(encoding="utf-8", errors="replace") if self.log_path.exists() else ""

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run another ``samovar`` command on the same installation."""
        done = subprocess.run(
            self._command(*arguments), env=self.environment, capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise AssertionError(f"samovar {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done

    def client(self, address: str = "127.0.0.1") -> httpx.Client:
        """Return an HTTP client without a login that comes from ``address``."""
        headers = {"X-Forwarded-For": address} if address != "127.0.0.1" else {}
        return httpx.Client(
            base_url=self.url,
            headers=headers,
            timeout=30,
            trust_env=False,
            event_hooks={"response": [remember]},
        )

    def person(self, name: str, *, verified: bool = True, **fields: Any) -> Person:
        """Make somebody with an account, verified unless told otherwise.

        Where the name is taken (by another test on the same server) a number is put behind it.
        """
        from django.db.models import Q  # noqa: PLC0415 - after the settings were read
        from django.utils import timezone  # noqa: PLC0415

        from samovar.accounts.models import User  # noqa: PLC0415

        with self.database() as alias:
            people = User.objects.using(alias)
            taken = people.filter(username__startswith=name).count()
            username = f"{name}{taken + 1}" if taken else name
            # Some of them were renamed or erased, others keep the address of a name they had.
            while people.filter(Q(username=username) | Q(email=f"{username}@example.org")).exists():
                taken += 1
                username = f"{name}{taken + 1}"
            email = fields.pop("email", f"{username}@example.org")
            user = User(username=username, email=email, password=password_hash(), **fields)
            user.verified_at = timezone.now() if verified else None
            user.save(using=alias)
        return Person(self, user.pk, username, email)

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give the alias of the server's database, for ``.using(alias)``."""
        from django.db import connections  # noqa: PLC0415 - after the settings were read

        if self._alias not in connections.databases:
            connections.databases[self._alias] = self._database_settings()
        with self._blocker.unblock():
            try:
                yield self._alias
            finally:
                connections[self._alias].close()

    def _database_settings(self) -> dict[str, Any]:
        import dj_database_url  # noqa: PLC0415
        from django.conf import settings  # noqa: PLC0415
        from django.db import connections  # noqa: PLC0415

        default = connections.databases["default"]
        if url := self.environment["DATABASE_URL"]:
            return {**default, "OPTIONS": {}, **dj_database_url.parse(url)}
        options = settings.DATABASES["default"].get("OPTIONS", {})
        name = str(Path(self.environment["SAMOVAR_DATA_DIR"]) / "samovar.sqlite3")
        return {**default, "ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options}

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "samovar.cli", *arguments]

    def _is_ready(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(f"the server ended with {self._process.returncode}: {self.log()[-4000:]}")
        try:
            # Whom it signs itself for is for the tests to say.
            return httpx.get(f"{self.url}/readyz", trust_env=False, verify=False).status_code == 200
        except httpx.TransportError:
            return False

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(number)
        try:
            self._process.wait(timeout=90)
        except subprocess.TimeoutExpired as late:
            self._process.kill()
            self._process.wait()
            raise AssertionError(f"the server did not end: {self.log()[-4000:]}") from late
        finally:
            self._process = None
