"""What a worker or a command stores reaches the sockets that another process holds."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from tests.conftest import MakeServer
from tests.support.line import Line
from tests.support.people import Person
from tests.support.postgres import Cluster
from tests.support.server import Server

INVITE = """
import django
django.setup()
from samovar.accounts.models import User
from samovar.notifications.actions import notify
people = {{user.username: user for user in User.objects.all()}}
notify(user=people["{to}"], kind="invitation", actor=people["{by}"], subject="Tea", target="/rooms/", key="1")
"""


def invite_elsewhere(server: Server, by: Person, to: Person) -> None:
    """Notify somebody in a process of its own, as a job of ``samovar worker`` would."""
    environment = {**server.environment, "DJANGO_SETTINGS_MODULE": "samovar.config.settings"}
    code = INVITE.format(by=by.username, to=to.username)
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


async def is_told(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    async with Line.of(bob) as line:
        await asyncio.to_thread(invite_elsewhere, server, alice, bob)
        await line.wait(lambda: any(f["s"] == f"u:{bob.id}" and "q" in f for f in line.frames), "the notice")


async def test_another_process_on_the_same_database_is_heard(server: Server) -> None:
    await is_told(server)


@pytest.mark.parametrize("with_redis", [False, True])
async def test_a_worker_beside_postgresql_is_heard(
    make_server: MakeServer, postgres: Cluster, redis_url: str, *, with_redis: bool
) -> None:
    redis = {"REDIS_URL": redis_url} if with_redis else {}
    server = make_server(start=False, database_url=postgres.url(postgres.create()), **redis)
    server.run("migrate")
    await is_told(server.start())
