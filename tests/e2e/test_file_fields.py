"""Fields for files speak the language of the page."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_feed import file, share
from tests.support.server import Server


@pytest.mark.parametrize(
    ("language", "dark", "size"),
    [
        ("en", False, (1280, 800)),
        ("en", False, (375, 812)),
        ("fa", True, (1280, 800)),
        ("fa", True, (375, 812)),
    ],
)
def test_a_chosen_file_is_named_beside_its_button(
    person: MakeVisitor,
    own_server: Server,
    language: Literal["en", "fa"],
    dark: bool,
    size: tuple[int, int],
) -> None:
    alice = person("alice", on=own_server, language=language, dark=dark, size=size)
    page = alice.goto("/settings/profile/")
    field = page.locator("#face-picture")
    button = page.locator("label", has=field)
    name = page.locator(".file-field", has=field).locator(".file-name")
    expect(field).to_have_css("opacity", "0")
    expect(name).to_be_hidden()
    with page.expect_file_chooser() as chooser:
        field.press("Enter")
    expect(button).to_have_css("outline-style", "solid")
    chooser.value.set_files([file("me and my tea.png", "red")])
    expect(name).to_have_text("me and my tea.png")
    alice.assert_accessible()
    alice.screenshot(f"file-profile-{language}-{size[0]}")
    with page.expect_file_chooser():
        button.click()


@pytest.mark.parametrize(("language", "dark", "size"), [("en", False, (1280, 800)), ("fa", True, (375, 812))])
def test_pictures_of_a_post_are_changed_and_added(
    person: MakeVisitor,
    own_server: Server,
    language: Literal["en", "fa"],
    dark: bool,
    size: tuple[int, int],
) -> None:
    alice = person("alice", on=own_server)
    share(alice.goto("/"), "two cups", file("a.png", "red"), file("b.png", "blue"))
    again = person(person=alice.person, on=own_server, language=language, dark=dark, size=size)
    page = again.goto("/posts/1/edit/")
    row = page.locator(".kept-picture").first
    row.locator("input[type=file]").set_input_files(file("better.png", "green"))
    expect(row.locator(".file-name")).to_have_text("better.png")
    page.locator("#post-pictures").set_input_files(file("third.png", "black"))
    expect(page.locator(".preview")).to_have_count(1)
    again.assert_accessible()
    again.screenshot(f"file-post-{language}-{size[0]}")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("article").get_by_role("img")).to_have_count(3)


def test_without_scripts_the_field_itself_is_shown(person: MakeVisitor, own_server: Server) -> None:
    page = person("alice", on=own_server, java_script_enabled=False).goto("/settings/profile/")
    expect(page.get_by_label("Choose a picture")).to_have_css("opacity", "1")
