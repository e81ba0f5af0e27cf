"""What other sites cannot cause, and what a cookie may do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.conftest import MakeServer
from tests.support.people import csrf_token

_EXAMPLES = {
    "int": "1",
    "id": "1",
    "str": "a",
    "path": "a",
    "slug": "a",
    "uuid": "00000000-0000-0000-0000-000000000000",
}


# No cookie counts there: a signature is the way in, over the body or in the address. What each answers
# to a wrong one.
SIGNED = {"/calls/media-server/": 401, "/mail/stop/a/": 404}


def addresses(patterns: list[Any], before: str = "/") -> Iterator[str]:
    """Every address of the product, with something in the place of each variable part."""
    for one in patterns:
        route = str(one.pattern)
        for name, converter in one.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            for written in (f"<{kind}:{name}>", f"<{name}>"):
                route = route.replace(written, _EXAMPLES.get(kind, "a"))
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, before + route)
        elif isinstance(one, URLPattern):
            yield before + route


def test_no_page_takes_a_post_from_another_site(person: Callable[..., Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("alice"))
    pages = [path for path in addresses(get_resolver().url_patterns) if not path.startswith("/api/")]
    assert len(pages) > 40
    taken = {path: answer.status_code for path in pages if (answer := client.post(path)).status_code != 403}
    assert taken == SIGNED


@pytest.fixture
def secure_site(make_server: MakeServer) -> Any:
    return make_server(
        SITE_URL="https://talk.example.org",
        ALLOWED_HOSTS="127.0.0.1,talk.example.org",
        SECRET_KEY="only for this test and long enough to sign with it",
    )


def test_behind_tls_every_cookie_is_secure_and_the_browser_is_told_to_stay(secure_site: Any) -> None:
    alice = secure_site.person("alice")
    through_proxy = {
        "X-Forwarded-For": alice.address,
        "X-Forwarded-Proto": "https",
        "Referer": "https://talk.example.org/login/",
    }
    with secure_site.client() as client:
        page = client.get("/login/", headers=through_proxy)
        token = csrf_token(page.text)
        jar = page.headers.get_list("set-cookie")
        # The client speaks plain HTTP to the proxy's place, so it does not send secure cookies by itself.
        sent = "; ".join(cookie.partition(";")[0] for cookie in jar)
        form = {"login": alice.username, "password": alice.password, "csrfmiddlewaretoken": token}
        answer = client.post("/login/", data=form, headers={**through_proxy, "Cookie": sent})
        theme = {"theme": "dark", "csrfmiddlewaretoken": token}
        themed = client.post("/theme/", data=theme, headers={**through_proxy, "Cookie": sent})
    assert answer.status_code == 302, answer.text
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    flags = {}
    for cookie in [*jar, *answer.headers.get_list("set-cookie"), *themed.headers.get_list("set-cookie")]:
        for name, morsel in SimpleCookie(cookie).items():
            flags[name] = (morsel["secure"], morsel["samesite"], morsel["httponly"])
    assert {"samovar_session", "samovar_csrf", "samovar_device", "samovar_theme"} <= set(flags)
    assert all(secure and same_site == "Lax" for secure, same_site, _httponly in flags.values()), flags
    assert flags["samovar_session"][2]
    assert flags["samovar_device"][2]


def test_a_login_gets_a_session_of_its_own(person: Callable[..., Any], client: Client) -> None:
    """Whoever planted a session cookie before does not share the login."""
    from tests.support.people import PASSWORD  # noqa: PLC0415

    person("alice")
    client.post("/login/", {"login": "alice", "password": "wrong"})
    session = client.session
    session["planted"] = True
    session.save()
    before = client.cookies["samovar_session"].value if "samovar_session" in client.cookies else ""
    assert client.post("/login/", {"login": "alice", "password": PASSWORD}).status_code == 302
    assert client.cookies["samovar_session"].value != before
