"""Reporting, and what staff does about it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from samovar.accounts import actions as accounts
from samovar.accounts.models import Session, Suspension, User
from samovar.chat.actions import Draft as Words
from samovar.chat.actions import send_message
from samovar.chat.models import Message
from samovar.core.caller import Caller
from samovar.core.errors import Denied, Invalid, NotFound
from samovar.feed.actions import Draft, create_post
from samovar.feed.comment_actions import comment_on_post
from samovar.feed.models import Comment, Post
from samovar.moderation import actions
from samovar.moderation.erasing_actions import forget_old_cases
from samovar.moderation.models import Case, Entry, Notice, Report
from samovar.notifications.models import Notification
from samovar.people.actions import block_person
from samovar.rooms.actions import RoomDraft, create_room, join_room
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db
Browser = Callable[[Any], Client]


@pytest.fixture
def staff(person: Any) -> Any:
    return person("samuel", is_staff=True)


def say(user: Any, room: Any, body: str) -> Message:
    caller = Caller(f"u:{user.pk}", 0, user_id=user.pk)
    send_message(actor=caller, draft=Words(room.pk, str(uuid4()), body))
    return Message.objects.latest("pk")


def things(alice: Any, bob: Any) -> dict[str, int]:
    """Let alice make one of each kind, where bob sees it."""
    post = create_post(actor=alice, draft=Draft("a bad post"))
    comment = comment_on_post(actor=alice, post_id=post.pk, text="a bad comment")
    room = create_room(actor=alice, draft=RoomDraft(name="Bad room"))
    join_room(actor=bob, room_id=room.pk)
    message = say(alice, room, "a bad message")
    return {
        "person": alice.pk,
        "post": post.pk,
        "comment": comment.pk,
        "message": message.pk,
        "room": room.pk,
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["person", "post", "comment", "message", "room"])
def test_each_kind_is_reported_once_and_comes_to_staff(
    person: Any, browser: Browser, staff: Any, kind: str
) -> None:
    alice, bob = person("alice"), person("bob")
    number = things(alice, bob)[kind]
    page = browser(bob)
    assert page.get(f"/report/{kind}/{number}/").status_code == 200
    for _ in range(2):
        assert page.post(f"/report/{kind}/{number}/", {"reason": "spam"}).status_code == 302
    case = Case.objects.get()
    assert (case.kind, case.number, case.person, case.reports) == (kind, number, alice, 1)
    assert b"You have told staff already" in page.get(f"/report/{kind}/{number}/").content
    assert f"/moderation/cases/{case.pk}/" in browser(staff).get("/moderation/").content.decode()
    shown = browser(staff).get(f"/moderation/cases/{case.pk}/").content.decode()
    assert "Spam or advertising" in shown
    assert "bob" in shown
    # The reported one learns of nothing.
    assert not Notification.objects.filter(user=alice, actor=bob, kind="warning").exists()


@pytest.mark.django_db(transaction=True)
def test_the_button_at_each_thing_leads_to_a_form_that_names_it(person: Any, browser: Browser) -> None:
    alice, bob = person("alice", first_name="Alice", last_name="Liddell"), person("bob")
    made, page = things(alice, bob), browser(bob)
    post = f"/posts/{made['post']}/"
    # The buttons of a message and of a room are drawn by the islands, which know the same numbers.
    places = {
        "person": ("/@alice/", "Alice Liddell"),
        "post": (post, "a bad post"),
        "comment": (post, "a bad comment"),
        "message": (None, "a bad message"),
        "room": (None, "Bad room"),
    }
    for kind, (where, words) in places.items():
        address = f"/report/{kind}/{made[kind]}/"
        if where:
            assert f'href="{address}"' in page.get(where).content.decode(), kind
            assert f'href="{address}"' not in browser(alice).get(where).content.decode(), kind
        form = page.get(address).content.decode()
        named = form.partition('<section class="card')[2].partition("<p ")[0]
        assert words in named, kind
        others = [other for _where, other in places.values() if other not in {words, "Alice Liddell"}]
        assert not any(other in named for other in others), kind


def test_what_one_does_not_see_cannot_be_reported(person: Any, browser: Browser) -> None:
    alice, bob = person("alice"), person("bob")
    post = create_post(actor=alice, draft=Draft("hello"))
    block_person(actor=alice, username="bob")
    page = browser(bob)
    for address in (f"/report/post/{post.pk}/", f"/report/person/{alice.pk}/", "/report/post/999999/"):
        assert page.get(address).status_code == page.post(address, {"reason": "spam"}).status_code == 404
    assert page.get("/report/king/1/").status_code == 404
    assert not Case.objects.exists()


def test_reports_of_ones_own_and_without_a_reason_are_refused(person: Any, browser: Browser) -> None:
    alice, bob = person("alice"), person("bob")
    post = create_post(actor=alice, draft=Draft("hello"))
    assert browser(alice).post(f"/report/post/{post.pk}/", {"reason": "spam"}).status_code == 400
    page = browser(bob)
    assert page.post(f"/report/post/{post.pk}/", {"reason": "dislike"}).status_code == 400
    assert page.post(f"/report/post/{post.pk}/", {"reason": "other", "text": " "}).status_code == 400
    assert not Report.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_who_report_at_once_make_one_case(person: Any) -> None:
    alice = person("alice")
    people = [person(f"p{number}") for number in range(6)]
    post = create_post(actor=alice, draft=Draft("hello"))

    def report(who: Any) -> int:
        try:
            return actions.report_thing(actor=who, kind="post", number=post.pk, reason="spam").case_id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        cases = set(pool.map(report, people))
    assert len(cases) == Case.objects.count() == 1
    assert Case.objects.get().reports == Report.objects.count() == 6


PAGES = ["", "audit/", "people/", "invitations/", "cases/1/", "people/alice/"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_staff_are_not_there_for_others(person: Any, browser: Browser, page: str) -> None:
    alice = person("alice")
    answer = browser(alice).get(f"/moderation/{page}")
    assert answer.status_code == 404
    assert Client().get(f"/moderation/{page}").status_code == 302
    assert browser(alice).get("/admin/").status_code == 302
    assert b"/moderation/" not in browser(alice).get("/people/").content


def test_deeds_of_staff_are_refused_to_others(person: Any, browser: Browser) -> None:
    alice, bob = person("alice"), person("bob")
    post = create_post(actor=bob, draft=Draft("hello"))
    case = actions.report_thing(actor=alice, kind="post", number=post.pk, reason="spam").case
    page = browser(alice)
    for deed in ("hide", "show", "dismiss"):
        assert page.post(f"/moderation/cases/{case.pk}/{deed}/").status_code == 404
    for deed in ("warn", "suspend", "lift", "answer"):
        told = {"text": "no", "span": "day"}
        assert page.post(f"/moderation/people/bob/{deed}/", told).status_code == 404
    assert page.post("/moderation/invitations/", {"uses": 1, "days": 1}).status_code == 404
    for call in (
        lambda: actions.suspend_person(actor=alice, person=bob, span="day", reason="x"),
        lambda: actions.warn_person(actor=alice, person=bob, text="x"),
        lambda: actions.hide_thing(actor=alice, case_id=case.pk),
        lambda: actions.invite(actor=alice, uses=1, days=1),
    ):
        with pytest.raises(NotFound):
            call()
    assert not Entry.objects.exists()


def test_a_hidden_post_is_seen_by_its_author_and_staff_alone_and_comes_back(
    person: Any, browser: Browser, staff: Any
) -> None:
    alice, bob = person("alice"), person("bob")
    post = create_post(actor=alice, draft=Draft("a bad post"))
    case = actions.report_thing(actor=bob, kind="post", number=post.pk, reason="spam").case
    page = browser(staff)
    assert page.post(f"/moderation/cases/{case.pk}/hide/").status_code == 302
    assert browser(bob).get(f"/posts/{post.pk}/").status_code == 404
    assert b"a bad post" not in browser(bob).get("/").content
    assert b"Hidden by staff" in browser(alice).get(f"/posts/{post.pk}/").content
    assert page.get(f"/posts/{post.pk}/").status_code == 200
    assert page.post(f"/moderation/cases/{case.pk}/show/").status_code == 302
    assert browser(bob).get(f"/posts/{post.pk}/").status_code == 200
    assert list(Entry.objects.order_by("pk").values_list("verb", "actor", "person")) == [
        ("hid", staff.pk, alice.pk),
        ("showed", staff.pk, alice.pk),
    ]


@pytest.mark.rows("B44")
def test_a_hidden_comment_counts_no_more_and_counts_again(person: Any, staff: Any) -> None:
    alice, bob = person("alice"), person("bob")
    post = create_post(actor=bob, draft=Draft("hello"))
    comment = comment_on_post(actor=alice, post_id=post.pk, text="bad")
    case = actions.report_thing(actor=bob, kind="comment", number=comment.pk, reason="spam").case
    for _ in range(2):
        actions.hide_thing(actor=staff, case_id=case.pk)
        post.refresh_from_db()
        assert post.comment_count == 0
    actions.show_thing(actor=staff, case_id=case.pk)
    post.refresh_from_db()
    assert post.comment_count == 1
    actions.hide_thing(actor=staff, case_id=case.pk)
    block_person(actor=bob, username="alice")
    actions.show_thing(actor=staff, case_id=case.pk)
    post.refresh_from_db()
    assert post.comment_count == Comment.objects.filter(hidden_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_message_is_taken_away_and_a_room_is_closed(person: Any, staff: Any) -> None:
    alice, bob = person("alice"), person("bob")
    made = things(alice, bob)
    for kind in ("message", "room"):
        case = actions.report_thing(actor=bob, kind=kind, number=made[kind], reason="spam").case
        actions.hide_thing(actor=staff, case_id=case.pk)
    message = Message.objects.get(pk=made["message"])
    assert (message.body, message.deleted_at is not None) == ("", True)
    assert message.room.closed_at is not None


def test_a_warning_is_told_and_kept_and_cannot_be_switched_off(
    person: Any, browser: Browser, staff: Any
) -> None:
    alice = person("alice")
    browser(alice).post("/settings/notifications/", {"kind": ["like"]})
    page = browser(staff)
    assert page.post("/moderation/people/alice/warn/", {"text": ""}).status_code == 400
    assert page.post("/moderation/people/alice/warn/", {"text": "Be kind."}).status_code == 302
    assert Notification.objects.get(user=alice).kind == "warning"
    assert b"Be kind." in browser(alice).get("/notices/").content
    assert b"Be kind." in browser(alice).get("/notifications/").content
    assert b"Be kind." not in browser(person("bob")).get("/notices/").content


@pytest.mark.django_db(transaction=True)
def test_a_suspended_person_is_out_and_hidden_until_it_is_lifted(
    person: Any, browser: Browser, staff: Any
) -> None:
    alice, bob = person("alice"), person("bob")
    create_post(actor=alice, draft=Draft("hello"))
    inside = Client()
    login = {"login": "alice", "password": PASSWORD}
    assert inside.post("/login/", login).status_code == 302
    assert inside.get("/").status_code == 200
    told = {"span": "week", "text": "Spam again"}
    assert browser(staff).post("/moderation/people/alice/suspend/", told).status_code == 302
    assert inside.get("/").status_code == 302
    assert not Session.objects.filter(user=alice, ended_at=None).exists()
    assert browser(bob).get("/@alice/").status_code == 404
    assert b"hello" not in browser(bob).get("/").content
    refused = Client().post("/login/", login)
    assert refused.status_code == 403
    assert b"suspended until" in refused.content
    assert b"Spam again" in refused.content
    api = Client().post(
        "/api/login/", {"username": "alice", "password": PASSWORD}, content_type="application/json"
    )
    assert (api.status_code, api.json()["code"]) == (403, "account_suspended")
    # A wrong password learns nothing of it.
    assert Client().post("/login/", {"login": "alice", "password": "wrong"}).status_code == 401
    assert browser(staff).post("/moderation/people/alice/lift/").status_code == 302
    assert Client().post("/login/", login).status_code == 302
    assert browser(bob).get("/@alice/").status_code == 200
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == ["suspended", "lifted"]


def test_a_suspension_ends_by_itself_also_at_the_login(person: Any, staff: Any) -> None:
    alice, bob = person("alice"), person("bob")
    for one in (alice, bob):
        actions.suspend_person(actor=staff, person=one, span="day", reason="x")
    Suspension.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert Client().post("/login/", {"login": "alice", "password": PASSWORD}).status_code == 302
    assert accounts.lift_ended_suspensions(actor=None) == 1
    assert User.objects.filter(is_active=True, username__in=["alice", "bob"]).count() == 2


def test_restoring_an_account_does_not_end_a_suspension(person: Any, staff: Any) -> None:
    alice = person("alice")
    actions.suspend_person(actor=staff, person=alice, span="ever", reason="x")
    alice.refresh_from_db()
    User.objects.filter(pk=alice.pk).update(is_active=True)
    accounts.delete_account(actor=alice, proof=accounts.Proof(PASSWORD), now=False)
    accounts.restore_account(actor=None, person_id=alice.pk)
    assert not User.objects.get(pk=alice.pk).is_active


def test_staff_does_nothing_to_staff_but_administrators_do(person: Any, staff: Any) -> None:
    other, king = person("other", is_staff=True), person("king", is_staff=True, is_superuser=True)
    for target in (staff, other, king):
        with pytest.raises(Denied):
            actions.suspend_person(actor=staff, person=target, span="day", reason="x")
    actions.suspend_person(actor=king, person=other, span="day", reason="x")
    assert not User.objects.get(pk=other.pk).is_active
    with pytest.raises(NotFound):
        actions.warn_person(actor=User.objects.get(pk=other.pk), person=staff, text="x")


def test_nonsense_from_staff_is_told_at_the_form(person: Any, browser: Browser, staff: Any) -> None:
    person("alice")
    page = browser(staff)
    for told in ({"span": "a while", "text": "x"}, {"span": "day", "text": ""}):
        assert page.post("/moderation/people/alice/suspend/", told).status_code == 400
    with pytest.raises(Invalid):
        actions.suspend_person(actor=staff, person=User.objects.get(username="alice"), span="x", reason="x")
    assert page.post("/moderation/invitations/", {"uses": 0, "days": 1}).status_code == 400
    assert page.get("/moderation/cases/999/").status_code == 404
    assert not Suspension.objects.exists()


@pytest.mark.rows("D06", "D14")
def test_a_report_on_a_deleted_person_stays_only_while_it_is_open(person: Any, staff: Any) -> None:
    alice, bob = person("alice"), person("bob")
    for name in ("kanarienvogel one", "kanarienvogel two"):
        post = create_post(actor=alice, draft=Draft(name))
        actions.report_thing(actor=bob, kind="post", number=post.pk, reason="spam", text="he did it")
    first, second = Case.objects.order_by("pk")
    actions.dismiss_case(actor=staff, case_id=first.pk)
    actions.warn_person(actor=staff, person=alice, text="Be kind.")
    accounts.delete_account(actor=alice, proof=accounts.Proof(PASSWORD), now=True)
    accounts.erase_due_accounts(actor=None)
    assert list(Case.objects.values_list("pk", flat=True)) == [second.pk]
    assert not Notice.objects.exists()
    assert not Entry.objects.filter(note__contains="kind").exists()
    assert not Post.objects.exists()
    actions.dismiss_case(actor=staff, case_id=second.pk)
    assert forget_old_cases() == 1
    assert not Case.objects.exists()


def test_the_admin_only_looks_and_has_buttons(person: Any, browser: Browser, staff: Any) -> None:
    alice = person("alice")
    page = browser(staff)
    assert page.get("/admin/accounts/user/").status_code == 200
    shown = page.get(f"/admin/accounts/user/{alice.pk}/change/")
    assert shown.status_code == 200
    assert b"password" not in shown.content.lower().split(b'id="content"')[1]
    assert page.post(f"/admin/accounts/user/{alice.pk}/change/", {"username": "x"}).status_code == 403
    assert page.get("/admin/accounts/user/add/").status_code == 403
    assert page.post(f"/admin/accounts/user/{alice.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "suspend_for_a_week", "_selected_action": [alice.pk, staff.pk]}
    assert page.post("/admin/accounts/user/", chosen, follow=True).status_code == 200
    assert Suspension.objects.get().user == alice
    assert Entry.objects.get().verb == "suspended"


def test_the_trail_says_in_words_how_long_and_how_many(person: Any, browser: Browser, staff: Any) -> None:
    actions.suspend_person(actor=staff, person=person("bob"), span="week", reason="Spam: again")
    actions.invite(actor=staff, uses=5, days=7)
    page = browser(staff).get("/moderation/audit/").content.decode()
    assert "1 week: Spam: again" in page
    assert "People: 5 · Days: 7" in page
    # Nothing is left at the end of the line where a long name begins the next one.
    assert 'Suspended: <a class="text-link"' in page
