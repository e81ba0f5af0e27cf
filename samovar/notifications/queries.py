"""What a person sees of the own notifications; nobody sees those of others."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from samovar.accounts.models import User
from samovar.core.errors import NotFound
from samovar.core.memory import iso
from samovar.notifications.events import NotificationsView, QuietView
from samovar.notifications.models import QUIET_KINDS, Choice, Notification, PushDevice
from samovar.notifications.texts import text_of

PAGE = 30


@dataclass(frozen=True)
class Entry:
    """What is shown as one: its newest ``row``, how many ``others`` did the same, whether any is new."""

    row: Notification
    others: int
    fresh: bool

    @property
    def text(self) -> str:
        """The sentence, in the language of who reads."""
        return text_of(self.row, self.others)


@dataclass(frozen=True)
class Ways:
    """Kinds of which a person is not told on the page, by mail, on devices; how often mail may come."""

    unwanted: frozenset[str]
    unmailed: frozenset[str]
    unpushed: frozenset[str]
    digest: str


def unread_count_for(*, viewer: User) -> int:
    return _of(viewer).filter(read_at=None).count()


def standing_for(*, viewer: User) -> NotificationsView:
    """Return how many are unread and the id of the newest."""
    newest = _of(viewer).order_by("-id").values_list("pk", flat=True).first()
    return NotificationsView(unread=unread_count_for(viewer=viewer), newest=newest or 0)


def notifications_for(*, viewer: User, before: int | None = None) -> list[Entry]:
    """Return a page of at most 30, newest first; ``before`` is the id of the last one of the page before."""
    newer = Notification.objects.filter(user=viewer, on_page=True, bundle=OuterRef("bundle"))
    rows = _of(viewer).exclude(Exists(newer.filter(pk__gt=OuterRef("pk"))))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return entries_of(list(rows.select_related("actor").order_by("-id")[:PAGE]), among=_of(viewer))


def entries_of(rows: list[Notification], *, among: QuerySet[Notification]) -> list[Entry]:
    """Return what the newest rows of bundles stand for, counted ``among`` the rows that count."""
    bundles = {row.bundle for row in rows if row.bundle}
    counted = among.filter(bundle__in=bundles).values("bundle") if bundles else among.none().values("bundle")
    found = counted.annotate(people=Count("actor", distinct=True), fresh=Count("pk", filter=Q(read_at=None)))
    crowds = {line["bundle"]: (line["people"], line["fresh"]) for line in found.order_by()}
    return [_entry(row, crowds.get(row.bundle or "")) for row in rows]


def _entry(row: Notification, crowd: tuple[int, int] | None) -> Entry:
    if crowd is None:
        return Entry(row, 0, row.read_at is None)
    people, fresh = crowd
    return Entry(row, max(0, people - 1), fresh > 0)


def notification_for(*, viewer: User, notification_id: int) -> Notification:
    """Return one of the viewer's own; raise NotFound for any other."""
    found = _of(viewer).select_related("actor").filter(pk=notification_id).first()
    if found is None:
        raise NotFound
    return found


def bundle_for(*, viewer: User, notification_id: int) -> QuerySet[Notification]:
    """Return one of the viewer's own with all that is shown as one with it; raise NotFound for any other."""
    row = notification_for(viewer=viewer, notification_id=notification_id)
    same = Q(pk=row.pk)
    if row.bundle:
        same |= Q(bundle=row.bundle, pk__lt=row.pk)
    return _of(viewer).filter(same)


def ways_for(*, viewer: User) -> Ways:
    """Return by which ways the viewer does not want to be told of which kinds."""
    row = Choice.objects.filter(user=viewer).first()
    if row is None:
        return Ways(frozenset(), frozenset(QUIET_KINDS), frozenset(QUIET_KINDS), Choice.Digest.DAILY)
    return Ways(frozenset(row.unwanted), frozenset(row.unmailed), frozenset(row.unpushed), row.digest)


def devices_for(*, viewer: User) -> list[PushDevice]:
    """Return the browsers that are told while no page is open, the newest first."""
    living = PushDevice.objects.filter(user=viewer, session__ended_at=None)
    return list(living.select_related("session").order_by("-pk"))


def device_for(*, viewer: User, device_id: int) -> PushDevice:
    """Return one of the viewer's own; raise NotFound for any other."""
    found = PushDevice.objects.filter(user=viewer, pk=device_id).first()
    if found is None:
        raise NotFound
    return found


def quiet_for(*, viewer: User) -> QuietView:
    """Return whether nothing may disturb the viewer now, and until when."""
    found = Choice.objects.filter(user=viewer, quiet=True).first()
    if found is None or (found.quiet_until is not None and found.quiet_until <= timezone.now()):
        return QuietView(on=False)
    return QuietView(on=True, until=iso(found.quiet_until) if found.quiet_until else None)


def unread_keys_for(*, viewer: User, prefix: str) -> list[str]:
    """Return the keys that begin so of what the viewer has not seen."""
    return list(_of(viewer).filter(read_at=None, key__startswith=prefix).values_list("key", flat=True))


def _of(viewer: User) -> QuerySet[Notification]:
    return Notification.objects.filter(user=viewer, on_page=True)
