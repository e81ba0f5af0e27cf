"""Periodic jobs: once for the whole installation, tried again, and after some tries not too often."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from samovar.core import schedule
from samovar.core.models import Periodic
from samovar.core.schedule import TRIES, enqueue_due, periodic, try_again

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


class Work:
    """A job that counts its runs and may fail."""

    def __init__(self) -> None:
        self.runs = 0
        self.broken = False

    def __call__(self) -> None:
        self.runs += 1
        if self.broken:
            raise ValueError("broken on purpose")


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    monkeypatch.setattr(schedule, "_jobs", {})
    job = Work()
    periodic("test.work", every=HOUR)(job)
    return job


def run_queue() -> None:
    """Do all that is in the queue and due, as a worker does."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    ).run()


def row() -> Periodic:
    return Periodic.objects.get(name="test.work")


def test_it_runs_at_once_and_then_each_hour(work: Work) -> None:
    assert enqueue_due() == ["test.work"]
    run_queue()
    assert work.runs == 1
    assert enqueue_due() == []
    assert enqueue_due(now=timezone.now() + HOUR) == ["test.work"]
    run_queue()
    assert work.runs == 2


def test_two_processes_do_it_once(work: Work) -> None:
    assert enqueue_due() == ["test.work"]
    assert enqueue_due() == []
    run_queue()
    assert work.runs == 1


def test_a_lease_of_a_dead_process_ends(work: Work) -> None:
    enqueue_due()
    DBTaskResult.objects.all().delete()
    assert enqueue_due(now=timezone.now() + schedule.LEASE) == ["test.work"]
    run_queue()
    assert work.runs == 1


def test_who_lost_the_lease_does_nothing(work: Work) -> None:
    enqueue_due()
    enqueue_due(now=timezone.now() + schedule.LEASE)
    run_queue()
    assert work.runs == 1


def test_a_failure_is_tried_again_soon_and_in_the_end_at_its_usual_time(work: Work) -> None:
    work.broken = True
    now = timezone.now()
    for failed in range(1, TRIES):
        assert enqueue_due(now=now) == ["test.work"]
        run_queue()
        assert row().failures == failed
        assert row().due_at - timezone.now() <= schedule.pause_before(failed)
        now = row().due_at
    enqueue_due(now=now)
    run_queue()
    assert row().failures == 0
    assert row().due_at - timezone.now() > HOUR / 2
    assert work.runs == TRIES


@task()
def fragile(text: str, attempt: int = 1) -> None:
    try_again(fragile, attempt=attempt, tries=3, text=text)


def test_a_task_is_tried_again_later_but_not_for_ever() -> None:
    fragile.enqueue(text="tea")
    for _attempt in range(5):
        run_queue()
        DBTaskResult.objects.update(run_after=timezone.now())
    ran: list[Any] = [done.args_kwargs["kwargs"].get("attempt", 1) for done in DBTaskResult.objects.all()]
    assert sorted(ran) == [1, 2, 3]
