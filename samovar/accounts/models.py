"""People who have an account, and the logins behind every cookie, token and socket."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext

from samovar.core.text import fold_username


class UserManager(BaseUserManager["User"]):
    """Makes users; names are compared by their folded key (C24)."""

    def create_user(self, username: str, email: str = "", password: str | None = None, **extra: Any) -> User:
        user = self.model(username=username, email=email.strip(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, username: str, email: str = "", password: str | None = None, **extra: Any
    ) -> User:
        extra |= {"is_staff": True, "is_superuser": True, "verified_at": timezone.now()}
        return self.create_user(username, email, password, **extra)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username_key=fold_username(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. ``username`` is shown as typed, ``username_key`` decides who is who."""

    username = models.CharField(max_length=40)
    username_key = models.CharField(max_length=80, unique=True, editable=False)
    email = models.EmailField(max_length=254, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=8, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    # Speaks in one room, as a webhook does: nobody comes upon it elsewhere.
    unlisted = models.BooleanField(default=False, db_default=False, editable=False)
    # Stands for somebody who was deleted, where others' words still refer to him.
    erased = models.BooleanField(default=False, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_email",
                condition=models.Q(email__gt=""),
            ),
        ]
        # SQLite finds nobody by the one above: it does not see that an address comes after "".
        indexes: ClassVar = [
            models.Index(fields=["email"], name="account_of_email"),
            # They are few; lists leave them out without reading everybody.
            models.Index(fields=["id"], name="accounts_away", condition=models.Q(is_active=False)),
        ]

    def __str__(self) -> str:
        return self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.username_key = fold_username(self.username)
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """First and last name, else the username: how the person is called everywhere."""
        if self.erased:
            return gettext("Deleted account")
        return f"{self.first_name} {self.last_name}".strip() or self.username


# The first sign that is found counts: Edge calls itself Chrome too, and Chrome calls itself Safari.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_name(agent: str) -> str:
    """Return what a browser calls itself, for people: ``Firefox · Linux``, else its first word."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return " · ".join(filter(None, [browser, system])) or agent.split(" ", maxsplit=1)[0] or "API"


def new_sid() -> str:
    """Return an unguessable public id of a session."""
    return secrets.token_urlsafe(18)


def new_nonce() -> str:
    """Return an unguessable word that tells one wish from the next."""
    return secrets.token_urlsafe(12)


class Session(models.Model):
    """One login. A cookie and a token both lead here; ending it ends them and their sockets."""

    class Kind(models.TextChoices):
        WEB = "web"
        API = "api"
        GUEST = "guest"

    sid = models.CharField(max_length=32, unique=True, default=new_sid)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    device = models.CharField(max_length=200, blank=True)
    refresh_jti = models.CharField(max_length=64, blank=True)
    previous_jti = models.CharField(max_length=64, blank=True)
    rotated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "ended_at"], name="session_of_user")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="guest", user=None)
                | models.Q(kind__in=["web", "api"], user__isnull=False),
                name="guests_have_no_user",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def device_name(self) -> str:
        """What runs there, for people."""
        return device_name(self.device)


class Login(models.Model):
    """One try to log in to an account, kept a year for its owner to look at.

    ``session`` is what a try that ``succeeded`` opened. The others were made with a wrong password.
    """

    class Method(models.TextChoices):
        PASSWORD = "password"  # noqa: S105 - a word
        CODE = "code"
        RECOVERY = "recovery"
        PASSKEY = "passkey"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    succeeded = models.BooleanField()
    method = models.CharField(max_length=8, choices=Method.choices, default=Method.PASSWORD)
    address = models.GenericIPAddressField(null=True, blank=True)
    device = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-id"], name="logins_newest"),
            models.Index(fields=["at"], name="logins_to_forget"),
        ]

    def __str__(self) -> str:
        return f"login {self.pk} of {self.user_id}"

    @property
    def device_name(self) -> str:
        """What ran there, as for a session."""
        return device_name(self.device)


class Erasure(models.Model):
    """Somebody asked to be deleted; it happens at ``due_at``, and until then can be taken back.

    ``user_id`` is no foreign key: the row outlives the account. ``name_digest`` keeps the username
    reserved for a year, ``person_digest`` tells for 90 days that this account was there. ``ghost`` takes
    the person's place where others' words refer to him.
    """

    user_id = models.BigIntegerField(null=True, unique=True)
    ghost = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    name_digest = models.CharField(max_length=64, db_index=True)
    person_digest = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"erasure {self.pk}"


class Passkey(models.Model):
    """A key on a device of ``user`` that opens the account without a password (WebAuthn).

    ``key`` names it (hexadecimal), ``data`` is what its signatures are checked by, ``count`` how
    often it signed, for devices that count.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=2046, unique=True)
    data = models.BinaryField()
    count = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"passkey {self.pk}"


class Suspension(models.Model):
    """``user`` is shut out by staff, and hidden: ``until`` a moment, or until staff lifts it."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    until = models.DateTimeField(null=True, blank=True, db_index=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"suspension of {self.user_id}"


class Application(models.Model):
    """``user`` signed up where staff lets each person in, and waits; ``text`` is what he told."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"application of {self.user_id}"


class Invitation(models.Model):
    """Lets ``uses_left`` people sign up where that takes an invitation."""

    code = models.CharField(max_length=32, unique=True, default=new_nonce)
    maker = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    uses_left = models.PositiveIntegerField()
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class FormerName(models.Model):
    """A username somebody had before: nobody else takes it until ``until``, and old links lead on to him."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    username = models.CharField(max_length=40)
    username_key = models.CharField(max_length=80, unique=True)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"former name of {self.user_id}"


class EmailChange(models.Model):
    """``user`` wants another address; it counts once both the old and the new one were confirmed.

    ``nonce`` makes the links of an earlier wish worthless.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254)
    nonce = models.CharField(max_length=32, default=new_nonce)
    old_confirmed_at = models.DateTimeField(null=True, blank=True)
    new_confirmed_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"change of address of {self.user_id}"


class Export(models.Model):
    """``user`` asked for everything that is kept of him; ``path`` is where the archive lies in the storage.

    ``done`` of ``parts`` are written. ``size`` is in bytes. It is removed at ``expires_at``.
    """

    class State(models.TextChoices):
        MAKING = "making"
        READY = "ready"
        FAILED = "failed"

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=6, choices=State.choices, default=State.MAKING)
    done = models.PositiveSmallIntegerField(default=0)
    parts = models.PositiveSmallIntegerField(default=1)
    tries = models.PositiveSmallIntegerField(default=0)
    path = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    # When it was last heard of its maker.
    seen_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"export of {self.user_id}"

    @property
    def percent(self) -> int:
        """How much of it is written."""
        if self.state == self.State.READY:
            return 100
        return self.done * 100 // max(1, self.parts)


class Mail(models.Model):
    """A mail of an installation that has no mail server; read at ``/outbox/``."""

    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
