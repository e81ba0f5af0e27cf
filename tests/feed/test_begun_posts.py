"""What somebody began to post: kept for all devices, seen by nobody else, gone when it is posted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from samovar.accounts.exported import parts
from samovar.feed.models import BegunPost, Post, PostPicture
from samovar.files.actions import sweep_orphans
from samovar.files.models import Picture
from samovar.rooms.actions import RoomDraft, create_room, delete_room
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
DRAFT = "/api/posts/draft/"
PICTURES = DRAFT + "pictures/"


def keep(client: Client, text: str, **more: Any) -> Any:
    sent = {"text": text, **more}
    answer = client.put(DRAFT, sent, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def add(client: Client, colour: str = "red") -> Any:
    answer = client.post(PICTURES, {"picture": picture(colour=colour)})
    assert answer.status_code == 201, answer.content
    return answer.json()


def files(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file())


@pytest.mark.rows("S4-5.1", "S4-5.2")
def test_it_is_there_for_its_writer_alone_and_each_change_has_a_higher_number(
    person: Make, browser: Make
) -> None:
    desk, phone = (browser(user) for user in [person("alice")] * 2)
    bob = browser(person("bob"))
    first = keep(desk, "  Tea is\n", audience="followers")
    assert phone.get(DRAFT).json() == first
    assert (first["text"], first["audience"], first["pictures"]) == ("  Tea is\n", "followers", [])
    one, two = add(desk), add(phone, "blue")
    sent = [{"id": two["id"], "alt": "blue"}, {"id": one["id"]}, {"id": 10**12}]
    second = keep(phone, "Tea is ready", pictures=sent)
    assert second["rev"] > first["rev"]
    assert [(one["id"], one["alt"]) for one in desk.get(DRAFT).json()["pictures"]] == [
        (two["id"], "blue"),
        (one["id"], ""),
    ]
    order = [{"id": one["id"]}]
    third = desk.put(DRAFT, {"pictures": order}, content_type="application/json").json()
    assert (third["text"], third["audience"]) == ("Tea is ready", second["audience"])
    assert [shown["id"] for shown in third["pictures"]] == [one["id"], two["id"]]
    nothing = {"text": "", "audience": "everybody", "rev": 0, "pictures": [], "room": None}
    assert bob.get(DRAFT).json() == nothing
    assert desk.get(one["page"]).status_code == 200
    assert bob.get(one["page"]).status_code == 404
    assert bob.delete(f"{PICTURES}{one['id']}/").status_code == 404
    assert "Tea is ready" not in bob.get("/@alice/").content.decode()


@pytest.mark.rows("S4-5.1", "S4-5.2", "S4-D1")
def test_posted_it_keeps_its_pictures_and_is_a_draft_no_more(
    person: Make, browser: Make, media: Path
) -> None:
    alice = person("alice")
    client = browser(alice)
    keep(client, "Tea is ready")
    one, two, three = add(client), add(client, "blue"), add(client, "green")
    sent = {"text": "Tea!", "begun": "1", "kept": [two["id"], one["id"]], f"alt_{two['id']}": "blue"}
    assert client.post("/posts/", sent).status_code == 302
    post = Post.objects.get()
    rows = PostPicture.objects.filter(post=post).order_by("place").select_related("picture")
    assert [row.alt for row in rows] == ["blue", ""]
    assert {(row.picture.owner_kind, row.picture.owner_id) for row in rows} == {("post", post.pk)}
    assert two["page"].split("/")[2] == rows[0].picture.name
    assert client.get(DRAFT).json()["rev"] == 0
    assert browser(person("bob")).get(one["page"]).status_code == 200
    assert not Picture.objects.filter(name=three["page"].split("/")[2]).exists()


def test_a_post_from_elsewhere_leaves_it_and_takes_none_of_its_pictures(person: Make, browser: Make) -> None:
    client = browser(person("alice"))
    keep(client, "Tea is")
    one = add(client)
    assert client.post("/posts/", {"text": "by the way"}).status_code == 302
    assert client.post("/posts/", {"text": "no", "kept": one["id"]}).status_code == 400
    other = browser(person("bob"))
    stolen = {"text": "mine", "begun": "1", "kept": one["id"]}
    assert other.post("/posts/", stolen).status_code == 400
    assert Post.objects.count() == 1
    assert [shown["id"] for shown in client.get(DRAFT).json()["pictures"]] == [one["id"]]


def test_discarded_or_emptied_nothing_of_it_is_left(
    person: Make, browser: Make, media: Path, django_capture_on_commit_callbacks: Make
) -> None:
    client = browser(person("alice"))
    with django_capture_on_commit_callbacks(execute=True):
        keep(client, "Tea is")
        add(client)
        for _twice in range(2):
            assert client.delete(DRAFT).status_code == 204
    with django_capture_on_commit_callbacks(execute=True):
        one = add(client)
        assert client.delete(f"{PICTURES}{one['id']}/").status_code == 204
        assert client.delete(f"{PICTURES}{one['id']}/").status_code == 404
        keep(client, "Tea")
        assert keep(client, "")["rev"] == 0
    assert not BegunPost.objects.exists()
    assert not Picture.objects.exists()
    assert files(media) == 0


def test_its_room_is_kept_with_it_while_its_writer_may_share_that(person: Make, browser: Make) -> None:
    alice, bob = person("alice"), person("bob")
    desk, phone = browser(alice), browser(alice)
    tea, secret = (
        create_room(actor=owner, draft=RoomDraft(name=name, listed=False))
        for owner, name in ((alice, "Tea at four"), (bob, "Nobody else"))
    )
    kept = keep(desk, "", room=tea.pk)
    assert kept["room"] == {"id": tea.pk, "name": "Tea at four"}
    assert keep(phone, "Come over")["room"] == kept["room"]
    assert keep(phone, "Come over", room=secret.pk) == {**phone.get(DRAFT).json(), "room": None}
    assert keep(phone, "Come over", room=10**15)["room"] is None
    keep(desk, "Come over", room=tea.pk)
    offered = desk.get(f"/posts/rooms/?room={tea.pk}").content.decode()
    assert f'<option value="{tea.pk}">Tea at four</option>' in offered
    assert "Nobody else" not in desk.get(f"/posts/rooms/?room={secret.pk}").content.decode()
    assert keep(desk, "Come over", room=None)["room"] is None
    keep(desk, "Come over", room=tea.pk)
    delete_room(actor=alice, room_id=tea.pk)
    assert desk.get(DRAFT).json()["room"] is None


@pytest.mark.parametrize(
    "sent",
    [
        {"text": "x" * 5001},
        {"text": "x", "room": "7"},
        {"text": "nul \x00"},
        {"text": 7},
        {"text": "x", "audience": "nobody"},
        {"text": "x", "pictures": [{"id": "1"}]},
    ],
)
def test_what_could_not_be_posted_is_not_kept(person: Make, browser: Make, sent: dict[str, Any]) -> None:
    client = browser(person("alice"))
    assert client.put(DRAFT, sent, content_type="application/json").status_code == 400
    assert client.post(PICTURES, {"picture": "no file"}).status_code == 400
    assert not BegunPost.objects.exists()


def test_it_has_at_most_ten_pictures_and_they_are_not_swept(person: Make, browser: Make) -> None:
    client = browser(person("alice"))
    for _number in range(10):
        add(client)
    assert client.post(PICTURES, {"picture": picture()}).status_code == 400
    Picture.objects.update(created_at="2020-01-01T00:00Z")
    assert sweep_orphans() == 0
    assert len(client.get(DRAFT).json()["pictures"]) == 10


def test_it_is_in_the_archive_of_its_writer(person: Make, browser: Make) -> None:
    alice = person("alice")
    client = browser(alice)
    keep(client, "Tea is")
    one = add(client)
    keep(client, "Tea is", pictures=[{"id": one["id"], "alt": "a cup"}])
    told = {part.name: list(part.told(alice)) for part in parts()}
    assert told["begun-posts"] == [{"text": "Tea is", "audience": "everybody", "room__name": None}]
    assert [row["alt"] for row in told["begun-post-pictures"]] == ["a cup"]
