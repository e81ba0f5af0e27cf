"""Who may make an account: everybody, the invited, whom staff lets in, nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone

from samovar.accounts import actions as accounts
from samovar.accounts.models import Application, Invitation, User
from samovar.accounts.rules import NewPerson
from samovar.core.errors import Denied, Invalid
from samovar.moderation import actions
from tests.support.people import PASSWORD, fresh_address

pytestmark = pytest.mark.django_db
Browser = Callable[[Any], Client]
FORM = {
    "username": "newcomer",
    "email": "newcomer@example.org",
    "first_name": "New",
    "last_name": "Comer",
    "password": PASSWORD,
    "password_again": PASSWORD,
}
BODY = {"username": "newcomer", "email": "newcomer@example.org", "password": PASSWORD}


def register(**more: Any) -> Any:
    return Client().post("/api/register/", {**BODY, **more}, content_type="application/json")


@pytest.fixture
def staff(person: Any) -> Any:
    return person("samuel", is_staff=True)


def test_where_it_is_closed_nobody_signs_up_by_any_door(settings: Any) -> None:
    settings.REGISTRATION = "closed"
    assert Client().get("/signup/").status_code == Client().post("/signup/", FORM).status_code == 403
    answer = register()
    assert (answer.status_code, answer.json()["code"]) == (403, "registration_closed")
    with pytest.raises(Denied):
        accounts.sign_up(actor=None, new=NewPerson(**BODY), address=fresh_address())
    assert not User.objects.exists()


def test_no_page_offers_an_account_where_it_is_closed(settings: Any) -> None:
    offered = b'href="/signup/"'
    assert offered in Client().get("/login/").content
    settings.REGISTRATION = "closed"
    assert offered not in Client().get("/login/").content


def test_an_invitation_lets_as_many_in_as_it_says(settings: Any, staff: Any, browser: Browser) -> None:
    settings.REGISTRATION = "invitation"
    page = browser(staff)
    assert page.post("/moderation/invitations/", {"uses": "1", "days": "7"}).status_code == 302
    code = Invitation.objects.get().code
    assert f"/signup/?invitation={code}" in page.get("/moderation/invitations/").content.decode()
    assert f'value="{code}"' in Client().get(f"/signup/?invitation={code}").content.decode()
    assert Client().post("/signup/", {**FORM, "invitation": "wrong"}).status_code == 400
    assert register().status_code == register(invitation="wrong").status_code == 400
    # A refused form uses nothing up.
    assert Client().post("/signup/", {**FORM, "invitation": code, "username": "a b"}).status_code == 400
    assert Client().post("/signup/", {**FORM, "invitation": code}).status_code == 302
    other = {"username": "other", "email": "other@example.org", "invitation": code}
    assert register(**other).status_code == 400
    assert User.objects.filter(is_staff=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_come_at_once_do_not_share_the_last_place(settings: Any, staff: Any) -> None:
    settings.REGISTRATION = "invitation"
    code = actions.invite(actor=staff, uses=1, days=1).code

    def come(number: int) -> bool:
        new = NewPerson(f"p{number}", f"p{number}@example.org", PASSWORD, invitation=code)
        try:
            accounts.sign_up(actor=None, new=new, address=fresh_address())
        except Invalid:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(come, range(4))) == 1
    assert User.objects.filter(is_staff=False).count() == 1


def test_an_invitation_ends_by_time_and_by_staff(settings: Any, staff: Any, browser: Browser) -> None:
    settings.REGISTRATION = "invitation"
    late, taken = (actions.invite(actor=staff, uses=5, days=1) for _ in range(2))
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert browser(staff).post(f"/moderation/invitations/{taken.pk}/end/").status_code == 302
    for invitation in (late, taken):
        assert register(invitation=invitation.code).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_staff_lets_in_who_waits(settings: Any, staff: Any, browser: Browser) -> None:
    settings.REGISTRATION = "approval"
    door = Client()
    # Several lines are asked for in a field that shows them.
    assert re.search(r'<textarea name="about"[^>]+class="textarea', door.get("/signup/").content.decode())
    sent = door.post("/signup/", {**FORM, "about": "I know Samuel"}, follow=True)
    assert b"Somebody of the staff lets you in." in sent.content
    assert b"then you can log in" not in sent.content
    newcomer = User.objects.get(username="newcomer")
    login = {"login": "newcomer", "password": PASSWORD}
    page = browser(staff)
    assert b"I know Samuel" not in page.get("/moderation/people/").content
    accounts.verify_person(actor=None, person=newcomer)
    refused = Client().post("/login/", login)
    assert refused.status_code == 403
    assert b"waits for somebody of the staff" in refused.content
    assert page.get("/@newcomer/").status_code == 404
    assert b"I know Samuel" in page.get("/moderation/people/").content
    assert page.post("/moderation/people/newcomer/answer/", {"accept": "1"}).status_code == 302
    assert mail.outbox[-1].to == ["newcomer@example.org"]
    assert Client().post("/login/", login).status_code == 302
    assert page.post("/moderation/people/newcomer/answer/", {"accept": "1"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_who_is_turned_away_is_erased_and_the_name_is_free(settings: Any, staff: Any) -> None:
    settings.REGISTRATION = "approval"
    answer = register(about="please")
    assert answer.status_code == 201
    token = answer.json()["access"]
    me = Client(headers={"Authorization": f"Bearer {token}"}).get("/api/me/")
    assert me.status_code == 401
    newcomer = User.objects.get(username="newcomer")
    actions.turn_applicant_away(actor=staff, person=newcomer)
    accounts.erase_due_accounts(actor=None)
    assert not User.objects.filter(username="newcomer").exists()
    assert not Application.objects.exists()
    settings.REGISTRATION = "open"
    assert register().status_code == 201
