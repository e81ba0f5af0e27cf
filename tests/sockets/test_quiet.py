"""Notifications on the wire, and do not disturb: every device of a person hears of it at once."""

from __future__ import annotations

import pytest

from tests.support.line import Line, Refused
from tests.support.server import Server


async def test_all_devices_of_a_person_and_nobody_else_hear_that_nothing_may_disturb(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    async with Line.of(alice) as here, Line.of(alice) as there, Line.of(bob) as other:
        answer = await here.ask("quiet.set", on=True, minutes=30)
        assert answer["on"]
        assert answer["until"]
        await there.wait(lambda: there.events("notifications.quiet_changed"), "the other device is told")
        assert there.events("notifications.quiet_changed")[0]["d"] == answer
        assert await there.ask("quiet.ask") == answer
        assert (await there.ask("quiet.set", on=False)) == {"on": False, "until": None}
        assert (await here.ask("quiet.ask"))["on"] is False
        assert (await other.ask("quiet.ask"))["on"] is False
        assert other.events("notifications.quiet_changed") == []


async def test_a_page_that_was_loading_asks_what_it_missed(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    async with Line.of(alice) as line:
        assert await line.ask("notifications.ask") == {"unread": 0, "newest": 0}
        with bob.api() as api:
            api.put(f"/api/people/{alice.username}/follow/").raise_for_status()
        told = await line.ask("notifications.ask")
        assert told["unread"] == 1
        await line.wait(lambda: line.events("notifications.changed"), "it is told as well")
        assert line.events("notifications.changed")[-1]["d"]["id"] == told["newest"]


@pytest.mark.parametrize("minutes", [0, -5, 10**9, "30", 1.5])
async def test_a_wrong_time_is_refused_and_nothing_changes(server: Server, minutes: object) -> None:
    async with Line.of(server.person("alice")) as line:
        with pytest.raises(Refused) as refused:
            await line.ask("quiet.set", on=True, minutes=minutes)
        assert refused.value.code == "invalid"
        assert (await line.ask("quiet.ask"))["on"] is False
