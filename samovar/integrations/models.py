"""What lets programs in: personal tokens, bots, and webhooks of rooms."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class PersonalToken(models.Model):
    """A token somebody made for a program. ``digest`` is the SHA-256 of it; the text itself is nowhere.

    ``grants`` maps areas (``core.areas``, or ``*`` for all) to ``read`` or ``write``.
    """

    session = models.OneToOneField("accounts.Session", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    grants = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"token {self.pk}"


class Bot(models.Model):
    """An account without a login that ``owner`` made; it is reached by tokens alone."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"bot {self.pk}"


class IncomingHook(models.Model):
    """An address by which a program writes into ``room`` as ``bot``; ``digest`` as with tokens."""

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="+")
    bot = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"hook {self.pk}"


class OutgoingHook(models.Model):
    """An address that is told each message of a kept room; all up to the number ``told_n`` are delivered
    or wait as a ``Delivery``. ``secret`` signs what is sent."""

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=64)
    told_n = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"outgoing hook {self.pk}"


class Delivery(models.Model):
    """One message on its way to one address; without a number ``n`` it is a test of the address.

    ``new``: not handed to the queue yet. ``waiting``: it is in the queue. ``dead``: all tries are used up.
    """

    class State(models.TextChoices):
        NEW = "new"
        WAITING = "waiting"
        DONE = "done"
        DEAD = "dead"

    hook = models.ForeignKey(OutgoingHook, on_delete=models.CASCADE, related_name="+")
    n = models.BigIntegerField(null=True)
    payload = models.JSONField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    tries = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hook", "n"], name="delivered_once")]
        indexes = [
            models.Index(fields=["hook", "-id"], name="deliveries_of_hook"),
            models.Index(fields=["hook", "state", "-id"], name="deliveries_by_state"),
            models.Index(fields=["id"], name="deliveries_new", condition=models.Q(state="new")),
            models.Index(fields=["created_at"], name="deliveries_by_age"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
