"""Loaded by ``-p`` before pytest-django reads the settings: gives every run its own folder and database.

``SAMOVAR_TEST_PROCESSES=2`` lets two processes be the shared server, and runs what uses it alone.
``--postgres`` (or ``SAMOVAR_TEST_DATABASE=postgres``) starts a throw-away PostgreSQL, and leaves out the
tests that start one anyway; a ``DATABASE_URL`` in the environment is used as it is; otherwise SQLite.
Writes ``test-results/rows.json``: row -> tests that passed.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests.support.engines import versions
from tests.support.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "test-results"
_IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
_passed: dict[str, set[str]] = defaultdict(set)


def _prepare_environment() -> None:
    for name in (
        "EMAIL_URL",
        "REDIS_URL",
        "REDIS_PREFIX",
        "SITE_URL",
        "ALLOWED_HOSTS",
        "SAMOVAR_DEBUG",
        "STUN_URLS",
        "TURN_URLS",
        "LIVEKIT_URL",
        "S3_BUCKET",
        "S3_ENDPOINT_URL",
        "S3_ACCESS_KEY",
        "S3_SECRET_KEY",
    ):
        os.environ.pop(name, None)
    # The processes that tests start would compile everything anew, each time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    folder = tempfile.mkdtemp(prefix="samovar-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["SAMOVAR_DATA_DIR"] = folder
    os.environ["SECRET_KEY"] = "tests-only-and-long-enough-for-every-signature"
    os.environ["DJANGO_SETTINGS_MODULE"] = "samovar.config.settings"
    # The sync API of Playwright keeps an event loop in the test's thread, where Django then sees async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    if not _IS_WORKER and ("--postgres" in sys.argv or os.environ.get("SAMOVAR_TEST_DATABASE") == "postgres"):
        cluster = Cluster().start()
        atexit.register(cluster.stop)
        os.environ["DATABASE_URL"] = cluster.url()
        os.environ["SAMOVAR_TEST_DATABASE"] = "postgres"


_prepare_environment()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres", action="store_true", help="run on a throw-away PostgreSQL instead of SQLite"
    )


def pytest_configure(config: pytest.Config) -> None:
    logging.getLogger("httpx").setLevel(logging.WARNING)
    config.addinivalue_line("markers", "rows(*ids): the rows of the requirements that this test shows")
    config.addinivalue_line(
        "markers", "media: sound and pictures of people, in a whole browser, one test at a time"
    )
    config.addinivalue_line("markers", "whole_browser: what Chromium's headless shell cannot do")
    config.addinivalue_line("markers", "one_process(why): not for a server of several processes")


def pytest_report_header() -> list[str]:
    database = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    return [f"database: {database}", f"engines: {versions()}"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--postgres"):
        # What starts a PostgreSQL of its own is the same test there; it runs beside SQLite.
        brings = [item for item in items if "postgres" in getattr(item, "fixturenames", ())]
        left_out = set(brings)
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=brings)
    if os.environ.get("SAMOVAR_TEST_PROCESSES", "1") != "1":
        # Only what talks to the running server is another test there.
        others = [
            item
            for item in items
            if "server" not in getattr(item, "fixturenames", ()) or item.get_closest_marker("one_process")
        ]
        left_out = set(others)
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=others)
    if _IS_WORKER:
        # The files of few tests are the long ones; begun last they would leave the other workers idle.
        sizes = Counter(item.path for item in items)
        items.sort(key=lambda item: sizes[item.path])
    for item in items:
        rows = {row for marker in item.iter_markers("rows") for row in marker.args}
        if rows:
            # user_properties travel from a worker to the controller with the report.
            item.user_properties.append(("rows", sorted(rows)))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if _IS_WORKER or report.when != "call" or not report.passed:
        return
    for name, rows in report.user_properties:
        if name == "rows" and isinstance(rows, list):
            for row in rows:
                _passed[row].add(report.nodeid)


def pytest_sessionfinish() -> None:
    if _IS_WORKER or not _passed:
        return
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / ("rows-postgres.json" if os.environ.get("DATABASE_URL") else "rows.json")
    found = {row: sorted(tests) for row, tests in sorted(_passed.items())}
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
