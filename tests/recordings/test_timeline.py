"""From a moment to its place in the file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from samovar.recordings.timeline import Pause, Stretch, Timeline

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("seconds", "place"),
    [(-5, 0), (0, 0), (3, 3000), (12, 10_000), (15, 10_000), (25, 15_000), (32, 22_000), (99, 30_000)],
)
def test_a_pause_and_a_break_between_two_runs_take_no_place(seconds: float, place: int) -> None:
    line = Timeline(
        (Stretch(at(0), 0, 15_000), Stretch(at(30), 20_000, 10_000)),
        (Pause(at(10), at(20)),),
    )
    assert line.position(at(seconds)) == place
    assert line.length_ms == 30_000
