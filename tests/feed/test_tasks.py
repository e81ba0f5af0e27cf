"""What the feed and its pictures do by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from samovar.core import schedule
from samovar.core.models import Periodic
from samovar.feed.models import Comment, Post
from samovar.files.models import Picture


@pytest.mark.django_db
def test_posts_deleted_an_hour_ago_and_uploads_nobody_used_are_cleared_away(person: Any) -> None:
    alice = person("alice")
    now = timezone.now()
    _gone, fresh, kept = (
        Post.objects.create(author=alice, text="Tea", deleted_at=deleted)
        for deleted in (now - timedelta(hours=2), now - timedelta(minutes=5), None)
    )
    unused = Picture.objects.create(uploader=alice, sides=[], width=1, height=1)
    Picture.objects.filter(pk=unused.pk).update(created_at=now - timedelta(days=2))
    said = Comment.objects.create(
        post=kept,
        author=alice,
        text="secret",
        path="1",
        deleted_at=now - timedelta(hours=2),
        deleted_by=alice,
    )
    jobs = {"feed.purge_posts", "feed.purge_comments", "files.sweep_orphans"}
    assert jobs <= set(schedule.enqueue_due())
    for name in jobs:
        schedule.run_job.call(name, Periodic.objects.get(name=name).lease)
    assert set(Post.objects.values_list("pk", flat=True)) == {fresh.pk, kept.pk}
    said.refresh_from_db()
    assert said.text == ""
    assert not Picture.objects.filter(pk=unused.pk).exists()
