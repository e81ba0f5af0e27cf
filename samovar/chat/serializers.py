"""The shape of what the REST doors of chat take and give."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from samovar.chat.events import MessageView
from samovar.chat.poll_serializers import PollOut
from samovar.core.api import StrictBooleanField, StrictCharField, StrictIntegerField
from samovar.files.serializers import FileOut
from samovar.files.upload_rules import ALT_MAX, WITH_ONE
from samovar.people.serializers import PersonBriefOut

LARGEST_ID = 2**63 - 1
LONGEST_PAGE = 100


class FileRefIn(serializers.Serializer[Any]):
    """A finished upload of one's own; ``alt`` says what it shows."""

    id = serializers.RegexField(r"^[\w-]{1,40}$")
    alt = StrictCharField(required=False, allow_blank=True, default="", max_length=ALT_MAX)


class MessageIn(serializers.Serializer[Any]):
    """What ``POST /api/messages/`` takes; ``user`` may be left out and is the caller (C6).

    With ``files`` the ``content`` may be empty.
    """

    chatroom = StrictIntegerField(min_value=1, max_value=LARGEST_ID)
    user = StrictIntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    content = StrictCharField(allow_blank=True)
    files = serializers.ListField(child=FileRefIn(), required=False, default=list, max_length=WITH_ONE)
    reply_to = StrictIntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    thread = StrictIntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    in_log = StrictBooleanField(required=False, default=True)


class DirectIn(serializers.Serializer[Any]):
    """What is written to one person, perhaps in answer to the message of that number."""

    content = StrictCharField(allow_blank=True)
    files = serializers.ListField(child=FileRefIn(), required=False, default=list, max_length=WITH_ONE)
    reply_to = StrictIntegerField(required=False, min_value=1, max_value=LARGEST_ID)


class ForwardIn(serializers.Serializer[Any]):
    """The room into which it is sent on."""

    chatroom = StrictIntegerField(min_value=1, max_value=LARGEST_ID)


class ChangeIn(serializers.Serializer[Any]):
    """What a message says now."""

    content = StrictCharField(allow_blank=True)


class ReadIn(serializers.Serializer[Any]):
    """The number up to which all is read."""

    n = StrictIntegerField(min_value=0, max_value=LARGEST_ID)


class WhisperIn(serializers.Serializer[Any]):
    """What only one person in the room shall read; ``to`` is a username."""

    to = StrictCharField(max_length=200)
    content = StrictCharField(allow_blank=True)


class WhisperOut(serializers.Serializer[Any]):
    """A message for one person, behind the message number ``after`` of its room."""

    id = serializers.IntegerField(allow_null=True)
    chatroom = serializers.IntegerField(source="room")
    after = serializers.IntegerField()
    user = serializers.IntegerField(allow_null=True)
    username = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    to = serializers.CharField(source="to_username", allow_null=True)
    to_name = serializers.CharField()
    content = serializers.CharField(source="body")
    timestamp = serializers.CharField(source="at")


class WhisperedOut(serializers.Serializer[Any]):
    """Where it stands; ``id`` is null in a room that keeps nothing."""

    id = serializers.IntegerField(allow_null=True)
    after = serializers.IntegerField()
    timestamp = serializers.CharField(source="at")


class VersionOut(serializers.Serializer[Any]):
    """What a message said, and since when."""

    content = serializers.CharField(source="body")
    timestamp = serializers.CharField(source="at")


class ConversationRoomOut(serializers.Serializer[Any]):
    """A group room one talks in."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    code = serializers.CharField()


class ConversationOut(serializers.Serializer[Any]):
    """With a ``person``, or in the group ``room``: how many messages wait, and what was said last.

    ``author`` is "" for the other one of two, ``mine``: you wrote it.
    """

    person = PersonBriefOut(allow_null=True)
    room = ConversationRoomOut(allow_null=True)
    online = serializers.BooleanField()
    away = serializers.BooleanField()
    muted = serializers.BooleanField()
    unread = serializers.IntegerField()
    last = serializers.CharField(allow_null=True)
    author = serializers.CharField()
    mine = serializers.BooleanField()
    deleted = serializers.BooleanField()
    at = serializers.DateTimeField(allow_null=True)


class ConversationsIn(serializers.Serializer[Any]):
    """Where a page begins: the cursor of ``next``."""

    cursor = StrictCharField(required=False, allow_blank=True, max_length=50, default="")


class PageIn(serializers.Serializer[Any]):
    """Where a page of the log ends (``before`` is a message's number, not in it) and how long it is."""

    before = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    limit = serializers.IntegerField(required=False, default=50, min_value=1, max_value=LONGEST_PAGE)


class ReactionOut(serializers.Serializer[Any]):
    """An emoji on a message, and the participants who put it there (`id` of the room's members)."""

    emoji = serializers.CharField()
    participants = serializers.ListField(child=serializers.IntegerField())


class ReactorOut(serializers.Serializer[Any]):
    """Somebody who reacted; `id` is the one of the room's member, `user` null for a guest."""

    id = serializers.IntegerField(source="participant")
    user = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()


class ReactorsOut(serializers.Serializer[Any]):
    """Who put an emoji on a message, the first one first, and how many `others` did."""

    people = ReactorOut(many=True)
    others = serializers.IntegerField()


class QuoteOut(serializers.Serializer[Any]):
    """The message that another one answers, by its number; ``content`` are its first 200 characters."""

    n = serializers.IntegerField()
    name = serializers.CharField()
    content = serializers.CharField(source="body")


class RepliesOut(serializers.Serializer[Any]):
    """What stands under a message: how many answers, and since when the last one."""

    count = serializers.IntegerField()
    at = serializers.CharField()


class ForwardedOut(serializers.Serializer[Any]):
    """Who said first what was forwarded; ``user`` is null for a guest."""

    user = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()


class MessageOut(serializers.Serializer[MessageView]):
    """A message as REST shows it: the seeds' five keys, and who wrote it."""

    id = serializers.IntegerField(allow_null=True)
    chatroom = serializers.IntegerField(source="room")
    user = serializers.IntegerField(allow_null=True)
    content = serializers.CharField(source="body")
    timestamp = serializers.CharField(source="at")
    n = serializers.IntegerField()
    username = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    files = FileOut(many=True)
    poll = PollOut(allow_null=True)
    reply = QuoteOut(allow_null=True)
    edited = serializers.CharField(allow_null=True)
    deleted = serializers.BooleanField()
    reactions = ReactionOut(many=True)
    thread = serializers.IntegerField(allow_null=True)
    in_log = serializers.BooleanField()
    replies = RepliesOut(allow_null=True)
    pinned = serializers.BooleanField()
    forwarded = ForwardedOut(allow_null=True)


class ThreadOut(serializers.Serializer[Any]):
    """A message and the answers under it, oldest first; ``more``: older ones exist.

    ``following``: you hear of new ones.
    """

    root = MessageOut()
    messages = MessageOut(many=True)
    more = serializers.BooleanField()
    following = serializers.BooleanField()


class PostedOut(serializers.Serializer[Any]):
    """The answer to a message that was posted: exactly these keys (S1-16)."""

    id = serializers.IntegerField(allow_null=True)
    chatroom = serializers.IntegerField()
    user = serializers.IntegerField()
    content = serializers.CharField()
    timestamp = serializers.CharField()


class PageOut(serializers.Serializer[Any]):
    """A page of the log, newest first; ``next`` is the address of older ones, or null."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = MessageOut(many=True)


class SearchIn(serializers.Serializer[Any]):
    """Look for at least one of ``q``, ``sender``, ``before``, ``after``; ``cursor`` as in ``next``."""

    q = serializers.CharField(required=False, default="", max_length=400, allow_blank=True)
    room = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    sender = serializers.CharField(required=False, default="", max_length=150)
    before = serializers.CharField(required=False, default="", max_length=40)
    after = serializers.CharField(required=False, default="", max_length=40)
    has_file = serializers.BooleanField(required=False, default=False)
    cursor = serializers.CharField(required=False, default="", max_length=60)
    limit = serializers.IntegerField(required=False, default=20, min_value=1, max_value=50)


class SnippetPartOut(serializers.Serializer[Any]):
    """A piece of the text; ``hit``: it is what was looked for."""

    text = serializers.CharField()
    hit = serializers.BooleanField()


class SearchHitOut(serializers.Serializer[Any]):
    """A message that was found; ``address`` leads to it, ``to_name`` is null unless it is a whisper."""

    kind = serializers.ChoiceField(["message", "whisper"])
    id = serializers.IntegerField()
    room = serializers.IntegerField()
    room_name = serializers.CharField()
    address = serializers.CharField()
    n = serializers.IntegerField()
    name = serializers.CharField()
    username = serializers.CharField(allow_null=True)
    to_name = serializers.CharField(allow_null=True)
    at = serializers.CharField()
    snippet = SnippetPartOut(many=True)


class SearchOut(serializers.Serializer[Any]):
    """A page of what was found, newest first; ``next`` is the address of older ones, or null."""

    next = serializers.CharField(allow_null=True)
    results = SearchHitOut(many=True)
