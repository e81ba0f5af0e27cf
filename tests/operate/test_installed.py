"""Samovar as people install it: a wheel without Node, and the seeds' own way."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import httpx
import pytest
from packaging.version import Version
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.support.ports import free_port
from tests.support.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
# `uv run` says where it is itself; a machine without one has the build's own.
UV = os.environ.get("UV") or shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")


@contextmanager
def _running(
    command: list[str], folder: Path, environment: dict[str, str], port: int
) -> Iterator[httpx.Client]:
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False)

    def answers() -> bool:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            return client.get("/healthz").status_code == 200
        except httpx.TransportError:
            return False

    try:
        wait_until(answers, what="it serves", seconds=120)
        yield client
    finally:
        client.close()
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=90)


def _assert_page_with_assets(client: httpx.Client) -> None:
    page = client.get("/login/")
    assert page.status_code == 200
    assets = re.findall(r'(?:src|href)="(/static/dist/[^"]+\.(?:js|css))"', page.text)
    assert any(asset.endswith(".js") for asset in assets)
    assert any(asset.endswith(".css") for asset in assets)
    for asset in assets:
        assert client.get(asset).status_code == 200, asset
    russian = client.get("/login/", headers={"Accept-Language": "ru"})
    assert 'lang="ru"' in russian.text
    assert "Войти" in russian.text


def _bare(folder: Path, **more: str) -> dict[str, str]:
    """An environment without settings and with no Node on its PATH."""
    empty = folder / "bin"
    empty.mkdir()
    return {"PATH": str(empty), "HOME": str(folder), "SAMOVAR_DATA_DIR": str(folder / "data"), **more}


@pytest.mark.rows("S3-02")
@pytest.mark.timeout(900)
def test_a_wheel_serves_pages_with_assets_on_a_machine_without_node(tmp_path: Path) -> None:
    def uv(*arguments: str) -> None:
        done = subprocess.run([UV, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    uv("build", "--wheel", "--quiet", "--out-dir", str(tmp_path / "wheels"))
    (wheel,) = (tmp_path / "wheels").glob("*.whl")
    uv("venv", "--quiet", "--python", sys.executable, str(tmp_path / "venv"))
    python = tmp_path / "venv" / "bin" / "python"
    uv("pip", "install", "--quiet", "--python", str(python), str(wheel), "-c", "requirements.txt")
    port = free_port()
    command = [str(python.with_name("samovar")), "serve", "--port", str(port)]
    with _running(command, tmp_path, _bare(tmp_path), port) as client:
        _assert_page_with_assets(client)


@pytest.mark.rows("S1-10")
def test_the_stack_of_the_first_seed_is_what_is_installed() -> None:
    pinned = dict(
        line.split(" ")[0].split("==")
        for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    )
    floors = {
        "django": "3.0",
        "channels": "3.0",
        "daphne": "3.0",
        "djangorestframework": "3.0",
        "djangorestframework-simplejwt": "4.0",
    }
    for package, floor in floors.items():
        assert Version(pinned[package]) >= Version(floor), package
        assert metadata.version(package) == pinned[package]


@pytest.mark.rows("S1-01", "S1-11", "S2-18")
@pytest.mark.timeout(300)
def test_runserver_serves_pages_and_sockets(tmp_path: Path) -> None:
    port = free_port()
    environment = {
        **os.environ,
        "SAMOVAR_DATA_DIR": str(tmp_path / "data"),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": "",
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
    command = [*manage, "runserver", "--noreload", f"127.0.0.1:{port}"]
    with _running(command, tmp_path, environment, port) as client:
        _assert_page_with_assets(client)
        line = connect(f"ws://127.0.0.1:{port}/ws/", proxy=None, open_timeout=60)
        with line as socket, pytest.raises(ConnectionClosed):
            socket.recv(timeout=60)
        assert socket.close_code == 4401
