"""A host that is told of messages may be slow or wrong; nothing else waits for it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from samovar.chat.actions import Draft, send_message
from samovar.core import posting, schedule
from samovar.core.errors import Invalid
from samovar.integrations.models import Delivery, OutgoingHook
from samovar.integrations.rules import require_address
from samovar.integrations.tasks import collect, deliver
from samovar.operate.work import WorkerThread
from samovar.rooms.actions import RoomDraft, create_room
from tests.support.uploads import caller_of

PATIENCE = 60


@pytest.fixture
def waiting(person: Callable[..., Any]) -> Delivery:
    """A message on its way to a host."""
    alice = person("alice")
    room = create_room(actor=alice, draft=RoomDraft(name="tea"))
    OutgoingHook.objects.create(room=room, url="https://hooks.example.org:99999/", secret="s")
    send_message(actor=caller_of(alice), draft=Draft(room.pk, "1" * 36, "hello"))
    collect()
    return Delivery.objects.get()


@pytest.mark.django_db(transaction=True)
def test_other_work_does_not_wait_for_a_slow_host(waiting: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
    told, answered, done = Event(), Event(), Event()

    def slow(*_args: Any) -> int:
        told.set()
        assert answered.wait(PATIENCE)
        return 200

    monkeypatch.setattr(posting, "post", slow)
    monkeypatch.setattr(schedule, "_jobs", {"test": schedule.Job("test", schedule.LEASE, done.set)})
    work = WorkerThread()
    work.start()
    try:
        assert told.wait(PATIENCE)
        schedule.enqueue_due()
        assert done.wait(PATIENCE / 2), "the host is slow, and the other work waits"
        assert not answered.is_set()
    finally:
        answered.set()
        work.stop()
        work.join(PATIENCE)
    waiting.refresh_from_db()
    assert waiting.state == Delivery.State.DONE


@pytest.mark.django_db
def test_an_address_that_cannot_be_is_tried_like_one_that_does_not_answer(waiting: Delivery) -> None:
    deliver.call(delivery_id=waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.tries) == (Delivery.State.WAITING, 1)
    assert "cannot be" in waiting.problem
    # Once for now, once more later.
    assert DBTaskResult.objects.filter(task_path=deliver.module_path).count() == 2


@pytest.mark.parametrize("url", ["https://allowed.example:99999/", "https://[allowed.example/"])
def test_an_address_that_cannot_be_is_refused(settings: Any, url: str) -> None:
    settings.WEBHOOK_HOSTS = {"allowed.example"}
    with pytest.raises(Invalid) as refused:
        require_address(url)
    assert "url" in refused.value.fields
