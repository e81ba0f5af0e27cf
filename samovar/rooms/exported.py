"""What people take home of their rooms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samovar.accounts.exported import Part, tell
from samovar.rooms.models import Invitation, InviteLink, Membership, Room

tell(
    Part(
        "rooms",
        _("Rooms"),
        lambda person: Membership.objects.filter(participant__user=person),
        ("room__name", "room__code", "room__kind", "role", "display_name", "joined_at"),
        text="room__name",
        at="joined_at",
    ),
    Part(
        "rooms-made",
        _("Rooms you made"),
        lambda person: Room.objects.filter(creator=person),
        ("name", "code", "kind", "history", "created_at", "closed_at"),
        text="name",
        at="created_at",
    ),
    Part(
        "room-invitations",
        _("Invitations to rooms"),
        lambda person: Invitation.objects.filter(user=person),
        ("room__name", "room__code", "inviter__username", "created_at"),
        text="room__name",
        at="created_at",
    ),
    Part(
        "room-invitations-made",
        _("Invitations to rooms you made"),
        lambda person: Invitation.objects.filter(inviter=person),
        ("room__name", "user__username", "created_at"),
        text="room__name",
        at="created_at",
    ),
    Part(
        "room-links",
        _("Links to rooms you made"),
        lambda person: InviteLink.objects.filter(creator=person),
        ("room__name", "created_at", "ends_at", "most_uses", "uses"),
        text="room__name",
        at="created_at",
    ),
)
