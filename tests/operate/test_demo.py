"""What the demo finds in place."""

from __future__ import annotations

import pytest
from django.test import Client

from samovar.chat.models import Message
from samovar.feed.models import Comment, Post
from samovar.operate.demo import seed_and_describe
from samovar.operate.demo_life import LETTERS, SHARES

pytestmark = pytest.mark.django_db


def test_the_example_people_have_lived_a_little_and_only_once(client: Client) -> None:
    told = seed_and_describe("http://127.0.0.1")
    password = told.split("with the password")[1].split()[0]
    seed_and_describe("http://127.0.0.1")
    assert Post.objects.count() == len(SHARES)
    assert Comment.objects.count() == sum(len(share.comments) for share in SHARES)
    assert Message.objects.filter(room__kind="direct").count() == len(LETTERS)
    client.post("/login/", {"login": "anna", "password": password})
    page = client.get("/").content.decode()
    assert all(share.text.split("#")[0].strip() in page for share in SHARES)
