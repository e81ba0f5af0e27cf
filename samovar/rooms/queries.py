"""What somebody may see of rooms. Nothing here writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import Contains
from django.utils import timezone
from django.utils.translation import gettext as _

from samovar.accounts.change_queries import owner_of_former_name
from samovar.accounts.models import User
from samovar.core.caller import Caller
from samovar.core.errors import Invalid, NotFound
from samovar.core.text import fold_username
from samovar.people import queries as people
from samovar.people.folding import Fold
from samovar.rooms import rules, signals
from samovar.rooms.events import Person, RoomView
from samovar.rooms.models import GuestPass, Membership, Participant, Room
from samovar.rooms.presence import presence
from samovar.rooms.rules import Viewer

ACTIVE_SHOWN = 60
FOUND_SHOWN = 10
MEMBERS_SHOWN = 100


@dataclass(frozen=True)
class ActiveRoom:
    """A row of the hub. ``count`` people are in it now, ``calling`` of them in its call."""

    room: RoomView
    count: int
    calling: int = 0


@dataclass(frozen=True)
class RoomWithUsers:
    """A room as REST shows it; ``users`` are the ids of its members, ascending."""

    room: Room
    users: list[int]


@dataclass(frozen=True)
class Member:
    """Somebody who belongs to a room; ``present``: a tab of his shows it now."""

    person: Person
    present: bool


@dataclass(frozen=True)
class MemberPage:
    """A page of members; ``after`` is the cursor of the next one, None at the end."""

    members: list[Member]
    after: int | None


@dataclass(frozen=True)
class Start:
    """What the page of a room begins with; the gateway's answer to ``room.enter`` has the rest."""

    room: RoomView
    me: Person


@dataclass(frozen=True)
class Entry:
    """What the entry page needs. ``count`` is None for who may see nothing but the name (C5)."""

    room: Room
    guests: bool
    passcode: bool
    display_name: str
    count: int | None
    knock: bool = False


def strangers_among(heard: Mapping[int, Collection[str]]) -> dict[int, set[str]]:
    """Return which of these callers (``u:5``, ``g:3``) do not belong to which rooms; ``heard`` is by room id.

    To a room that has ended nobody belongs.
    """
    people = participants_called({key for callers in heard.values() for key in callers})
    places = Membership.objects.filter(
        participant__in=people.values("pk"), room__in=list(heard), room__closed_at=None
    )
    known = {(place.room_id, place.participant.stream) for place in places.select_related("participant")}
    missing = {room: {key for key in keys if (room, key) not in known} for room, keys in heard.items()}
    return {room: keys for room, keys in missing.items() if keys}


def participants_called(keys: Collection[str]) -> QuerySet[Participant]:
    """Return who speaks under these keys of callers: ``u:5`` for a person, ``g:3`` for a guest's pass."""
    users = [int(key[2:]) for key in keys if key.startswith("u:")]
    guests = [int(key[2:]) for key in keys if key.startswith("g:")]
    return Participant.objects.filter(Q(user__in=users) | Q(guest__in=guests))


def room_for(*, viewer: Viewer, room_id: int) -> Room:
    """Return a living room the viewer may see, or raise NotFound."""
    return rules.require_visible(viewer, room_id)


def direct_key(one: int, other: int) -> str:
    """Return what names the conversation of two people, whoever asks."""
    return f"{min(one, other)}:{max(one, other)}"


def conversation_with(*, viewer: User, username: str) -> Room | None:
    """Return the conversation with somebody, also after a block: both keep it to read (B27)."""
    other = User.objects.filter(username_key=fold_username(username)).first() or owner_of_former_name(
        username
    )
    if other is None:
        return None
    return Room.objects.filter(direct_key=direct_key(viewer.pk, other.pk), closed_at=None).first()


def member_of(*, room_id: int, participant_id: int) -> Membership | None:
    """Return somebody's place in a living room, with participant, user and guest."""
    found = Membership.objects.filter(room_id=room_id, participant_id=participant_id, room__closed_at=None)
    return found.select_related("room", "participant__user", "participant__guest").first()


def members_of(*, room_id: int) -> list[Membership]:
    """Return everybody who belongs to the room, with participant, user and guest. For a room of two."""
    return list(rules.places().filter(room_id=room_id).order_by("pk"))


def member_page_for(*, viewer: User, room_id: int, after: int | None = None) -> MemberPage:
    """Return a page of who belongs to a room the viewer is in, the oldest first; nobody across a block (C17).

    ``after`` is the cursor of the page before. NotFound, Denied.
    """
    rules.require_member(viewer, room_id)
    hidden = people.blocked_ids(viewer=viewer)
    found = rules.places().filter(room_id=room_id).exclude(participant__user__in=hidden).order_by("pk")
    rows = list((found if after is None else found.filter(pk__gt=after))[: MEMBERS_SHOWN + 1])
    here = {person.id for person in presence.people(room_id)}
    shown = [Member(Person.of(row), present=row.participant_id in here) for row in rows[:MEMBERS_SHOWN]]
    return MemberPage(shown, rows[MEMBERS_SHOWN - 1].pk if len(rows) > MEMBERS_SHOWN else None)


def room_of_code(*, code: str, viewer: User | None = None) -> Room:
    """Return the room behind a code, also one that has ended; who has the code may see the name.

    A conversation of two is there for these two alone.
    """
    room = Room.objects.filter(code=code.strip().lower()).first()
    private = room is not None and room.kind == Room.Kind.DIRECT
    if room is None or (private and (viewer is None or rules.membership_of(viewer, room.pk) is None)):
        raise NotFound(rules.NO_ROOM, code="room_not_found")
    return room


def shown_room(member: Membership) -> RoomView:
    """Show a member his room; a conversation of two is called after the other one."""
    view = RoomView.of(member.room)
    if member.room.kind != Room.Kind.DIRECT:
        return view
    others = [one for one in members_of(room_id=member.room_id) if one.pk != member.pk]
    return view.model_copy(update={"name": Person.of(others[0]).name}) if others else view


def room_of_typed_code(*, text: str) -> Room:
    """Return the living room of a code as people type or paste it: with capitals, without dashes, in a link.

    Invalid (field code) when there is none.
    """
    typed = text.strip().lower().rstrip("/").rpartition("/")[2]
    letters = "".join(filter(str.isalpha, typed))
    room = Room.objects.exclude(kind=Room.Kind.DIRECT).filter(
        code=f"{letters[:3]}-{letters[3:7]}-{letters[7:]}", closed_at=None
    )
    if (found := room.first()) is None:
        raise Invalid(fields={"code": [_("There is no room with this code.")]})
    return found


def start_for(*, viewer: Viewer, room_id: int) -> Start | None:
    """Return the room and the viewer's place in it; None without a place."""
    member = rules.membership_of(viewer, room_id)
    return Start(shown_room(member), Person.of(member)) if member else None


def entry_for(*, viewer: User | None, room: Room) -> Entry:
    """Return what the entry page of ``room`` shows to a person, or to somebody unknown (None)."""
    invited = viewer is not None and rules.is_invited(viewer, room)
    return Entry(
        room=room,
        guests=viewer is None and rules.can_guests_enter(room),
        passcode=bool(room.passcode_hash) and not invited,
        display_name=viewer.full_name if viewer else "",
        count=len(presence.people(room.pk)) if viewer else None,
        knock=rules.has_to_knock(viewer, room),
    )


def people_present(*, room_id: int) -> list[Person]:
    """Return who is in the room now, in the order they came. Only for who was let into the room."""
    return presence.people(room_id)


def active_rooms_for(*, viewer: User) -> list[ActiveRoom]:
    """Return the rooms of the hub: fullest first, then newest, at most 60."""
    counts = presence.counts()
    seen = _visible_rooms(viewer).exclude(kind=Room.Kind.DIRECT)
    rooms = {room.pk: room for room in seen.filter(pk__in=list(counts))}
    for room in seen.order_by("-id")[:ACTIVE_SHOWN]:
        rooms.setdefault(room.pk, room)
    ordered = sorted(rooms.values(), key=lambda room: (-counts.get(room.pk, 0), -room.pk))
    shown = ordered[:ACTIVE_SHOWN]
    calling = _calling([room.pk for room in shown])
    return [ActiveRoom(RoomView.of(room), counts.get(room.pk, 0), calling.get(room.pk, 0)) for room in shown]


def rooms_shown_for(*, viewer: User, room_ids: Collection[int]) -> dict[int, ActiveRoom]:
    """Return those of the rooms that the viewer may see, by their ids, with who is there now."""
    if not room_ids:
        return {}
    rooms = list(_visible_rooms(viewer).exclude(kind=Room.Kind.DIRECT).filter(pk__in=room_ids))
    counts, calling = presence.counts(), _calling([room.pk for room in rooms])
    return {
        room.pk: ActiveRoom(RoomView.of(room), counts.get(room.pk, 0), calling.get(room.pk, 0))
        for room in rooms
    }


def rooms_to_share_for(*, viewer: User, limit: int) -> list[Room]:
    """Return rooms the viewer may tell others of, those he belongs to first, the newest first."""
    mine = Membership.objects.filter(participant__user=viewer, room=OuterRef("pk"))
    rooms = _visible_rooms(viewer).exclude(kind=Room.Kind.DIRECT).annotate(is_mine=Exists(mine))
    return list(rooms.order_by("-is_mine", "-pk")[:limit])


def _calling(room_ids: list[int]) -> dict[int, int]:
    """Return how many are in the call of each of these rooms; calls live in an app above."""
    answers = signals.calling.send(sender=Room, room_ids=room_ids)
    return {
        room: count for _receiver, told in answers for room, count in cast("dict[int, int]", told).items()
    }


def rooms_named_for(*, viewer: User, text: str, limit: int) -> list[Room]:
    """Return rooms the viewer may see whose name has ``text`` in it, the newest first; none of two."""
    named = Contains(Fold("name"), fold_username(text[:100].strip()))
    rooms = _visible_rooms(viewer).exclude(kind=Room.Kind.DIRECT).filter(named)
    return list(rooms.order_by("-pk")[:limit])


def rooms_with_users_for(*, viewer: User) -> list[RoomWithUsers]:
    """Return all rooms the viewer may see, oldest first, with their members (C5)."""
    return _with_users(viewer, list(_visible_rooms(viewer).order_by("id")))


def room_with_users_for(*, viewer: User, room_id: int) -> RoomWithUsers:
    """Return one room the viewer may see, or raise NotFound."""
    return _with_users(viewer, [rules.require_visible(viewer, room_id)])[0]


def invitable_people_for(*, viewer: User, room_id: int, text: str) -> list[User]:
    """Return at most ten people the viewer may invite, who are not in the room yet."""
    room = rules.require_member(viewer, room_id).room
    inside = Membership.objects.filter(room=room, participant__user__isnull=False)
    found = people.search_people(viewer=viewer, text=text)
    return list(found.exclude(pk__in=inside.values("participant__user_id"))[:FOUND_SHOWN])


def people_to_meet_for(*, viewer: User, text: str) -> list[User]:
    """Return at most ten people whose name has ``text`` in it, for the hub."""
    return (
        list(people.search_people(viewer=viewer, text=text).exclude(pk=viewer.pk)[:10])
        if text.strip()
        else []
    )


def guest_for(*, code: str, sid: str) -> Caller | None:
    """Return the guest behind a pass that still opens the room of this code."""
    guest = (
        GuestPass.objects.filter(
            session__sid=sid,
            session__ended_at=None,
            session__expires_at__gt=timezone.now(),
            room__code=code,
            room__closed_at=None,
        )
        .only("pk", "session_id", "watching")
        .first()
    )
    if guest is None:
        return None
    return Caller(f"g:{guest.pk}", guest.session_id, guest_id=guest.pk, watching=guest.watching)


def guest_name_of(*, sid: str) -> str:
    """Return the display name a guest used last, to fill it in again."""
    return GuestPass.objects.filter(session__sid=sid).values_list("display_name", flat=True).first() or ""


def open_room_ids() -> list[int]:
    """Return the open rooms that live, for the keeper: at the start of a server nobody is in them."""
    return list(Room.objects.filter(kind=Room.Kind.OPEN, closed_at=None).values_list("pk", flat=True))


def _visible_rooms(viewer: User) -> QuerySet[Room]:
    mine = Membership.objects.filter(participant__user=viewer).values("room_id")
    public = Q(listed=True, members_only=False) & ~Q(kind=Room.Kind.DIRECT)
    return Room.objects.filter(public | Q(pk__in=mine), closed_at=None)


def _with_users(viewer: User, rooms: list[Room]) -> list[RoomWithUsers]:
    members = _user_ids(viewer, [room.pk for room in rooms])
    return [RoomWithUsers(room, sorted(members[room.pk])) for room in rooms]


def _user_ids(viewer: User, room_ids: Iterable[int]) -> dict[int, list[int]]:
    users: defaultdict[int, list[int]] = defaultdict(list)
    members = Membership.objects.filter(
        room_id__in=list(room_ids), participant__user__in=people.visible_to(viewer)
    )
    for room_id, user_id in members.values_list("room_id", "participant__user_id"):
        users[room_id].append(user_id)
    return users
