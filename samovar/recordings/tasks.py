"""What recordings do in the background: look after what runs, make files, clear up."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from samovar.core.gateway import each_second
from samovar.core.schedule import periodic
from samovar.recordings import actions, file_actions, server_actions


@task()
def make_file(recording_id: int) -> None:
    """Join the pieces of a recording."""
    file_actions.make_file(recording_id=recording_id)


def settle() -> None:
    """Put what has ended into the queue. Runs each second."""
    for recording_id in actions.settle():
        make_file.enqueue(recording_id)


@periodic("recordings.take_up", every=timedelta(minutes=1))
def take_up() -> int:
    """Try again what nobody finished."""
    left = file_actions.claim_unfinished()
    for recording_id in left:
        make_file.enqueue(recording_id)
    return len(left)


@periodic("recordings.sweep", every=timedelta(hours=1))
def sweep() -> int:
    """Delete what has expired, and pieces that are not needed any more."""
    return file_actions.sweep()


def install() -> None:
    """Look each second while a server runs."""
    each_second(settle)
    each_second(server_actions.replace_dead)
