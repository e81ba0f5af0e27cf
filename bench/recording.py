"""Recorded calls, measured in the files that came of them: an open tab, a hidden one, a killed browser."""

from __future__ import annotations

from bench.browsers import run_scenes
from bench.scenes import Figures

TESTS = (
    "tests/e2e/test_recording.py::test_a_recorded_call_counts_and_beeps_as_it_did_and_everybody_was_told",
    "tests/e2e/test_recording_troubles.py::test_a_hidden_tab_goes_on_recording",
    "tests/e2e/test_recording_troubles.py::test_a_killed_browser_costs_at_most_five_seconds_and_is_told",
)


def recording() -> Figures:
    """Let the browser tests of it run and take the figures they leave. RuntimeError when one fails."""
    return run_scenes(*TESTS, told_by="SAMOVAR_FILM_FIGURES")
