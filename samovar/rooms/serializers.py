"""The shape of what the REST doors of rooms take and give."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from samovar.core.api import StrictBooleanField, StrictCharField, StrictIntegerField
from samovar.rooms.queries import Member, RoomWithUsers

LARGEST_ID = 2**63 - 1


def _ids(**kwargs: Any) -> serializers.ListField:
    return serializers.ListField(
        child=StrictIntegerField(min_value=1, max_value=LARGEST_ID), max_length=1000, **kwargs
    )


class RoomIn(serializers.Serializer[Any]):
    """What ``POST /api/chatrooms/`` takes. ``private`` makes it members only."""

    name = StrictCharField(max_length=1000)
    users = _ids(required=False, default=list)
    private = StrictBooleanField(required=False, default=False)


class RoomChangeIn(serializers.Serializer[Any]):
    """What ``PATCH /api/chatrooms/<id>/`` takes; what is absent stays."""

    name = StrictCharField(max_length=1000, required=False)
    users = _ids(required=False)


class RoomOut(serializers.Serializer[RoomWithUsers]):
    """A room in the list, exactly these keys; ``users`` are the ids of its members, ascending."""

    id = serializers.IntegerField(source="room.pk")
    name = serializers.CharField(source="room.name")
    users = serializers.ListField(child=serializers.IntegerField())


class RoomDetailOut(RoomOut):
    """One room, with what else is decided about it."""

    code = serializers.CharField(source="room.code")
    kind = serializers.CharField(source="room.kind")
    kept = serializers.BooleanField(source="room.kept")
    listed = serializers.BooleanField(source="room.listed")
    private = serializers.BooleanField(source="room.members_only")
    guests_allowed = serializers.BooleanField(source="room.guests_allowed")


class MemberOut(serializers.Serializer[Member]):
    """Somebody in the room. ``id`` is of this place alone; ``user`` is null for a guest."""

    id = serializers.IntegerField(source="person.id")
    user = serializers.IntegerField(source="person.user", allow_null=True)
    username = serializers.CharField(source="person.username", allow_null=True)
    name = serializers.CharField(source="person.name")
    role = serializers.CharField(source="person.role")
    present = serializers.BooleanField()


class MembersIn(serializers.Serializer[Any]):
    """Where a page begins: the cursor of ``next``."""

    after = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)


class MemberChangeIn(serializers.Serializer[Any]):
    """Whether the member is a host beside the owner."""

    host = StrictBooleanField()


class RemovalIn(serializers.Serializer[Any]):
    """Whether who is removed may come back."""

    ban = serializers.BooleanField(required=False, default=False)


class InvitationIn(serializers.Serializer[Any]):
    """Who is invited."""

    username = StrictCharField(max_length=200)


class InvitationOut(serializers.Serializer[Any]):
    """``invited``: false when the person is in the room already."""

    username = serializers.CharField()
    invited = serializers.BooleanField()


class PersonOut(serializers.Serializer[Any]):
    """Somebody who may be invited."""

    id = serializers.IntegerField(source="pk")
    username = serializers.CharField()
    name = serializers.CharField(source="full_name")
