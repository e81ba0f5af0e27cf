"""Deliveries in the background: again with growing pauses, and dead after the last try."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django_tasks import task

from samovar.core.gateway import each_second
from samovar.core.schedule import periodic, try_again
from samovar.integrations import actions

TRIES = 8  # over about two hours


@task(queue_name=settings.HOOKS_QUEUE)
def deliver(delivery_id: int, attempt: int = 1) -> None:
    """Send one delivery, or see to it that it is tried again."""
    if actions.deliver(actor=None, delivery_id=delivery_id):
        return
    if not try_again(deliver, attempt=attempt, tries=TRIES, delivery_id=delivery_id):
        actions.give_up(actor=None, delivery_id=delivery_id)


def collect() -> None:
    """Put what webhooks were not told of yet into the queue. Runs each second."""
    actions.collect_deliveries(start=deliver.enqueue)


@periodic("integrations.forget_deliveries", every=timedelta(hours=6))
def forget_deliveries() -> None:
    """Keep the log of deliveries short."""
    actions.forget_deliveries()


def install() -> None:
    """Look each second while a server runs."""
    each_second(collect)
