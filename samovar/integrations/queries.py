"""What somebody sees of tokens, bots and webhooks, and who is behind a secret."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from samovar.accounts.models import Session, User
from samovar.accounts.tokens import Access
from samovar.core.errors import NotFound
from samovar.integrations.models import Bot, Delivery, IncomingHook, OutgoingHook, PersonalToken
from samovar.integrations.rules import require_hooks
from samovar.integrations.secret_texts import digest_of
from samovar.rooms.models import Membership, Room

LOG_LENGTH = 50
ROOMS_SHOWN = 500


@dataclass(frozen=True)
class Hooks:
    """The webhooks of a room."""

    incoming: list[IncomingHook]
    outgoing: list[OutgoingHook]


def access_of_token(text: str) -> Access | None:
    """Return what a personal token gives, or None when there is no such token."""
    found = PersonalToken.objects.filter(digest=digest_of(text)).select_related("session").first()
    return Access(found.session.sid, found.grants, lasting=True) if found else None


def grants_of_session(session: Session) -> dict[str, str] | None:
    """Return what the personal token of a session may do; None for a session of another kind."""
    if session.kind != Session.Kind.API:
        return None
    grants: dict[str, str] | None
    grants = PersonalToken.objects.filter(session=session).values_list("grants", flat=True).first()
    return grants


def tokens_for(*, viewer: User) -> QuerySet[PersonalToken]:
    """Return the living tokens of the viewer and of the viewer's bots, the newest first."""
    whose = [viewer.pk, *Bot.objects.filter(owner=viewer).values_list("user_id", flat=True)]
    living = PersonalToken.objects.filter(session__ended_at=None, session__expires_at__gt=timezone.now())
    return living.filter(session__user_id__in=whose).select_related("session__user").order_by("-pk")


def bots_for(*, viewer: User) -> QuerySet[Bot]:
    """Return the viewer's bots, the oldest first."""
    return Bot.objects.filter(owner=viewer, user__is_active=True).select_related("user").order_by("pk")


def bot_for(*, viewer: User, bot_id: int) -> Bot:
    """Return one of the viewer's bots, or raise NotFound."""
    bot = bots_for(viewer=viewer).filter(pk=bot_id).first()
    if bot is None:
        raise NotFound
    return bot


def hooks_for(*, viewer: User, room_id: int) -> Hooks:
    """Return the webhooks of a room the viewer owns. NotFound, Denied."""
    require_hooks(viewer, room_id)
    incoming = IncomingHook.objects.filter(room_id=room_id, bot__is_active=True).order_by("pk")
    return Hooks(list(incoming), list(OutgoingHook.objects.filter(room_id=room_id).order_by("pk")))


def hook_of_key(*, key: str) -> IncomingHook:
    """Return the webhook an address belongs to, while its room lives; else NotFound."""
    living = IncomingHook.objects.filter(bot__is_active=True, room__closed_at=None)
    hook = living.filter(digest=digest_of(key)).select_related("room", "bot").first()
    if hook is None:
        raise NotFound(code="hook_not_found")
    return hook


def outgoing_hook_for(*, viewer: User, hook_id: int) -> OutgoingHook:
    """Return a webhook of a room the viewer owns, with its room. NotFound, Denied."""
    hook = OutgoingHook.objects.filter(pk=hook_id, room__closed_at=None).select_related("room").first()
    if hook is None:
        raise NotFound(code="hook_not_found")
    require_hooks(viewer, hook.room_id)
    return hook


def hook_in_room_for(*, viewer: User, room_id: int, hook_id: int) -> OutgoingHook:
    """As ``outgoing_hook_for``, but only one of this room."""
    require_hooks(viewer, room_id)
    hook = outgoing_hook_for(viewer=viewer, hook_id=hook_id)
    if hook.room_id != room_id:
        raise NotFound(code="hook_not_found")
    return hook


def delivery_for(*, viewer: User, hook_id: int, delivery_id: int) -> Delivery:
    """Return one delivery of a webhook of a room the viewer owns. NotFound, Denied."""
    hook = outgoing_hook_for(viewer=viewer, hook_id=hook_id)
    found = Delivery.objects.filter(hook=hook, pk=delivery_id).first()
    if found is None:
        raise NotFound(code="delivery_not_found")
    return found


def deliveries_for(
    *, viewer: User, hook_id: int, state: str = "", before: int | None = None
) -> list[Delivery]:
    """Return a page of the deliveries of a webhook, the newest first. NotFound, Denied.

    ``state``: only those in it; ``waiting`` are the new ones too.
    """
    found = Delivery.objects.filter(hook=outgoing_hook_for(viewer=viewer, hook_id=hook_id))
    if state:
        new = (Delivery.State.NEW,) if state == Delivery.State.WAITING else ()
        found = found.filter(state__in=(state, *new))
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-id")[:LOG_LENGTH])


def dead_count_for(*, viewer: User, hook_id: int) -> int:
    """Count the dead deliveries of a webhook. NotFound, Denied."""
    hook = outgoing_hook_for(viewer=viewer, hook_id=hook_id)
    return Delivery.objects.filter(hook=hook, state=Delivery.State.DEAD).count()


def rooms_with_hooks_for(*, viewer: User) -> list[Room]:
    """Return the rooms whose webhooks the viewer manages, by name."""
    mine = Membership.objects.filter(participant__user=viewer, role=Membership.Role.OWNER)
    rooms = Room.objects.filter(pk__in=mine.values("room"), closed_at=None).exclude(kind=Room.Kind.DIRECT)
    return list(rooms.order_by("name", "pk")[:ROOMS_SHOWN])


def all_hooks_for(*, viewer: User) -> Hooks:
    """Return the webhooks of all rooms the viewer owns, with their rooms; outgoing ones with ``dead``."""
    mine = Membership.objects.filter(participant__user=viewer, role=Membership.Role.OWNER).values("room")
    incoming = IncomingHook.objects.filter(room__in=mine, room__closed_at=None, bot__is_active=True)
    dead = Delivery.objects.filter(hook=OuterRef("pk"), state=Delivery.State.DEAD)
    outgoing = OutgoingHook.objects.filter(room__in=mine, room__closed_at=None).annotate(dead=Exists(dead))
    return Hooks(
        list(incoming.select_related("room").order_by("room__name", "pk")),
        list(outgoing.select_related("room").order_by("room__name", "pk")),
    )
