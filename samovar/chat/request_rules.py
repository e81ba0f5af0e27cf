"""Writing first to somebody who lets only some write: one message, which waits until it is accepted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samovar.chat.models import Message
from samovar.core.errors import Denied
from samovar.people.privacy_rules import can_message_directly, has_let_in, takes_message_requests
from samovar.rooms.models import Membership


def require_may_ask(member: Membership, other: Membership | None, *, written: int) -> bool:
    """Say whether what ``member`` writes to ``other`` waits to be accepted.

    ``written``: how many messages there are. Raises Denied: ``messages_not_wanted`` where nobody is
    asked, ``request_waiting`` after the first one; a no sounds the same.
    """
    one, two = member.participant.user, other.participant.user if other else None
    if other is None or one is None or two is None or can_message_directly(one, two):
        return False
    if has_let_in(two, one) or has_written(other):
        return False
    if not takes_message_requests(two):
        raise Denied(_("This person does not take messages from you."), code="messages_not_wanted")
    if written:
        raise Denied(_("Your first message waits to be accepted."), code="request_waiting")
    return True


def has_written(member: Membership) -> bool:
    return Message.objects.filter(room=member.room_id, sender=member.participant_id).exists()
