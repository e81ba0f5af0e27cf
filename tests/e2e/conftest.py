"""Browser journeys: Playwright driving Debian's Chromium against a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, Protocol

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.e2e import callers as calling
from tests.support.browser import FLAGS, Visitor, chromium
from tests.support.livekit import LiveKitServer
from tests.support.people import Person
from tests.support.server import Server

# Machines that do other things too; who passes waits no longer for it.
# Long, since only what fails waits so long: browsers stand still for many seconds on a busy machine.
PATIENCE = 40_000  # ms
expect.set_options(timeout=PATIENCE)

LOCALES = {"en": "en-GB", "ru": "ru-RU", "fa": "fa-IR"}


class MakeVisitor(Protocol):
    """Opens a browser for somebody; ``on`` is the server, else the session's."""

    def __call__(
        self,
        name: str | None = None,
        *,
        language: Literal["en", "ru", "fa"] = "en",
        dark: bool = False,
        size: tuple[int, int] = (1280, 800),
        on: Server | None = None,
        **options: Any,
    ) -> Visitor: ...


# Where people are heard and seen: these take both cores and a whole browser, as the people in them have.
MEDIA = (
    "test_call",
    "test_recording",
    "test_encrypted_calls",
    "test_media_server",
    "test_relay",
    "test_rings",
    "test_waiting_room",
    "test_walkthrough",
    "measured_calls",
    "soaked_calls",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.name.startswith(MEDIA):
            item.add_marker("media")


# Package scope: Playwright's own event loop ends before tests that run another one.
@pytest.fixture(scope="package")
def playwright_() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def whole_browser(playwright_: Playwright) -> Iterator[Browser]:
    """One Chromium with fake camera and microphone that asks no questions."""
    running = playwright_.chromium.launch(executable_path=chromium(), args=list(FLAGS))
    yield running
    running.close()


@pytest.fixture(scope="package")
def shell_browser(playwright_: Playwright) -> Iterator[Browser]:
    """The same engine in its headless shell, for pages."""
    running = playwright_.chromium.launch(executable_path=chromium(shell=True), args=list(FLAGS))
    yield running
    running.close()


@pytest.fixture
def browser(request: pytest.FixtureRequest) -> Browser:
    """The browser of this test: the headless shell does for pages."""
    marks = {mark.name for mark in request.node.iter_markers()}
    found: Browser = request.getfixturevalue(
        "whole_browser" if marks & {"media", "whole_browser"} else "shell_browser"
    )
    return found


@pytest.fixture
def launch(playwright_: Playwright) -> Iterator[Callable[..., Browser]]:
    """Give a factory of Chromiums of one's own, for other flags: ``launch(flags=[...])``."""
    running: list[Browser] = []

    def start(*, flags: list[str]) -> Browser:
        running.append(playwright_.chromium.launch(executable_path=chromium(), args=flags))
        return running[-1]

    yield start
    for one in running:
        one.close()


@pytest.fixture
def visitor(browser: Browser, request: pytest.FixtureRequest) -> Iterator[MakeVisitor]:
    """Give a factory of browsers: ``visitor("alice")`` is logged in, ``visitor()`` is a stranger.

    Each is a context of its own. At the end of the test the console must have stayed clean.
    """
    made: list[Visitor] = []

    def make(
        name: str | None = None,
        *,
        language: Literal["en", "ru", "fa"] = "en",
        dark: bool = False,
        size: tuple[int, int] = (1280, 800),
        on: Server | None = None,
        **options: Any,
    ) -> Visitor:
        server: Server = on or request.getfixturevalue("server")
        chosen: Browser = options.pop("browser", browser)
        person: Person | None = options.pop("person", None)
        context = chosen.new_context(
            locale=LOCALES[language],
            color_scheme="dark" if dark else "light",
            viewport={"width": size[0], "height": size[1]},
            **options,
        )
        context.set_default_timeout(PATIENCE)
        if name is not None:
            person = server.person(name, first_name=name.title())
        if person is not None:
            context.add_cookies(
                [{"name": k, "value": v, "url": server.url} for k, v in person.cookies().items()]
            )
        made.append(Visitor(context, server, person))
        return made[-1]

    yield make
    problems = [f"{number}: {text}" for number, one in enumerate(made) for text in one.problems()]
    for one in made:
        one.context.close()
    assert not problems, "the browser complained:\n" + "\n".join(problems)


@pytest.fixture
def person(visitor: MakeVisitor) -> MakeVisitor:
    """``person("alice")``: somebody with an account, logged in, in a browser."""
    return visitor


@pytest.fixture(scope="package")
def over(
    _make_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, LiveKitServer]]:
    """A server and the media server it uses, which tells it what happens. Leave both running."""
    server = _make_server(start=False)
    media = LiveKitServer(tmp_path_factory.mktemp("livekit"), hooks=(f"{server.url}/calls/media-server/",))
    server.environment.update(media.settings)
    media.start()
    server.start()
    yield server, media
    server.stop()
    media.stop()


@pytest.fixture
def callers(visitor: MakeVisitor, server: Server) -> calling.MakeCallers:
    """Give a factory: ``callers("alice", "bob")`` are in one new room, not yet in its call."""
    return calling.make_callers(visitor, server)
