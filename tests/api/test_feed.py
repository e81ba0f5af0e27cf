"""The feed by REST: posts with pictures, likes, comments."""

from __future__ import annotations

from tests.api.pages import walk
from tests.support.people import Person
from tests.support.pictures import picture


def test_a_post_is_written_seen_changed_deleted_and_restored(alice: Person, bob: Person) -> None:
    with alice.api() as api, bob.api() as theirs:
        made = api.post("/api/posts/", json={"text": "سلام #چای"})
        assert made.status_code == 201, made.text
        post = made.json()
        assert (post["text"], post["audience"], post["own"]) == ("سلام #چای", "everybody", True)
        assert post["author"]["username"] == alice.username
        address = f"/api/posts/{post['id']}/"
        assert post["id"] in [one["id"] for one in theirs.get("/api/posts/").json()["results"]]
        tagged = theirs.get("/api/posts/", params={"tag": "چای"}).json()["results"]
        assert post["id"] in [one["id"] for one in tagged]
        changed = api.patch(address, json={"audience": "followers"}).json()
        assert (changed["text"], changed["audience"]) == ("سلام #چای", "followers")
        assert changed["edited_at"]
        assert theirs.get(address).status_code == 404
        assert api.delete(address).status_code == 204
        assert api.get(address).status_code == 404
        for _twice in range(2):
            assert api.post(f"{address}restore/").json()["id"] == post["id"]
        assert theirs.post(f"{address}restore/").status_code == 404
        assert api.post("/api/posts/", json={"text": " "}).json()["fields"]["text"]


def test_a_post_with_pictures_sent_twice_is_one_and_keeps_their_order(alice: Person) -> None:
    with alice.api() as api:
        files = [
            ("pictures", (f"{n}.png", picture(size=(40 + n, 40)).read(), "image/png")) for n in (1, 2, 3)
        ]
        form = {"text": "three", "alt": ["one", "two", "three"]}
        key = {"Idempotency-Key": "three"}
        first, again = (api.post("/api/posts/", data=form, files=files, headers=key) for _ in range(2))
        assert first.status_code == 201, first.text
        assert first.json() == again.json()
        other = api.post("/api/posts/", data=form, files=files[:2], headers=key)
        assert (other.status_code, other.json()["code"]) == (422, "key_reused")
        pictures = first.json()["pictures"]
        assert [(one["alt"], one["width"]) for one in pictures] == [("one", 41), ("two", 42), ("three", 43)]
        assert api.get(pictures[0]["address"]).headers["content-type"] == "image/webp"
        address = f"/api/posts/{first.json()['id']}/"
        kept = [{"id": pictures[2]["id"], "alt": "drei"}, {"id": pictures[0]["id"], "alt": ""}]
        changed = api.patch(address, json={"pictures": kept}).json()
        assert [(one["alt"], one["width"]) for one in changed["pictures"]] == [("drei", 43), ("", 41)]
        assert api.get(pictures[1]["address"]).status_code == 404


def test_liking_twice_is_once_and_who_likes_is_listed(alice: Person, bob: Person) -> None:
    with alice.api() as api, bob.api() as theirs:
        post = api.post("/api/posts/", json={"text": "like me"}).json()["id"]
        for _twice in range(2):
            liked = theirs.put(f"/api/posts/{post}/like/").json()
            assert (liked["likes"], liked["liked"]) == (1, True)
        assert [one["id"] for one in theirs.get("/api/posts/liked/").json()["results"]] == [post]
        assert [one["id"] for one in api.get(f"/api/posts/{post}/likers/").json()["results"]] == [bob.id]
        for _twice in range(2):
            assert theirs.delete(f"/api/posts/{post}/like/").status_code == 204
        assert api.get(f"/api/posts/{post}/").json()["likes"] == 0


def test_comments_stand_under_what_they_answer(alice: Person, bob: Person) -> None:
    with alice.api() as api, bob.api() as theirs:
        post = api.post("/api/posts/", json={"text": "talk"}).json()["id"]
        comments = f"/api/posts/{post}/comments/"
        key = {"Idempotency-Key": f"c-{post}"}
        first, again = (theirs.post(comments, json={"text": "one"}, headers=key).json() for _ in range(2))
        assert first == again
        two = theirs.post(comments, json={"text": "two"}).json()
        below = api.post(comments, json={"text": "below", "reply_to": first["id"]}).json()
        assert (below["depth"], below["reply_to"]) == (1, first["id"])
        listed = [one["text"] for page in walk(api, comments) for one in page]
        assert listed == ["one", "below", "two"]
        one = f"/api/comments/{two['id']}/"
        assert theirs.patch(one, json={"text": "zwei"}).json()["text"] == "zwei"
        assert api.patch(one, json={"text": "forged"}).status_code == 403
        assert api.delete(one).status_code == 204
        assert theirs.delete(f"/api/comments/{first['id']}/").status_code == 204
        gone = api.get(comments).json()["results"][0]
        assert (gone["gone"], gone["text"], gone["author"]) == (True, "", None)
        back = f"/api/comments/{first['id']}/restore/"
        assert api.post(back).status_code == 404
        assert [theirs.post(back).json()["text"] for _twice in range(2)] == ["one", "one"]
        missing = api.post(comments, json={"text": "x", "reply_to": 10**9})
        assert missing.status_code == 404


def test_posts_and_threads_come_in_pages_without_a_hole(alice: Person) -> None:
    with alice.api() as api:
        made = [api.post("/api/posts/", json={"text": str(n)}).json()["id"] for n in range(23)]
        pages = walk(api, f"/api/people/{alice.username}/posts/")
        assert [len(page) for page in pages] == [20, 3]
        assert [one["id"] for page in pages for one in page] == made[::-1]
        comments = f"/api/posts/{made[0]}/comments/"
        said = [api.post(comments, json={"text": str(n)}).json()["id"] for n in range(53)]
        pages = walk(api, comments)
        assert [len(page) for page in pages] == [50, 3]
        assert [one["id"] for page in pages for one in page] == said


def test_only_whom_one_follows(alice: Person, bob: Person) -> None:
    with alice.api() as api, bob.api() as theirs:
        post = theirs.post("/api/posts/", json={"text": "for followers", "audience": "followers"}).json()[
            "id"
        ]
        assert api.get("/api/posts/", params={"following": True}).json()["results"] == []
        api.put(f"/api/people/{bob.username}/follow/")
        page = api.get("/api/posts/", params={"following": True}).json()
        assert [one["id"] for one in page["results"]] == [post]
