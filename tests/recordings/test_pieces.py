"""Pieces are kept once, whole, and only from the one who records; the file is made of them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.calls.tab import Refused, tab_of
from tests.recordings.conftest import Browser, Studio, put
from tests.support.people import Person
from tests.support.waiting import wait_until
from tests.support.webm import cut, greys_of, length_of, webm

logger = logging.getLogger(__name__)

Studios = Callable[..., Studio]


@pytest.mark.rows("S0-13")
def test_pieces_become_a_file_that_seeks_with_its_length_and_both_tracks(
    studio: Studios, alice: Person
) -> None:
    film = studio(alice)
    film.start()
    film.send(cut(webm(10)))
    film.finish()
    path = film.folder / "video.webm"
    assert abs(length_of(path) - 10) < 0.5
    greys = greys_of(path)
    assert len(greys) > 95
    assert all(later >= earlier - 3 for earlier, later in pairwise(greys))
    assert film.row()["previews"] > 0
    assert (film.folder / "poster.webp").exists()
    assert (film.folder / "previews.webp").exists()


@pytest.mark.rows("S0-13")
def test_the_same_piece_counts_once_and_another_of_its_number_is_refused(
    studio: Studios, alice: Person
) -> None:
    film = studio(alice)
    film.start()
    first, second, *_rest = cut(webm(2))
    assert film.put(0, first).status_code == 201
    again = film.put(0, first)
    assert (again.status_code, again.json()["state"]) == (200, "running")
    assert film.row()["pieces_size"] == len(first)
    other = film.put(0, first + b"x")
    assert (other.status_code, other.json()["code"]) == (409, "piece_taken")
    assert film.put(1, second).status_code == 201


@pytest.mark.rows("S0-13")
def test_what_is_no_piece_is_refused_and_nothing_of_it_is_kept(studio: Studios, alice: Person) -> None:
    film = studio(alice)
    film.start()
    good, later, *_rest = cut(webm(2))
    tried = [
        (film.put(0, b"no video at all"), 400, "not_a_piece"),
        (film.put(0, good, digest="0" * 64), 400, "wrong_digest"),
        (film.put(0, good, digest="zz"), 400, "wrong_digest"),
        (film.put(0, b""), 400, "empty_piece"),
        (film.put(0, good + bytes(2 * 1024 * 1024)), 413, "piece_too_large"),
        (film.put(0, good, run=7), 409, "no_run"),
        (film.put(10**9, later), 400, "not_a_piece"),
    ]
    for answer, status, code in tried:
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert film.put(0, good + bytes(5 * 1024 * 1024)).status_code == 413
    assert film.http.put(f"/recordings/{film.id}/pieces/0/-1/").status_code in {403, 404}
    assert film.row()["pieces_size"] == 0
    assert not (film.folder / "pieces").exists()
    assert film.put(0, good).status_code == 201


@pytest.mark.rows("S0-13")
def test_nobody_sends_pieces_of_somebody_elses_recording(
    studio: Studios, alice: Person, bob: Person, browse: Browser
) -> None:
    film = studio(alice)
    film.start()
    (first, *_rest) = cut(webm(1))
    stranger = put(browse(bob), film.id, 0, first)
    missing = put(browse(bob), 10**12, 0, first)
    assert (stranger.status_code, stranger.json()) == (missing.status_code, missing.json())
    assert stranger.status_code == 404
    with alice.server.client() as nobody:
        nobody.get("/login/")
        assert put(nobody, film.id, 0, first).status_code == 404
    assert film.row()["pieces_size"] == 0


@pytest.mark.rows("S0-13")
def test_a_torn_tail_costs_only_itself(studio: Studios, alice: Person) -> None:
    film = studio(alice)
    film.start()
    pieces = cut(webm(10), 10_000)
    film.send([*pieces[:-3], pieces[-3][:5000]])
    film.finish()
    assert 3 < length_of(film.folder / "video.webm") < 10


@pytest.mark.rows("S0-13")
def test_a_missing_piece_costs_only_what_was_in_it_and_the_rest_is_at_its_time(
    studio: Studios, alice: Person
) -> None:
    film = studio(alice)
    film.start()
    pieces = cut(webm(10), 10_000)
    middle = len(pieces) // 2
    film.send(pieces[:middle])
    film.send(pieces[middle + 1 :], first=middle + 1)
    film.finish()
    path = film.folder / "video.webm"
    assert abs(length_of(path) - 10) < 0.5
    greys = greys_of(path)
    assert all(later >= earlier - 3 for earlier, later in pairwise(greys))
    assert max(greys) > 95
    # Two seconds at most: the piece itself, and what waits for the next key frame.
    assert len(greys) > 75


@pytest.mark.rows("S0-13")
def test_pictures_without_their_key_frame_are_left_out_and_all_the_rest_can_be_shown(
    studio: Studios, alice: Person
) -> None:
    film = studio(alice)
    film.start()
    film.send(cut(webm(4, lost=3)))
    film.begin(1)
    film.send(cut(webm(4, first=100, lost=1)), run=1)
    film.finish()
    path = film.folder / "video.webm"
    assert abs(length_of(path) - 8) < 0.6
    greys = greys_of(path)
    assert len(greys) == 60
    assert [round(grey, -1) for grey in (greys[0], greys[30])] == [10, 110]


@pytest.mark.rows("S0-13")
def test_a_first_piece_of_one_byte_is_the_beginning_of_a_video(studio: Studios, alice: Person) -> None:
    film = studio(alice)
    film.start()
    whole = webm(3)
    film.send([whole[:1], *cut(whole[1:])])
    film.finish()
    assert abs(length_of(film.folder / "video.webm") - 3) < 0.5


@pytest.mark.rows("S0-13")
def test_a_second_run_is_put_behind_the_first(studio: Studios, alice: Person) -> None:
    film = studio(alice)
    film.start()
    film.send(cut(webm(4)))
    film.begin(1)
    film.send(cut(webm(3, first=40)), run=1)
    film.finish()
    path = film.folder / "video.webm"
    assert abs(length_of(path) - 7) < 0.6
    assert max(greys_of(path)) > 60


@pytest.mark.rows("S0-13")
def test_of_rubbish_no_file_is_made_and_that_is_said(studio: Studios, alice: Person) -> None:
    film = studio(alice)
    film.start()
    film.send([b"\x1a\x45\xdf\xa3" + bytes(1000), bytes(1000)])
    film.tab.ask("recording.stop", recording=film.id)
    film.tab.ask("recording.finish", recording=film.id)
    film.wait_for("broken")
    assert "Nothing could be read" in film.http.get("/recordings/").text


@pytest.mark.rows("S0-13")
def test_what_was_given_up_too_early_goes_on_and_the_file_has_all_of_it(
    studio: Studios, alice: Person
) -> None:
    film = studio(alice)
    film.start()
    pieces = cut(webm(8))
    film.send(pieces[:4])
    film.finish()
    before = length_of(film.folder / "video.webm")
    for n, content in enumerate(pieces[4:], start=4):
        assert film.put(n, content, late=True).status_code == 201
    film.tab.ask("recording.finish", recording=film.id)
    wait_until(
        lambda: film.row()["state"] == "ready" and length_of(film.folder / "video.webm") > before,
        what="the file has the late pieces too",
    )
    assert abs(length_of(film.folder / "video.webm") - 8) < 0.5


@pytest.mark.rows("S0-13")
def test_the_operator_rebuilds_a_lost_file_of_its_pieces(studio: Studios, alice: Person) -> None:
    film = studio(alice)
    film.start()
    film.send(cut(webm(5)))
    film.finish()
    path = film.folder / "video.webm"
    path.unlink()
    done = alice.server.run("recordings", "rebuild", str(film.id))
    assert f"Recording {film.id}: rebuilt." in done.stdout
    assert abs(length_of(path) - 5) < 0.5
    assert alice.server.run("recordings", "rebuild", "999999", check=False).returncode == 1


@pytest.mark.rows("S0-13")
def test_only_hosts_in_the_call_begin_and_end_and_only_one_runs(
    studio: Studios, alice: Person, bob: Person
) -> None:
    film = studio(alice)
    room = film.room["id"]
    with tab_of(bob) as tab:
        tab.ask("room.enter", room=room)
        tab.join(room)
        for op, fields in (
            ("recording.start", {"room": room, "peer": tab.peer}),
            ("recording.start", {"room": room, "peer": film.tab.peer}),
        ):
            with pytest.raises(Refused) as refusal:
                tab.ask(op, **fields)
            assert refusal.value.code in {"not_host", "not_in_call"}
        film.start()
        assert tab.expect("recordings.changed")["recording"]["by"] == alice.username
        for op, fields in (
            ("recording.stop", {}),
            ("recording.pause", {"paused": True}),
        ):
            with pytest.raises(Refused) as refusal:
                tab.ask(op, recording=film.id, **fields)
            assert refusal.value.code == "not_host"
        for op, fields in (("recording.finish", {}), ("recording.keep", {}), ("recording.run", {"run": 1})):
            with pytest.raises(Refused) as refusal:
                tab.ask(op, recording=film.id, **fields)
            assert refusal.value.code == "recording_not_found"
    with pytest.raises(Refused) as refusal:
        film.start()
    assert refusal.value.code == "recording_runs"


@pytest.mark.rows("S0-13")
def test_who_comes_later_is_told_that_it_runs_and_a_pause_is_no_part_of_it(
    studio: Studios, alice: Person, bob: Person
) -> None:
    film = studio(alice)
    film.start()
    with tab_of(bob) as tab:
        tab.ask("room.enter", room=film.room["id"])
        found = tab.ask("recording.state", room=film.room["id"])["recording"]
        assert (found["id"], found["state"], found["paused"]) == (film.id, "running", False)
        film.tab.ask("recording.pause", recording=film.id, paused=True)
        paused = tab.expect("recordings.changed")["recording"]
        assert paused["paused"]
        again = tab.ask("recording.state", room=film.room["id"])["recording"]
        assert again["elapsed_ms"] == paused["elapsed_ms"]
        film.tab.ask("recording.pause", recording=film.id, paused=False)
        film.tab.ask("recording.stop", recording=film.id)
        wait_until(
            lambda: tab.ask("recording.state", room=film.room["id"])["recording"] is None,
            what="nothing runs any more",
        )


@pytest.mark.rows("S0-13")
def test_a_recorder_that_dies_is_told_of_and_its_file_is_there_within_45_seconds(
    studio: Studios, alice: Person, bob: Person
) -> None:
    film = studio(alice)
    film.start()
    film.send(cut(webm(4)))
    with tab_of(bob) as tab:
        tab.ask("room.enter", room=film.room["id"])
        film.tab.kill()
        died = time.monotonic()
        wait_until(
            lambda: (
                any(
                    event["d"]["recording"]["trouble"] == "quiet"
                    for event in tab.events
                    if event.get("e") == "recordings.changed"
                )
                or not tab.ask("ping")
            ),
            what="the room hears that nothing comes",
        )
    film.wait_for("ready")
    logger.info("the file is there after %.1f s; decision C22 gives 45", time.monotonic() - died)
    assert abs(length_of(film.folder / "video.webm") - 4) < 0.5
    # Told in a transaction of its own, after that of the file.
    wait_until(lambda: "Your recording of" in film.http.get("/notifications/").text, what="its owner is told")
