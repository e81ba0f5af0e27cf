"""Taking home everything that is kept of oneself, and nothing of others that is not one's to know."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.test import Client
from django.utils import timezone

from samovar.accounts import actions, exported
from samovar.accounts.models import Export, User
from samovar.core.errors import Conflict
from samovar.feed.actions import Draft, NewPicture, create_post
from samovar.feed.comment_actions import comment_on_post
from samovar.moderation.actions import report_thing
from samovar.notifications.models import Notification
from samovar.people.actions import block_person
from samovar.people.follow_actions import edit_profile, follow_person
from samovar.people.mute_actions import mute_person
from samovar.rooms.models import GuestPass, Participant
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db(transaction=True)

# What leads to a person and is not handed out, and why.
NOT_TOLD = {
    "accounts.Export": "the archive itself",
    "admin.LogEntry": "the staff's own trail",
    "account.EmailAddress": "the address stands in the account",
    "mfa.Authenticator": "secrets",
    "authtoken.Token": "secrets",
    "moderation.Case": "what others reported",
    "moderation.Entry": "the staff's own trail",
    "rooms.Participant": "a link between tables",
    "rooms.Knock": "there for a day",
    "calls.Ring": "there for a day",
    "rooms.Ban": "kept by others about the person",
    "integrations.IncomingHook": "belongs to the room",
    "boards.Board": "who presents, for the moment",
    "boards.Grant": "who may draw, as the room's host chose",
    "boards.Revision": "drafts of drawings that lost against a newer edit",
}


@pytest.fixture(autouse=True)
def _places(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def made(user: Any) -> zipfile.ZipFile:
    """Ask for the archive, let the worker make it, and fetch it."""
    row = actions.ask_export(actor=user)
    actions.make_export.func(row.pk)
    client = Client()
    client.force_login(user)
    answer = client.get("/settings/export/download/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def rows(archive: zipfile.ZipFile, part: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(archive.read(f"data/{part}.json"))
    return found


def test_it_holds_what_one_wrote_to_read_and_for_programs(person: Any) -> None:
    alice, bob = person("alice", first_name="Alice", language="fa"), person("bob")
    edit_profile(actor=alice, fields={"bio": "<b>Hello</b>"}, links=[])
    follow_person(actor=bob, username="alice")
    shown = picture()
    draft = Draft("My first post", pictures=[NewPicture(shown, shown.size, alt="A tree")])
    post = create_post(actor=alice, draft=draft)
    comment_on_post(actor=alice, post_id=post.pk, text="And more")
    archive = made(alice)
    assert archive.testzip() is None
    assert rows(archive, "account")[0]["email"] == "alice@example.org"
    assert [row["text"] for row in rows(archive, "posts")] == ["My first post"]
    assert [row["follower__username"] for row in rows(archive, "followers")] == ["bob"]
    assert rows(archive, "post-pictures")[0]["alt"] == "A tree"
    index = archive.read("index.html").decode()
    assert 'dir="rtl"' in index
    assert "داده‌های شما" in index
    assert "My first post" in archive.read("posts.html").decode()
    assert "&lt;b&gt;Hello" in archive.read("profile.html").decode()
    [file] = [name for name in archive.namelist() if name.startswith("pictures/")]
    assert archive.read(file)[:4] == b"RIFF"
    assert file in index


@pytest.mark.rows("B39")
def test_it_does_not_tell_who_blocked_muted_or_reported_one(person: Any) -> None:
    alice = person("alice")
    for name, deed in (("bob", block_person), ("charlie", mute_person)):
        deed(actor=person(name), username="alice")
    report_thing(actor=person("dora"), kind="person", number=alice.pk, reason="spam", text="canary")
    archive = made(alice)
    whole = b"".join(archive.read(name) for name in archive.namelist())
    for word in (b"bob", b"charlie", b"dora", b"canary"):
        assert word not in whole


def test_secrets_are_not_in_it(person: Any) -> None:
    alice = person("alice")
    archive = made(alice)
    whole = b"".join(archive.read(name) for name in archive.namelist())
    assert alice.password.encode() not in whole
    assert not any("secret" in name for name in archive.namelist())


def test_it_is_told_by_mail_and_notification_when_it_is_ready(person: Any) -> None:
    alice = person("alice")
    made(alice)
    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]
    assert "/settings/export/" in str(mail.outbox[0].body)
    assert Notification.objects.get(user=alice).kind == "export"


def test_there_is_one_at_a_time(person: Any) -> None:
    alice = person("alice")
    actions.ask_export(actor=alice)
    with pytest.raises(Conflict):
        actions.ask_export(actor=alice)
    assert Export.objects.count() == 1


def test_a_new_one_replaces_the_old_one_and_its_file(person: Any, tmp_path: Path) -> None:
    alice = person("alice")
    made(alice)
    made(alice)
    assert len(list((tmp_path / "exports").iterdir())) == 1


def test_it_is_gone_after_a_week(person: Any, tmp_path: Path) -> None:
    alice = person("alice")
    made(alice)
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    client = Client()
    client.force_login(alice)
    assert client.get("/settings/export/download/").status_code == 404
    assert actions.remove_old_exports(actor=None) == 1
    assert list((tmp_path / "exports").iterdir()) == []


def test_nobody_fetches_somebody_elses(person: Any) -> None:
    made(person("alice"))
    client = Client()
    client.force_login(person("bob"))
    assert client.get("/settings/export/download/").status_code == 404
    assert Client().get("/settings/export/download/").status_code == 302


def test_one_whose_worker_died_is_made_again_and_not_for_ever(person: Any) -> None:
    alice = person("alice")
    row = actions.ask_export(actor=alice)
    assert actions.resume_exports(actor=None) == 0
    for tries in range(3):
        Export.objects.update(tries=tries, seen_at=timezone.now() - timedelta(hours=1))
        assert actions.resume_exports(actor=None) == 1
    Export.objects.update(tries=3, seen_at=timezone.now() - timedelta(hours=1))
    assert actions.resume_exports(actor=None) == 0
    row.refresh_from_db()
    assert row.state == Export.State.FAILED


def test_an_account_that_is_deleted_meanwhile_leaves_no_archive(
    person: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = person("alice")
    row = actions.ask_export(actor=alice)
    whole = exported.files_of

    def gone(one: User) -> Any:
        actions.remove_export(actor=alice)
        return whole(one)

    monkeypatch.setattr(exported, "files_of", gone)
    actions.make_export.func(row.pk)
    assert list((tmp_path / "exports").iterdir()) == []
    assert mail.outbox == []


def test_the_page_shows_how_far_it_is(person: Any) -> None:
    alice = person("alice")
    client = Client()
    client.force_login(alice)
    assert "Gather my data" in client.get("/settings/export/").content.decode()
    assert client.post("/settings/export/").status_code == 302
    Export.objects.update(done=1, parts=4)
    part = client.get("/settings/export/", headers={"HX-Request": "true"}).content.decode()
    assert 'value="25"' in part
    assert "<html" not in part


def test_every_table_that_leads_to_a_person_is_told_or_is_known_not_to_be(person: Any) -> None:
    alice = person("alice")
    told = {part.rows(alice).model for part in exported.parts()}
    leading = {
        model
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in {User, Participant, GuestPass}
    }
    missing = {model._meta.label for model in leading - told} - NOT_TOLD.keys()
    assert missing == set()


def test_every_part_can_be_told(person: Any) -> None:
    alice = person("alice")
    for part in exported.parts():
        assert {part.text, part.at} - {""} <= set(part.fields), part.name
        assert list(part.told(alice)) is not None
