"""What becomes of recordings when a room ends, somebody is removed, or an account is deleted (D16)."""

from __future__ import annotations

from django.db.models import Q

from samovar.accounts.models import User
from samovar.recordings.actions import end_in_room
from samovar.recordings.file_actions import sweep_of
from samovar.recordings.models import Mark, Recording, Share
from samovar.rooms.models import Membership, Participant, Room


def close_room(*, room: Room) -> None:
    """Recordings live as long as their room; those of open rooms, which end by themselves, stay (C3)."""
    end_in_room(room=room)
    if room.kind != Room.Kind.OPEN:
        while sweep_of(Q(room=room)):
            pass


def forget_member(*, room_id: int, participant_id: int) -> None:
    """Nothing stays shared with somebody who no longer belongs to the room."""
    people = Participant.objects.filter(pk=participant_id, user__isnull=False).values("user_id")
    Share.objects.filter(recording__room_id=room_id, user_id__in=people).delete()


def erase_person(*, person: User, ghost: User) -> bool:
    """Give recordings to the owner of their room, else to the host who is there longest; delete the others.

    What was said by the person is taken out of the captions. The pictures of others' recordings stay.
    """
    Share.objects.filter(user=person).delete()
    # His places in rooms may be the ghost's already.
    Mark.objects.filter(participant__user__in=(person, ghost)).delete()
    for recording in Recording.objects.filter(owner=person).select_related("room"):
        heir = _heir(recording.room, person)
        if heir is not None:
            Recording.objects.filter(pk=recording.pk).update(owner=heir)
    return sweep_of(Q(owner=person)) > 0


def _heir(room: Room | None, person: User) -> User | None:
    """The same who gets the room."""
    if room is None or room.closed_at is not None:
        return None
    hosts = Membership.objects.filter(room=room, role__in=(Membership.Role.OWNER, Membership.Role.HOST))
    hosts = hosts.filter(participant__user__is_active=True).exclude(participant__user=person)
    ordered = sorted(
        hosts.select_related("participant__user"),
        key=lambda place: (place.role != Membership.Role.OWNER, place.joined_at, place.pk),
    )
    return ordered[0].participant.user if ordered else None
