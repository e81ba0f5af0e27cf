"""Scenes in real browsers: they run by pytest, with the servers and people of the browser tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.house import ROOT
from bench.scenes import Figures


def run_scenes(*chosen: str, told_by: str) -> Figures:
    """Run what pytest is told by ``chosen``; return the figures left in the file that ``told_by`` names.

    RuntimeError when one of them breaks.
    """
    with tempfile.TemporaryDirectory(prefix="samovar-bench-") as folder:
        figures = Path(folder) / "figures.json"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *chosen, "-n0", "-q"],
            cwd=ROOT,
            env={**os.environ, told_by: str(figures)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stdout[-4000:])
        found: Figures = json.loads(figures.read_text(encoding="utf-8"))
    return found
