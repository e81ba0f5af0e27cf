"""The frame of every page: refusals, theme, language, headers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from samovar.config import urls
from samovar.core.errors import Conflict, Denied, NotFound, Refusal, TooMany, Unavailable
from samovar.core.templatetags.shell import face_colour, icon, initials, moment

Browser = Callable[[Any], Client]
FACES = [2, 1, 3]
REFUSALS: dict[str, Refusal] = {
    "denied": Denied(),
    "conflict": Conflict("Unblock first."),
    "missing": NotFound(),
    "often": TooMany(7),
    "busy": Unavailable(),
}


def refuse(request: HttpRequest, which: str) -> HttpResponse:
    raise REFUSALS[which]


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


class Doors:
    """Addresses that refuse and one that fails, beside all others."""

    handler500 = urls.handler500
    urlpatterns: ClassVar = [
        *urls.urlpatterns,
        path("refuse/<str:which>/", refuse),
        path("break/", break_down),
    ]


@pytest.fixture
def doors(settings: Any) -> None:
    settings.ROOT_URLCONF = Doors


@pytest.mark.parametrize(
    ("which", "status"), [("denied", 403), ("conflict", 409), ("missing", 404), ("often", 429), ("busy", 503)]
)
def test_a_refusal_is_a_page_with_a_way_out(
    person: Any, browser: Browser, doors: None, which: str, status: int
) -> None:
    answer = browser(person("alice")).get(f"/refuse/{which}/")
    assert answer.status_code == status
    text = answer.content.decode()
    assert str(REFUSALS[which].message) in text
    assert 'data-shell="rail"' in text
    assert "Go to the home page" in text


def test_too_many_says_when_to_come_back(person: Any, browser: Browser, doors: None) -> None:
    answer = browser(person("alice")).get("/refuse/often/")
    assert answer.headers["Retry-After"] == "7"


def test_a_part_of_a_page_is_refused_by_a_toast(person: Any, browser: Browser, doors: None) -> None:
    answer = browser(person("alice")).get("/refuse/conflict/", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer.content == b""
    assert answer.headers["HX-Reswap"] == "none"
    assert json.loads(answer.headers["HX-Trigger"])["samovar:toast"]["text"] == "Unblock first."


def test_a_boosted_visit_is_refused_by_a_whole_page(person: Any, browser: Browser, doors: None) -> None:
    answer = browser(person("alice")).get(
        "/refuse/denied/", headers={"HX-Request": "true", "HX-Boosted": "true"}
    )
    assert 'id="page"' in answer.content.decode()


def test_a_mistake_of_the_server_tells_nothing_of_itself(person: Any, browser: Browser, doors: None) -> None:
    page = browser(person("alice"))
    page.raise_request_exception = False
    answer = page.get("/break/")
    assert answer.status_code == 500
    assert b"secret detail" not in answer.content
    assert b"Something went wrong" in answer.content


def test_the_theme_is_rendered_by_the_server(client: Client, db: None) -> None:
    assert "data-theme" not in client.get("/login/").content.decode().split(">")[1]
    client.post("/theme/", {"theme": "dark", "next": "/login/"})
    assert 'data-theme="dark"' in client.get("/login/").content.decode()
    client.post("/theme/", {"theme": "system"})
    assert 'data-theme="dark"' not in client.get("/login/").content.decode()


@pytest.mark.rows("S0-23")
def test_the_language_is_the_browsers_until_one_is_chosen(person: Any, browser: Browser) -> None:
    alice = person("alice")
    page = browser(alice)
    assert '<html lang="ru"' in page.get("/people/", headers={"Accept-Language": "ru"}).content.decode()
    page.post("/language/", {"language": "fa", "next": "/people/"})
    persian = browser(alice).get("/people/", headers={"Accept-Language": "ru"}).content.decode()
    assert '<html lang="fa"' in persian
    assert 'dir="rtl"' in persian


def test_pages_close_what_they_do_not_need(client: Client, db: None) -> None:
    answer = client.get("/login/")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "camera=(self)" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "style=" not in answer.content.decode()


def test_every_text_is_translated() -> None:
    told = StringIO()
    call_command("messages", "--check", stdout=StringIO(), stderr=told)
    assert told.getvalue() == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Leila Moradi", "LM"),
        ("boris", "B"),
        ("سارا نوری", "سن"),
        ("Anna von der Au", "AA"),
        ("", ""),
        ("۱ ۲", "۱۲"),
    ],
)
def test_a_face_shows_the_first_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_faces_have_the_colours_the_front_end_counts() -> None:
    # The same pairs stand in frontend/src/lib/avatar.test.ts.
    assert [face_colour(name) for name in ("Leila Moradi", "Борис Волков", "سارا نوری")] == FACES


def test_icons_are_inline_and_turn_with_the_direction() -> None:
    assert 'aria-hidden="true"' in icon("video")
    assert "icon-flip" in icon("send")
    assert "icon-flip" not in icon("video")


def test_no_style_or_script_stands_in_a_template() -> None:
    folder = Path(__file__).resolve().parents[2] / "samovar"
    for template in folder.rglob("templates/**/*.html"):
        if template.parent.name == "export":
            # A page in an archive, read from a disk: there it has nothing but itself.
            continue
        text = template.read_text(encoding="utf-8")
        for forbidden in (" style=", "<style", " onclick=", "hx-on", "javascript:"):
            assert forbidden not in text, f"{forbidden} in {template}"


def test_a_wrong_token_leads_on(person: Any) -> None:
    alice = person("alice")
    page = Client(enforce_csrf_checks=True)
    page.force_login(alice)
    answer = page.post("/@alice/block/")
    assert answer.status_code == 403
    assert b"open for too long" in answer.content


def test_a_time_of_day_is_one_of_24_hours_before_the_scripts_are_there_too() -> None:
    assert "Nov. 22, 2026, 21:05" in moment(datetime(2026, 11, 22, 21, 5, tzinfo=UTC))
