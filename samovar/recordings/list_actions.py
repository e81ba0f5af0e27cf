"""What people do with recordings that are there: rename, share, let them expire, delete."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.core.errors import Conflict
from samovar.notifications.actions import notify
from samovar.recordings import queries, rules
from samovar.recordings.models import Recording, Share


def _changeable(actor: User, recording_id: int) -> Recording:
    return rules.require_can_change(actor, queries.recordings().filter(pk=recording_id).first())


def rename_recording(*, actor: User, recording_id: int, name: str) -> None:
    """NotFound, Denied, Invalid (field name)."""
    recording = _changeable(actor, recording_id)
    recording.name = rules.require_name(name)
    recording.save(update_fields=["name"])


def set_expiry(*, actor: User, recording_id: int, days: int) -> None:
    """Let it go after so many days from now; 0: never. NotFound, Denied, Invalid."""
    recording = _changeable(actor, recording_id)
    days = rules.require_days(days)
    recording.expires_at = timezone.now() + timedelta(days=days) if days else None
    recording.save(update_fields=["expires_at"])


def share_with_room(*, actor: User, recording_id: int, on: bool) -> None:
    """Let everybody of the room see it, or only hosts and whom it was shared with. NotFound, Denied."""
    recording = _changeable(actor, recording_id)
    recording.shared_with_room = on
    recording.save(update_fields=["shared_with_room"])


@transaction.atomic
def share_with_person(*, actor: User, recording_id: int, username: str) -> None:
    """Let one of the room's people see it, and tell him. NotFound, Denied."""
    recording = _changeable(actor, recording_id)
    user = rules.require_sharable(actor, recording, queries.person_named(username))
    _share, is_new = Share.objects.get_or_create(recording=recording, user=user)
    if is_new:
        notify(
            actor=actor,
            user=user,
            kind="recording_shared",
            subject=recording.name,
            target=f"/recordings/{recording.pk}/",
            key=f"shared:{recording.pk}",
        )


def unshare(*, actor: User, recording_id: int, username: str) -> None:
    """Take it back. Doing it twice does nothing. NotFound, Denied."""
    recording = _changeable(actor, recording_id)
    user = queries.person_named(username)
    if user is not None:
        Share.objects.filter(recording=recording, user=user).delete()


def delete_recording(*, actor: User, recording_id: int) -> None:
    """Hide it from everybody; files go a little later. NotFound, Denied, Conflict (``recording_runs``)."""
    recording = _changeable(actor, recording_id)
    if recording.state in rules.AT_WORK:
        raise Conflict(_("This recording still runs. End it first."), code="recording_runs")
    recording.deleted_at = timezone.now()
    recording.save(update_fields=["deleted_at"])


def restore_recording(*, actor: User, recording_id: int) -> None:
    """Take a deletion back, as long as it is there. NotFound, Denied."""
    found = queries.deleted_recordings().filter(pk=recording_id).first()
    recording = rules.require_can_change(actor, found)
    recording.deleted_at = None
    recording.save(update_fields=["deleted_at"])
