"""Commits of the writer do not wait for what SQLite's log holds to be brought into the database."""

from __future__ import annotations

import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from samovar.core import checkpoints
from samovar.core.models import Receipt
from samovar.core.writer import Write, Writer
from tests.support.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Writer]:
    monkeypatch.setattr(checkpoints, "EVERY", 0.02)
    made = Writer()
    yield made
    made.stop()


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate()]


def database() -> bytes:
    """The database without its log."""
    return Path(connection.settings_dict["NAME"]).read_bytes()


def asked() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint")
        return {"pages": cursor.fetchone()[0]}


def test_the_log_is_brought_over_by_a_thread_of_its_own(writer: Writer) -> None:
    if connection.vendor != "sqlite":
        writer.call(Write((), lambda: {"done": True}, "u:1", uuid.uuid4().hex))
        assert "samovar-checkpoints" not in threads()
        return
    assert writer.call(Write((), asked))["pages"] == 0, "a commit would do it"
    needle = uuid.uuid4().hex
    writer.call(Write((), lambda: {"needle": needle}, "u:1", needle))
    assert Receipt.objects.filter(key=needle).exists()
    wait_until(lambda: needle.encode() in database(), what="the database has it without its log")
    writer.stop()
    assert "samovar-checkpoints" not in threads()


def test_who_reads_for_long_is_waited_for_by_nobody(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        return
    monkeypatch.setattr(checkpoints, "TOO_LONG", 0)
    name = connection.settings_dict["NAME"]
    with (
        closing(sqlite3.connect(name, isolation_level=None)) as reader,
        closing(sqlite3.connect(name, isolation_level=None, timeout=0.1)) as log,
    ):
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM core_receipt").fetchone()
        for number in range(3):
            assert writer.call(Write((), lambda: {"done": True}, "u:1", f"{number}")) == {"done": True}
            checkpoints.checkpoint(log)
        assert reader.execute("SELECT count(*) FROM core_receipt").fetchone() == (0,)
        reader.execute("COMMIT")
        assert reader.execute("SELECT count(*) FROM core_receipt").fetchone() == (3,)
