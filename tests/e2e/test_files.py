"""Files and voice messages in front of real browsers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.chat_support import SOCKET_BROKE, enter, field, log, make_room, messages, say, watched
from tests.e2e.conftest import MakeVisitor
from tests.support.pictures import picture
from tests.support.server import Server
from tests.support.waiting import wait_until

# Two seconds or more, and one or more: a recording goes on while a busy machine looks elsewhere.
TWO_OR_MORE = re.compile(r"^(0:0[2-9]|0:[1-5]\d|[1-9]\d*:\d\d)$")
ONE_OR_MORE = re.compile(r"^(0:0[1-9]|0:[1-5]\d|[1-9]\d*:\d\d)$")


def payload(name: str, content: bytes, kind: str) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


def photo(name: str, colour: str = "teal", size: tuple[int, int] = (640, 480)) -> FilePayload:
    return payload(name, picture(size=size, colour=colour).read(), "image/png")


def choose(page: Page, *files: FilePayload) -> None:
    page.locator("samovar-file-button input").set_input_files(list(files))


def tray(page: Page) -> Locator:
    return page.get_by_role("list", name="Files to send").get_by_role("listitem")


def ready(page: Page, count: int) -> None:
    expect(page.locator(".tray-item[data-state=ready]")).to_have_count(count)


def give(page: Page, how: str, files: list[list[str]]) -> None:
    """Drop or paste files (name, kind, text) as a browser tells it."""
    page.evaluate(
        """([how, files]) => {
          const data = new DataTransfer();
          for (const [name, type, text] of files) data.items.add(new File([text], name, { type }));
          const target = how === "drop" ? document.querySelector("samovar-chat .chat-log")
                                        : document.querySelector("samovar-composer textarea");
          if (how === "drop") {
            for (const type of ["dragenter", "dragover", "drop"])
              target.dispatchEvent(new DragEvent(type,
                { dataTransfer: data, bubbles: true, cancelable: true }));
          } else {
            target.dispatchEvent(new ClipboardEvent("paste",
              { clipboardData: data, bubbles: true, cancelable: true }));
          }
        }""",
        [how, files],
    )


def test_several_files_are_chosen_described_and_sent_with_words(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Files {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    choose(page, photo("cat.png"), photo("dog.png", "orange"), payload("notes.txt", b"hello", "text/plain"))
    expect(tray(page)).to_have_count(3)
    ready(page, 3)
    page.get_by_role("button", name="Describe cat.png").click()
    page.get_by_role("textbox", name="Description for who cannot see the picture").fill("A cat asleep")
    page.keyboard.press("Enter")
    expect(messages(page)).to_have_count(0)
    alice.assert_accessible()
    say(page, "look at these")
    expect(tray(page)).to_have_count(0)
    row = log(other).locator(".chat-row").filter(has_text="look at these")
    expect(row.get_by_role("img", name="A cat asleep")).to_be_visible()
    expect(row.get_by_role("button", name=re.compile("Open picture"))).to_have_count(2)
    for number in range(2):
        expect(row.get_by_role("img").nth(number)).to_have_js_property("naturalWidth", 480)
    bob.assert_accessible()
    with other.expect_download() as download:
        row.get_by_role("link", name="Download notes.txt").click()
    assert download.value.suggested_filename == "notes.txt"
    assert Path(download.value.path()).read_bytes() == b"hello"


def test_files_alone_are_a_message_and_a_reload_shows_them(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Alone {alice.username}"))
    choose(page, photo("cat.png"))
    ready(page, 1)
    field(page).press("Enter")
    shown = log(page).get_by_role("button", name="Open picture cat.png")
    expect(shown).to_be_visible()
    page.reload()
    expect(shown).to_be_visible()


def test_files_are_dropped_on_the_log_and_pasted_into_the_field(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Drop {alice.username}"))
    expect(field(page)).to_be_visible()
    give(page, "drop", [["a.txt", "text/plain", "one"], ["b.txt", "text/plain", "two"]])
    give(page, "paste", [["c.txt", "text/plain", "three"]])
    expect(tray(page)).to_have_count(3)
    ready(page, 3)
    page.get_by_role("button", name="Remove b.txt").click()
    field(page).press("Enter")
    expect(log(page).get_by_role("link", name=re.compile("Download"))).to_have_count(2)


def test_what_was_sent_with_files_on_their_way_is_sent_when_they_have_come(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Way {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    alice.allow(SOCKET_BROKE)
    expect(field(page)).to_be_visible()
    alice.context.set_offline(True)
    choose(page, payload("big.bin", b"x" * 2_500_000, "application/octet-stream"))
    expect(page.locator(".tray-item[data-state=cut]")).to_have_count(1)
    field(page).fill("here it is")
    field(page).press("Enter")
    expect(page.get_by_role("group", name="Sending 1 file…")).to_be_visible()
    alice.context.set_offline(False)
    row = log(other).locator(".chat-row").filter(has_text="here it is")
    expect(row.get_by_role("link", name="Download big.bin")).to_be_visible()
    expect(row).to_contain_text("2.5 MB")
    expect(page.locator(".parcel")).to_have_count(0)


def test_a_file_that_is_too_big_says_so_and_the_rest_is_sent(
    visitor: MakeVisitor, make_server: object
) -> None:
    server: Server = make_server(FILE_MAX_MB="1")  # type: ignore[operator]  # a fixture's factory
    alice = visitor("alice", on=server)
    alice.allow("400")
    page = enter(alice, make_room(alice, f"Big {alice.username}"))
    choose(page, payload("big.bin", b"x" * 1_200_000, "application/octet-stream"), photo("cat.png"))
    failed = tray(page).filter(has_text="big.bin")
    expect(failed.get_by_role("alert")).to_have_text("A file may have at most 1 MB.")
    ready(page, 1)
    failed.get_by_role("button", name="Remove big.bin").click()
    field(page).press("Enter")
    expect(log(page).get_by_role("button", name="Open picture cat.png")).to_be_visible()


def test_pictures_are_looked_at_over_the_whole_window(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Light {alice.username}"))
    choose(page, photo("one.png"), photo("two.png", "orange"), photo("three.png", "purple"))
    ready(page, 3)
    field(page).press("Enter")
    log(page).get_by_role("button", name="Open picture two.png").click()
    box = page.get_by_role("dialog", name="Pictures")
    expect(box.get_by_role("img", name="two.png")).to_be_visible()
    expect(box.get_by_role("status")).to_have_text("2 of 3")
    alice.assert_accessible()
    page.keyboard.press("ArrowRight")
    expect(box.get_by_role("img", name="three.png")).to_be_visible()
    box.get_by_role("button", name="Next picture").click()
    expect(box.get_by_role("img", name="one.png")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(box.get_by_role("img", name="three.png")).to_be_visible()
    with page.expect_download() as download:
        box.get_by_role("link", name="Download three.png").click()
    assert download.value.suggested_filename == "three.webp"
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)


def seconds_of(time: str) -> int:
    minutes, seconds = time.split(":")
    return 60 * int(minutes) + int(seconds)


@pytest.mark.parametrize("size", [(1280, 800), (375, 740)])
def test_a_voice_message_is_recorded_listened_to_sent_and_played(
    visitor: MakeVisitor, size: tuple[int, int]
) -> None:
    alice, bob = visitor("alice", size=size), visitor("bob", size=size)
    path = make_room(alice, f"Voice {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    page.get_by_role("button", name="Voice message").click()
    timer = page.get_by_role("timer", name="Recording")
    alice.assert_accessible()
    expect(timer).to_have_text(TWO_OR_MORE)
    page.get_by_role("button", name="Stop recording").click()
    heard = watched(page, ".voice-bar .voice-play")
    page.get_by_role("button", name="Play").click()
    wait_until(lambda: any("Pause" in name for name in heard()), what="it is listened to")
    page.get_by_role("button", name="Send voice message").click()
    expect(field(page)).to_be_visible()
    voice = log(other).get_by_role("group", name="Voice message")
    expect(voice.locator(".voice-time")).to_have_text(TWO_OR_MORE)
    length = seconds_of(voice.locator(".voice-time").inner_text())
    assert voice.locator("rect").count() > 20
    bob.assert_accessible()
    place = voice.get_by_role("slider", name="Place in the voice message")
    voice.get_by_role("button", name="Speed 1", exact=True).click()
    voice.get_by_role("button", name="Speed 1.5").click()
    expect(voice.get_by_role("button", name="Speed 2")).to_be_visible()
    place.press("End")
    expect(place).to_have_attribute("aria-valuenow", re.compile(f"^({length - 1}|{length})$"))
    place.press("Home")
    expect(place).to_have_attribute("aria-valuenow", "0")
    places = watched(other, ".voice [role=slider]")
    voice.get_by_role("button", name="Play").click()
    wait_until(lambda: any(re.search(r" [1-9]\d*$", text) for text in places()), what="it is played")
    expect(voice.get_by_role("button", name="Play")).to_be_visible()


def test_a_recording_is_thrown_away_and_nothing_is_sent(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Away {alice.username}"))
    page.get_by_role("button", name="Voice message").click()
    expect(page.get_by_role("timer", name="Recording")).to_have_text(ONE_OR_MORE)
    page.get_by_role("button", name="Discard voice message").click()
    expect(field(page)).to_be_visible()
    say(page, "only words")
    expect(messages(page)).to_have_text(["only words"])
    assert page.locator("samovar-voice").count() == 0


def test_the_list_of_a_rooms_files_leads_to_their_messages(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob", size=(375, 740))
    path = make_room(alice, f"List {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    other.get_by_role("tab", name="Files").click()
    panel = other.get_by_role("tabpanel", name="Files")
    expect(panel.get_by_text("No files yet")).to_be_visible()
    choose(page, photo("cat.png"), payload("notes.txt", b"hello", "text/plain"))
    ready(page, 2)
    say(page, "look at these")
    rows = panel.get_by_role("list", name="Files").get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("notes.txt")
    bob.assert_accessible()
    with other.expect_download() as download:
        rows.first.get_by_role("link", name="Download notes.txt").click()
    assert download.value.suggested_filename == "notes.txt"
    rows.last.get_by_role("button", name="Open the message with cat.png").click()
    expect(log(other).get_by_role("button", name="Open picture cat.png")).to_be_in_viewport()


def test_an_unkept_room_has_no_list_of_files_and_shows_those_that_are_sent(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Passing {alice.username}", kept=False)
    page, other = enter(alice, path), enter(bob, path)
    choose(page, photo("cat.png"))
    ready(page, 1)
    field(page).press("Enter")
    expect(log(other).get_by_role("img", name="cat.png")).to_have_js_property("naturalWidth", 480)
    expect(other.get_by_role("tab", name="People")).to_be_visible()
    expect(other.get_by_role("tab", name="Files")).to_have_count(0)


def test_a_guest_sends_and_sees_files(visitor: MakeVisitor) -> None:
    alice, guest = visitor("alice"), visitor()
    path = make_room(alice, f"Guests {alice.username}", guests=True)
    page = enter(alice, path)
    other = guest.goto(f"{path}?as=guest")
    other.get_by_label("Display name").fill("Dmitri")
    other.get_by_role("button", name="Enter room").click()
    expect(field(other)).to_be_visible()
    choose(page, photo("cat.png"))
    ready(page, 1)
    field(page).press("Enter")
    expect(log(other).get_by_role("img", name="cat.png")).to_have_js_property("naturalWidth", 480)
    choose(other, photo("dog.png"))
    ready(other, 1)
    field(other).press("Enter")
    expect(log(page).get_by_role("img", name="dog.png")).to_have_js_property("naturalWidth", 480)


# Where the number and the word of the text of the first of these stand; px from the left.
HALVES = """all => {
  const words = document.createTreeWalker(all[0], NodeFilter.SHOW_TEXT).nextNode();
  const at = (pattern) => {
    const place = words.data.search(pattern);
    const letter = document.createRange();
    letter.setStart(words, place);
    letter.setEnd(words, place + 1);
    return letter.getBoundingClientRect().left;
  };
  return [at(/\\p{Nd}/u), at(/\\p{L}/u)];
}"""


def test_a_size_reads_from_right_to_left_in_a_bubble_that_does_not(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob", language="fa")
    path = make_room(alice, f"Sizes {alice.username}")
    page = enter(alice, path)
    choose(page, payload("notes.txt", b"hello", "text/plain"))
    say(page, "look at this")
    other = bob.goto(path)
    other.locator("form button.btn-primary").click()
    size = other.get_by_role("log").locator(".files-card-text > span")
    expect(size).to_be_visible()
    number, word = size.evaluate_all(HALVES)
    assert number > word
