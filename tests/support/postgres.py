"""A throw-away PostgreSQL for one run of the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg

from tests.support.ports import free_port

_OWNER = "samovar"


def _programs() -> Path:
    """Return the folder of the newest ``initdb``; a machine without one fails the run."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise RuntimeError("PostgreSQL is not installed: `make test` installs it, or apt-get install postgresql")


def _as_nobody_special(command: list[str]) -> list[str]:
    """Let ``postgres`` run ``command`` when we are root, whom PostgreSQL refuses."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


class Cluster:
    """A PostgreSQL server in a temporary folder, on a free port, gone after ``stop``."""

    def __init__(self, *, durable: bool = False) -> None:
        """``durable`` waits for the disk at each commit, as a real server does; tests need not."""
        self._durable = durable
        self._programs = _programs()
        self._folder = Path(tempfile.mkdtemp(prefix="samovar-pg-"))
        self._port = free_port()
        self._numbers = count(1)
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self._folder, account.pw_uid, account.pw_gid)

    def start(self) -> Cluster:
        """Make and start the server."""
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", _OWNER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        return self.resume()

    def resume(self) -> Cluster:
        """Start the server, also again after ``crash``."""
        data = str(self._folder / "data")
        settings = {
            "listen_addresses": "127.0.0.1",
            "fsync": "on" if self._durable else "off",
            "max_connections": "300",
        }
        options = f"-p {self._port} -k {self._folder} " + " ".join(f"-c {k}={v}" for k, v in settings.items())
        self._run("pg_ctl", "-D", data, "-w", "-l", str(self._folder / "log"), "-o", options, "start")
        return self

    def crash(self) -> None:
        """End the server at once, as if it was killed; its data stay."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")

    def stop(self) -> None:
        """Stop the server at once and remove its folder."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        return f"postgres://{_OWNER}@127.0.0.1:{self._port}/{database}"

    def create(self, *, template: str = "template1") -> str:
        """Make a database, a copy of ``template``, and return its name."""
        return create_database(self.url(), f"t{os.getpid()}_{next(self._numbers)}", template=template)

    def _run(self, program: str, *arguments: str) -> None:
        command = _as_nobody_special([str(self._programs / program), *arguments])
        done = subprocess.run(command, capture_output=True, text=True, cwd=self._folder, check=False)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stdout}{done.stderr}")


def create_database(url: str, name: str, *, template: str = "template1") -> str:
    """Make the database ``name`` on the server of ``url`` and return its name."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name
