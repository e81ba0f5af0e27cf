"""Mail to who is away: what was not seen, daily at most, and stopped by one press."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from samovar.accounts.models import Session
from samovar.feed.actions import Draft, create_post, like_post
from samovar.feed.comment_actions import comment_on_post
from samovar.notifications.actions import mark_all_read
from samovar.notifications.digest_actions import collect_digests, send_digest
from samovar.notifications.models import Notification
from samovar.notifications.queries import ways_for
from samovar.notifications.way_actions import Wanted, choose_ways
from samovar.people.actions import block_person
from samovar.people.mute_actions import mute_person

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=40)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _mailbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://talk.example.org"


@pytest.fixture
def run_queue() -> Callable[[], None]:
    """Give what the worker does with the mails in the queue."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - after the settings were read

    def work() -> None:
        waiting = DBTaskResult.objects.filter(task_path__endswith="send_digest").ready()
        for row in list(waiting):
            send_digest.func(**row.args_kwargs["kwargs"])
            row.delete()

    return work


def away(person: Any, name: str, **more: Any) -> Any:
    return person(name, date_joined=LONG_AGO, **more)


def comment(author: Any, by: Any, text: str = "hi") -> None:
    post = create_post(actor=author, draft=Draft("hello"))
    comment_on_post(actor=by, post_id=post.pk, text=text)


def collect(run_queue: Callable[[], None], now: datetime | None = None) -> list[str]:
    """Let an hour's work be done; return to whom mail went."""
    mail.outbox.clear()
    collect_digests(now=now)
    run_queue()
    return [str(one.to[0]) for one in mail.outbox]


def test_who_is_away_gets_one_mail_that_leads_to_the_places(person: Any, run_queue: Any) -> None:
    alice, bob = away(person, "alice"), person("bob")
    post = create_post(actor=alice, draft=Draft("hello"))
    for _time in range(2):
        said = comment_on_post(actor=bob, post_id=post.pk, text="hi")
    assert collect(run_queue) == ["alice@example.org"]
    body = str(mail.outbox[0].body)
    assert "bob commented on your post." in body
    assert f"https://talk.example.org/posts/{post.pk}/?comment={said.pk}" in body
    assert body.count("commented") == 1


def test_it_comes_in_the_persons_language(person: Any, run_queue: Any) -> None:
    alice = away(person, "alice", language="fa")
    comment(alice, person("bob"))
    collect(run_queue)
    assert mail.outbox[0].subject == "آنچه در نبود شما رخ داد"


def test_nothing_is_mailed_twice_nor_more_than_daily(person: Any, run_queue: Any) -> None:
    alice, bob = away(person, "alice"), person("bob")
    comment(alice, bob)
    now = timezone.now()
    assert len(collect(run_queue, now)) == 1
    comment(alice, bob)
    assert collect(run_queue, now + timedelta(hours=23)) == []
    assert len(collect(run_queue, now + timedelta(hours=25))) == 1
    assert str(mail.outbox[0].body).count("commented") == 1
    assert collect(run_queue, now + 3 * DAY) == []


def test_who_was_here_lately_gets_none(person: Any, run_queue: Any) -> None:
    alice, bob = away(person, "alice"), person("bob")
    comment(alice, bob)
    now = timezone.now()
    Session.objects.create(user=alice, kind="web", expires_at=now + 9 * DAY)
    assert collect(run_queue, now) == []
    assert collect(run_queue, now + 2 * DAY) == ["alice@example.org"]


def test_what_was_seen_or_is_unwanted_is_not_mailed(person: Any, run_queue: Any) -> None:
    alice, bob = away(person, "alice"), person("bob")
    post = create_post(actor=alice, draft=Draft("hello"))
    like_post(actor=bob, post_id=post.pk)
    assert collect(run_queue) == []
    comment(alice, bob)
    mark_all_read(actor=alice)
    assert collect(run_queue) == []
    choose_ways(actor=alice, wanted=Wanted(digest="never"))
    comment(alice, bob)
    assert collect(run_queue) == []


@pytest.mark.rows("B38")
@pytest.mark.parametrize("part", [block_person, mute_person], ids=["blocked", "muted"])
def test_a_mail_in_the_queue_is_looked_at_again_when_it_is_sent(
    person: Any, run_queue: Any, part: Callable[..., Any]
) -> None:
    alice, bob, charlie = away(person, "alice"), person("bob"), person("charlie")
    comment(alice, bob)
    comment(alice, charlie)
    assert collect_digests() == 1
    part(actor=alice, username="bob")
    run_queue()
    # Without its addresses: in the word of the one that stops it any letters may stand by chance.
    body = re.sub(r"https?://\S+", "", str(mail.outbox[0].body))
    assert "charlie" in body
    assert "bob" not in body


@pytest.mark.rows("B38")
def test_a_mail_with_nothing_left_in_it_is_not_sent(person: Any, run_queue: Any) -> None:
    alice, bob = away(person, "alice"), person("bob")
    comment(alice, bob)
    assert collect_digests() == 1
    block_person(actor=bob, username="alice")
    run_queue()
    assert mail.outbox == []


def test_the_link_in_the_mail_stops_it_without_a_login(person: Any, run_queue: Any) -> None:
    alice = away(person, "alice")
    comment(alice, person("bob"))
    collect(run_queue)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<https://talk\.example\.org(/mail/stop/[^>]+)>", headers["List-Unsubscribe"])
    assert found is not None
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(found[1]).status_code == 200
    assert ways_for(viewer=alice).digest == "daily"
    assert stranger.post(found[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert ways_for(viewer=alice).digest == "never"
    assert stranger.post(found[1]).status_code == 200
    assert stranger.post("/mail/stop/forged/").status_code == 404


def test_old_news_are_no_news(person: Any, run_queue: Any) -> None:
    alice, bob = away(person, "alice"), person("bob")
    comment(alice, bob)
    Notification.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert collect(run_queue) == []
