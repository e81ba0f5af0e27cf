"""How people stand to each other."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Block(models.Model):
    """``blocker`` wants nothing to do with ``blocked``; both are hidden from each other.

    ``inherited``: nobody asked for this one; it holds for a tool of one of two between whom there is a block,
    and is shown to nobody, since it would tell whose tool that is.
    """

    blocker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    inherited = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="one_block_per_pair"),
            models.CheckConstraint(
                condition=~models.Q(blocker=models.F("blocked")), name="nobody_blocks_oneself"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["blocked", "blocker"], name="block_reverse")]

    def __str__(self) -> str:
        return f"{self.blocker_id} blocks {self.blocked_id}"


class Profile(models.Model):
    """What a person tells of oneself beyond the name; made with the first change or follower.

    ``picture`` is the name of a stored picture ("" shows initials), ``links`` http and https addresses.
    ``address`` is for oneself alone, ``seen_at`` the end of the last time online. The counts hold
    exactly what a recount of ``Follow`` would give.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    bio = models.CharField(max_length=160, blank=True)
    about = models.TextField(max_length=2000, blank=True)
    address = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=80, blank=True)
    links = models.JSONField(default=list, blank=True)
    picture = models.CharField(max_length=40, blank=True)
    follower_count = models.PositiveIntegerField(default=0)
    following_count = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"profile of {self.user_id}"


class Follow(models.Model):
    """``follower`` sees what ``followed`` tells to followers, and finds it under Following."""

    follower = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    followed = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follower", "followed"], name="one_follow_per_pair"),
            models.CheckConstraint(
                condition=~models.Q(follower=models.F("followed")), name="nobody_follows_oneself"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["followed", "-id"], name="followers_newest"),
            models.Index(fields=["follower", "-id"], name="followings_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} follows {self.followed_id}"


class FollowRequest(models.Model):
    """``follower`` asked to follow ``followed``, whose account is private and who has not answered yet."""

    follower = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    followed = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follower", "followed"], name="one_follow_request_per_pair"),
            models.CheckConstraint(
                condition=~models.Q(follower=models.F("followed")), name="nobody_asks_oneself"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["followed", "-id"], name="follow_requests_newest")]

    def __str__(self) -> str:
        return f"{self.follower_id} asks to follow {self.followed_id}"


class Circle(models.TextChoices):
    """Whom something is open to."""

    EVERYBODY = "everybody"
    FOLLOWED = "followed"
    NOBODY = "nobody"


class Privacy(models.Model):
    """Whom a person lets come near; without a row everybody. ``FOLLOWED`` are those the person follows.

    ``messages`` and ``calls``: who may write and call directly. ``follows``: who may follow. ``online``:
    who sees that the person is online, and since when not. ``private``: follows are asked for, and only
    followers see the person's posts, followers and followings.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    messages = models.CharField(max_length=9, choices=Circle.choices, default=Circle.EVERYBODY)
    calls = models.CharField(max_length=9, choices=Circle.choices, default=Circle.EVERYBODY)
    follows = models.CharField(max_length=9, choices=Circle.choices, default=Circle.EVERYBODY)
    online = models.CharField(max_length=9, choices=Circle.choices, default=Circle.EVERYBODY)
    private = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user"], name="private_people", condition=models.Q(private=True))
        ]

    def __str__(self) -> str:
        return f"privacy of {self.user_id}"


class Mute(models.Model):
    """``muter`` does not want to see what ``muted`` posts; the muted is not told (B41).

    ``notifications``: nor to be told what that person does. ``until``: then it ends by itself.
    """

    muter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    muted = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    notifications = models.BooleanField(default=True)
    until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["muter", "muted"], name="one_mute_per_pair"),
            models.CheckConstraint(condition=~models.Q(muter=models.F("muted")), name="nobody_mutes_oneself"),
        ]
        indexes: ClassVar = [models.Index(fields=["until"], name="mutes_to_end")]

    def __str__(self) -> str:
        return f"{self.muter_id} mutes {self.muted_id}"


class Answer(models.Model):
    """``person`` was written to by ``other``, whom he does not let write directly, and said yes or no."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    yes = models.BooleanField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "other"], name="one_answer_per_pair"),
        ]

    def __str__(self) -> str:
        return f"answer of {self.person_id} to {self.other_id}"
