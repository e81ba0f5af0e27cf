"""What an operator's Prometheus reads, and the name each request has."""

from __future__ import annotations

import json
from collections.abc import Callable

from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import MakeServer
from tests.support.line import Line, make_room
from tests.support.postgres import Cluster
from tests.support.server import Server
from tests.support.waiting import wait_until

Labels = dict[str, str]


def _value(page: str, name: str, fits: Callable[[Labels], bool] = lambda _labels: True) -> float:
    return sum(
        sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if sample.name == name and fits(sample.labels)
    )


def _alone(make_server: MakeServer) -> Server:
    return make_server(TRUSTED_PROXIES="0")


def test_this_machine_reads_what_was_measured(make_server: MakeServer) -> None:
    server = _alone(make_server)
    with server.client() as client:
        before = _value(client.get("/metrics").text, "samovar_http_requests_total", _of_login)
        client.get("/login/")
        answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert _value(answer.text, "samovar_http_requests_total", _of_login) == before + 1
    assert _value(answer.text, "process_resident_memory_bytes") > 0
    assert _value(answer.text, "samovar_jobs_waiting") >= 0


def _of_login(labels: Labels) -> bool:
    return labels.get("route") == "login/" and labels["status"] == "200"


async def test_sockets_and_their_commands_are_counted(make_server: MakeServer) -> None:
    server = _alone(make_server)
    alice = server.person("alice")
    room = make_room(alice, "Kitchen")
    async with Line(server, query=f"?token={alice.tokens()['access']}") as line:
        await line.ask("room.enter", room=room)
        with server.client() as client:
            page = client.get("/metrics").text
    assert _value(page, "samovar_sockets") == 1
    assert _value(page, "samovar_socket_commands_total", lambda labels: labels["op"] == "room.enter") == 1


def test_who_comes_from_elsewhere_or_through_a_proxy_finds_no_metrics(server: Server) -> None:
    with server.client("203.0.113.9") as client:
        assert client.get("/metrics").status_code == 404


def test_a_token_opens_them_and_nothing_else_does_then(make_server: MakeServer) -> None:
    server = make_server(METRICS_TOKEN="tell-me-everything")
    with server.client("203.0.113.9") as client:
        told = {"Authorization": "Bearer tell-me-everything"}
        assert client.get("/metrics", headers=told).status_code == 200
        assert client.get("/metrics", headers={"Authorization": "Bearer tell-me"}).status_code == 404
        assert client.get("/metrics").status_code == 404
    assert "tell-me-everything" not in server.log()


def test_no_address_with_a_name_becomes_a_time_series(make_server: MakeServer) -> None:
    server = _alone(make_server)
    with server.client() as client:
        for number in range(5):
            client.get(f"/r/abc-defg-{number}/")
            client.get(f"/nowhere-{number}/")
            client.request(f"MADEUP{number}", "/login/")
        page = client.get("/metrics").text
    assert "abc-defg" not in page
    assert "nowhere-" not in page
    assert "MADEUP" not in page


def test_several_processes_are_read_as_one(
    make_server: MakeServer, postgres: Cluster, redis_url: str
) -> None:
    many = make_server(
        start=False,
        database_url=postgres.url(postgres.create()),
        REDIS_URL=redis_url,
        METRICS_TOKEN="tell",
    )
    many.run("migrate")
    many.command = ["serve", "--workers", "2"]
    many.start()

    def processes() -> set[str]:
        with many.client() as client:
            page = client.get("/metrics", headers={"Authorization": "Bearer tell"})
        return {
            sample.labels["process"]
            for family in text_string_to_metric_families(page.text)
            for sample in family.samples
            if sample.name == "samovar_sockets"
        }

    wait_until(lambda: len(processes()) >= 2, what="both processes have reported", seconds=30)


def test_a_request_has_one_name_in_the_answer_and_in_the_log(make_server: MakeServer) -> None:
    server = make_server(LOG_FORMAT="json")
    with server.client() as client:
        made = client.get("/login/").headers["X-Request-ID"]
        assert len(made) == 16
        assert client.get("/login/", headers={"X-Request-ID": "proxy-7"}).headers["X-Request-ID"] == "proxy-7"
        forged = client.get("/login/", headers={"X-Request-ID": "a b" + "x" * 99})
        assert len(forged.headers["X-Request-ID"]) == 16
        answer = client.post("/login/", headers={"X-Request-ID": "lost-form"}, data={"login": "x"})
    assert answer.status_code == 403

    def is_told() -> bool:
        lines = [line for line in server.log().splitlines() if line.startswith("{") and line.endswith("}")]
        return any(json.loads(line).get("request_id") == "lost-form" for line in lines)

    wait_until(is_told, what="the log has it")


def test_a_stranger_without_a_proxy_gives_no_request_its_name(make_server: MakeServer) -> None:
    with _alone(make_server).client() as client:
        answer = client.get("/login/", headers={"X-Request-ID": "mine"})
    assert answer.headers["X-Request-ID"] != "mine"
