"""The shape of polls by REST."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from samovar.core.api import StrictCharField, StrictIntegerField


class PollIn(serializers.Serializer[Any]):
    """What shall be asked. ``minutes``: how long the poll is open; without it, until it is closed by hand."""

    question = StrictCharField(allow_blank=True)
    options = serializers.ListField(child=StrictCharField(allow_blank=True), max_length=20)
    multiple = serializers.BooleanField(source="many", required=False, default=False)
    anonymous = serializers.BooleanField(required=False, default=False)
    minutes = StrictIntegerField(required=False, allow_null=True, default=None)


class VoteIn(serializers.Serializer[Any]):
    """All options that are chosen, by their places from 0; an empty list takes the vote back."""

    options = serializers.ListField(child=StrictIntegerField(min_value=0, max_value=9), max_length=10)


class VoteOut(serializers.Serializer[Any]):
    """What is chosen now."""

    options = serializers.ListField(child=serializers.IntegerField())


class PollOptionOut(serializers.Serializer[Any]):
    """What can be chosen, and how many chose it."""

    text = serializers.CharField()
    votes = serializers.IntegerField()


class PollOut(serializers.Serializer[Any]):
    """A poll as it stands. ``mine``: the options that the caller chose."""

    question = serializers.CharField()
    options = PollOptionOut(many=True)
    multiple = serializers.BooleanField(source="many")
    anonymous = serializers.BooleanField()
    closes = serializers.CharField(allow_null=True)
    closed = serializers.BooleanField()
    voters = serializers.IntegerField()
    mine = serializers.ListField(child=serializers.IntegerField(), allow_null=True)
