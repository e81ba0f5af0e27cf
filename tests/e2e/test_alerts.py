"""Sounds and notes on the desktop: one tab tells, what is read elsewhere goes, and who wants quiet has it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.chat_support import field, log, messages, say
from tests.e2e.conftest import MakeVisitor
from tests.support.browser import Visitor
from tests.support.waiting import wait_until

# Headless Chromium shows no notes: what the tabs of a browser show, close and play is kept where all see it.
WATCH = """
(() => {
  const add = (key, value) => localStorage.setItem(key, (localStorage.getItem(key) ?? "") + value);
  const count = () => {
    const shown = Object.keys(localStorage).filter((key) => key.startsWith("note:"));
    document.documentElement.dataset.notes = shown.length;
  };
  window.addEventListener("storage", count);
  window.notes = [];
  class Note {
    static get permission() { return localStorage.getItem("granted") ? "granted" : "default"; }
    static async requestPermission() { localStorage.setItem("granted", "1"); return Note.permission; }
    constructor(title, options) {
      this.tag = options.tag;
      window.notes.push(this);
      add("ever", options.body + ";");
      localStorage.setItem("note:" + this.tag, options.body);
      count();
    }
    close() { localStorage.removeItem("note:" + this.tag); count(); }
  }
  Object.defineProperty(window, "Notification", { value: Note });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...rest) { add("tones", "x"); return start.apply(this, rest); };
  Object.defineProperty(document, "hasFocus", { value: () => false });
})();
"""


def shown(page: Page, amount: int) -> Locator:
    """Find the page, if so many notes of its browser are on the desktop."""
    return page.locator(f"html[data-notes='{amount}']")


def watched(visitor: MakeVisitor, name: str) -> Visitor:
    """Open a browser nobody looks at, and let it show notes as somebody does who presses the offer."""
    one = visitor(name)
    one.context.add_init_script(WATCH)
    page = one.goto("/messages/")
    page.get_by_role("button", name="Turn on", exact=True).click()
    expect(page.get_by_role("button", name="Turn on", exact=True)).to_have_count(0)
    return one


def kept(page: Page, key: str) -> str:
    """Return what the tabs of this browser wrote down."""
    text: str = page.evaluate("(key) => localStorage.getItem(key) ?? ''", key)
    return text


def write(page: Page, text: str) -> None:
    say(page, text)
    expect(messages(page).last).to_have_text(text)


def talk(one: Visitor, other: Visitor, *, online: bool = False) -> Page:
    """Open a conversation; ``online``: with somebody whose page hears at once what is written."""
    page = one.goto(f"/messages/{other.username}/")
    expect(field(page)).to_be_visible()
    if online:
        expect(page.locator("[data-presence-status]")).to_have_text("Online")
    return page


def test_one_tab_of_several_shows_and_sounds_and_pressing_the_note_leads_there(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), watched(visitor, "bob")
    tabs = [bob.page, bob.new_page("/people/")]
    tabs[1].mouse.click(5, 5)
    write(talk(alice, bob, online=True), "Tea is ready")
    for tab in tabs:
        expect(tab.get_by_role("link", name="Notifications, 1 unread")).to_be_visible()
        expect(tab).to_have_title(re.compile(r"^\(1\) "))
    expect(shown(tabs[0], 1)).to_have_count(1)
    assert kept(tabs[0], "ever").count("Tea is ready") == 1
    wait_until(lambda: kept(tabs[0], "tones") == "xx", what="two tones of one sound")
    teller = next(tab for tab in tabs if tab.evaluate("notes.length"))
    teller.evaluate("notes[0].onclick()")
    expect(log(teller)).to_contain_text("Tea is ready")
    expect(teller).to_have_url(f"{bob.server.url}/messages/{alice.username}/")


def test_what_is_read_on_one_device_leaves_the_others(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), watched(visitor, "bob")
    write(talk(alice, bob, online=True), "Read me anywhere")
    expect(shown(bob.page, 1)).to_have_count(1)
    phone = visitor(person=bob.person)
    page = talk(phone, alice)
    page.bring_to_front()
    expect(messages(page)).to_have_text(["Read me anywhere"])
    expect(shown(bob.page, 0)).to_have_count(1)
    expect(bob.page.get_by_role("link", name="Notifications, 0 unread")).to_be_visible()
    expect(bob.page.locator("[data-inbox-count]").first).to_be_hidden()
    expect(bob.page).to_have_title("Messages · Samovar")


def test_do_not_disturb_holds_on_all_devices_and_what_happens_is_counted(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), watched(visitor, "bob")
    phone = visitor(person=bob.person)
    page = phone.goto("/settings/notifications/")
    page.get_by_role("main").get_by_role("button", name="1 hour").click()
    expect(page.get_by_role("main").get_by_text("Nothing disturbs you until")).to_be_visible()
    expect(bob.page.locator("html[data-quiet]")).to_have_count(1)
    phone.assert_accessible()
    talking = talk(alice, bob)
    write(talking, "Not a sound")
    expect(bob.page.get_by_role("link", name="Notifications, 1 unread")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Turn off", exact=True).click()
    expect(bob.page.locator("html[data-quiet]")).to_have_count(0)
    write(talking, "Now you hear it")
    expect(shown(bob.page, 1)).to_have_count(1)
    assert "Not a sound" not in kept(bob.page, "ever")
    assert kept(bob.page, "ever").count(";") == 1
