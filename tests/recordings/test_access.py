"""Who may see, fetch and change a recording; and what becomes of it with rooms, people and space."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.conftest import MakeServer
from tests.recordings.conftest import Browser, Studio, post, put
from tests.support.people import Person
from tests.support.waiting import wait_until
from tests.support.webm import cut, length_of, webm

Studios = Callable[..., Studio]
FILES = ("video.webm", "poster.webp", "previews.webp", "captions.vtt", "replay/", "")


def finished(film: Studio, seconds: float = 3) -> Studio:
    film.start()
    film.send(cut(webm(seconds)))
    film.finish()
    return film


def join(person: Person, room: int) -> None:
    from tests.calls.tab import tab_of  # noqa: PLC0415 - a socket makes the place

    with tab_of(person) as tab:
        tab.ask("room.enter", room=room)


@pytest.mark.rows("S0-13")
def test_a_stranger_finds_nothing_and_a_participant_only_what_is_shared(
    studio: Studios, alice: Person, bob: Person, charlie: Person, browse: Browser
) -> None:
    film = finished(studio(alice))
    here = f"/recordings/{film.id}/"
    join(bob, film.room["id"])
    participant, stranger = browse(bob), browse(charlie)
    for name in FILES:
        assert film.http.get(here + name).status_code == 200, name
        assert participant.get(here + name).status_code == 403, name
        assert stranger.get(here + name).status_code == 404, name
        with alice.server.client() as nobody:
            assert nobody.get(here + name).status_code == 302, name
    for doing in ("rename", "share", "unshare", "expire", "delete", "restore"):
        assert post(participant, f"{here}{doing}/", name="mine", username="bob", days="7").status_code in {
            403,
            404,
        }
        assert post(stranger, f"{here}{doing}/", name="mine", username="bob", days="7").status_code == 404
    assert film.row()["name"] == film.room["name"]
    assert post(film.http, f"{here}share/", username=charlie.username).status_code == 404
    assert post(film.http, f"{here}share/", username=bob.username).status_code == 302
    assert participant.get(f"{here}video.webm").status_code == 200
    assert film.room["name"] in participant.get("/recordings/").text
    assert "shares the recording" in participant.get("/notifications/").text
    assert post(participant, f"{here}delete/").status_code == 403
    assert post(film.http, f"{here}unshare/", username=bob.username).status_code == 302
    assert participant.get(f"{here}video.webm").status_code == 403
    assert film.room["name"] not in participant.get("/recordings/").text


def test_a_replay_names_the_board_whose_pictures_it_shows(studio: Studios, alice: Person) -> None:
    film = studio(alice)
    board = film.tab.ask("board.enter", room=film.room["id"])["board"]
    finished(film)
    assert film.http.get(f"/recordings/{film.id}/replay/").json()["board"] == board
    other = finished(studio(alice))
    assert other.http.get(f"/recordings/{other.id}/replay/").json()["board"] is None


@pytest.mark.rows("S0-13")
def test_what_everybody_of_the_room_may_see_a_removed_person_may_not(
    studio: Studios, alice: Person, bob: Person, browse: Browser
) -> None:
    film = finished(studio(alice))
    here = f"/recordings/{film.id}/"
    join(bob, film.room["id"])
    participant = browse(bob)
    post(film.http, f"{here}share/", room="on")
    assert participant.get(here).status_code == 200
    with alice.api() as api:
        assert api.patch(f"/api/chatrooms/{film.room['id']}/", json={"users": []}).status_code == 200
    for name in FILES:
        assert participant.get(here + name).status_code == 404
    assert film.room["name"] not in participant.get("/recordings/").text


@pytest.mark.rows("S0-13", "B34")
def test_over_a_block_nothing_is_shared_any_more(
    studio: Studios, alice: Person, bob: Person, browse: Browser
) -> None:
    film = finished(studio(alice))
    here = f"/recordings/{film.id}/"
    join(bob, film.room["id"])
    participant = browse(bob)
    post(film.http, f"{here}share/", room="on")
    assert participant.get(f"{here}video.webm").status_code == 200
    post(film.http, f"/@{bob.username}/block/")
    for name in FILES:
        assert participant.get(here + name).status_code == 404
    assert film.room["name"] not in participant.get("/recordings/").text
    assert post(film.http, f"{here}share/", username=bob.username).status_code == 404


@pytest.mark.rows("S0-13")
def test_parts_of_the_video_are_sent_as_they_are_asked_for(studio: Studios, alice: Person) -> None:
    film = finished(studio(alice))
    address = f"/recordings/{film.id}/video.webm"
    whole = film.http.get(address)
    size = len(whole.content)
    assert whole.content == (film.folder / "video.webm").read_bytes()
    for asked, begin, end in (
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, size - 1),
        ("bytes=-50", size - 50, size - 1),
        (f"bytes=10-{size * 9}", 10, size - 1),
    ):
        part = film.http.get(address, headers={"Range": asked})
        assert (part.status_code, part.headers["Content-Range"]) == (206, f"bytes {begin}-{end}/{size}")
        assert part.content == whole.content[begin : end + 1]
    assert film.http.get(address, headers={"Range": f"bytes={size}-"}).status_code == 416
    for odd in ("bytes=5-2", "lines=1-2", "bytes=0-1,4-5", "bytes=-", "bytes=x-y"):
        assert film.http.get(address, headers={"Range": odd}).status_code == 200
    known = {"If-None-Match": whole.headers["ETag"]}
    assert film.http.get(address, headers=known).status_code == 304
    other = {"Range": "bytes=0-9", "If-Range": '"another"'}
    assert film.http.get(address, headers=other).status_code == 200
    saved = film.http.get(f"{address}?download")
    assert saved.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.rows("S0-13")
def test_it_is_renamed_expires_and_a_deletion_can_be_taken_back(studio: Studios, alice: Person) -> None:
    film = finished(studio(alice))
    here = f"/recordings/{film.id}/"
    assert post(film.http, f"{here}rename/", name=" Чай и план ").status_code == 302
    assert film.row()["name"] == "Чай и план"
    for wrong in ("", "   ", "x" * 101, "a\u202eb"):
        assert post(film.http, f"{here}rename/", name=wrong).status_code == 400
    assert post(film.http, f"{here}expire/", days="30").status_code == 302
    assert film.row()["expires_at"] is not None
    assert 'value="30" selected' in film.http.get(here).text
    for wrong in ("", "31", "-1", "soon"):
        assert post(film.http, f"{here}expire/", days=wrong).status_code == 400
    assert post(film.http, f"{here}expire/", days="0").status_code == 302
    assert film.row()["expires_at"] is None
    nobody = post(film.http, f"{here}share/", username="no-one")
    assert nobody.status_code == 404
    assert "There is nobody of that name in the room." in nobody.text
    assert 'value="no-one"' in nobody.text
    assert "Give the recording a name." in post(film.http, f"{here}rename/", name=" ").text
    listed = film.http.get("/recordings/").text
    assert f'<a href="{here}"><bdi>Чай и план</bdi></a>' in listed
    assert f'href="{here}?play=1"' in listed
    answer = post(film.http, f"{here}delete/")
    assert film.http.get(here).status_code == 404
    assert "Undo" in film.http.get(answer.headers["Location"]).text
    assert post(film.http, f"{here}restore/").status_code == 302
    assert film.http.get(f"{here}video.webm").status_code == 200


@pytest.mark.rows("S0-13")
def test_a_running_one_is_not_deleted(studio: Studios, alice: Person) -> None:
    film = studio(alice)
    film.start()
    assert post(film.http, f"/recordings/{film.id}/delete/").status_code == 409
    assert film.row()["state"] == "running"


@pytest.mark.rows("S0-13")
def test_a_full_quota_is_told_and_what_was_recorded_stays(make_server: MakeServer) -> None:
    from tests.calls.tab import tab_of  # noqa: PLC0415

    server = make_server(RECORDINGS_QUOTA_MB="1")
    alice = server.person("alice")
    with alice.api() as client:
        room = client.post("/api/chatrooms/", json={"name": f"Tea {uuid.uuid4()}", "users": []}).json()
    with tab_of(alice) as tab, closing(alice.browser()) as http:
        http.get("/people/")
        tab.ask("room.enter", room=room["id"])
        tab.join(room["id"])
        film = Studio(alice, tab, http, room)
        film.start()
        film.send(cut(webm(4)))
        size = film.row()["pieces_size"]
        n = len(cut(webm(4)))
        refused = put(http, film.id, n, bytes(1_200_000))
        assert (refused.status_code, refused.json()["code"]) == (507, "quota_full")
        told = tab.expect("recordings.changed")
        wait_until(
            lambda: (
                any(
                    event["d"]["recording"]["trouble"] == "quota"
                    for event in tab.events
                    if event.get("e") == "recordings.changed"
                )
                or not tab.ask("ping")
            ),
            what="the hosts hear that the quota is full",
        )
        assert told["recording"]["id"] == film.id
        tab.ask("recording.finish", recording=film.id)
        film.wait_for("ready")
        assert film.row()["pieces_size"] == size
        assert abs(length_of(film.folder / "video.webm") - 4) < 0.5
        assert "took all the space" in http.get("/recordings/").text


@pytest.mark.rows("S0-13", "D16")
def test_with_its_room_a_recording_goes(studio: Studios, alice: Person) -> None:
    film = finished(studio(alice))
    folder = film.folder
    with alice.api() as api:
        assert api.delete(f"/api/chatrooms/{film.room['id']}/").status_code == 204
    assert film.http.get(f"/recordings/{film.id}/").status_code == 404
    wait_until(lambda: not folder.exists(), what="its files are gone")
