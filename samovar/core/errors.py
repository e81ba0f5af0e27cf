"""The one tree of refusals. Doors translate these; nothing else may reach a person."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Refusal(Exception):
    """What an action or a query raises when it will not do what was asked.

    ``code`` is stable and for programs, ``message`` is a translated sentence for people,
    ``fields`` maps a field's name to its sentences. ``current``: what is there instead of what was refused.
    """

    status: ClassVar[int] = 400
    default_code: ClassVar[str] = "refused"
    default_message: ClassVar[Text] = _("This cannot be done.")

    def __init__(
        self,
        message: Text | None = None,
        *,
        code: str | None = None,
        fields: dict[str, list[Text]] | None = None,
        current: list[dict[str, Any]] | None = None,
    ) -> None:
        self.code = code or self.default_code
        self.message = message if message is not None else self.default_message
        self.fields = fields or {}
        self.current = current
        super().__init__(self.code)


class NotLoggedIn(Refusal):
    """Nobody is logged in, or not with these credentials."""

    status = 401
    default_code = "not_authenticated"
    default_message = _("Please log in.")


class Denied(Refusal):
    """The thing may be seen, but this may not be done to it."""

    status = 403
    default_code = "denied"
    default_message = _("You may not do this.")


class NotFound(Refusal):
    """There is no such thing, or not for this viewer: both give the same answer."""

    status = 404
    default_code = "not_found"
    default_message = _("There is nothing here.")


class Conflict(Refusal):
    """It was possible once, but not in the present state."""

    status = 409
    default_code = "conflict"
    default_message = _("This does not fit what is there now.")


class KeyReused(Conflict):
    """A client id or Idempotency-Key came again with another request."""

    status = 422
    default_code = "key_reused"
    default_message = _("This was sent before, with other words.")


class Invalid(Refusal):
    """The input has the wrong shape or content."""

    status = 400
    default_code = "invalid"
    default_message = _("Please check what you entered.")


class TooLarge(Refusal):
    """The request brings more bytes than it may."""

    status = 413
    default_code = "too_large"
    default_message = _("This is more than can be sent at once. Go back and send less; nothing was changed.")


class TooMany(Refusal):
    """Asked too often. ``retry_after`` is in seconds."""

    status = 429
    default_code = "too_many"
    default_message = _("Too many attempts. Please wait a moment.")

    def __init__(self, retry_after: int, message: Text | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NoSpace(Refusal):
    """There is no room for more bytes: a quota or the disk is full. What is there stays."""

    status = 507
    default_code = "no_space"
    default_message = _("There is no space left for this.")


class Unavailable(Refusal):
    """The server cannot answer in time; trying again is safe."""

    status = 503
    default_code = "unavailable"
    default_message = _("The server is busy. Please try again.")
