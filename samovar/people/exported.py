"""What people take home of their bonds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samovar.accounts.exported import Part, tell
from samovar.people.models import Answer, Block, Follow, FollowRequest, Mute, Privacy, Profile

tell(
    Part(
        "profile",
        _("Profile"),
        lambda person: Profile.objects.filter(user=person),
        ("bio", "about", "address", "country", "links", "picture", "follower_count", "following_count"),
        text="bio",
    ),
    Part(
        "privacy",
        _("Privacy"),
        lambda person: Privacy.objects.filter(user=person),
        ("messages", "calls", "follows", "online", "private"),
    ),
    Part(
        "followings",
        _("People you follow"),
        lambda person: Follow.objects.filter(follower=person),
        ("followed__username", "created_at"),
        text="followed__username",
        at="created_at",
    ),
    Part(
        "followers",
        _("People who follow you"),
        lambda person: Follow.objects.filter(followed=person),
        ("follower__username", "created_at"),
        text="follower__username",
        at="created_at",
    ),
    Part(
        "follow-requests",
        _("Requests to follow you sent"),
        lambda person: FollowRequest.objects.filter(follower=person),
        ("followed__username", "created_at"),
        text="followed__username",
        at="created_at",
    ),
    Part(
        "follow-requests-received",
        _("Requests to follow you"),
        lambda person: FollowRequest.objects.filter(followed=person),
        ("follower__username", "created_at"),
        text="follower__username",
        at="created_at",
    ),
    Part(
        "blocks",
        _("People you block"),
        lambda person: Block.objects.filter(blocker=person, inherited=False),
        ("blocked__username", "created_at"),
        text="blocked__username",
        at="created_at",
    ),
    Part(
        "mutes",
        _("People you mute"),
        lambda person: Mute.objects.filter(muter=person),
        ("muted__username", "notifications", "until", "created_at"),
        text="muted__username",
        at="created_at",
    ),
    Part(
        "message-requests",
        _("Message requests you answered"),
        lambda person: Answer.objects.filter(person=person),
        ("other__username", "yes", "at"),
        text="other__username",
        at="at",
    ),
)
