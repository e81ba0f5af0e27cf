"""Calls in real browsers: how long they take to begin and to heal, and what they cost. Nothing is judged."""

from __future__ import annotations

from bench.browsers import run_scenes
from bench.scenes import Figures

SCENES = "tests/e2e/measured_calls.py"


def calls() -> Figures:
    """Time to join and to heal over both ways of media, and the processor a page of a call takes."""
    return _run("join or heal or cost")


def grows() -> Figures:
    """A call of two grows to six, from the mesh to the media server: what is heard and seen meanwhile."""
    return _run("grows")


def joins() -> Figures:
    """Two hundred joins in a row: what stays behind in the page and on the server."""
    return _run("leak")


def _run(which: str) -> Figures:
    return run_scenes(SCENES, "-k", which, "--timeout=3600", told_by="SAMOVAR_CALL_FIGURES")
