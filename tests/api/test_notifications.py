"""Notifications by REST."""

from __future__ import annotations

from tests.api.pages import walk
from tests.support.people import Person
from tests.support.server import Server


def test_they_are_counted_read_and_deleted(alice: Person, bob: Person) -> None:
    with alice.api() as api, bob.api() as theirs:
        post = api.post("/api/posts/", json={"text": "like me"}).json()["id"]
        theirs.put(f"/api/posts/{post}/like/")
        theirs.post(f"/api/posts/{post}/comments/", json={"text": "hello"})
        assert api.get("/api/notifications/unread/").json() == {"unread": 2}
        comment, like = api.get("/api/notifications/").json()["results"]
        assert (comment["kind"], like["kind"]) == ("comment", "like")
        assert like["target"] == f"/posts/{post}/"
        assert bob.username in like["text"]
        assert api.get("/api/notifications/unread/").json() == {"unread": 2}
        assert api.delete("/api/notifications/unread/").status_code == 204
        assert [row["read"] for row in api.get("/api/notifications/").json()["results"]] == [True, True]
        assert theirs.delete(f"/api/notifications/{like['id']}/").status_code == 404
        assert api.delete(f"/api/notifications/{like['id']}/").status_code == 204
        assert [row["id"] for row in api.get("/api/notifications/").json()["results"]] == [comment["id"]]
        assert api.delete("/api/notifications/").status_code == 204
        assert api.get("/api/notifications/").json()["results"] == []


def test_what_one_does_not_want_is_not_told(alice: Person, bob: Person) -> None:
    with alice.api() as api, bob.api() as theirs:
        kinds = api.patch("/api/notifications/kinds/", json={"kinds": {"follow": False}}).json()["kinds"]
        assert (kinds["follow"], kinds["like"]) == (False, True)
        theirs.put(f"/api/people/{alice.username}/follow/")
        assert api.get("/api/notifications/").json()["results"] == []
        wrong = api.patch("/api/notifications/kinds/", json={"kinds": {"nonsense": True}})
        assert (wrong.status_code, list(wrong.json()["fields"])) == (400, ["kinds"])
        assert api.get("/api/notifications/kinds/").json()["kinds"] == kinds


def test_they_come_in_pages_without_a_hole(server: Server, alice: Person, bob: Person) -> None:
    from samovar.notifications.models import Notification  # noqa: PLC0415 - after the settings were read

    with server.database() as alias:
        for number in range(31):
            Notification.objects.using(alias).create(
                user_id=alice.id, actor_id=bob.id, kind="like", target="/posts/1/", key=f"like:{number}"
            )
    with alice.api() as api:
        pages = walk(api, "/api/notifications/")
    assert [len(page) for page in pages] == [30, 1]
    ids = [row["id"] for page in pages for row in page]
    assert ids == sorted(set(ids), reverse=True)
