"""The shape of what the REST doors of accounts take and give."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from samovar.accounts.models import Export, User
from samovar.accounts.rules import PASSWORD_MAX, is_verified
from samovar.core.api import StrictCharField


class NewPersonIn(serializers.Serializer[Any]):
    """What ``POST /api/register/`` takes."""

    username = StrictCharField(max_length=200)
    password = StrictCharField(max_length=PASSWORD_MAX)
    email = StrictCharField(max_length=254)
    first_name = StrictCharField(max_length=80, required=False, allow_blank=True)
    last_name = StrictCharField(max_length=80, required=False, allow_blank=True)
    invitation = StrictCharField(max_length=32, required=False, allow_blank=True)
    about = StrictCharField(max_length=500, required=False, allow_blank=True)


class LoginIn(serializers.Serializer[Any]):
    """What ``POST /api/login/`` takes; ``username`` may be an e-mail address.

    ``code`` is asked for by accounts with a second factor: of an app, or a recovery code.
    """

    username = StrictCharField(max_length=254)
    password = StrictCharField(max_length=PASSWORD_MAX)
    code = StrictCharField(max_length=20, required=False)


class RefreshIn(serializers.Serializer[Any]):
    """What ``POST /api/token/refresh/`` takes."""

    refresh = StrictCharField(max_length=4096)


class LogoutIn(serializers.Serializer[Any]):
    """What ``POST /api/logout/`` takes: nothing, or the refresh token that ends with it."""

    refresh = StrictCharField(max_length=4096, required=False)


class KeyIn(serializers.Serializer[Any]):
    """What ``POST /api/verify/`` takes: the last part of the mailed link."""

    key = StrictCharField(max_length=500)


class ResendIn(serializers.Serializer[Any]):
    """What ``POST /api/verify/resend/`` takes from somebody without a token."""

    email = StrictCharField(max_length=254, required=False)


class PairOut(serializers.Serializer[Any]):
    """Two JWTs."""

    refresh = serializers.CharField()
    access = serializers.CharField()


class MeOut(serializers.ModelSerializer[User]):
    """One's own account."""

    verified = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = [
            "id",
            "username",
            "email",
            "first_name",
            "last_name",
            "verified",
            "language",
            "date_joined",
        ]
        read_only_fields = fields

    def get_verified(self, person: User) -> bool:
        return is_verified(person)


class DoneOut(serializers.Serializer[Any]):
    """A sentence that says what was done."""

    detail = serializers.CharField()


class TicketOut(serializers.Serializer[Any]):
    """A ticket for one socket; ``expires_in`` in seconds."""

    ticket = serializers.CharField()
    expires_in = serializers.IntegerField()


class ExportOut(serializers.ModelSerializer[Export]):
    """The archive of everything that is kept of you: ``percent`` of it is written, ``size`` is in bytes."""

    percent = serializers.IntegerField()

    class Meta:
        model = Export
        fields = ["state", "percent", "size", "asked_at", "ready_at", "expires_at"]
        read_only_fields = fields
