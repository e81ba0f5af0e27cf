"""What becomes of rooms and places of somebody who is being deleted."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from samovar.accounts.models import User
from samovar.core.housekeeping import forget_events_of
from samovar.rooms import queries
from samovar.rooms.actions.changing import close_room, remove_member
from samovar.rooms.actions.hosting import rename_person
from samovar.rooms.actions.telling import changing, tell_room
from samovar.rooms.events import MemberChanged, Person
from samovar.rooms.models import Ban, Invitation, InviteLink, Knock, Membership, Participant, Room


def erase_person(*, person: User, ghost: User, portion: int) -> bool:
    """Take ``person`` out of a portion of his rooms; say whether there may be more.

    A room of his goes to the host who is there longest, else it closes (D16). A conversation of two
    stays for the other one, with ``ghost`` in it.
    """
    places = Membership.objects.filter(participant__user=person).exclude(room__kind=Room.Kind.DIRECT)
    found = list(places.select_related("room", "participant__user", "participant__guest")[:portion])
    for place in found:
        _leave(place)
    if len(found) == portion:
        return True
    _forget(person, ghost)
    return False


def _leave(place: Membership) -> None:
    room = place.room
    if place.role == Membership.Role.OWNER and room.closed_at is None:
        heir = _heir(room)
        if heir is None:
            close_room(room_id=room.pk)
            # Meetings are called after who holds them, or as he liked.
            Room.objects.filter(pk=room.pk).update(name="")
        else:
            _hand_over(room, heir)
    with changing(room):
        remove_member(room=room, member=place)
    forget_events_of([room.stream])


def _heir(room: Room) -> Membership | None:
    hosts = Membership.objects.filter(room=room, role=Membership.Role.HOST, participant__user__is_active=True)
    hosts = hosts.select_related("participant__user", "participant__guest")
    return hosts.order_by("joined_at", "pk").first()


def _hand_over(room: Room, heir: Membership) -> None:
    with changing(room):
        heir.role = Membership.Role.OWNER
        heir.save(update_fields=["role"])
        Room.objects.filter(pk=room.pk).update(creator=heir.participant.user)
        person = Person.of(heir)
        tell_room(room, MemberChanged(person=person))
        transaction.on_commit(lambda: rename_person(room.pk, person))


@transaction.atomic
def _forget(person: User, ghost: User) -> None:
    InviteLink.objects.filter(creator=person).delete()
    Invitation.objects.filter(Q(user=person) | Q(inviter=person)).delete()
    Knock.objects.filter(user=person).delete()
    Ban.objects.filter(participant__user=person).delete()
    talks = Membership.objects.filter(participant__user=person).select_related("room")
    for place in talks:
        _leave_to_ghost(place.room, person, ghost)
    forget_events_of([place.room.stream for place in talks])
    talks.update(display_name="")
    Participant.objects.filter(user=person).update(user=ghost)


def _leave_to_ghost(room: Room, person: User, ghost: User) -> None:
    ids = [int(part) for part in (room.direct_key or "").split(":") if part]
    others = [number for number in ids if number != person.pk]
    key = queries.direct_key(ghost.pk, others[0]) if others else None
    Room.objects.filter(pk=room.pk).update(direct_key=key)
