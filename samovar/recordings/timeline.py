"""From a moment to its place in the file. Pure: pauses are not in it, nor what is between two runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

_MS = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Stretch:
    """A run: when it began, where it lies in the file (milliseconds) and how long it is there."""

    began: datetime
    start_ms: int
    length_ms: int


@dataclass(frozen=True)
class Pause:
    """Nothing was recorded from ``began`` to ``ended``; None: it was not taken back."""

    began: datetime
    ended: datetime | None


@dataclass(frozen=True)
class Timeline:
    """All runs in order, and the pauses."""

    stretches: tuple[Stretch, ...]
    pauses: tuple[Pause, ...] = ()

    @property
    def length_ms(self) -> int:
        return max((one.start_ms + one.length_ms for one in self.stretches), default=0)

    def position(self, at: datetime) -> int:
        """Return the place of a moment; what was in a pause, before or after, is at its edge."""
        found = [one for one in self.stretches if one.began <= at]
        if not found:
            return 0
        run = found[-1]
        passed = (at - run.began - self._paused(run.began, at)) // _MS
        return run.start_ms + max(0, min(run.length_ms, passed))

    def _paused(self, since: datetime, until: datetime) -> timedelta:
        total = timedelta()
        for pause in self.pauses:
            begin, end = max(pause.began, since), min(pause.ended or until, until)
            total += max(timedelta(), end - begin)
        return total
