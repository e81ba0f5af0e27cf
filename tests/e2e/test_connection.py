"""What a page says of its connection, and what it asks anew when it has missed too much."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Route, WebSocketRoute, expect

from tests.e2e.chat_support import SOCKET_BROKE
from tests.e2e.conftest import MakeVisitor
from tests.support.browser import Visitor
from tests.support.people import PASSWORD


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (1006, "No connection. Trying again…"),
        (4403, "This page may not connect to the server. Open Samovar at its usual address."),
        (4409, "Samovar is open in too many tabs. Close some of them."),
    ],
)
def test_a_page_whose_first_connection_never_comes_says_so(
    visitor: MakeVisitor, code: int, sentence: str
) -> None:
    alice = visitor("alice")
    alice.allow(SOCKET_BROKE)

    def refuse(socket: WebSocketRoute) -> None:
        socket.close(code=code) if code > 4000 else socket.close()

    alice.page.route_web_socket("**/ws/*", refuse)
    alice.page.route_web_socket("**/ws/", refuse)
    page = alice.goto("/people/")
    expect(page.get_by_role("status").get_by_text(sentence)).to_be_visible()


def test_the_bell_is_counted_anew_when_too_much_was_missed(visitor: MakeVisitor) -> None:
    from samovar.notifications.models import Notification  # noqa: PLC0415 - after the settings were read

    alice = visitor("alice")
    page = alice.goto("/people/")
    bell = page.get_by_role("link", name="Notifications, 0 unread").first
    expect(bell).to_be_visible()
    with alice.server.database() as alias:
        Notification.objects.using(alias).create(
            user_id=alice.person.id, kind="invitation", subject="Tea", target="/rooms/", key="1"
        )
    stream = f"u:{alice.person.id}"
    page.evaluate(
        "stream => window.dispatchEvent(new CustomEvent('samovar:reset', { detail: { stream } }))", stream
    )
    expect(page.get_by_role("link", name="Notifications, 1 unread").first).to_be_visible()


def test_what_comes_between_the_page_and_its_connection_is_counted_and_listed(visitor: MakeVisitor) -> None:
    alice, bob, charlie = visitor("alice"), visitor("bob"), visitor("charlie")
    page = alice.page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    def loaded_before(follower: Visitor, path: str) -> None:
        """Open the page; ``follower`` follows alice before it connects."""
        page.route("**/connection-*.js", hold)
        with page.expect_request("**/connection-*.js"):
            alice.goto(path)
        with follower.person.api() as api:
            api.put(f"/api/people/{alice.username}/follow/").raise_for_status()
        for route in held:
            route.continue_()
        held.clear()
        page.unroute("**/connection-*.js")

    loaded_before(bob, "/people/")
    expect(page.get_by_role("link", name="Notifications, 1 unread").first).to_be_visible()
    loaded_before(charlie, "/notifications/")
    expect(page.locator("#notifications")).to_contain_text("Charlie")


def test_a_form_that_ends_the_session_leads_on_itself_also_on_a_slow_line(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    alice.allow(SOCKET_BROKE)
    page = alice.goto("/settings/delete/")

    def late(route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        # The socket has heard of it by now; the answer needs a little longer.
        time.sleep(2)
        route.fulfill(response=answer)

    def once(route: Route) -> None:
        late(route) if route.request.method == "POST" else route.continue_()

    page.route("**/settings/delete/", once)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Delete account").click()
    expect(page.get_by_text("Your account is hidden now")).to_be_visible()
    expect(page).to_have_url(f"{alice.server.url}/login/")
