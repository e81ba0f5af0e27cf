"""The first frame that somebody gets says who he is, whatever happens meanwhile."""

from __future__ import annotations

import asyncio

from samovar.core.caller import Caller
from samovar.core.connection import MAX_FRAMES, TOO_SLOW, Connection, text_frame
from tests.core.test_hub import Network

HELLO = '{"hello":1}'


def held() -> tuple[Connection, Network]:
    network = Network()
    connection = Connection(Caller("u:1", 1, user_id=1), network.send)
    connection.hold()
    return connection, network


def texts(network: Network) -> list[str]:
    return [message["text"] for message in network.messages if "text" in message]


async def test_what_is_told_before_the_greeting_comes_after_it_in_order() -> None:
    connection, network = held()
    for text in ("1", "2"):
        connection.deliver(text_frame(text))
    assert network.messages == []
    connection.greet(text_frame(HELLO))
    connection.deliver(text_frame("3"))
    assert texts(network) == [HELLO, "1", "2", "3"]


async def test_a_network_that_takes_nothing_yet_gets_all_of_it_later() -> None:
    connection, network = held()
    connection.deliver(text_frame("1"))
    network.block()
    connection.greet(text_frame(HELLO))
    connection.deliver(text_frame("2"))
    network.unblock()
    for _ in range(10):
        await asyncio.sleep(0)
    assert texts(network) == [HELLO, "1", "2"]


async def test_who_is_closed_before_the_greeting_gets_the_close_alone() -> None:
    connection, network = held()
    connection.deliver(text_frame("1"))
    connection.close(4401)
    connection.greet(text_frame(HELLO))
    assert [message.get("code") for message in network.messages] == [4401]


async def test_no_more_is_held_than_may_wait() -> None:
    connection, network = held()
    for number in range(MAX_FRAMES + 1):
        connection.deliver(text_frame(str(number)))
    connection.greet(text_frame(HELLO))
    assert [message.get("code") for message in network.messages] == [TOO_SLOW]


async def test_who_is_gone_before_the_greeting_gets_nothing() -> None:
    connection, network = held()
    connection.deliver(text_frame("1"))
    connection.abandon()
    connection.greet(text_frame(HELLO))
    assert network.messages == []
