"""What becomes of bots and webhooks when somebody is deleted or shut out, or a room ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from samovar.accounts import actions as accounts
from samovar.accounts.models import User
from samovar.integrations.actions.tokens import close_account
from samovar.integrations.models import Bot, Delivery, IncomingHook, OutgoingHook
from samovar.rooms.models import Membership, Room


@transaction.atomic
def erase_person(*, person: User, ghost: User) -> bool:
    """Erase a portion of the bots of somebody who is being deleted; say whether there may be more.

    What waits to be told outside of his messages is dropped.
    """
    Delivery.objects.filter(payload__message__user=person.pk).delete()
    bot = Bot.objects.filter(owner=person).select_related("user").first()
    if bot is None:
        return False
    accounts.erase_along(person=bot.user, ghost=ghost)
    return True


@transaction.atomic
def end_hooks_of(*, room: Room) -> None:
    """A room has ended: nothing comes in any more, and nothing of it is told outside."""
    OutgoingHook.objects.filter(room=room).delete()
    for hook in IncomingHook.objects.filter(room=room).select_related("bot"):
        close_account(hook.bot)
        # The name its owner gave it would outlive him.
        User.objects.filter(pk=hook.bot_id).update(first_name="", last_name="")
        Membership.objects.filter(participant__user=hook.bot_id).update(display_name="")
        hook.delete()


def shut_bots_out(*, owner: User, until: datetime | None) -> None:
    """The bots of somebody who is suspended are so too."""
    for bot in Bot.objects.filter(owner=owner, user__is_active=True).select_related("user"):
        accounts.shut_out(person=bot.user, until=until, reason="")


def let_bots_back_in(*, owner: User) -> None:
    """And come back with him."""
    for bot in Bot.objects.filter(owner=owner).select_related("user"):
        accounts.let_back_in(person=bot.user)
