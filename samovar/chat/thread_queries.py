"""What stands under a message, and which threads somebody follows."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from samovar.chat.events import MessageView
from samovar.chat.mark_events import FollowedThread
from samovar.chat.models import Following, Message, Star
from samovar.chat.queries import views_of, with_people
from samovar.core.errors import NotFound
from samovar.rooms import rules as rooms
from samovar.rooms.rules import Viewer

SHOWN = 50


@dataclass(frozen=True)
class Thread:
    """A page of a thread in ascending ``n``; ``following``: the viewer hears of new answers."""

    root: MessageView
    messages: list[MessageView]
    more: bool
    following: bool
    read: int
    starred: tuple[int, ...]


def thread_for(*, viewer: Viewer, room_id: int, n: int, before: int | None = None, limit: int = 50) -> Thread:
    """Return the newest answers under the message ``n``, or those before ``before``. NotFound, Denied.

    A message that was deleted still shows what others wrote under it.
    """
    member = rooms.require_member(viewer, room_id)
    root = with_people(Message.objects.filter(room=member.room, n=n, thread=None)).first()
    if root is None:
        raise NotFound(_("This message is not there any more."), code="message_not_found")
    found = with_people(Message.objects.filter(thread=root))
    if before is not None:
        found = found.filter(n__lt=before)
    newest = list(found.order_by("-n")[: limit + 1])
    messages = newest[:limit][::-1]
    mine = Following.objects.filter(message=root, participant=member.participant, on=True).first()
    starred = Star.objects.filter(participant=member.participant, message__in=[root, *messages])
    return Thread(
        root=views_of([root])[0],
        messages=views_of(messages),
        more=len(newest) > limit,
        following=mine is not None,
        read=mine.read_n if mine else 0,
        starred=tuple(starred.values_list("message__n", flat=True)),
    )


def threads_for(*, viewer: Viewer, room_id: int) -> list[FollowedThread]:
    """Return the threads of a room the viewer follows, by their newest answer. NotFound, Denied."""
    member = rooms.require_member(viewer, room_id)
    me = member.participant_id
    under = Message.objects.filter(thread=OuterRef("message"), deleted_at=None).order_by()
    fresh = under.filter(n__gt=OuterRef("read_n")).exclude(sender=me)
    followed = Following.objects.filter(message__room=member.room, participant=me, on=True)
    rows = (
        followed.annotate(newest=Subquery(under.values("thread").annotate(last=Max("n")).values("last")))
        .filter(newest__isnull=False)
        .annotate(unread=Coalesce(_count(fresh), 0))
        .order_by(F("newest").desc())
        .values_list("message_id", "unread")[:SHOWN]
    )
    unread = dict(rows)
    roots = {view.id: view for view in views_of(list(with_people(Message.objects.filter(pk__in=unread))))}
    return [FollowedThread(root=roots[pk], unread=count) for pk, count in unread.items()]


def _count(messages: QuerySet[Message]) -> Subquery:
    counted = messages.values("thread").annotate(count=Count("pk")).values("count")
    return Subquery(counted, IntegerField())
