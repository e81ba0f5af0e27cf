"""What one writes, in front of two people: marks, names, emoji, polls, and drafts on every device."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.chat_support import SOCKET_BROKE, enter, field, log, make_room, messages, say
from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_message_changes import bubble, choose
from tests.support.browser import Visitor

CODE = "```python\ndef tea(cups: int) -> str:\n    return '🍵' * cups\n```"


def test_marks_are_shown_and_what_is_hidden_is_shown_when_pressed(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Marks {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say(page, f"**bold** *italic* ~~gone~~ `x`\n> quoted\n- one\n- two\n\n||the butler||\n{CODE}")
    body = messages(other).first
    expect(body.locator("strong")).to_have_text("bold")
    expect(body.locator("em")).to_have_text("italic")
    expect(body.locator("s")).to_have_text("gone")
    expect(body.locator("blockquote")).to_have_text("quoted")
    expect(body.get_by_role("listitem")).to_have_text(["one", "two"])
    expect(body.locator("pre")).to_contain_text("def tea(cups: int)")
    expect(body.locator("pre .hljs-keyword").first).to_have_text("def")
    hidden = body.get_by_role("button", name="Hidden text: show it")
    expect(body.get_by_text("the butler")).to_be_hidden()
    bob.assert_accessible()
    hidden.focus()
    hidden.press("Enter")
    expect(body.get_by_text("the butler")).to_be_visible()

    say(page, "[tea](https://tea.example/x) and <b>no</b> [bad](javascript:alert(1))")
    link = messages(other).last.get_by_role("link")
    expect(link).to_have_attribute("href", "https://tea.example/x")
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    expect(messages(other).last).to_have_text("tea (tea.example) and <b>no</b> [bad](javascript:alert(1))")
    bubble(other, "tea (tea").get_by_role("button", name="Reply to message").click()
    expect(other.locator(".composer-purpose")).to_contain_text("tea and <b>no</b>")


def test_a_name_is_completed_told_and_lit(visitor: MakeVisitor) -> None:
    alice, bob, charlie = visitor("alice"), visitor("bob"), visitor("charlie")
    path = make_room(alice, f"Names {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    third = enter(charlie, path)
    other.goto(bob.server.url + "/people/")
    field(page).press_sequentially("hello @bo")
    offered = page.get_by_role("listbox", name="People in this room")
    expect(offered.get_by_role("option")).to_have_count(1)
    expect(offered.get_by_role("option")).to_contain_text(f"@{bob.username}")
    expect(field(page)).to_have_attribute("aria-activedescendant", "completion-0")
    alice.assert_accessible()
    field(page).press("Enter")
    expect(field(page)).to_have_value(f"hello @{bob.username} ")
    expect(offered).to_have_count(0)
    field(page).press("Enter")
    mention = log(third).locator(".md-mention")
    expect(mention).to_have_text(f"@{bob.username}")
    expect(mention).not_to_have_class(re.compile("is-me"))
    expect(other.get_by_role("link", name="Notifications, 1 unread")).to_be_visible()
    other.goto(bob.server.url + "/notifications/")
    expect(other.get_by_text("mentions you in")).to_be_visible()
    other.get_by_role("link", name="View").first.click()
    expect(log(other).locator(".md-mention.is-me")).to_have_text(f"@{bob.username}")
    expect(log(other).locator(".chat-row.is-named")).to_have_count(1)


def test_a_list_is_left_with_escape_and_hosts_name_everybody(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Everybody {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    offered = page.get_by_role("listbox", name="People in this room")
    field(page).press_sequentially("@")
    expect(offered.get_by_role("option")).to_have_count(2)
    field(page).press("Escape")
    expect(offered).to_have_count(0)
    expect(field(page)).to_have_value("@")
    field(page).fill("")
    field(page).press_sequentially("@al")
    offered.get_by_text("Everybody in the room").click()
    field(page).press("Enter")
    expect(log(other).locator(".chat-row.is-named")).to_have_count(1)


def test_emoji_are_chosen_searched_and_written_by_name(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    path = make_room(alice, f"Emoji {alice.username}")
    page = enter(alice, path)
    page.get_by_role("button", name="Emoji", exact=True).click()
    dialog = page.get_by_role("dialog", name="Choose an emoji")
    dialog.get_by_role("searchbox", name="Search emoji").fill("teapot")
    expect(dialog.get_by_role("button", name="teapot")).to_be_visible()
    alice.assert_accessible()
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(field(page)).to_have_value("🫖")
    field(page).fill("")
    field(page).press_sequentially("so :teac")
    expect(page.get_by_role("listbox", name="Emoji")).to_be_visible()
    field(page).press("Escape")
    field(page).fill("")
    field(page).press_sequentially("good :tea:")
    expect(field(page)).to_have_value("good 🍵")
    field(page).press("Enter")
    expect(messages(page)).to_have_text(["good 🍵"])
    page.get_by_role("button", name="Emoji", exact=True).click()
    recent = dialog.get_by_role("region", name="Recent")
    expect(recent.get_by_role("button", name="teapot")).to_be_visible()
    dialog.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_reaction_is_any_emoji_found_in_ones_own_language(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob", language="ru")
    path = make_room(alice, f"Reactions {alice.username}")
    page = enter(alice, path)
    say(page, "good tea")
    bob.goto(path)
    bob.page.get_by_role("button", name="Войти в комнату").click()
    row = bob.page.locator(".chat-row").filter(has_text="good").last
    row.locator(".chat-bubble").hover()
    row.get_by_role("button", name="Отреагировать").click()
    bob.page.get_by_role("button", name="Другие эмодзи").click()
    bob.page.get_by_role("searchbox", name="Поиск эмодзи").fill("чайник")
    expect(bob.page.locator(".emoji-grid .emoji-sign").first).to_be_visible()
    bob.page.keyboard.press("ArrowDown")
    bob.page.keyboard.press("Enter")
    expect(log(page).locator(".chat-reaction")).to_have_count(1)


def test_keys_put_styles_on_what_is_selected(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    path = make_room(alice, f"Styles {alice.username}")
    page = enter(alice, path)
    field(page).fill("tea")
    field(page).press("Control+a")
    field(page).press("Control+b")
    expect(field(page)).to_have_value("**tea**")
    field(page).press("Control+b")
    expect(field(page)).to_have_value("tea")
    field(page).press("Control+k")
    expect(field(page)).to_have_value("[tea](https://)")
    field(page).press("Control+z")
    expect(field(page)).to_have_value("tea")


def test_the_bar_the_list_of_keys_and_what_enter_does(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Enter {alice.username}"))
    field(page).fill("tea")
    page.get_by_role("button", name="Add to message").click()
    page.get_by_role("menuitem", name="Formatting").click()
    bar = page.get_by_role("toolbar", name="Formatting")
    field(page).press("Control+a")
    bar.get_by_role("button", name="Spoiler").click()
    expect(field(page)).to_have_value("||tea||")
    alice.assert_accessible()
    field(page).press("Control+/")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys.get_by_text("Shift+Enter")).to_be_visible()
    expect(keys.get_by_text("Choose a message")).to_be_visible()
    alice.assert_accessible()
    keys.get_by_label("Enter sends the message").uncheck()
    expect(keys.get_by_text("Ctrl+Enter")).to_be_visible()
    keys.get_by_role("button", name="Close").click()
    field(page).fill("one")
    field(page).press("Enter")
    field(page).press_sequentially("two")
    expect(field(page)).to_have_value("one\ntwo")
    page.reload()
    expect(field(page)).to_have_value("one\ntwo")
    expect(bar).to_be_visible()
    field(page).press("Control+Enter")
    expect(messages(page)).to_have_text(["one\ntwo"])
    expect(field(page)).to_have_value("")


def ask(alice: Visitor, page: Page) -> None:
    """Ask "Tea or coffee?" in the form for polls, at first with an option that is missing."""
    page.get_by_role("button", name="Add to message").click()
    page.get_by_role("menuitem", name="Poll").click()
    dialog = page.get_by_role("dialog", name="New poll")
    dialog.get_by_label("Question").fill("Tea or coffee?")
    dialog.get_by_role("textbox", name="Option 1").fill("Tea")
    dialog.get_by_role("button", name="Ask").click()
    expect(dialog.get_by_role("alert")).to_have_text("A poll has 2 to 10 options.")
    dialog.get_by_role("textbox", name="Option 2").fill("Coffee")
    alice.assert_accessible()
    dialog.get_by_role("button", name="Ask").click()
    expect(dialog).to_have_count(0)


def test_a_poll_is_asked_answered_and_closed(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Polls {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    ask(alice, page)
    poll = other.get_by_role("group", name="Poll")
    expect(poll.get_by_text("Tea or coffee?")).to_be_visible()
    expect(poll.get_by_text("%")).to_have_count(0)
    poll.get_by_role("button", name="Tea").click()
    expect(poll.get_by_role("button", name="Tea")).to_have_attribute("aria-pressed", "true")
    own = page.get_by_role("group", name="Poll")
    expect(own.get_by_text("1 person voted")).to_be_visible()
    own.get_by_role("button", name="Coffee").click()
    expect(poll.get_by_text("2 people voted")).to_be_visible()
    expect(poll.get_by_role("button", name="Tea")).to_contain_text("50%")
    bob.assert_accessible()
    poll.get_by_role("button", name="1 vote").first.click()
    expect(poll.get_by_role("listitem")).to_have_text(re.compile("Bob"))
    other.reload()
    expect(poll.get_by_role("button", name="Tea")).to_have_attribute("aria-pressed", "true")
    poll.get_by_role("button", name="Tea").click()
    expect(own.get_by_text("1 person voted")).to_be_visible()
    expect(poll.get_by_role("button", name="Close poll")).to_have_count(0)
    own.get_by_role("button", name="Close poll").click()
    own.get_by_role("button", name="Close poll").click()
    expect(poll.get_by_text("Poll, closed")).to_be_visible()
    expect(poll.get_by_role("button", name="Tea")).to_be_disabled()


def test_what_one_began_is_on_every_device_and_gone_when_it_was_sent(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    path = make_room(alice, f"Drafts {alice.username}")
    page = enter(alice, path)
    phone = alice.new_page(path)
    expect(field(phone)).to_be_visible()
    field(page).press_sequentially("dear Bob")
    expect(field(phone)).to_have_value("dear Bob")
    field(phone).press_sequentially(", tea?")
    expect(field(page)).to_have_value("dear Bob, tea?")
    field(phone).press("Enter")
    expect(field(page)).to_have_value("")
    expect(messages(page)).to_have_text(["dear Bob, tea?"])
    page.reload()
    expect(messages(page)).to_have_text(["dear Bob, tea?"])
    expect(field(page)).to_have_value("")


@pytest.mark.parametrize("kept", [True, False])
def test_a_draft_is_kept_without_a_connection(visitor: MakeVisitor, *, kept: bool) -> None:
    alice = visitor("alice")
    alice.allow(SOCKET_BROKE)
    path = make_room(alice, f"Offline {alice.username}", kept=kept)
    page = enter(alice, path)
    alice.context.set_offline(True)
    field(page).press_sequentially("typed in a tunnel")
    alice.context.set_offline(False)
    page.reload()
    expect(field(page)).to_have_value("typed in a tunnel")


def test_naming_somebody_who_is_not_in_the_room_says_so_and_invites(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    home = bob.goto("/people/")
    page = enter(alice, make_room(alice, f"Vain {alice.username}"))
    say(page, f"@{bob.username} are you here?")
    notice = page.get_by_role("status").filter(has_text="is not in this room")
    expect(notice).to_be_visible()
    alice.assert_accessible()
    notice.get_by_role("button", name="Invite", exact=True).click()
    expect(notice).to_have_count(0)
    expect(home.get_by_role("link", name="Notifications, 1 unread")).to_be_visible()


def test_a_file_chosen_in_a_thread_stays_there(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Trays {alice.username}"))
    say(page, "What is under this?")
    choose(page, "What is under", "Reply in thread")
    thread = page.get_by_role("complementary", name="Thread")
    file = FilePayload(name="notes.txt", mimeType="text/plain", buffer=b"tea")
    thread.locator("input[type=file]").set_input_files([file])
    expect(thread.get_by_role("list", name="Files to send")).to_have_count(1)
    expect(page.get_by_role("list", name="Files to send")).to_have_count(1)


def test_what_the_menu_beside_the_field_opens_gives_the_focus_back(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Focus {alice.username}"))
    menu = page.get_by_role("button", name="Add to message")
    menu.click()
    page.get_by_role("menuitem", name="Poll").click()
    expect(page.get_by_role("dialog", name="New poll").get_by_label("Question")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    menu.click()
    page.get_by_role("menuitem", name="Formatting").click()
    expect(page.get_by_role("toolbar", name="Formatting")).to_be_visible()
    expect(field(page)).to_be_focused()
