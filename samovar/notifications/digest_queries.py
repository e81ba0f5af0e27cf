"""Who is away and has something to hear of by mail, and what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from samovar.accounts.models import Session, User
from samovar.notifications.models import Choice, Notification
from samovar.notifications.queries import Entry, entries_of, ways_for
from samovar.notifications.rules import may_tell
from samovar.people.models import Profile
from samovar.people.online import online

AWAY = timedelta(days=1)
FRESH = timedelta(days=30)  # what is older is not mailed any more
EVERY = {Choice.Digest.DAILY: timedelta(days=1), Choice.Digest.WEEKLY: timedelta(days=7)}
SHOWN = 20
_SALT = "samovar.notifications.digest"


@dataclass(frozen=True)
class News:
    """What a digest tells: some ``entries``, and how many ``more`` there are."""

    entries: list[Entry]
    more: int


def people_due(*, now: datetime, after: int, portion: int) -> list[User]:
    """Return who is away, may be mailed now and has unread news; in the order of ids above ``after``."""
    here = Session.objects.filter(user=OuterRef("pk"), ended_at=None, seen_at__gt=now - AWAY)
    left = Profile.objects.filter(user=OuterRef("pk"), seen_at__gt=now - AWAY)
    told = Choice.objects.filter(user=OuterRef("pk")).values("mailed_through")
    news = Notification.objects.filter(user=OuterRef("pk"), read_at=None, created_at__gt=now - FRESH)
    people = User.objects.annotate(told=Coalesce(Subquery(told), 0, output_field=BigIntegerField()))
    people = people.filter(Exists(news.filter(pk__gt=OuterRef("told"))), pk__gt=after, is_active=True)
    people = people.filter(verified_at__isnull=False, date_joined__lte=now - AWAY).exclude(email="")
    people = people.exclude(Exists(here)).exclude(Exists(left)).exclude(Exists(_asked_not_yet(now)))
    return list(people.exclude(pk__in=online.ids()).order_by("pk")[:portion])


def _asked_not_yet(now: datetime) -> QuerySet[Choice]:
    """Those who want no mail, or had one too short a while ago."""
    early = Q(digest=Choice.Digest.NEVER)
    for digest, pause in EVERY.items():
        early |= Q(digest=digest, mailed_at__gt=now - pause)
    return Choice.objects.filter(early, user=OuterRef("pk"))


def newest_id_for(*, viewer: User) -> int:
    """Return the number of the newest thing the viewer was told of, 0 when there is none."""
    rows = Notification.objects.filter(user=viewer).order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def news_for(*, viewer: User, after: int, upto: int, now: datetime) -> News:
    """Return what is still unread of the notifications between two numbers, and may be told (B38)."""
    ways = ways_for(viewer=viewer)
    if ways.digest == Choice.Digest.NEVER or not viewer.is_active:
        return News([], 0)
    rows = Notification.objects.filter(user=viewer, pk__gt=after, pk__lte=upto, read_at=None)
    rows = rows.filter(created_at__gt=now - FRESH).exclude(kind__in=ways.unmailed)
    newer = rows.filter(bundle=OuterRef("bundle"), pk__gt=OuterRef("pk"))
    found = rows.exclude(Exists(newer)).select_related("actor", "user").order_by("-pk")
    shown = [row for row in found[: 2 * SHOWN] if row.actor is None or may_tell(row.actor, viewer)][:SHOWN]
    return News(entries_of(shown, among=rows), max(0, found.count() - len(shown)))


def stop_key_of(person: User) -> str:
    """Return what the link that ends the digests carries; it works without a login, and for ever."""
    return signing.dumps(person.pk, salt=_SALT)


def person_of_stop_key(*, key: str) -> User | None:
    """Return whom a link is for; None when it is forged or the account is gone."""
    try:
        number = signing.loads(key, salt=_SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=number, is_active=True).first()
