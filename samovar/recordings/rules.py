"""Who may record, see and change recordings. Nothing here writes."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.calls import rules as calls
from samovar.calls.models import CallParticipant
from samovar.core import stored
from samovar.core.caller import Caller
from samovar.core.errors import Conflict, Denied, Invalid, NoSpace, NotFound, TooLarge
from samovar.core.text import is_printed
from samovar.people.rules import can_interact
from samovar.recordings.joined import BEGINS
from samovar.recordings.models import NAME_MAX, Recording, Run, Share
from samovar.rooms import rules as rooms
from samovar.rooms.models import Membership
from samovar.rooms.rules import Viewer, is_watching

PIECE_MAX = 2 * 1024 * 1024  # bytes; at the usual rate five seconds are one
NUMBER_MAX = 1_000_000  # pieces of a run: weeks
DAYS = (0, 7, 30, 90, 365)  # what the owner may choose; 0: for ever
AT_WORK = (Recording.State.RUNNING, Recording.State.STOPPING)


def no_recording() -> NotFound:
    return NotFound(_("There is no such recording."), code="recording_not_found")


def require_may_record(actor: Caller, room_id: int, peer: str) -> CallParticipant:
    """Return the place of a host who is in the call. Denied (``not_in_call``, ``not_host``)."""
    return calls.require_host_in_call(actor, room_id, peer)


def require_consent(member: Membership, *, peer: str, agreed: int | None) -> None:
    """Who enters a call that is being recorded agrees first. Conflict (``recording_consent``).

    Asked are neither the recorder itself nor who comes back: that browser was in the call when it began, or
    agreed when it came.
    """
    running = Recording.objects.filter(room_id=member.room_id, state=Recording.State.RUNNING).first()
    if running is None or running.pk == agreed or is_watching(member):
        return
    if not CallParticipant.objects.filter(peer=peer, call__room_id=member.room_id).exists():
        raise Conflict(_("This call is being recorded. Agree to it first."), code="recording_consent")


def require_readable(key_check: str) -> None:
    """The server has no key, so it records nothing end-to-end encrypted. Conflict (``call_encrypted``)."""
    if key_check:
        raise Conflict(
            _("This call is end-to-end encrypted: only the browser of a host can record it, not the server."),
            code="call_encrypted",
        )


def require_controller(actor: Caller, recording: Recording) -> None:
    """The hosts of the room pause and end it. NotFound, Denied (``not_host``)."""
    if recording.room_id is None or rooms.membership_of(actor, recording.room_id) is None:
        raise no_recording()
    rooms.require_host(actor, recording.room_id)


def is_recorder(viewer: Viewer, recording: Recording) -> bool:
    """Who sends its pieces: the owner's browser, or the headless one by its own pass."""
    if isinstance(viewer, User):
        return viewer.pk == recording.owner_id
    if viewer.guest_id is not None:
        return viewer.guest_id == recording.recorder_id
    return viewer.user_id == recording.owner_id


def require_recorder(viewer: Viewer, recording: Recording | None) -> Recording:
    """What somebody else records takes no pieces of one's own. NotFound."""
    if recording is None or not is_recorder(viewer, recording):
        raise no_recording()
    return recording


def require_running(recording: Recording) -> None:
    if recording.state != Recording.State.RUNNING:
        raise Conflict(_("This recording has ended."), code="recording_ended")


def require_piece(recording: Recording, run: int, n: int, content: bytes, digest: str) -> None:
    """Refuse what is no piece of this recording. TooLarge, Invalid, Conflict (``no_run``, ``run_over``)."""
    if len(content) > PIECE_MAX:
        raise TooLarge(_("A piece of a recording has at most 2 MB."), code="piece_too_large")
    if not content:
        raise Invalid(_("This piece is empty."), code="empty_piece")
    if hashlib.sha256(content).hexdigest() != digest.lower():
        raise Invalid(_("This piece was damaged on its way."), code="wrong_digest")
    # The first may be a single byte: a browser cuts by the clock, also within the header.
    begins = content[: len(BEGINS)] == BEGINS[: len(content)]
    if n > NUMBER_MAX or (n == 0 and not begins):
        raise Invalid(_("This is no piece of a video."), code="not_a_piece")
    if not Run.objects.filter(recording=recording, number=run).exists():
        raise Conflict(_("This part of the recording was not begun."), code="no_run")
    if recording.recorder_id is not None and Run.objects.filter(recording=recording, number__gt=run).exists():
        # A recorder that was thought dead: another one has taken its place, and nothing is there twice.
        raise Conflict(_("Another recorder goes on with this recording."), code="run_over")


def require_space(used: int, more: int) -> None:
    """``used``: bytes that the owner's recordings take. NoSpace (``quota_full``, ``disk_full``)."""
    if used + more > settings.RECORDINGS_QUOTA:
        raise NoSpace(
            _("Your recordings take all the space they may. What was recorded stays."), code="quota_full"
        )
    if not stored.takes(more):
        raise disk_full()


def disk_full() -> NoSpace:
    return NoSpace(_("The disk of the server is full. What was recorded stays."), code="disk_full")


def place_in_room(user: User, recording: Recording) -> Membership | None:
    """The person's place in the recording's room, also when that has ended since."""
    places = Membership.objects.filter(room_id=recording.room_id or 0, participant__user=user)
    return places.select_related("participant").first()


def can_see(viewer: User, recording: Recording) -> bool:
    """Its owner and the hosts of the room; of the room's other people those it was shared with.

    Over a block nothing is shared; who was removed from the room sees it no more.
    """
    place = place_in_room(viewer, recording)
    if place is None:
        # Of a room that was forgotten nobody but the owner knows.
        return recording.room_id is None and recording.owner_id == viewer.pk
    if recording.owner_id == viewer.pk or rooms.is_host(place):
        return True
    shared = recording.shared_with_room or Share.objects.filter(recording=recording, user=viewer).exists()
    return shared and can_interact(viewer, recording.owner)


def require_can_see(viewer: User, recording: Recording | None) -> Recording:
    """NotFound for who does not belong to the room; Denied (``not_shared``) for who does, without a share."""
    if recording is None:
        raise no_recording()
    if can_see(viewer, recording):
        return recording
    if place_in_room(viewer, recording) is None or not can_interact(viewer, recording.owner):
        raise no_recording()
    raise Denied(_("This recording was not shared with you."), code="not_shared")


def can_change(viewer: User, recording: Recording) -> bool:
    """Renaming, sharing and deleting is the owner's and that of the owner of the room."""
    if recording.owner_id == viewer.pk:
        return True
    place = place_in_room(viewer, recording)
    return place is not None and place.role == Membership.Role.OWNER


def require_can_change(viewer: User, recording: Recording | None) -> Recording:
    """NotFound, Denied (``not_yours``)."""
    seen = require_can_see(viewer, recording)
    if not can_change(viewer, seen):
        raise Denied(_("Only who recorded it, or the owner of the room, may do this."), code="not_yours")
    return seen


def require_file(recording: Recording) -> None:
    """Refuse to give what is not made yet. NotFound (``not_ready``)."""
    if recording.finished_at is None:
        raise NotFound(_("This recording is still being finished."), code="not_ready")


def require_name(text: str) -> str:
    """Return the name without spaces around it. Invalid (field name)."""
    name = text.strip()
    if not name or not is_printed(name):
        raise Invalid(fields={"name": [_("Give the recording a name.")]})
    if len(name) > NAME_MAX:
        raise Invalid(fields={"name": [_("A name has at most 100 characters.")]})
    return name


def require_days(days: int) -> int:
    """Return after how many days it shall go. Invalid."""
    if days not in DAYS:
        raise Invalid(_("Choose one of the offered times."), code="bad_days")
    return days


def require_sharable(actor: User, recording: Recording, user: User | None) -> User:
    """Return whom it may be shared with: one of the room's people, in no block with the actor. NotFound."""
    if user is not None and place_in_room(user, recording) is not None and can_interact(actor, user):
        return user
    raise NotFound(_("There is nobody of that name in the room."), code="person_not_found")
