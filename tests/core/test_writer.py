"""The group-commit writer: together, but each item by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any, ClassVar

import pytest
from django.db import transaction

from samovar.core import streams
from samovar.core.batch import joined
from samovar.core.errors import Denied, KeyReused
from samovar.core.models import Receipt, Stream, StreamEvent
from samovar.core.wire import Event
from samovar.core.writer import Unstored, Write, Writer

pytestmark = pytest.mark.django_db(transaction=True)


class Noted(Event):
    event_name: ClassVar[str] = "test.noted"
    text: str


@pytest.fixture
def writer() -> Iterator[Writer]:
    made = Writer()
    yield made
    made.stop()


def note(text: str, key: str = "", *, run: Callable[[], dict[str, Any]] | None = None) -> Write:
    def append() -> dict[str, Any]:
        return {"seq": streams.append("r:1", Noted(text=text), durable=True)}

    return Write(("r:1",), run or append, "u:1", key, text)


def log() -> list[tuple[int, str]]:
    found = StreamEvent.objects.filter(stream_id="r:1").order_by("seq")
    return [(event.seq, event.data["text"]) for event in found]


def together(writer: Writer, writes: list[Write]) -> list[Future[dict[str, Any]]]:
    """Submit all while the writer is busy, so that they share a transaction."""
    gate, busy = threading.Event(), threading.Event()

    def wait() -> dict[str, Any]:
        busy.set()
        gate.wait(30)
        return {}

    writer.submit(Write((), wait))
    assert busy.wait(30)
    futures = [writer.submit(write) for write in writes]
    gate.set()
    return futures


def test_what_arrives_together_is_numbered_without_holes(writer: Writer) -> None:
    futures = together(writer, [note(f"{number}") for number in range(50)])
    assert [future.result(30)["seq"] for future in futures] == list(range(1, 51))
    assert log() == [(number + 1, f"{number}") for number in range(50)]
    assert Stream.objects.get(pk="r:1").seq == 50


def test_a_refused_item_harms_only_itself(writer: Writer) -> None:
    def refuse() -> dict[str, Any]:
        raise Denied

    futures = together(writer, [note("a"), note("b", run=refuse), note("c")])
    assert futures[0].result(30) == {"seq": 1}
    assert isinstance(futures[1].exception(30), Denied)
    assert futures[2].result(30) == {"seq": 2}


def test_a_connection_that_cannot_be_looked_after_leaves_nobody_without_an_answer(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr("samovar.core.writer.close_old_connections", fail)
        assert isinstance(writer.submit(note("a")).exception(30), OSError)
    assert writer.submit(note("b")).result(30) == {"seq": 1}


@pytest.mark.parametrize("fault", [Denied(), ValueError("a fault")])
def test_an_item_that_fails_after_writing_leaves_nothing_and_harms_only_itself(
    writer: Writer, fault: Exception
) -> None:
    def spoil() -> dict[str, Any]:
        streams.append("r:1", Noted(text="half"), durable=True)
        Stream.objects.create(key="r:half", epoch="e1")
        raise fault

    futures = together(writer, [note("a"), note("b", run=spoil), note("c")])
    assert [futures[index].result(30)["seq"] for index in (0, 2)] == [1, 2]
    assert futures[1].exception(30) is fault
    assert log() == [(1, "a"), (2, "c")]
    assert not Stream.objects.filter(pk="r:half").exists()


def test_the_same_key_is_stored_once_also_within_a_batch(writer: Writer) -> None:
    futures = together(writer, [note("a", "k"), note("a", "k"), note("other", "k")])
    assert futures[0].result(30) == futures[1].result(30) == {"seq": 1}
    assert isinstance(futures[2].exception(30), KeyReused)
    assert writer.call(note("a", "k")) == {"seq": 1}
    with pytest.raises(KeyReused):
        writer.call(note("other", "k"))
    assert log() == [(1, "a")]
    assert Receipt.objects.count() == 1


def test_a_refused_key_may_come_again(writer: Writer) -> None:
    allowed: list[bool] = []

    def judge() -> dict[str, Any]:
        if not allowed:
            raise Denied
        return {"seq": 0}

    write = note("a", "k", run=judge)
    with pytest.raises(Denied):
        writer.call(write)
    allowed.append(True)
    assert writer.call(write) == {"seq": 0}


def test_an_answer_may_leave_no_receipt(writer: Writer) -> None:
    assert writer.call(note("a", "k", run=lambda: Unstored(n=1))) == {"n": 1}
    assert not Receipt.objects.exists()


def test_submitting_inside_a_transaction_is_refused(writer: Writer) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        writer.submit(note("a"))


def test_rows_take_defaults_and_refuse_names_the_table_does_not_have() -> None:
    with joined() as batch:
        batch.add(Stream, {"key": "r:9", "epoch": "e1"})
        batch.insert(Stream(key="r:8", epoch="e1", seq=3))
        batch.set_later(Stream, "seq", "r:9", 7)
        with pytest.raises(TypeError, match="core_stream"):
            batch.add(Stream, {"key": "r:7", "epok": "e1"})
    assert dict(Stream.objects.order_by("key").values_list("key", "seq")) == {"r:8": 3, "r:9": 7}


@pytest.mark.parametrize("amount", [1, 63, 64, 65, 200])
def test_any_number_of_rows_is_stored_in_order(amount: int) -> None:
    with joined() as batch:
        for number in range(amount):
            batch.append("r:1", Noted(text=f'{number} "سلام\\\n\t'))
    assert [text for _seq, text in log()] == [f'{number} "سلام\\\n\t' for number in range(amount)]


def test_a_rollback_leaves_no_hole() -> None:
    def lose() -> None:
        with transaction.atomic():
            streams.append("r:1", Noted(text="lost"), durable=True)
            raise Denied

    with pytest.raises(Denied):
        lose()
    with transaction.atomic():
        assert streams.append("r:1", Noted(text="first"), durable=True) == 1
    assert log() == [(1, "first")]
