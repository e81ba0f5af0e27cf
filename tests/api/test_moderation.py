"""Reports and the queue of staff by REST."""

from __future__ import annotations

import pytest

from tests.api.pages import walk
from tests.support.people import Person
from tests.support.server import Server


@pytest.fixture
def staff(server: Server) -> Person:
    return server.person("samuel", is_staff=True)


def post_of(person: Person, text: str) -> int:
    with person.api() as api:
        made: int = api.post("/api/posts/", json={"text": text}).json()["id"]
    return made


def case_of(staff: Person, kind: str, number: int) -> int:
    with staff.api() as api:
        rows = [row for page in walk(api, "/api/moderation/cases/") for row in page]
    return int(next(row["id"] for row in rows if (row["kind"], row["number"]) == (kind, number)))


@pytest.mark.rows("S4-4.3")
def test_a_post_is_reported_once_and_hidden_and_shown_by_staff(
    alice: Person, bob: Person, staff: Person
) -> None:
    post = post_of(alice, "a bad post")
    report = {"kind": "post", "id": post, "reason": "spam", "text": "look"}
    with bob.api() as api, staff.api() as office:
        first, again = (api.post("/api/reports/", json=report) for _twice in range(2))
        assert first.status_code == again.status_code == 201
        assert first.json() == again.json()
        assert {**first.json(), "at": ""} == {**report, "at": ""}
        case = f"/api/moderation/cases/{case_of(staff, 'post', post)}/"
        shown = office.get(case).json()
        assert (shown["case"]["reports"], shown["case"]["person"]["id"]) == (1, alice.id)
        assert [one["reporter"]["id"] for one in shown["told"]] == [bob.id]
        assert shown["deeds"] == ["hide", "dismiss", "warn", "suspend"]
        decided = office.post(f"{case}decision/", json={"deed": "hide", "text": "clear"}).json()
        assert decided["deeds"] == ["show", "warn", "suspend"]
        assert [(one["verb"], one["note"]) for one in decided["done"]] == [("hid", "clear")]
        assert api.get(f"/api/posts/{post}/").status_code == 404
        late = office.post(f"{case}decision/", json={"deed": "dismiss"})
        assert (late.status_code, late.json()["code"]) == (409, "decided")
        assert office.post(f"{case}decision/", json={"deed": "show"}).status_code == 200
        assert api.get(f"/api/posts/{post}/").status_code == 200
        trail = office.get("/api/moderation/audit/").json()["results"]
        assert [one["verb"] for one in trail[:2]] == ["showed", "hid"]


def test_a_warning_and_a_suspension_by_rest(alice: Person, bob: Person, staff: Person) -> None:
    with bob.api() as api, alice.api() as hers, staff.api() as office:
        assert api.post(
            "/api/reports/", json={"kind": "person", "id": alice.id, "reason": "harassment"}
        ).is_success
        decision = f"/api/moderation/cases/{case_of(staff, 'person', alice.id)}/decision/"
        assert office.post(decision, json={"deed": "hide"}).json()["code"] == "not_hidable"
        assert office.post(decision, json={"deed": "warn"}).json()["fields"].keys() == {"text"}
        assert office.post(decision, json={"deed": "warn", "text": "Be kind."}).status_code == 200
        assert [one["text"] for one in hers.get("/api/notices/").json()] == ["Be kind."]
        about = f"/api/moderation/people/{alice.username}/"
        put = office.put(f"{about}suspension/", json={"span": "week", "text": "spam again"})
        assert put.status_code == 204
        standing = office.get(about).json()
        assert (standing["cases"], standing["warnings"]) == (1, 1)
        assert standing["suspension"]["reason"] == "spam again"
        assert hers.get("/api/notices/").status_code == 401
        assert api.get(f"/api/people/{alice.username}/").status_code == 404
        assert office.delete(f"{about}suspension/").status_code == 204
        assert office.get(about).json()["suspension"] is None
        assert api.get(f"/api/people/{alice.username}/").status_code == 200
        other = office.put(
            f"/api/moderation/people/{staff.username}/suspension/", json={"span": "day", "text": "x"}
        )
        assert other.status_code == 403


@pytest.mark.rows("B09", "B39")
def test_what_one_does_not_see_is_not_reported_and_staff_is_not_there_for_others(
    alice: Person, bob: Person
) -> None:
    post = post_of(alice, "hello")
    with alice.api() as api, bob.api() as his:
        own = api.post("/api/reports/", json={"kind": "post", "id": post, "reason": "spam"})
        assert (own.status_code, own.json()["code"]) == (400, "oneself")
        assert api.put(f"/api/people/{bob.username}/block/").status_code == 204
        for number in (post, 2**62):
            told = his.post("/api/reports/", json={"kind": "post", "id": number, "reason": "spam"})
            assert told.status_code == 404
        for path in ("cases/", "cases/1/", "audit/", f"people/{alice.username}/"):
            assert his.get(f"/api/moderation/{path}").status_code == 404


def test_the_queue_comes_in_pages(server: Server, alice: Person, staff: Person) -> None:
    from samovar.moderation.models import Case  # noqa: PLC0415 - after the settings were read

    with server.database() as alias:
        made = [
            Case.objects.using(alias).create(kind="post", number=10**9 + one, person_id=alice.id).pk
            for one in range(33)
        ]
    with staff.api() as api:
        found = [row["id"] for page in walk(api, "/api/moderation/cases/") for row in page]
    assert [one for one in found if one in made] == sorted(made, reverse=True)
