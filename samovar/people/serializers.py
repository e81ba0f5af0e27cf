"""The shape of what the REST doors of people take and give."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from samovar.accounts.models import User
from samovar.core.api import StrictBooleanField, StrictCharField
from samovar.core.paging import BeforeIn
from samovar.people.follow_queries import FollowRow
from samovar.people.follow_rules import LENGTHS, LINK_LENGTH, LINKS_MAX
from samovar.people.models import Circle, Mute
from samovar.people.mute_actions import SPANS

PICTURE_SIDE = 192  # pixels
SEARCH_MAX = 100  # characters


def picture_address(name: str, side: int = PICTURE_SIDE) -> str | None:
    """Return where a picture is fetched with a token, or None without one."""
    return f"/api/pictures/{name}/{side}/" if name else None


class PersonBriefOut(serializers.Serializer[User]):
    """A person; ``picture`` is the path of a square one, or null."""

    id = serializers.IntegerField(source="pk")
    username = serializers.CharField()
    name = serializers.CharField(source="full_name")
    picture = serializers.SerializerMethodField()

    def get_picture(self, person: User) -> str | None:
        return picture_address(getattr(person, "picture", ""))


class PersonRowOut(serializers.Serializer[FollowRow]):
    """A person in a list; whether you follow, or asked to follow."""

    id = serializers.IntegerField(source="person.pk")
    username = serializers.CharField(source="person.username")
    name = serializers.CharField(source="person.full_name")
    picture = serializers.SerializerMethodField()
    followed = serializers.BooleanField()
    requested = serializers.BooleanField()

    def get_picture(self, row: FollowRow) -> str | None:
        return picture_address(getattr(row.person, "picture", ""))


class ProfileOut(serializers.Serializer[Any]):
    """What a person tells. Of somebody you have blocked only the first four, the rest empty."""

    id = serializers.IntegerField(source="person.pk")
    username = serializers.CharField(source="person.username")
    name = serializers.CharField(source="person.full_name")
    blocked = serializers.BooleanField()
    followed = serializers.BooleanField()
    requested = serializers.BooleanField()
    picture = serializers.SerializerMethodField()
    bio = serializers.CharField(source="details.bio")
    about = serializers.CharField(source="details.about")
    country = serializers.CharField(source="details.country")
    links = serializers.ListField(source="details.links", child=serializers.CharField())
    followers = serializers.IntegerField(source="details.follower_count")
    following = serializers.IntegerField(source="details.following_count")

    def get_picture(self, shown: Any) -> str | None:
        return picture_address(shown.details.picture)


class OwnProfileOut(ProfileOut):
    """One's own, with what nobody else sees."""

    first_name = serializers.CharField(source="person.first_name")
    last_name = serializers.CharField(source="person.last_name")
    address = serializers.CharField(source="details.address")


def _text(name: str) -> serializers.CharField:
    return StrictCharField(required=False, allow_blank=True, max_length=LENGTHS[name])


class ProfileIn(serializers.Serializer[Any]):
    """What ``PATCH /api/me/profile/`` takes; what is absent stays, "" clears."""

    first_name = _text("first_name")
    last_name = _text("last_name")
    bio = _text("bio")
    about = _text("about")
    address = _text("address")
    country = _text("country")
    links = serializers.ListField(
        child=StrictCharField(max_length=LINK_LENGTH), max_length=LINKS_MAX, required=False
    )


CIRCLES = [*Circle.values]


class PrivacyOut(serializers.Serializer[Any]):
    """Whom you let come near: everybody, whom you follow, or nobody; ``private``: followers are let in."""

    messages = serializers.ChoiceField(choices=CIRCLES)
    calls = serializers.ChoiceField(choices=CIRCLES)
    follows = serializers.ChoiceField(choices=CIRCLES)
    online = serializers.ChoiceField(choices=CIRCLES)
    private = serializers.BooleanField()


class PrivacyIn(serializers.Serializer[Any]):
    """What of it changes."""

    messages = serializers.ChoiceField(choices=CIRCLES, required=False)
    calls = serializers.ChoiceField(choices=CIRCLES, required=False)
    follows = serializers.ChoiceField(choices=CIRCLES, required=False)
    online = serializers.ChoiceField(choices=CIRCLES, required=False)
    private = StrictBooleanField(required=False)


class MuteIn(serializers.Serializer[Any]):
    """For how long, and whether nothing of what the person does is notified either."""

    span = serializers.ChoiceField(choices=[*SPANS], required=False, default="ever")
    notifications = StrictBooleanField(required=False, default=True)


class MuteOut(serializers.Serializer[Mute]):
    """Somebody you do not want to see; ``until`` null is for good."""

    id = serializers.IntegerField(source="muted.pk")
    username = serializers.CharField(source="muted.username")
    name = serializers.CharField(source="muted.full_name")
    until = serializers.DateTimeField(allow_null=True)
    notifications = serializers.BooleanField()


class SearchIn(serializers.Serializer[Any]):
    """Words of names; without them who came last."""

    q = StrictCharField(required=False, allow_blank=True, max_length=SEARCH_MAX, default="")
    near = serializers.BooleanField(required=False, default=False)


class ListIn(BeforeIn):
    """A page of a list, narrowed by words of names."""

    q = StrictCharField(required=False, allow_blank=True, max_length=SEARCH_MAX, default="")
