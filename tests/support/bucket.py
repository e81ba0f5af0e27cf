"""A real server that speaks S3, over a folder: Versity's gateway, built once from its Go module."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from tests.support.ports import free_port
from tests.support.waiting import wait_until

KEY = "samovar"
SECRET = "secret of the bucket in tests alone"
ROOT = Path(__file__).resolve().parents[2]


def program() -> str:
    """Return the path of the server; `deploy/bucket` builds it where it is missing, or fails the run."""
    found = subprocess.run(
        [str(ROOT / "deploy" / "bucket")], capture_output=True, text=True, check=False, cwd=ROOT
    )
    if found.returncode:
        raise RuntimeError(f"The S3 server could not be made: {found.stderr[-2000:]}")
    return found.stdout.strip().splitlines()[-1]


class BucketServer:
    """One server with its folder. A bucket is a folder in it."""

    def __init__(self, folder: Path) -> None:
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._root, self._about = folder / "buckets", folder / "about"
        self._log = folder / "bucket.log"
        self._process: subprocess.Popen[bytes] | None = None
        for path in (self._root, self._about):
            path.mkdir(parents=True)

    def start(self) -> BucketServer:
        """Start it, or start it again with all that is in it."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    program(),
                    *("--port", f"127.0.0.1:{self._port}", "--access", KEY, "--secret", SECRET, "--quiet"),
                    *("posix", "--sidecar", str(self._about), str(self._root)),
                ],
                stdout=log,
                stderr=log,
                env={name: value for name, value in os.environ.items() if not name.startswith("VGW_")},
            )
        wait_until(self._answers, what="the S3 server answers")
        return self

    def kill9(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def bucket(self, name: str) -> dict[str, Any]:
        """Make a bucket; return what a server of ours needs to know of it."""
        (self._root / name).mkdir()
        return {
            "S3_BUCKET": name,
            "S3_ENDPOINT_URL": self.url,
            "S3_REGION": "us-east-1",
            "S3_ACCESS_KEY": KEY,
            "S3_SECRET_KEY": SECRET,
        }

    def names(self, bucket: str) -> list[str]:
        """Return the names of all that is in a bucket."""
        top = self._root / bucket
        return sorted(path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file())

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(f"the S3 server ended: {self._log.read_text(errors='replace')[-3000:]}")
        with suppress(httpx.TransportError):
            return httpx.get(self.url, trust_env=False).status_code in {200, 403}
        return False
