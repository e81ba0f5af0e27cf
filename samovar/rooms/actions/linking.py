"""Links that let whoever has them into a room."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from samovar.accounts.models import User
from samovar.core.errors import NotFound
from samovar.rooms import member_rules, rules
from samovar.rooms.actions.entering import let_in
from samovar.rooms.member_rules import NO_LINK
from samovar.rooms.models import InviteLink, Room


def make_link(*, actor: User, room_id: int, days: int | None = None, uses: int | None = None) -> InviteLink:
    """Make a link for ``days`` days and ``uses`` people; None is no limit. NotFound, Denied, Invalid."""
    member = member_rules.require_linker(actor, room_id)
    with transaction.atomic():
        Room.objects.select_for_update().get(pk=room_id)
        member_rules.require_fewer_links(member.room)
        ends_at = timezone.now() + timedelta(days=days) if days else None
        return InviteLink.objects.create(room=member.room, creator=actor, ends_at=ends_at, most_uses=uses)


def revoke_link(*, actor: User, room_id: int, link_id: int) -> None:
    """Let a link lead nowhere from now on. NotFound, Denied."""
    member = rules.require_member(actor, room_id)
    link = InviteLink.objects.filter(pk=link_id, room_id=room_id).first()
    if link is None:
        raise NotFound(NO_LINK, code="link_not_found")
    member_rules.require_own_link(member, link)
    link.delete()


def join_by_link(*, actor: User, word: str) -> Room:
    """Give the actor a place in the room; who has one keeps it and uses nothing up.

    NotFound for a link that ended or was never there, Denied for who was banned and for a locked room.
    """
    with transaction.atomic():
        found = member_rules.open_links().select_for_update(of=("self",)).select_related("room", "creator")
        link = member_rules.require_link_for(actor, found.filter(word=word).first())
        if rules.membership_of(actor, link.room_id) is None:
            rules.require_open(link.room)
            let_in(actor, link.room, actor.full_name[: rules.DISPLAY_NAME_MAX])
            InviteLink.objects.filter(pk=link.pk).update(uses=F("uses") + 1)
    return link.room
