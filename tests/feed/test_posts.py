"""Posts over their pages: made, seen, changed, deleted, restored."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from samovar.feed.actions import Draft, create_post, purge_posts
from samovar.feed.models import Post, PostPicture
from samovar.files.models import Picture
from samovar.people.follow_actions import follow_person
from tests.support.pictures import bomb, picture, upload

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
PART: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


def post_by(author: Any, text: str = "Tea at four?", **more: Any) -> Post:
    return create_post(actor=author, draft=Draft(text=text, **more))


@pytest.mark.rows("S4-5.1", "S4-5.2", "S4-D1")
def test_a_text_with_two_pictures_is_seen_on_home_and_on_the_profile(person: Make, browser: Make) -> None:
    alice, bob = person("alice"), person("bob")
    files = [picture(colour="red"), picture(colour="blue")]
    sent = {"text": "<b>Tea</b> & سلام", "pictures": files, "alt": ["a red cup", ""]}
    assert browser(alice).post("/posts/", sent).status_code == 302
    for path in ("/", "/@alice/"):
        page = browser(bob).get(path).content.decode()
        assert "&lt;b&gt;Tea&lt;/b&gt; &amp; سلام" in page
        assert page.count('class="mosaic-tile"') == 2
        assert 'alt="a red cup"' in page


@pytest.mark.rows("S4-5.1")
def test_an_open_page_gets_the_new_post_alone(person: Make, browser: Make) -> None:
    answer = browser(person("alice")).post("/posts/", {"text": "hello"}, **PART)
    assert answer.content.decode().strip().startswith("<article")


@pytest.mark.rows("S4-5.1")
@pytest.mark.parametrize(
    "sent",
    [
        {"text": "  \n "},
        {"text": "x" * 5001},
        {"text": "x", "audience": "nobody"},
        {"text": "x", "alt": "y" * 501},
    ],
)
def test_what_does_not_fit_is_refused(person: Make, browser: Make, sent: dict[str, str]) -> None:
    extra = {"pictures": picture()} if "alt" in sent else {}
    answer = browser(person("alice")).post("/posts/", {**sent, **extra}, **PART)
    assert answer.status_code == 400
    assert not Post.objects.exists()
    assert not Picture.objects.exists()


@pytest.mark.rows("S4-5.1")
@pytest.mark.parametrize("hostile", [bomb, lambda: upload(b"<svg/>", "a.svg", "image/svg+xml")])
def test_one_bad_picture_refuses_the_post_and_leaves_nothing(
    person: Make, browser: Make, media: Path, django_capture_on_commit_callbacks: Any, hostile: Any
) -> None:
    client = browser(person("alice"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/posts/", {"text": "two", "pictures": [picture(), hostile()]}, **PART)
    assert answer.status_code == 400
    assert not Post.objects.exists()
    assert list(media.rglob("*.webp")) == []


def test_eleven_pictures_are_too_many(person: Make, browser: Make) -> None:
    files = [picture(size=(2, 2)) for _place in range(11)]
    assert browser(person("alice")).post("/posts/", {"pictures": files}, **PART).status_code == 400


@pytest.mark.rows("S4-5.4", "S4-D6", "S4-F6")
def test_text_and_each_picture_are_cleared_changed_and_put_in_order(
    person: Make, browser: Make, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    alice = person("alice")
    client = browser(alice)
    client.post("/posts/", {"text": "old", "pictures": [picture(colour=c) for c in ("red", "green", "blue")]})
    post = Post.objects.get()
    red, green, blue = PostPicture.objects.order_by("place")
    sent = {
        "text": "new",
        "audience": "everybody",
        "kept": [blue.pk, red.pk, green.pk],
        f"alt_{blue.pk}": "blue now first",
        f"clear_{green.pk}": "on",
        f"change_{red.pk}": picture(colour="orange"),
    }
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/posts/{post.pk}/edit/", sent).status_code == 302
    rows = list(PostPicture.objects.order_by("place"))
    assert [row.alt for row in rows] == ["blue now first", ""]
    assert rows[0].pk == blue.pk
    assert rows[1].picture_id not in {red.picture_id, green.picture_id}
    post.refresh_from_db()
    assert (post.text, bool(post.edited_at)) == ("new", True)
    assert len(list(media.rglob("*.webp"))) == 6


@pytest.mark.rows("S4-5.4")
def test_what_is_refused_of_an_edit_stays_in_the_form(person: Make, browser: Make) -> None:
    client = browser(person("alice"))
    client.post("/posts/", {"text": "old", "pictures": [picture(), picture()], "alt": ["", "a pot"]})
    post = Post.objects.get()
    one, two = PostPicture.objects.order_by("place")
    sent = {
        "text": "x" * 5001,
        "audience": "followers",
        "kept": [two.pk, one.pk],
        f"alt_{one.pk}": "a red cup",
        f"alt_{two.pk}": "a pot",
        f"clear_{two.pk}": "on",
        "pictures": picture(),
    }
    answer = client.post(f"/posts/{post.pk}/edit/", sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "x" * 5001 in page
    assert page.index(f'name="clear_{two.pk}" checked') < page.index('value="a red cup"')
    assert '<option value="followers" selected>' in page
    assert "Please choose the new pictures once more." in page
    post.refresh_from_db()
    assert (post.text, post.edited_at, PostPicture.objects.count()) == ("old", None, 2)


@pytest.mark.rows("S4-5.4")
def test_what_was_changed_meanwhile_is_not_written_over_unseen(person: Make, browser: Make) -> None:
    alice = person("alice")
    client, post = browser(alice), post_by(alice, "first")
    path = f"/posts/{post.pk}/edit/"

    def seen(page: bytes) -> str:
        found = re.search(r'name="seen" value="([^"]+)"', page.decode())
        assert found
        return found[1]

    opened = seen(client.get(path).content)
    assert client.post(path, {"text": "from the phone", "seen": opened}).status_code == 302
    answer = client.post(path, {"text": "from the desk", "seen": opened})
    assert answer.status_code == 409
    assert "from the desk</textarea>" in answer.content.decode()
    assert "from the phone</blockquote>" in answer.content.decode()
    post.refresh_from_db()
    assert post.text == "from the phone"
    assert client.post(path, {"text": "from the desk", "seen": seen(answer.content)}).status_code == 302
    post.refresh_from_db()
    assert post.text == "from the desk"


@pytest.mark.rows("S4-5.4", "S4-N2")
def test_others_neither_edit_nor_delete(person: Make, browser: Make) -> None:
    post = post_by(person("alice"))
    bob = browser(person("bob"))
    for path in ("edit", "delete"):
        assert bob.post(f"/posts/{post.pk}/{path}/", {"text": "mine now"}).status_code == 403
    post.refresh_from_db()
    assert (post.text, post.deleted_at) == ("Tea at four?", None)


@pytest.mark.rows("S4-5.4")
def test_opening_an_address_deletes_nothing(person: Make, browser: Make) -> None:
    alice = person("alice")
    post = post_by(alice)
    for path in ("delete", "restore", "like", "comment"):
        assert browser(alice).get(f"/posts/{post.pk}/{path}/").status_code == 405
    assert Post.objects.get().deleted_at is None


@pytest.mark.rows("S4-5.4")
def test_a_deleted_post_is_gone_at_once_and_comes_back_by_undo(person: Make, browser: Make) -> None:
    alice, bob = person("alice"), person("bob")
    post = post_by(alice)
    answer = browser(alice).post(f"/posts/{post.pk}/delete/", **PART)
    assert "Undo" in answer.content.decode()
    assert browser(bob).get(f"/posts/{post.pk}/").status_code == 404
    assert browser(bob).post(f"/posts/{post.pk}/restore/").status_code == 404
    assert browser(alice).post(f"/posts/{post.pk}/restore/", **PART).status_code == 200
    assert browser(bob).get(f"/posts/{post.pk}/").status_code == 200


def test_what_was_deleted_an_hour_ago_is_removed_with_its_files(
    person: Make, browser: Make, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    from datetime import timedelta  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    alice = person("alice")
    browser(alice).post("/posts/", {"text": "x", "pictures": [picture()]})
    Post.objects.update(deleted_at=timezone.now() - timedelta(hours=2))
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_posts() == 1
    assert not Post.objects.exists()
    assert list(media.rglob("*.webp")) == []


@pytest.mark.rows("S4-5.2")
def test_what_is_for_followers_is_seen_by_them_alone(person: Make, browser: Make) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    post = post_by(alice, audience="followers")
    follow_person(actor=bob, username="alice")
    for user, seen in ((alice, True), (bob, True), (charlie, False)):
        client = browser(user)
        assert (client.get(f"/posts/{post.pk}/").status_code == 200) == seen
        for path in ("/", "/@alice/"):
            assert ("Tea at four?" in client.get(path).content.decode()) == seen


def test_addresses_become_links_and_nothing_else_does(person: Make, browser: Make) -> None:
    alice = person("alice")
    post_by(alice, 'see https://tea.example/a?b=1&c="x, and javascript:alert(1).')
    page = browser(alice).get("/").content.decode()
    assert 'href="https://tea.example/a?b=1&amp;c="' in page
    assert 'href="javascript:' not in page


def test_a_name_in_a_post_leads_to_the_person(person: Make, browser: Make) -> None:
    alice, bob = person("alice"), person("bob")
    post_by(alice, "with @Bob and @nobody.")
    page = browser(bob).get("/").content.decode()
    assert '<a class="text-link" href="/@Bob/">@Bob</a>' in page
    assert 'href="/@nobody/"' not in page


@pytest.mark.rows("S4-D1")
def test_a_picture_is_shown_as_large_as_the_screen_and_downloaded(person: Make, browser: Make) -> None:
    alice = person("alice")
    client = browser(alice)
    client.post("/posts/", {"pictures": [picture(), picture()], "alt": ["cup", "pot"]})
    post = Post.objects.get()
    page = client.get(f"/posts/{post.pk}/pictures/1/").content.decode()
    assert 'alt="pot"' in page
    name = PostPicture.objects.get(place=1).picture.name
    assert client.get(f"/files/{name}/2560.webp?download").headers["Content-Disposition"].startswith("attach")
    assert client.get(f"/posts/{post.pk}/pictures/2/").status_code == 404


@pytest.mark.rows("B13", "S4-N3")
@pytest.mark.parametrize(
    "path", ["/", "/posts/1/", "/posts/1/likers/", "/@alice/", "/@alice/posts/", "/posts/liked/"]
)
def test_nobody_logged_in_sees_nothing(person: Make, client: Client, path: str) -> None:
    post_by(person("alice"))
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/")


@pytest.mark.parametrize("number", ["0", "99999999999999999999999"])
def test_numbers_no_post_has_are_404(person: Make, browser: Make, number: str) -> None:
    client = browser(person("alice"))
    for path in ("", "likers/", "pictures/0/"):
        assert client.get(f"/posts/{number}/{path}").status_code == 404
    assert client.post(f"/posts/{number}/like/", {"liked": "1"}).status_code == 404
    assert client.post(f"/comments/{number}/delete/").status_code == 404
    assert client.get(f"/?before={number}").status_code == 200
