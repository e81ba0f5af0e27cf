"""Every page, in each language: no complaint of the browser, nothing that axe-core finds serious."""

from __future__ import annotations

from typing import Literal

import pytest

from tests.e2e.conftest import MakeVisitor


@pytest.mark.parametrize("language", ["en", "ru", "fa"])
def test_the_login_page_is_accessible_and_quiet(
    visitor: MakeVisitor, language: Literal["en", "ru", "fa"]
) -> None:
    stranger = visitor(language=language)
    page = stranger.goto("/login/")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "fa" else "ltr")
    stranger.assert_accessible()


@pytest.mark.rows("S2-01")
def test_a_person_is_logged_in(person: MakeVisitor) -> None:
    alice = person("alice")
    page = alice.goto("/rooms/")
    assert page.url == alice.server.url + "/rooms/"
    alice.assert_accessible()
