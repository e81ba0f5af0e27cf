"""What staff does to messages; whether it may was asked before."""

from __future__ import annotations

from samovar.chat.change_actions import take_back
from samovar.chat.models import Message
from samovar.core.batch import joined


def remove_message(*, message_id: int) -> None:
    """Take a message from everybody; nothing of what it said stays. Nothing happens when it is gone."""
    with joined() as batch:
        found = Message.objects.filter(pk=message_id, deleted_at=None).select_related(
            "room", "sender__user", "sender__guest"
        )
        message = found.first()
        if message is not None:
            take_back(batch, message.room, message)
