"""What is told to a person outside of where it happened, and by which ways."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

# What is neither mailed nor pushed unless somebody asks for it.
QUIET_KINDS = ("follow_accepted", "like")


def quiet_kinds() -> list[str]:
    """Return what a new choice keeps from mail and devices."""
    return list(QUIET_KINDS)


class Notification(models.Model):
    """One thing that happened to ``user``. ``target`` is the local address that View leads to.

    ``key`` makes it happen once: the same event told twice is one row. Rows of one ``bundle`` are shown as
    one ("Bob and 3 others"); without a bundle a row stands alone. Not ``on_page``: told by mail or to
    devices only, since the person wishes so.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=32)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=300)
    key = models.CharField(max_length=120)
    bundle = models.CharField(max_length=160, null=True, blank=True)  # noqa: DJ001 - none is like no other
    on_page = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_notification_per_event")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_newest"),
            models.Index(fields=["user"], name="notification_unread", condition=models.Q(read_at=None)),
            models.Index(fields=["user", "bundle", "-id"], name="notification_bundles"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"


class Choice(models.Model):
    """Of which kinds ``user`` does not want to be told: on the page, by mail, on devices.

    Without a row, what the defaults say. Mail comes ``digest`` often at most, and only to who is away;
    ``mailed_through`` is the newest notification that was in one. ``quiet``: nothing makes a sound or shows
    itself on a desktop or a device, until ``quiet_until``, or until that is taken back where it is None.
    What happens is counted all the same.
    """

    class Digest(models.TextChoices):
        DAILY = "daily"
        WEEKLY = "weekly"
        NEVER = "never"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    unwanted = models.JSONField(default=list, blank=True)
    unmailed = models.JSONField(default=quiet_kinds, blank=True)
    unpushed = models.JSONField(default=quiet_kinds, blank=True)
    digest = models.CharField(max_length=8, choices=Digest.choices, default=Digest.DAILY)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mailed_through = models.BigIntegerField(default=0)
    quiet = models.BooleanField(default=False)
    quiet_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"choice of {self.user_id}"


class PushKeys(models.Model):
    """The pair of keys by which this installation is known to push services (VAPID); there is one row."""

    private_pem = models.TextField()
    public_pem = models.TextField()
    public = models.CharField(max_length=120)  # base64url of the point, as browsers take it
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return "keys for push services"


class PushDevice(models.Model):
    """A browser of ``user`` that wants to be told also while no page is open.

    ``endpoint`` is the address its push service gave it, ``p256dh`` and ``auth`` what its messages are
    encrypted with. It is told as long as the login it was added in (``session``).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey("accounts.Session", on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=500, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"push device {self.pk}"
