"""A room's board: its pages, their elements as the server has them, who may draw, and what is kept beside."""

from __future__ import annotations

import secrets
from typing import ClassVar, Literal

from django.db import models
from django.utils import timezone


def new_epoch() -> str:
    """Return a name that no other life of a page has."""
    return secrets.token_hex(6)


def new_picture_name() -> str:
    return secrets.token_urlsafe(16)


class Board(models.Model):
    """One per room. ``guests``: where everybody may draw, guests may too.

    ``presenter`` leads: the others look at what this participant looks at, unless they look away.
    """

    class Policy(models.TextChoices):
        HOST = "host"
        CHOSEN = "chosen"
        EVERYBODY = "everybody"

    room = models.OneToOneField("rooms.Room", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=100, blank=True)
    policy = models.CharField(max_length=9, choices=Policy.choices, default=Policy.HOST)
    guests = models.BooleanField(default=False)
    presenter = models.ForeignKey(
        "rooms.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.stream

    @property
    def allowed(self) -> Literal["host", "chosen", "everybody"]:
        """The policy, as it travels."""
        if self.policy == self.Policy.EVERYBODY:
            return "everybody"
        return "chosen" if self.policy == self.Policy.CHOSEN else "host"

    @property
    def stream(self) -> str:
        """The key of what is told to those who look at the board, whatever page they see."""
        return f"b:{self.pk}"


class Page(models.Model):
    """A sheet of a board, in the order of ``position``. ``seq`` counts its changes, within an ``epoch``.

    Its history reaches back to ``begins``: what was older is forgotten. ``changed_at``: when it was drawn on.
    ``size``: bytes of what is on it, as JSON.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=100, blank=True)
    position = models.PositiveIntegerField()
    epoch = models.CharField(max_length=12, default=new_epoch)
    seq = models.BigIntegerField(default=0)
    begins = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["board", "position"], name="pages_of_board")]

    def __str__(self) -> str:
        return self.stream

    @property
    def stream(self) -> str:
        """The key of what is told to those who look at this page."""
        return f"b:{self.board_id}:{self.pk}"


class Element(models.Model):
    """One thing on a page, as it was last accepted; deleted ones stay, so that old edits lose to them.

    ``maker`` drew it first, ``author`` changed it last. It has been so since the change ``since`` (``at``);
    ``seq`` is the last one, which hardly differed.
    ``place`` is its fractional index: what stands higher hides what stands lower.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    eid = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    since = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    version = models.BigIntegerField()
    nonce = models.BigIntegerField()
    maker = models.ForeignKey("rooms.Participant", null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey("rooms.Participant", null=True, on_delete=models.SET_NULL, related_name="+")
    deleted = models.BooleanField(default=False)
    place = models.CharField(max_length=200, default="")
    size = models.PositiveIntegerField(default=0)
    data = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "eid"], name="element_once")]
        indexes: ClassVar = [
            models.Index(fields=["page", "seq"], name="elements_since"),
            models.Index(fields=["page", "place"], name="elements_by_place"),
            # With each new element those on the page are counted; so no element itself is read for that.
            models.Index(fields=["page", "deleted"], name="elements_there"),
            models.Index(fields=["at"], name="deleted_by_age", condition=models.Q(deleted=True)),
        ]

    def __str__(self) -> str:
        return f"{self.eid} v{self.version}"


class Past(models.Model):
    """How an element was from the change ``since`` until before the change ``until``."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    eid = models.CharField(max_length=64)
    since = models.BigIntegerField()
    until = models.BigIntegerField()
    at = models.DateTimeField()
    maker = models.ForeignKey("rooms.Participant", null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey("rooms.Participant", null=True, on_delete=models.SET_NULL, related_name="+")
    data = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["page", "until"], name="past_of_page")]

    def __str__(self) -> str:
        return f"{self.eid} before {self.until}"


class Version(models.Model):
    """A name for how a page was at ``seq``, so that it is found again."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    seq = models.BigIntegerField()
    name = models.CharField(max_length=100)
    author = models.ForeignKey("rooms.Participant", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["page", "seq"], name="versions_of_page")]

    def __str__(self) -> str:
        return f"version {self.pk} of {self.page_id}"


class Revision(models.Model):
    """An edit that lost to another one made at the same time; kept, so that nobody's work is gone."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    eid = models.CharField(max_length=64)
    maker = models.ForeignKey("rooms.Participant", null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey("rooms.Participant", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    data = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="lost_edits_by_age")]

    def __str__(self) -> str:
        return f"{self.eid} that lost"


class Grant(models.Model):
    """A host gave ``participant`` the pen."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey("rooms.Participant", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["board", "participant"], name="one_pen_each")
        ]

    def __str__(self) -> str:
        return f"pen of {self.participant_id}"


class Picture(models.Model):
    """A picture that elements of the board show, drawn anew here. ``fid`` is what elements call it."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    fid = models.CharField(max_length=64)
    author = models.ForeignKey("rooms.Participant", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=32, unique=True, default=new_picture_name)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["board", "fid"], name="picture_once")]

    def __str__(self) -> str:
        return f"picture {self.fid} of {self.board_id}"

    @property
    def path(self) -> str:
        """Where the WebP lies in the storage."""
        return f"boards/{self.board_id}/pictures/{self.name}.webp"


class Snapshot(models.Model):
    """A picture of a page at ``seq``; drawn by the author's browser, drawn anew here.

    ``page_name`` is what the page was called then; it stays when the page is gone.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    page_name = models.CharField(max_length=100, blank=True)
    seq = models.BigIntegerField()
    author = models.ForeignKey("rooms.Participant", null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=32, unique=True, default=new_picture_name)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"snapshot {self.pk} of {self.board_id}"

    @property
    def path(self) -> str:
        """Where the PNG lies in the storage."""
        return f"boards/{self.board_id}/{self.name}.png"
