"""The shape of what the REST doors of notifications take and give."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from samovar.core.api import StrictBooleanField
from samovar.notifications.models import Choice, PushDevice
from samovar.notifications.queries import Entry
from samovar.notifications.texts import KINDS
from samovar.people.serializers import PersonBriefOut


class NotificationOut(serializers.Serializer[Any]):
    """One thing that happened to you. ``text`` is a sentence, ``target`` the local address it leads to.

    ``others`` did the same, and stand in the same row.
    """

    id = serializers.IntegerField(source="row.pk")
    kind = serializers.CharField(source="row.kind")
    text = serializers.CharField()
    actor = PersonBriefOut(allow_null=True, source="row.actor")
    others = serializers.IntegerField()
    subject = serializers.CharField(source="row.subject")
    target = serializers.CharField(source="row.target")
    created_at = serializers.DateTimeField(source="row.created_at")
    read = serializers.SerializerMethodField()

    def get_read(self, entry: Entry) -> bool:
        return not entry.fresh


class UnreadOut(serializers.Serializer[Any]):
    """How many are unread."""

    unread = serializers.IntegerField()


class KindsOut(serializers.Serializer[Any]):
    """Of which kinds you are told."""

    kinds = serializers.DictField(child=serializers.BooleanField())


class KindsIn(serializers.Serializer[Any]):
    """Of which kinds you want to be told; a kind that is absent stays as it is."""

    kinds = serializers.DictField(child=StrictBooleanField())

    def validate_kinds(self, kinds: dict[str, bool]) -> dict[str, bool]:
        """Refuse kinds that do not exist."""
        if unknown := sorted(set(kinds) - KINDS):
            raise serializers.ValidationError(", ".join(unknown))
        return kinds


class WayOut(serializers.Serializer[Any]):
    """By which ways you are told of a kind."""

    page = serializers.BooleanField()
    mail = serializers.BooleanField()
    push = serializers.BooleanField()


class WaysOut(serializers.Serializer[Any]):
    """By which ways you are told of each kind, and how often mail may come."""

    kinds = serializers.DictField(child=WayOut())
    digest = serializers.ChoiceField(choices=Choice.Digest.choices)


class WayIn(serializers.Serializer[Any]):
    """The ways to change; what is absent stays as it is."""

    page = StrictBooleanField(required=False)
    mail = StrictBooleanField(required=False)
    push = StrictBooleanField(required=False)


class WaysIn(serializers.Serializer[Any]):
    """What to change; a kind that is absent stays as it is."""

    kinds = serializers.DictField(child=WayIn(), required=False, default=dict)
    digest = serializers.ChoiceField(choices=Choice.Digest.choices, required=False)

    def validate_kinds(self, kinds: dict[str, dict[str, bool]]) -> dict[str, dict[str, bool]]:
        """Refuse kinds that do not exist."""
        if unknown := sorted(set(kinds) - KINDS):
            raise serializers.ValidationError(", ".join(unknown))
        return kinds


class DeviceOut(serializers.ModelSerializer[PushDevice]):
    """A browser that is told while no page is open."""

    name = serializers.CharField(source="session.device_name")

    class Meta:
        model = PushDevice
        fields = ["id", "name", "made_at"]
        read_only_fields = fields


class DevicesOut(serializers.Serializer[Any]):
    """Your browsers, and the ``key`` a browser subscribes with; "" where this server tells no devices."""

    key = serializers.CharField()
    devices = DeviceOut(many=True)


class DeviceKeysIn(serializers.Serializer[Any]):
    """What messages are encrypted with."""

    p256dh = serializers.CharField(max_length=120)
    auth = serializers.CharField(max_length=40)


class DeviceIn(serializers.Serializer[Any]):
    """A browser's ``PushSubscription``, as its ``toJSON`` gives it."""

    endpoint = serializers.CharField(max_length=500)
    keys = DeviceKeysIn()
