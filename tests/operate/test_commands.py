"""What an operator types, on a real installation."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from samovar import __version__
from tests.conftest import MakeServer
from tests.support.people import Person
from tests.support.server import Server
from tests.support.waiting import wait_until


def test_version_says_which(server: Server) -> None:
    assert server.run("version").stdout == f"samovar {__version__}\n"


def test_verify_opens_the_gate_for_somebody(server: Server) -> None:
    bob = server.person("bob", verified=False)
    assert server.run("verify", bob.username).stdout == f"{bob.username} is verified.\n"
    with bob.api() as api:
        assert api.get("/api/me/").json()["verified"] is True


def test_verify_says_that_there_is_nobody(server: Server) -> None:
    done = server.run("verify", "nobody", check=False)
    assert (done.returncode, done.stderr) == (1, "There is nobody called nobody.\n")


def test_create_admin_makes_somebody_who_logs_in(server: Server) -> None:
    server.environment["SAMOVAR_ADMIN_PASSWORD"] = "a kettle full of stars"
    server.run("create-admin", "keeper", "--email", "keeper@example.org")
    keeper = Person(server, 0, "keeper", "keeper@example.org", "a kettle full of stars")
    with keeper.api() as api:
        assert api.get("/api/me/").json()["username"] == "keeper"
    again = server.run("create-admin", "keeper", "--email", "other@example.org", check=False)
    assert (again.returncode, again.stderr) == (1, "This username is taken.\n")


def test_doctor_finds_a_sound_installation(server: Server) -> None:
    assert "The database is up to date." in server.run("doctor").stdout


def test_a_second_server_on_the_same_sqlite_file_is_refused(make_server: MakeServer) -> None:
    first = make_server(database_url="")
    done = first.run("serve", "--port", "0", check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == "samovar cannot start: it runs already with this data folder."


@pytest.mark.rows("S2-18")
@pytest.mark.parametrize(
    ("arguments", "given", "sentence"),
    [
        (["--workers", "2"], {}, "--workers 2 needs PostgreSQL and Redis"),
        (["--host", "0.0.0.0"], {"SECRET_KEY": ""}, "SECRET_KEY must be set when it listens on 0.0.0.0"),
        ([], {"SITE_URL": "talk.example.org"}, "SITE_URL must be an address like https://"),
        ([], {"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must list the hosts by name"),
        ([], {"DATABASE_URL": "mysql://x"}, "DATABASE_URL must start with postgres:// or sqlite://"),
        ([], {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/x"}, "the database does not answer"),
        ([], {"TURN_URLS": "turn:turn.example.org"}, "TURN_SECRET must be set when TURN_URLS is set"),
        ([], {"TRUSTED_PROXIES": "many"}, "TRUSTED_PROXIES"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(
    make_server: MakeServer, arguments: list[str], given: dict[str, str], sentence: str
) -> None:
    refused = make_server(start=False, database_url="")
    refused.environment.update(given)
    done = refused.run("serve", *arguments, check=False)
    assert done.returncode == 1
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("samovar cannot start: ")
    assert sentence in lines[0]


@pytest.mark.rows("S0-01")
def test_demo_seeds_once_and_says_who_and_how(make_server: MakeServer) -> None:
    demo = make_server(start=False)
    demo.command = ["demo"]
    demo.start()
    told = demo.log()
    password = told.split("with the password")[1].split()[0]
    for name in ("leila", "boris", "anna", "sara"):
        assert name in told
        with Person(demo, 0, name, "", password).api() as api:
            rooms = [room["name"] for room in api.get("/api/chatrooms/").json()]
            assert {"Tea house", "اتاق چای", "Чайная"} <= set(rooms)
    demo.restart()
    with Person(demo, 0, name, "", password).api() as api:
        assert [room["name"] for room in api.get("/api/chatrooms/").json()] == rooms


def test_a_backup_brings_everything_back(make_server: MakeServer, tmp_path: Path) -> None:
    alice_server = make_server()
    alice = alice_server.person("alice")
    with alice.api() as api:
        room = api.post("/api/chatrooms/", json={"name": "Kitchen", "users": []}).json()["id"]
        text = {"chatroom": room, "user": alice.id, "content": "سلام"}
        assert api.post("/api/messages/", json=text).status_code == 201
    file = tmp_path / "saved.tar.gz"
    alice_server.run("backup", str(file))
    assert file.stat().st_mode & 0o077 == 0
    with alice.api() as api:
        assert api.post("/api/messages/", json={**text, "content": "later"}).status_code == 201
    alice_server.stop()
    alice_server.run("restore", str(file))
    alice_server.start()
    with alice.api() as api:
        found = api.get(f"/api/chatrooms/{room}/messages/").json()["results"]
    assert [message["content"] for message in found] == ["سلام"]


def test_a_restored_backup_changes_the_epochs(make_server: MakeServer, tmp_path: Path) -> None:
    one = make_server()
    alice = one.person("alice")
    with alice.api() as api:
        room = api.post("/api/chatrooms/", json={"name": "Kitchen", "users": []}).json()["id"]
        text = {"chatroom": room, "user": alice.id, "content": "hello"}
        assert api.post("/api/messages/", json=text).status_code == 201
    file = tmp_path / "saved.tar.gz"
    one.run("backup", str(file))
    before = _epochs(one)
    one.stop()
    one.run("restore", str(file))
    after = _epochs(one)
    assert before
    assert not before & after
    assert len(after) == 1


def test_restore_is_refused_while_the_server_runs(make_server: MakeServer, tmp_path: Path) -> None:
    one = make_server()
    file = tmp_path / "saved.tar.gz"
    one.run("backup", str(file))
    done = one.run("restore", str(file), check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("samovar cannot restore: ")


def test_restore_is_refused_while_a_worker_runs(make_server: MakeServer, tmp_path: Path) -> None:
    one = make_server(start=False)
    one.run("migrate")
    file = tmp_path / "saved.tar.gz"
    # On PostgreSQL only what was uploaded is kept aside.
    uploads = one.folder / "data" / "media"
    uploads.mkdir(parents=True, exist_ok=True)
    (uploads / "face.webp").write_bytes(b"a face")
    one.run("backup", str(file))
    log = tmp_path / "worker.log"
    with log.open("wb") as told:
        worker = subprocess.Popen(
            [sys.executable, "-m", "samovar.cli", "worker"], env=one.environment, stdout=told, stderr=told
        )
    try:
        wait_until(lambda: "background work started" in log.read_text(), what="the worker works", seconds=120)
        refused = one.run("restore", str(file), check=False)
        assert refused.returncode == 1
        assert "stop the workers" in refused.stderr
    finally:
        worker.terminate()
        worker.wait(60)
    one.run("restore", str(file))
    assert len(list((one.folder / "data").glob("before-restore-*"))) == 1


def test_restore_refuses_what_is_no_backup(make_server: MakeServer, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(json.dumps({"dear": "bob"}), encoding="utf-8")
    done = make_server(start=False).run("restore", str(file), check=False)
    assert done.returncode == 1
    assert "is not a whole backup" in done.stderr


def _epochs(server: Server) -> set[str]:
    from samovar.core.models import Stream  # noqa: PLC0415 - after the settings were read

    with server.database() as alias:
        return set(Stream.objects.using(alias).values_list("epoch", flat=True))
