"""In the language of marked texts, whatever the islands show or speak is ⟦marked⟧, or has no translation."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.chat_support import enter, make_room
from tests.e2e.conftest import MakeVisitor

# What is read or spoken in the live parts of the page, through shadow roots too, outside of ⟦ ⟧.
UNWRAPPED = """
() => {
  const own =
    "bdi, script, noscript, style, code, kbd, svg, video, time, .chat-body, .avatar, [translate=no]";
  const spoken = ["aria-label", "placeholder", "title", "alt", "aria-description"];
  const bare = (text) => /\\p{L}{2,}/u.test(text.replace(/⟦[^⟧]*⟧/gu, ""));
  const found = [];
  // A name inside a sentence is an element: the sentence may end in another text than it begins in.
  let depth = 0;
  const read = (text) => {
    let outside = "";
    for (const sign of text) {
      if (sign === "⟦") depth += 1;
      else if (sign === "⟧") depth -= 1;
      else if (depth === 0) outside += sign;
    }
    if (bare(outside)) found.push(outside.trim());
  };
  const look = (node) => {
    if (node.nodeType === Node.TEXT_NODE) read(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE && node.nodeType !== Node.DOCUMENT_FRAGMENT_NODE) return;
    if (node.nodeType === Node.ELEMENT_NODE) {
      for (const name of spoken) {
        const text = node.getAttribute(name);
        if (text && bare(text)) found.push(`${name}=${text}`);
      }
      if (node.matches(own)) return;
      if (node.shadowRoot) look(node.shadowRoot);
    }
    for (const child of node.childNodes) look(child);
  };
  for (const island of document.querySelectorAll("samovar-room, samovar-call, samovar-chat")) look(island);
  return found;
}
"""


# Modules run after the whole page was read, so they find this language.
MARK_TEXTS = """
new MutationObserver(() => {
  const page = document.documentElement;
  if (page && page.lang !== "qps") page.lang = "qps";
}).observe(document, { childList: true, subtree: true });
"""


def assert_wrapped(page: Page, *own: str) -> None:
    """Fail on a text that is neither marked nor one of ``own``: names of people and rooms, codes, times."""
    mine = re.compile(
        # Devices are called as the browser calls them.
        r"Fake [\w ]+|"
        + "|".join(map(re.escape, own))
        + r"|title=.*\d:\d\d.*|@\w+|[a-z]{3}-[a-z]{4}-[a-z]{3}|[A-Z]{1,2}"
    )
    left = [text for text in page.evaluate(UNWRAPPED) if re.search(r"[^\W\d_]{2,}", mine.sub("", text))]
    assert not left, left


def test_a_room_and_its_call_have_only_translated_text(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, "Tea")
    alice.page.add_init_script(MARK_TEXTS)
    page = alice.goto(path)
    expect(page.locator("html")).to_have_attribute("lang", "qps")
    log = page.get_by_role("log")
    expect(log).to_be_visible()
    enter(bob, path)
    expect(log).to_contain_text("⟦")
    assert_wrapped(page, "Tea", "Alice", "Bob")
    for tab in page.get_by_role("tab").all():
        tab.click()
        assert_wrapped(page, "Tea", "Alice", "Bob")
    page.get_by_role("button", name="⟦Call⟧", exact=True).click()
    join = page.get_by_role("button", name="⟦Join now⟧")
    expect(join).to_be_enabled()
    assert_wrapped(page, "Tea", "Alice", "Bob", "Fake", "fake_device")
    join.click()
    expect(page.get_by_role("button", name="⟦Hang up⟧")).to_be_visible()
    assert_wrapped(page, "Tea", "Alice", "Bob", "Fake", "fake_device")
    page.get_by_role("button", name="⟦More⟧", exact=True).click()
    assert_wrapped(page, "Tea", "Alice", "Bob", "Fake", "fake_device")
