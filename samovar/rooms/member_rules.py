"""Who may link to a room, leave it for good, hand it over. Nothing here writes."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.core.errors import Denied, Invalid, NotFound
from samovar.people.rules import can_interact
from samovar.rooms import rules
from samovar.rooms.models import InviteLink, Membership, Room
from samovar.rooms.rules import Viewer

LINKS_MAX = 50  # that open a room at the same time
NO_LINK = _("This link does not lead anywhere any more. Ask for a new one.")


def open_links() -> QuerySet[InviteLink]:
    """Return links that have not ended and were not used up, to rooms that live."""
    lasting = Q(ends_at=None) | Q(ends_at__gt=timezone.now())
    left = Q(most_uses=None) | Q(uses__lt=F("most_uses"))
    return InviteLink.objects.filter(lasting, left, room__closed_at=None)


def require_linker(viewer: Viewer, room_id: int) -> Membership:
    """Return the place of who may make links: as for inviting by name. NotFound, Denied."""
    member = rules.require_member(viewer, room_id)
    rules.require_can_invite(member)
    return member


def require_fewer_links(room: Room) -> None:
    if open_links().filter(room=room).count() >= LINKS_MAX:
        raise Invalid(_("There are enough links to this room. Delete one first."), code="too_many_links")


def require_own_link(member: Membership, link: InviteLink) -> None:
    """Hosts delete any link, others their own. What one does not see is not there."""
    if not rules.is_host(member) and link.creator_id != member.participant.user_id:
        raise NotFound(NO_LINK, code="link_not_found")


def require_link_for(user: User, link: InviteLink | None) -> InviteLink:
    """Return a link the person may use: no block with its maker, no ban. NotFound, Denied."""
    if link is None or not can_interact(user, link.creator):
        raise NotFound(NO_LINK, code="link_not_found")
    rules.require_not_banned(user, link.room)
    return link


def require_may_quit(member: Membership) -> None:
    """The owner hands a room over or deletes it; guests and the two of a conversation just stay away."""
    if member.role == Membership.Role.OWNER:
        raise Denied(_("Make somebody else the owner first, or delete the room."), code="owner_stays")
    if member.room.kind == Room.Kind.DIRECT or member.participant.user_id is None:
        raise Denied(_("This cannot be left."), code="cannot_leave")
