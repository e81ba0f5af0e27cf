"""Pieces of a run, read one after the other as one WebM, also where one is missing. Knows no database.

A WebM begins with a head that tells its tracks; clusters with absolute times follow. So what comes after a
hole can be read too: from its next cluster on, behind the head.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.core.files.storage import default_storage

CLUSTER = b"\x1f\x43\xb6\x75"  # what every cluster begins with
BEGINS = b"\x1a\x45\xdf\xa3"  # what every WebM begins with
HEAD_MAX = 1024 * 1024  # bytes; a head has some hundred


class Joined:
    """Pieces that follow each other, as one file; behind the ``head`` of their run where it is given."""

    def __init__(self, names: Iterable[str], head: bytes = b"") -> None:
        contents = _contents(names)
        self._contents = _behind(head, contents) if head else contents
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes, b"" at the end."""
        while not self._rest:
            content = next(self._contents, None)
            if content is None:
                return b""
            self._rest = content
        if size < 0:
            size = len(self._rest)
        part, self._rest = self._rest[:size], self._rest[size:]
        return part


def head_of(names: Iterable[str]) -> bytes:
    """Return what comes before the first cluster; b"" when these do not begin a WebM."""
    head = b""
    for content in _contents(names):
        head += content
        if CLUSTER in head:
            return head[: head.index(CLUSTER)] if head.startswith(BEGINS) else b""
        if len(head) > HEAD_MAX:
            break
    return b""


def _contents(names: Iterable[str]) -> Iterator[bytes]:
    for name in names:
        with default_storage.open(name) as file:
            yield file.read()


def _behind(head: bytes, contents: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the head, then what comes from the first cluster on."""
    skipped = b""
    for content in contents:
        # The mark may lie in two pieces.
        skipped = skipped[-(len(CLUSTER) - 1) :] + content
        if CLUSTER in skipped:
            yield head + skipped[skipped.index(CLUSTER) :]
            break
    yield from contents
