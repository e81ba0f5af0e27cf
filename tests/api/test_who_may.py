"""Every operation of the document with every kind of caller who may not: a new one is in here by itself."""

from __future__ import annotations

import pytest

from samovar.core.areas import AREAS
from tests.api.operations import GUARDED, Operation, ids
from tests.api.world import World, ask, bearer, personal_token, strangers_of, unverified_token, world_of
from tests.support.server import Server

# What a token of an unconfirmed address reaches (decision C1).
OPEN_TO_UNVERIFIED = {"/api/me/", "/api/logout/", "/api/verify/resend/", "/api/verify/"}
OF_SOMEBODY = [one for one in GUARDED if "{" in one[1]]
KINDS = ["nobody", "nonsense", "expired", "revoked", "revoked token", "unverified", "guest"]


@pytest.fixture(scope="module")
def world(server: Server) -> World:
    return world_of(server.person("alice"), "private")


@pytest.fixture(scope="module")
def strangers(server: Server) -> dict[str, dict[str, str]]:
    return strangers_of(server)


@pytest.mark.rows("S1-14", "S1-17")
@pytest.mark.parametrize("who", KINDS)
@pytest.mark.parametrize("guarded", GUARDED, ids=ids(GUARDED))
def test_who_may_nothing_gets_nothing(
    server: Server, strangers: dict[str, dict[str, str]], world: World, who: str, guarded: Operation
) -> None:
    _method, path, shape = guarded
    headers = strangers[who]
    if (who, path) == ("unverified", "/api/logout/"):
        # Which ends the session, so not the one the others use.
        headers = bearer(unverified_token(server))
    answer = ask(server, guarded, world.address(path), headers)
    if who == "unverified" and path in OPEN_TO_UNVERIFIED:
        assert answer.status_code < 400 or answer.status_code == 404
        return
    assert answer.status_code == (403 if who == "unverified" else 401), answer.text
    assert set(answer.json()) == {"detail", "code"}
    assert str(answer.status_code) in shape["responses"]
    if who == "unverified":
        assert answer.json()["code"] == "email_not_verified"


@pytest.fixture(scope="module")
def blocked(server: Server, world: World) -> dict[str, str]:
    """Headers of somebody whom the owner of everything has blocked."""
    bob = server.person("bob")
    with world.owner.api() as api:
        assert api.put(f"/api/people/{bob.username}/block/").status_code == 204
    return bearer(bob.tokens()["access"])


@pytest.mark.rows("B09", "B12", "B34", "B39")
@pytest.mark.parametrize("operation", OF_SOMEBODY, ids=ids(OF_SOMEBODY))
def test_what_is_anothers_is_not_there_for_who_is_blocked(
    server: Server, world: World, blocked: dict[str, str], operation: Operation
) -> None:
    answer = ask(server, operation, world.address(operation[1]), blocked)
    assert answer.status_code == 404, answer.text


def test_every_operation_is_of_an_area(server: Server) -> None:
    assert {operation["x-area"] for _method, _path, operation in GUARDED} <= set(AREAS)


@pytest.fixture(scope="module")
def narrow(server: Server) -> dict[str, dict[str, str]]:
    """Headers of tokens: by an area, one that may everything but this; by ``read AREA`` one that reads it."""
    alice, found = server.person("alice"), {}
    for area in AREAS:
        others = {other: "write" for other in AREAS if other != area}
        found[area] = bearer(personal_token(alice, others))
        found[f"read {area}"] = bearer(personal_token(alice, {area: "read"}))
    return found


@pytest.mark.parametrize("operation", GUARDED, ids=ids(GUARDED))
def test_a_token_reaches_no_further_than_it_was_made_for(
    server: Server, world: World, narrow: dict[str, dict[str, str]], operation: Operation
) -> None:
    method, path, shape = operation
    area, address = shape["x-area"], world.address(path)
    outside = ask(server, operation, address, narrow[area])
    assert (outside.status_code, outside.json()["code"]) == (403, "token_out_of_scope"), outside.text
    reading = ask(server, operation, address, narrow[f"read {area}"])
    if method == "get":
        assert reading.status_code in {200, 404, 403}, reading.text
        assert not reading.is_error or not reading.json()["code"].startswith("token_")
    else:
        assert (reading.status_code, reading.json()["code"]) == (403, "token_reads_only")
