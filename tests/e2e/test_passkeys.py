"""A passkey made and used in a real browser, by its virtual authenticator."""

from __future__ import annotations

from typing import Any

from tests.e2e.conftest import MakeVisitor
from tests.support.people import PASSWORD


def with_authenticator(visitor: Any) -> Any:
    """Let the visitor's page have a device that knows who touches it."""
    client = visitor.context.new_cdp_session(visitor.page)
    client.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    client.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return client


def log_in(page: Any, home: str, username: str) -> None:
    page.goto(f"{home}/login/")
    page.get_by_label("Username or email").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(f"{home}/")


def log_out(page: Any, home: str) -> None:
    page.goto(f"{home}/logout/")
    page.locator("main").get_by_role("button", name="Log out").click()
    page.wait_for_url(f"{home}/login/**")


def add_passkey(page: Any, home: str) -> None:
    page.goto(f"{home}/settings/passkeys/")
    page.get_by_label("Name of the device").fill("My laptop")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("This is not your password.").wait_for()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("My laptop").wait_for()


def remove_passkey(page: Any, home: str) -> None:
    page.goto(f"{home}/settings/passkeys/")
    # It confirmed on another page that it is her: no password is asked for.
    page.get_by_text("Remove", exact=True).click()
    page.get_by_role("button", name="Remove passkey").click()
    page.get_by_text("You have no passkeys").wait_for()


def test_a_passkey_is_added_logs_in_and_is_removed(visitor: MakeVisitor) -> None:
    guest = visitor()
    guest.allow("status of 4")  # what is refused below
    alice = guest.server.person("alice", first_name="Alice")
    # Passkeys belong to names; 127.0.0.1 is none.
    home = guest.server.url.replace("127.0.0.1", "localhost")
    page = guest.page
    with_authenticator(guest)
    log_in(page, home, alice.username)
    add_passkey(page, home)
    guest.assert_accessible()
    log_out(page, home)
    page.goto(f"{home}/login/?next=/settings/history/usage/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{home}/settings/history/usage/")
    page.get_by_text("Passkey").first.wait_for()
    page.goto(f"{home}/settings/delete/")
    page.get_by_role("button", name="Confirm by a passkey").click()
    page.get_by_text("Your passkey confirmed that it is you.").wait_for()
    assert page.get_by_label("Password").count() == 0
    remove_passkey(page, home)
    log_out(page, home)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("This passkey opens no account here.").wait_for()


def test_no_passkey_is_offered_at_a_bare_address(person: MakeVisitor) -> None:
    alice = person("alice")
    page = alice.goto("/settings/passkeys/")
    page.get_by_text("Open this place by a name").wait_for()
    assert page.get_by_role("button", name="Add a passkey").count() == 0
