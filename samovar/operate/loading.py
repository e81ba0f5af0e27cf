"""Loading the program: some 1,800 modules that stay until the process ends."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Load without the garbage collector, which would look through what stays anyway: a sixth of a start.

    Afterwards all that is there is left out of later collections, which are shorter for it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
