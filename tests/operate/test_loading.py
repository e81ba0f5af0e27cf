"""What is loaded once stays out of the collections of garbage, in whichever process serves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# A process of several is started by its server, not by ``samovar serve``: the application itself must do it.
BEGIN = """
import asyncio, gc
from samovar.config.asgi import application

async def begin():
    asked, answers = asyncio.Queue(), asyncio.Queue()
    living = asyncio.create_task(application({"type": "lifespan"}, asked.get, answers.put))
    await asked.put({"type": "lifespan.startup"})
    print((await answers.get())["type"], gc.get_freeze_count(), len(gc.get_objects()))
    await asked.put({"type": "lifespan.shutdown"})
    await living

asyncio.run(begin())
"""


def test_an_application_that_has_begun_is_not_looked_through_again(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BEGIN],
        cwd=ROOT,
        env={"SAMOVAR_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said, frozen, looked_through = done.stdout.split()
    assert said == "lifespan.startup.complete"
    assert int(frozen) > 100 * int(looked_through)
