"""Webhooks of a room: in, and out."""

from __future__ import annotations

from secrets import token_hex
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.chat.actions import Draft, post_message
from samovar.core.caller import Caller
from samovar.core.errors import Conflict, Invalid, NotFound
from samovar.core.limits import Limit
from samovar.core.writer import Answer
from samovar.integrations import queries, rules
from samovar.integrations.actions.tokens import account_without_login, close_account
from samovar.integrations.models import IncomingHook, OutgoingHook
from samovar.integrations.secret_texts import digest_of, hook_key, new_key
from samovar.rooms.actions.making import add_members
from samovar.rooms.models import Membership

HOOK_POSTS = Limit("hook-posts", 120, 60)
HOOK_NAME_MAX = 40


@transaction.atomic
def create_incoming_hook(*, actor: User, room_id: int, name: str) -> IncomingHook:
    """Let a program write into the room under ``name``. NotFound, Denied, Conflict, Invalid (field name)."""
    room = rules.require_hooks(actor, room_id).room
    rules.require_room_for_hook(room)
    name = name.strip()
    if not name or len(name) > HOOK_NAME_MAX:
        raise Invalid(fields={"name": [_("Give it a name of at most 40 characters.")]})
    bot = account_without_login(username=f"hook-{token_hex(6)}", name=name, unlisted=True)
    add_members(room, [bot], Membership.Role.MEMBER)
    hook = IncomingHook.objects.create(room=room, bot=bot, name=name, digest=token_hex(32))
    hook.digest = digest_of(hook_key(hook.pk))
    hook.save(update_fields=["digest"])
    return hook


@transaction.atomic
def remove_incoming_hook(*, actor: User, room_id: int, hook_id: int) -> None:
    """End a webhook; what came by it stays. NotFound, Denied."""
    found = [hook for hook in queries.hooks_for(viewer=actor, room_id=room_id).incoming if hook.pk == hook_id]
    if not found:
        raise NotFound(code="hook_not_found")
    close_account(found[0].bot)


def post_by_hook(*, actor: None, key: str, text: str, once: str | None = None) -> Answer:
    """Write ``text`` (Markdown) into the room a webhook belongs to. NotFound, Invalid (body), TooMany."""
    hook = queries.hook_of_key(key=key)
    HOOK_POSTS.take(str(hook.pk))
    caller = Caller(f"u:{hook.bot_id}", 0, user_id=hook.bot_id)
    return post_message(actor=caller, draft=Draft(hook.room_id, once or str(uuid4()), text))


@transaction.atomic
def create_outgoing_hook(*, actor: User, room_id: int, url: str) -> OutgoingHook:
    """Tell ``url`` of each message from now on. NotFound, Denied, Conflict, Invalid (field url)."""
    room = rules.require_hooks(actor, room_id).room
    rules.require_room_for_hook(room)
    if not room.kept:
        raise Conflict(_("This room keeps no history, so nothing of it is told outside."), code="not_kept")
    address = rules.require_address(url)
    return OutgoingHook.objects.create(room=room, url=address, secret=new_key(), told_n=room.last_n)


def remove_outgoing_hook(*, actor: User, room_id: int, hook_id: int) -> None:
    """Tell it no more; what waits is dropped. NotFound, Denied."""
    rules.require_hooks(actor, room_id)
    if not OutgoingHook.objects.filter(room_id=room_id, pk=hook_id).delete()[0]:
        raise NotFound(code="hook_not_found")
