"""People by REST."""

from __future__ import annotations

from tests.api.pages import walk
from tests.support.people import Person
from tests.support.pictures import picture
from tests.support.server import Server


def test_somebody_is_found_followed_and_listed(alice: Person, bob: Person) -> None:
    with alice.api() as api, bob.api() as theirs:
        found = api.get("/api/people/", params={"q": bob.username}).json()
        row = next(one for one in found if one["id"] == bob.id)
        assert (row["username"], row["followed"], row["picture"]) == (bob.username, False, None)
        for _twice in range(2):
            shown = api.put(f"/api/people/{bob.username}/follow/")
            assert (shown.status_code, shown.json()["followed"], shown.json()["followers"]) == (200, True, 1)
        following = api.get(f"/api/people/{alice.username}/following/").json()
        assert [one["id"] for one in following["results"]] == [bob.id]
        followers = theirs.get(f"/api/people/{bob.username}/followers/").json()
        assert [one["id"] for one in followers["results"]] == [alice.id]
        [told] = theirs.get("/api/notifications/").json()["results"]
        assert (told["kind"], told["actor"]["id"], told["read"]) == ("follow", alice.id, False)
        assert api.delete(f"/api/people/{bob.username}/follow/").status_code == 204
        assert api.get(f"/api/people/{bob.username}/").json()["followed"] is False


def test_lists_of_follows_come_in_pages_without_a_hole(server: Server, alice: Person) -> None:
    from samovar.people.models import Follow  # noqa: PLC0415 - after the settings were read

    followers = [server.person("many") for _number in range(33)]
    with server.database() as alias:
        for one in followers:
            Follow.objects.using(alias).create(follower_id=one.id, followed_id=alice.id)
    with alice.api() as api:
        pages = walk(api, f"/api/people/{alice.username}/followers/")
    assert [len(page) for page in pages] == [30, 3]
    assert [one["id"] for page in pages for one in page] == [one.id for one in reversed(followers)]


def test_a_block_hides_and_is_taken_back(alice: Person, bob: Person) -> None:
    with alice.api() as api, bob.api() as theirs:
        assert theirs.put(f"/api/people/{alice.username}/follow/").status_code == 200
        assert api.put(f"/api/people/{bob.username}/block/").status_code == 204
        assert [one["id"] for one in api.get("/api/blocks/").json()["results"]] == [bob.id]
        shown = api.get(f"/api/people/{bob.username}/").json()
        assert (shown["blocked"], shown["bio"], shown["followers"]) == (True, "", 0)
        refused = api.put(f"/api/people/{bob.username}/follow/")
        assert (refused.status_code, refused.json()["code"]) == (409, "unblock_first")
        assert theirs.get(f"/api/people/{alice.username}/").status_code == 404
        assert api.delete(f"/api/people/{bob.username}/block/").status_code == 204
        assert api.get("/api/blocks/").json()["results"] == []
        assert theirs.get(f"/api/people/{alice.username}/").json()["followers"] == 0


def test_ones_own_profile_is_changed_in_parts(alice: Person, bob: Person) -> None:
    with alice.api() as api, bob.api() as theirs:
        first = api.patch(
            "/api/me/profile/", json={"bio": "چای", "address": "Street 1", "first_name": "Alice"}
        )
        assert first.status_code == 200, first.text
        second = api.patch("/api/me/profile/", json={"links": ["https://example.org/"]}).json()
        assert (second["bio"], second["links"], second["name"]) == ("چای", ["https://example.org/"], "Alice")
        shown = theirs.get(f"/api/people/{alice.username}/").json()
        assert "address" not in shown
        assert shown["bio"] == "چای"
        wrong = api.patch("/api/me/profile/", json={"links": ["javascript:alert(1)"], "bio": "x" * 161})
        assert (wrong.status_code, set(wrong.json()["fields"])) == (400, {"bio"})
        wrong = api.patch("/api/me/profile/", json={"links": ["javascript:alert(1)"]})
        assert (wrong.status_code, set(wrong.json()["fields"])) == (400, {"links"})


def test_ones_picture_is_uploaded_and_fetched_with_a_token(alice: Person, bob: Person) -> None:
    with alice.api() as api, bob.api() as theirs:
        told = api.put("/api/me/picture/", files={"picture": ("face.png", picture(), "image/png")})
        assert told.status_code == 200, told.text
        address = theirs.get(f"/api/people/{alice.username}/").json()["picture"]
        fetched = theirs.get(address)
        assert (fetched.status_code, fetched.headers["content-type"]) == (200, "image/webp")
        again = theirs.get(address, headers={"If-None-Match": fetched.headers["etag"]})
        assert again.status_code == 304
        assert theirs.get(address.replace("192", "77")).status_code == 404
        wrong = api.put("/api/me/picture/", files={"picture": ("face.png", b"no picture", "image/png")})
        assert (wrong.status_code, wrong.json()["code"]) == (400, "not_a_picture")
        assert api.delete("/api/me/picture/").status_code == 204
        assert theirs.get(address).status_code == 404


def test_a_private_account_is_asked_and_answers(alice: Person, bob: Person, charlie: Person) -> None:
    with alice.api() as api, bob.api() as theirs, charlie.api() as others:
        assert api.patch("/api/me/privacy/", json={"private": True}).json()["private"] is True
        asked = theirs.put(f"/api/people/{alice.username}/follow/").json()
        assert (asked["followed"], asked["requested"]) == (False, True)
        others.put(f"/api/people/{alice.username}/follow/")
        hidden = theirs.get(f"/api/people/{alice.username}/followers/")
        assert (hidden.status_code, hidden.json()["code"]) == (403, "private_account")
        waiting = api.get("/api/follow-requests/").json()["results"]
        assert [one["id"] for one in waiting] == [charlie.id, bob.id]
        assert api.put(f"/api/follow-requests/{bob.username}/").status_code == 204
        assert api.delete(f"/api/follow-requests/{charlie.username}/").status_code == 204
        assert api.get("/api/follow-requests/").json()["results"] == []
        followers = theirs.get(f"/api/people/{alice.username}/followers/").json()["results"]
        assert [one["id"] for one in followers] == [bob.id]
        assert others.get(f"/api/people/{alice.username}/").json()["followed"] is False
        wrong = api.patch("/api/me/privacy/", json={"calls": "some"})
        assert (wrong.status_code, list(wrong.json()["fields"])) == (400, ["calls"])


def test_muting_hides_posts_until_it_is_taken_back(alice: Person, bob: Person) -> None:
    with alice.api() as api, bob.api() as theirs:
        post = theirs.post("/api/posts/", json={"text": "noise"}).json()["id"]
        muted = api.put(f"/api/people/{bob.username}/mute/", json={"span": "week"}).json()
        assert (muted["id"], bool(muted["until"])) == (bob.id, True)
        assert [one["id"] for one in api.get("/api/mutes/").json()] == [bob.id]
        assert post not in [one["id"] for one in api.get("/api/posts/").json()["results"]]
        assert api.delete(f"/api/people/{bob.username}/mute/").status_code == 204
        assert post in [one["id"] for one in api.get("/api/posts/").json()["results"]]
