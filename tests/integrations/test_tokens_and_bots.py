"""Personal tokens and bots: made in the settings, shown once, ended at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from samovar.accounts.models import Session
from samovar.accounts.queries import caller_for_token
from samovar.integrations import actions
from samovar.integrations.models import Bot, PersonalToken

pytestmark = pytest.mark.django_db
People = Callable[..., Any]


def bearer(text: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
    return client


def test_a_token_is_made_in_the_settings_and_shown_once(person: People, browser_of: People) -> None:
    browser = browser_of(person("alice"))
    page = browser.post("/settings/tokens/", {"name": "my script", "days": "30", "reach": "write"})
    text = re.search(r'id="token">(smv_[\w-]+)<', page.content.decode())
    assert text, page.content
    assert bearer(text[1]).get("/api/me/").json()["username"] == "alice"
    again = browser.get("/settings/tokens/").content.decode()
    assert "my script" in again
    assert re.search(r'ends on <time datetime="[^"]+" data-day', again)
    assert text[1] not in again
    stored = PersonalToken.objects.get()
    assert text[1] not in (stored.digest, stored.session.sid, stored.session.refresh_jti)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"days": "31"}, {"days": ""}, {"whose": "77"}])
def test_a_wrong_wish_makes_no_token(person: People, browser_of: People, wrong: dict[str, str]) -> None:
    wish = {"name": "script", "days": "30", **wrong}
    assert browser_of(person("alice")).post("/settings/tokens/", wish).status_code == 400
    assert not PersonalToken.objects.exists()


def test_a_token_that_reads_only_reads_and_opens_no_socket(person: People) -> None:
    made = actions.create_token(actor=person("alice"), name="reader", days=7)
    assert bearer(made.text).get("/api/chatrooms/").status_code == 200
    refused = bearer(made.text).post("/api/chatrooms/", {"name": "tea"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (403, "token_reads_only")
    caller = caller_for_token(made.text)
    assert caller is not None
    assert not caller.verified


def test_a_revoked_token_and_one_whose_time_is_over_open_nothing(person: People, browser_of: People) -> None:
    alice = person("alice")
    made, old = (
        actions.create_token(actor=alice, name=name, days=7, grants={"*": "write"}) for name in ("a", "b")
    )
    assert browser_of(alice).post(f"/settings/tokens/{made.token.pk}/revoke/").status_code == 302
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(pk=old.token.session_id).update(expires_at=past)
    for text in (made.text, old.text, "smv_", "smv_nonsense"):
        assert bearer(text).get("/api/me/").status_code == 401
        assert caller_for_token(text) is None


def test_nobody_revokes_anothers_token(person: People, browser_of: People) -> None:
    made = actions.create_token(actor=person("alice"), name="a", days=7)
    assert browser_of(person("bob")).post(f"/settings/tokens/{made.token.pk}/revoke/").status_code == 404
    assert bearer(made.text).get("/api/me/").status_code == 200


def test_last_use_is_remembered_and_the_end_does_not_move(person: People) -> None:
    made = actions.create_token(actor=person("alice"), name="a", days=7)
    session = Session.objects.filter(pk=made.token.session_id)
    earlier = timezone.now() - timedelta(hours=1)
    session.update(seen_at=earlier)
    end = session.get().expires_at
    bearer(made.text).get("/api/me/")
    assert session.get().seen_at > earlier
    assert session.get().expires_at == end


def test_a_bot_has_tokens_and_no_login(person: People, browser_of: People) -> None:
    browser = browser_of(person("alice"))
    assert browser.post("/settings/bots/", {"username": "teabot"}).status_code == 302
    bot = Bot.objects.get()
    page = browser.post("/settings/tokens/", {"name": "run", "days": "7", "whose": bot.pk, "reach": "write"})
    text = re.search(r'id="token">(smv_[\w-]+)<', page.content.decode())
    assert text
    client = bearer(text[1])
    assert client.get("/api/me/").json()["username"] == "teabot"
    assert client.post("/api/chatrooms/", {"name": "of a bot"}, format="json").status_code == 201
    for password in ("", "!", "teabot"):
        login = {"username": "teabot", "password": password}
        assert APIClient().post("/api/login/", login, format="json").status_code in {400, 401}
    assert browser.post(f"/settings/bots/{bot.pk}/remove/").status_code == 302
    assert client.get("/api/me/").status_code == 401


def test_a_bots_name_follows_the_rule_of_names(person: People, browser_of: People) -> None:
    person("bob")
    browser = browser_of(person("alice"))
    for username in ("", "a b", "x@y", "BOB"):
        assert browser.post("/settings/bots/", {"username": username}).status_code == 400
    assert not Bot.objects.exists()


def test_a_bot_makes_no_bots_and_nobody_uses_anothers(person: People, browser_of: People) -> None:
    bot = actions.create_bot(actor=person("alice"), username="teabot")
    assert browser_of(bot.user).post("/settings/bots/", {"username": "another"}).status_code == 403
    theirs = {"name": "x", "days": "7", "whose": str(bot.pk)}
    assert browser_of(person("bob")).post("/settings/tokens/", theirs).status_code == 400
    assert browser_of(person("charlie")).post(f"/settings/bots/{bot.pk}/remove/").status_code == 404
