"""The shape of what REST takes and gives about members of rooms and links to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from samovar.core.api import StrictIntegerField

if TYPE_CHECKING:
    from samovar.rooms.models import InviteLink

LONGEST = 365  # days


class BelongingOut(serializers.Serializer[Any]):
    """Somebody who belongs to a room; ``id`` is the participant's."""

    id = serializers.IntegerField()
    user = serializers.IntegerField(allow_null=True)
    username = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    avatar = serializers.CharField(allow_null=True)
    role = serializers.ChoiceField(["owner", "host", "member", "guest"])
    online = serializers.BooleanField()
    away = serializers.BooleanField()


class BelongingPageOut(serializers.Serializer[Any]):
    """A page of members; ``next`` is the address of those after them, or null."""

    next = serializers.CharField(allow_null=True)
    results = BelongingOut(many=True)


class LinkIn(serializers.Serializer[Any]):
    """How long a link lasts and for how many people; null or absent is no limit."""

    days = StrictIntegerField(required=False, allow_null=True, min_value=1, max_value=LONGEST)
    uses = StrictIntegerField(required=False, allow_null=True, min_value=1, max_value=10_000)


class LinkOut(serializers.Serializer[Any]):
    """A link; ``uses`` counts who came by it."""

    id = serializers.IntegerField()
    address = serializers.CharField()
    by = serializers.CharField()
    created_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)
    uses = serializers.IntegerField()
    most_uses = serializers.IntegerField(allow_null=True)


def shown_link(link: InviteLink, address: str) -> dict[str, Any]:
    """Return what ``LinkOut`` shows."""
    columns = ("id", "created_at", "ends_at", "uses", "most_uses")
    return {name: getattr(link, name) for name in columns} | {
        "address": address,
        "by": link.creator.full_name,
    }
