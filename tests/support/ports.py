"""Ports that nobody uses. Each is given once, whoever asks in whichever process of the tests."""

from __future__ import annotations

import fcntl
import os
import socket
import tempfile
from contextlib import suppress
from pathlib import Path

# Below those that the kernel gives to who connects: none of them is taken before it is used, nor while
# what listens there is started again.
_PORTS = range(20_000, 32_768)
_LAST = Path(tempfile.gettempdir()) / f"samovar-tests-port-{os.getuid()}"


def free_port() -> int:
    """Return a port of 127.0.0.1 that is free, and that nobody else was given lately."""
    with _LAST.open("a+", encoding="ascii") as last:
        fcntl.flock(last, fcntl.LOCK_EX)
        last.seek(0)
        before = int(last.read() or _PORTS.start)
        turn = [*range(before + 1, _PORTS.stop), *range(_PORTS.start, before + 1)]
        port: int = next(port for port in turn if _is_free(port))
        last.truncate(0)
        last.write(str(port))
    return port


def _is_free(port: int) -> bool:
    """Say whether nobody listens there, by TCP or by UDP."""
    with suppress(OSError):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            with socket.socket(type=kind) as probe:
                probe.bind(("", port))
        return True
    return False
