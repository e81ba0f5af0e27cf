"""Who may write what, and to whom. Nothing here writes."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from samovar.chat.markup import without_code
from samovar.chat.models import Message
from samovar.core.caller import Caller
from samovar.core.errors import Denied, Invalid, Text
from samovar.people.mentions import names_in
from samovar.people.rules import require_can_interact
from samovar.rooms import rules as rooms
from samovar.rooms.models import Membership, Room

# What takes no room on the screen: zero-width marks, joiners and the byte order mark.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))


MOST_REACTIONS = 20
MOST_PINS = 50
MOST_NAMES = 50
_SIGN = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_SHADE = "[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[#*0-9]\ufe0f?\u20e3|{_SIGN}{_SHADE}(?:\u200d{_SIGN}{_SHADE})*"
)


def require_body(body: str, *, files: int = 0) -> None:
    """Refuse what says nothing, what is too long, and what no database stores. Invalid (field ``body``).

    Beside ``files`` nothing has to be said.
    """
    if not files and not body.translate(_INVISIBLE).strip():
        raise _wrong(_("Write something first."), "empty")
    require_draft(body)
    if "@" in body and len(names_in(without_code(body), most=MOST_NAMES + 1)) > MOST_NAMES:
        raise _wrong(_("Mention at most 50 people in one message."), "too_many_mentions")


def require_draft(body: str) -> None:
    """Refuse to keep what could never be sent: too long, or with a NUL. Invalid (field ``body``)."""
    if len(body) > settings.MESSAGE_MAX_LENGTH:
        raise _too_long(settings.MESSAGE_MAX_LENGTH)
    if "\x00" in body:
        raise _wrong(_("The message has a character that cannot be sent."), "bad_character")


def require_words(body: str, *, forwards: bool, files: int = 0) -> None:
    """What is forwarded has its words already and takes none of one's own. Invalid (field ``body``)."""
    if not forwards:
        require_body(body, files=files)
    elif body or files:
        raise _wrong(_("A forwarded message has no text of its own."), "has_text")


def require_may_write(membership: Membership, other: Membership | None) -> None:
    """Refuse a direct message between two people of a block; ``other`` is the second one of two (B28).

    Denied (``chat_forbidden``) too where the hosts keep writing to themselves.
    """
    require_open_chat(membership)
    one, two = membership.participant.user, other.participant.user if other else None
    if membership.room.kind == Room.Kind.DIRECT and one is not None and two is not None:
        require_can_interact(one, two)


def require_open_chat(membership: Membership, to: Membership | None = None) -> None:
    """Denied (``chat_forbidden``) where only hosts write; whispers ``to`` a host go through all the same.

    A recorder looks on and writes nothing (``watching_only``).
    """
    if rooms.is_watching(membership):
        raise Denied(code="watching_only")
    if "chat" not in membership.room.forbidden or rooms.is_host(membership):
        return
    if to is None or not rooms.is_host(to):
        raise Denied(_("The hosts have turned off writing for everybody else."), code="chat_forbidden")


def require_kept(membership: Membership) -> None:
    """Messages that are kept nowhere cannot be answered, edited, deleted or reacted to."""
    if not membership.room.kept:
        raise Invalid(_("This room keeps no messages, so this cannot be done here."), code="not_kept")


def require_author(membership: Membership, message: Message) -> None:
    """Only who wrote a message may change what it says."""
    if message.sender_id != membership.participant_id:
        raise Denied(_("Only who wrote a message may change it."), code="not_author")


def can_delete(membership: Membership, message: Message) -> bool:
    """Its author, and in a room of many its owner and hosts."""
    return message.sender_id == membership.participant_id or rooms.is_host(membership)


def require_can_delete(membership: Membership, message: Message) -> None:
    if not can_delete(membership, message):
        raise Denied(_("Only who wrote a message, or a host, may delete it."), code="not_author")


def can_pin(membership: Membership) -> bool:
    """Both in a conversation of two; elsewhere owner and hosts."""
    return membership.room.kind == Room.Kind.DIRECT or rooms.is_host(membership)


def require_can_pin(membership: Membership) -> None:
    if not can_pin(membership):
        raise Denied(_("Only the hosts of this room may pin messages."), code="not_host")


def require_room_for_pin(count: int) -> None:
    """At most 50 messages of a room are pinned; ``count`` are already."""
    if count >= MOST_PINS:
        raise Invalid(_("There are enough pinned messages. Take one away first."), code="too_many_pins")


def require_emoji(text: str) -> None:
    """Refuse a reaction that is not exactly one emoji. Invalid (field ``emoji``)."""
    if not _EMOJI.fullmatch(text):
        sentence = _("Choose one emoji.")
        raise Invalid(sentence, code="not_an_emoji", fields={"emoji": [sentence]})


def require_room_for_reaction(count: int) -> None:
    """A message carries at most 20 different emojis; ``count`` it has already."""
    if count >= MOST_REACTIONS:
        raise Invalid(_("There are enough different reactions on this message."), code="too_many_reactions")


def require_oneself(actor: Caller, user_id: int | None) -> None:
    """The sender is who is logged in; naming somebody else is refused (C6)."""
    if user_id is not None and user_id != actor.user_id:
        raise Denied(_("You can only write as yourself."), code="not_yourself")


def _wrong(sentence: Text, code: str) -> Invalid:
    return Invalid(sentence, code=code, fields={"body": [sentence]})


def _too_long(limit: int) -> Invalid:
    sentence = ngettext_lazy(
        "The message is too long: %(limit)d character is the most.",
        "The message is too long: %(limit)d characters are the most.",
        limit,
    )
    return _wrong(sentence % {"limit": limit}, "too_long")
