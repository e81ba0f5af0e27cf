"""Waiting for a condition, never for a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_until(condition: Callable[[], T], *, what: str, seconds: float = 30) -> T:
    """Return the first truthy answer of ``condition``; fail naming ``what`` when none came in ``seconds``."""
    deadline, pause = time.monotonic() + seconds, 0.02
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain: {what}")
        time.sleep(pause)
        # What takes long is not asked about so often: asking takes the processor from what is awaited.
        pause = min(pause * 1.2, 0.2)
