"""Pieces read as the one file they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BufferedReader, RawIOBase
from typing import IO, Any

from django.core.files.storage import default_storage


def joined(paths: Sequence[str]) -> BufferedReader:
    """Return the files at ``paths`` to be read as one, each opened when its turn comes."""
    return BufferedReader(_Joined(paths))


class _Joined(RawIOBase):
    def __init__(self, paths: Sequence[str]) -> None:
        self._paths: Iterator[str] = iter(paths)
        self._open: IO[bytes] | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            if self._open is None:
                path = next(self._paths, None)
                if path is None:
                    return 0
                self._open = default_storage.open(path)
            got = self._open.read(len(buffer))
            if got:
                buffer[: len(got)] = got
                return len(got)
            self._open.close()
            self._open = None

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
        super().close()
