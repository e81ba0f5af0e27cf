"""Mailing who is away what happened meanwhile: daily at most, and never the same twice."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from samovar.accounts.models import User
from samovar.core.schedule import try_again
from samovar.notifications.digest_queries import News, newest_id_for, news_for, people_due, stop_key_of
from samovar.notifications.models import Choice

PORTION = 500
MAIL_TRIES = 6


def collect_digests(*, actor: None = None, now: datetime | None = None) -> int:
    """Put a mail into the queue for everybody who is away and has news; return for how many."""
    now, after, sent = now or timezone.now(), 0, 0
    while people := people_due(now=now, after=after, portion=PORTION):
        sent += sum(_begin(person, now) for person in people)
        after = people[-1].pk
    return sent


@transaction.atomic
def _begin(person: User, now: datetime) -> bool:
    """Mark what the mail is about as told, and put it into the queue, in one; False for nothing new."""
    row, _is_new = Choice.objects.get_or_create(user=person)
    upto = newest_id_for(viewer=person)
    news = news_for(viewer=person, after=row.mailed_through, upto=upto, now=now)
    taken = Choice.objects.filter(pk=row.pk, mailed_through=row.mailed_through)
    told = {"mailed_through": upto, "mailed_at": now} if news.entries else {"mailed_through": upto}
    if not taken.update(**told) or not news.entries:
        return False
    send_digest.enqueue(user_id=person.pk, after=row.mailed_through, upto=upto)
    return True


@task()
def send_digest(user_id: int, after: int, upto: int, attempt: int = 1) -> None:
    """Mail what is still unread between two notifications; after a failure again, made anew."""
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        return
    news = news_for(viewer=person, after=after, upto=upto, now=timezone.now())
    if not news.entries:
        return
    with translation.override(person.language or translation.get_language()):
        mail = _mail(person, news)
    try:
        mail.send()
    except OSError:  # all of smtplib's are
        again = {"user_id": user_id, "after": after, "upto": upto}
        if not try_again(send_digest, attempt=attempt, tries=MAIL_TRIES, **again):
            raise


def _mail(person: User, news: News) -> EmailMessage:
    stop = settings.SITE_URL + reverse("stop_digest", args=[stop_key_of(person)])
    context = {"person": person, "news": news, "site": settings.SITE_URL, "stop": stop}
    return EmailMessage(
        _("What happened while you were away"),
        render_to_string("notifications/mail/digest.txt", context),
        None,
        [person.email],
        # Mail programs show a button that POSTs there (RFC 8058).
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
