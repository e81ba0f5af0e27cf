"""The shape of what the REST doors of webhooks take and give."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework import serializers
from rest_framework.parsers import BaseParser

from samovar.core.api import StrictCharField
from samovar.core.paging import BeforeIn
from samovar.integrations.models import Delivery, IncomingHook, OutgoingHook
from samovar.integrations.secret_texts import hook_key

TEXT_MAX = 64 * 1024  # bytes


class TextParser(BaseParser):
    """The body is the text itself."""

    media_type = "text/*"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> dict[str, str]:  # noqa: ARG002
        """Return it as Slack's JSON would be."""
        return {"text": stream.read(TEXT_MAX).decode("utf-8", "replace")}


class HookIn(serializers.Serializer[Any]):
    """How a webhook is called in the room."""

    name = StrictCharField(max_length=40)


class HookOut(serializers.Serializer[IncomingHook]):
    """A webhook; who has ``url`` writes into the room."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    url = serializers.SerializerMethodField()

    def get_url(self, hook: IncomingHook) -> str:
        return f"{settings.SITE_URL}/api/hooks/{hook_key(hook.pk)}/"


class AttachmentIn(serializers.Serializer[Any]):
    """What Slack's senders put beside the text; its words are taken when there is no other text."""

    text = StrictCharField(required=False, allow_blank=True)
    fallback = StrictCharField(required=False, allow_blank=True)


class HookPostIn(serializers.Serializer[Any]):
    """A message as Slack's webhooks take it; other keys are passed over."""

    text = StrictCharField(required=False, allow_blank=True)
    attachments = AttachmentIn(many=True, required=False)

    def said(self) -> str:
        """Return the text, else the words of the attachments."""
        data: dict[str, Any] = self.validated_data
        parts = [one.get("text") or one.get("fallback") or "" for one in data.get("attachments", [])]
        return str(data.get("text") or "\n".join(filter(None, parts)))


class HookPostedOut(serializers.Serializer[Any]):
    """``id`` of the message; null in a room that keeps nothing."""

    id = serializers.IntegerField(allow_null=True)


class OutgoingIn(serializers.Serializer[Any]):
    """Where messages are told: https, at a host the operator allows."""

    url = StrictCharField(max_length=500)


class OutgoingOut(serializers.Serializer[OutgoingHook]):
    """An address that is told."""

    id = serializers.IntegerField(source="pk")
    url = serializers.CharField()


class OutgoingMadeOut(OutgoingOut):
    """The same with the secret of its signatures, shown when it is made."""

    secret = serializers.CharField()


class DeliveriesIn(BeforeIn):
    """Which deliveries."""

    state = serializers.ChoiceField(
        choices=["waiting", "done", "dead"], required=False, allow_blank=True, default=""
    )


class DeliveryOut(serializers.ModelSerializer[Delivery]):
    """One message on its way, by its number ``n`` (null for a test); ``status`` is the last answer."""

    class Meta:
        model = Delivery
        fields = ["id", "n", "state", "tries", "status", "problem", "created_at", "tried_at"]
        read_only_fields = fields
