"""Comments and answers over their doors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from samovar.core.errors import NotFound
from samovar.feed.actions import Draft, create_post, delete_post
from samovar.feed.comment_actions import comment_on_post, delete_comment, purge_comments, restore_comment
from samovar.feed.comment_queries import PAGE
from samovar.feed.erasing_actions import erase_person
from samovar.feed.models import Comment, Post
from samovar.feed.moderating_actions import hide_comment, show_comment
from samovar.notifications.models import Notification
from samovar.people.actions import block_person

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
PART: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def post(person: Make) -> Post:
    return create_post(actor=person("alice"), draft=Draft(text="Tea at four?"))


def count_of(post: Post) -> int:
    return Post.objects.get(pk=post.pk).comment_count


def told(user: Any) -> list[str]:
    return list(Notification.objects.filter(user=user).values_list("kind", flat=True))


@pytest.mark.rows("S4-5.3", "S4-6.1", "S4-D8", "S4-6.5")
def test_a_comment_appears_is_counted_and_told(post: Post, person: Make, browser: Make) -> None:
    bob = browser(person("bob"))
    answer = bob.post(f"/posts/{post.pk}/comment/", {"text": "<i>Gladly</i>"}, follow=True)
    assert "&lt;i&gt;Gladly&lt;/i&gt;" in answer.content.decode()
    assert count_of(post) == 1
    note = Notification.objects.get(user=post.author)
    assert note.kind == "comment"
    page = browser(post.author).get(note.target)
    assert f'id="comment-{Comment.objects.get().pk}"' in page.content.decode()


@pytest.mark.rows("S4-6.3", "S4-D9", "S4-8.2")
def test_an_answer_stands_under_its_comment_and_its_author_is_told(
    post: Post, person: Make, browser: Make
) -> None:
    bob, charlie = person("bob"), person("charlie")
    first = comment_on_post(actor=bob, post_id=post.pk, text="apple")
    comment_on_post(actor=bob, post_id=post.pk, text="cherry")
    page = browser(charlie).get(f"/posts/{post.pk}/?reply={first.pk}").content.decode()
    assert page.count(">Comment</button>") == 1
    assert f'name="parent" value="{first.pk}"' in page
    browser(charlie).post(f"/posts/{post.pk}/comment/", {"text": "bread", "parent": first.pk})
    page = browser(bob).get(f"/posts/{post.pk}/").content.decode()
    assert page.index("apple") < page.index("bread") < page.index("cherry")
    assert "comment-depth-1" in page
    assert told(bob) == ["reply"]
    assert sorted(told(post.author)) == ["comment", "comment", "comment"]
    assert count_of(post) == 3


def test_the_post_author_who_is_answered_hears_it_once(post: Post, person: Make) -> None:
    own = comment_on_post(actor=post.author, post_id=post.pk, text="by myself")
    comment_on_post(actor=person("bob"), post_id=post.pk, text="answer", parent_id=own.pk)
    assert told(post.author) == ["reply"]


def test_an_answer_to_a_comment_of_another_post_is_refused(post: Post, person: Make, browser: Make) -> None:
    other = create_post(actor=post.author, draft=Draft(text="other"))
    there = comment_on_post(actor=post.author, post_id=other.pk, text="there")
    answer = browser(person("bob")).post(f"/posts/{post.pk}/comment/", {"text": "x", "parent": there.pk})
    assert answer.status_code == 404


@pytest.mark.parametrize("text", ["", "  \n", "x" * 2001])
def test_empty_and_too_long_comments_are_refused(post: Post, person: Make, browser: Make, text: str) -> None:
    answer = browser(person("bob")).post(f"/posts/{post.pk}/comment/", {"text": text}, **PART)
    assert answer.status_code == 400
    assert count_of(post) == 0


@pytest.mark.rows("S4-D8")
def test_the_author_edits_and_deletes_a_comment_and_others_do_not(
    post: Post, person: Make, browser: Make
) -> None:
    bob, charlie = person("bob"), person("charlie")
    said = comment_on_post(actor=bob, post_id=post.pk, text="old")
    for path in ("edit", "delete"):
        assert browser(charlie).post(f"/comments/{said.pk}/{path}/", {"text": "mine"}).status_code == 403
    assert browser(post.author).post(f"/comments/{said.pk}/edit/", {"text": "mine"}).status_code == 403
    browser(bob).post(f"/comments/{said.pk}/edit/", {"text": "new"})
    page = browser(bob).get(f"/posts/{post.pk}/").content.decode()
    assert "new" in page
    assert "edited" in page
    browser(bob).post(f"/comments/{said.pk}/delete/")
    browser(bob).post(f"/comments/{said.pk}/delete/")
    assert count_of(post) == 0


def test_the_author_of_the_post_removes_a_comment(post: Post, person: Make, browser: Make) -> None:
    said = comment_on_post(actor=person("bob"), post_id=post.pk, text="rude words")
    assert browser(post.author).post(f"/comments/{said.pk}/delete/").status_code == 302
    assert "rude words" not in browser(post.author).get(f"/posts/{post.pk}/").content.decode()
    Comment.objects.update(deleted_at=timezone.now() - timedelta(hours=2))
    assert (purge_comments(), purge_comments()) == (1, 0)
    assert "rude words" not in Comment.objects.values_list("text", flat=True)


@pytest.mark.rows("S4-D8")
def test_who_deleted_a_comment_brings_it_back_with_its_answers(
    post: Post, person: Make, browser: Make
) -> None:
    bob = person("bob")
    said = comment_on_post(actor=bob, post_id=post.pk, text="too quick")
    comment_on_post(actor=post.author, post_id=post.pk, text="an answer", parent_id=said.pk)
    gone = browser(bob).post(f"/comments/{said.pk}/delete/", **PART).content.decode()
    assert "too quick" not in gone
    assert "Undo" in gone
    assert f'id="comment-count-{post.pk}" hx-swap-oob="true"' in " ".join(gone.split())
    assert count_of(post) == 1
    assert browser(post.author).post(f"/comments/{said.pk}/restore/").status_code == 404
    for _again in range(2):
        back = browser(bob).post(f"/comments/{said.pk}/restore/", **PART).content.decode()
        assert "too quick" in back
        assert count_of(post) == 2
    page = browser(post.author).get(f"/posts/{post.pk}/").content.decode()
    assert page.index("too quick") < page.index("an answer")


def test_a_comment_removed_by_the_post_author_is_his_to_bring_back(
    post: Post, person: Make, browser: Make
) -> None:
    said = comment_on_post(actor=person("bob"), post_id=post.pk, text="rude words")
    delete_comment(actor=post.author, comment_id=said.pk)
    assert browser(said.author).post(f"/comments/{said.pk}/restore/").status_code == 404
    assert browser(said.author).post(f"/comments/{said.pk}/delete/").status_code == 404
    assert browser(post.author).post(f"/comments/{said.pk}/restore/").status_code == 302
    assert "rude words" in browser(said.author).get(f"/posts/{post.pk}/").content.decode()
    assert count_of(post) == 1


def test_after_an_hour_a_deleted_comment_does_not_come_back(post: Post, person: Make) -> None:
    said = comment_on_post(actor=person("bob"), post_id=post.pk, text="long gone")
    delete_comment(actor=said.author, comment_id=said.pk)
    Comment.objects.update(deleted_at=timezone.now() - timedelta(minutes=61))
    with pytest.raises(NotFound):
        restore_comment(actor=said.author, comment_id=said.pk)
    assert count_of(post) == 0


@pytest.mark.parametrize("taken", ["blocked", "moderated", "post deleted"])
def test_what_was_taken_away_meanwhile_does_not_come_back(post: Post, person: Make, taken: str) -> None:
    bob = person("bob")
    said = comment_on_post(actor=bob, post_id=post.pk, text="hello")
    delete_comment(actor=post.author, comment_id=said.pk)
    if taken == "blocked":
        block_person(actor=post.author, username="bob")
    elif taken == "moderated":
        hide_comment(comment_id=said.pk)
    else:
        delete_post(actor=post.author, post_id=post.pk)
    with pytest.raises(NotFound):
        restore_comment(actor=post.author, comment_id=said.pk)
    if taken == "moderated":
        show_comment(comment_id=said.pk)
        restore_comment(actor=post.author, comment_id=said.pk)
        assert count_of(post) == 1
    else:
        assert count_of(post) == 0


def test_a_removed_comment_of_who_is_erased_has_no_text_to_bring_back(post: Post, person: Make) -> None:
    said = comment_on_post(actor=person("bob"), post_id=post.pk, text="secret")
    comment_on_post(actor=post.author, post_id=post.pk, text="an answer", parent_id=said.pk)
    delete_comment(actor=post.author, comment_id=said.pk)
    erase_person(person=said.author, ghost=person("ghost"), portion=100)
    with pytest.raises(NotFound):
        restore_comment(actor=post.author, comment_id=said.pk)
    assert list(Comment.objects.order_by("pk").values_list("text", flat=True)) == ["", "an answer"]
    assert count_of(post) == 1


@pytest.mark.rows("S4-6.5")
def test_a_deleted_comment_leaves_its_place_to_its_answers(post: Post, person: Make, browser: Make) -> None:
    bob = person("bob")
    first = comment_on_post(actor=bob, post_id=post.pk, text="question")
    answer = comment_on_post(actor=bob, post_id=post.pk, text="answer", parent_id=first.pk)
    delete_comment(actor=bob, comment_id=first.pk)
    page = browser(bob).get(f"/posts/{post.pk}/").content.decode()
    assert "This comment is not available." in page
    assert "answer" in page
    assert count_of(post) == 1
    delete_comment(actor=bob, comment_id=answer.pk)
    assert "not available" not in browser(bob).get(f"/posts/{post.pk}/").content.decode()


@pytest.mark.rows("S4-8.4")
def test_a_link_to_a_deleted_comment_says_so_kindly(post: Post, person: Make, browser: Make) -> None:
    said = comment_on_post(actor=person("bob"), post_id=post.pk, text="soon gone")
    target = Notification.objects.get().target
    delete_comment(actor=said.author, comment_id=said.pk)
    answer = browser(post.author).get(target)
    assert answer.status_code == 200
    assert "no longer" in answer.content.decode()


def test_a_long_thread_comes_in_pages_and_a_link_finds_its_comment(
    post: Post, person: Make, browser: Make
) -> None:
    bob = person("bob")
    said = [comment_on_post(actor=bob, post_id=post.pk, text=f"number {n}.") for n in range(PAGE * 2)]
    client = browser(bob)
    page = client.get(f"/posts/{post.pk}/").content.decode()
    assert f"number {PAGE - 1}." in page
    assert f"number {PAGE}." not in page
    more = client.get(f"/posts/{post.pk}/?after={said[PAGE - 1].path}").content.decode()
    assert f"number {PAGE}." in more
    assert f"number {PAGE * 2 - 1}." in more
    assert (
        f'id="comment-{said[-3].pk}"'
        in client.get(f"/posts/{post.pk}/?comment={said[-3].pk}").content.decode()
    )


def test_deep_answers_stay_readable(post: Post, person: Make, browser: Make) -> None:
    bob = person("bob")
    parent = None
    for n in range(9):
        parent = comment_on_post(
            actor=bob, post_id=post.pk, text=f"deep {n}", parent_id=parent.pk if parent else None
        )
    page = browser(bob).get(f"/posts/{post.pk}/").content.decode()
    assert [page.index(f"deep {n}") for n in range(9)] == sorted(page.index(f"deep {n}") for n in range(9))
    assert "comment-depth-4" in page
    assert "comment-depth-5" not in page


def test_a_list_unfolds_the_thread_in_place(post: Post, person: Make, browser: Make) -> None:
    bob = browser(person("bob"))
    answer = bob.post(f"/posts/{post.pk}/comment/", {"text": "in place"}, **PART)
    page = answer.content.decode()
    assert "in place" in page
    assert 'aria-label="1 comment"' in page
    assert "<html" not in page


def test_a_name_in_a_comment_leads_to_the_person_one_may_see(post: Post, person: Make, browser: Make) -> None:
    bob, charlie = person("bob"), person("charlie")
    comment_on_post(actor=bob, post_id=post.pk, text="ask @Charlie or @nobody")
    path = f"/posts/{post.pk}/"
    page = browser(bob).get(path).content.decode()
    assert '<a class="text-link" href="/@Charlie/">@Charlie</a>' in page
    assert 'href="/@nobody/"' not in page
    block_person(actor=charlie, username=post.author.username)
    assert 'href="/@Charlie/"' not in browser(post.author).get(path).content.decode()
